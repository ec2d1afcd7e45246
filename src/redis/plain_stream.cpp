#include <cerrno>
#include <poll.h>
#include <sys/socket.h>
#include <system_error>

#include "redis/stream.hpp"

namespace mss::redis {
namespace {

// Of recv(2) or send(2).
Result<Step> step_of(ssize_t moved, short event) {
    if (moved > 0) return Step{.bytes = static_cast<std::size_t>(moved)};
    if (moved == 0) return Step{.closed = true};
    if (errno == EINTR) return Step{};
    if (errno == EAGAIN || errno == EWOULDBLOCK) return Step{.wants = event};
    return fail(Code::unavailable, std::generic_category().message(errno));
}

class PlainStream final : public Stream {
public:
    explicit PlainStream(int socket) : socket_(socket) {}

    Result<Step> receive(std::span<char> buffer) override {
        auto step = step_of(::recv(socket_, buffer.data(), buffer.size(), 0), POLLIN);
        // Less than there was room for is all that there was.
        if (step && step->bytes > 0 && step->bytes < buffer.size()) step->wants = POLLIN;
        return step;
    }
    Result<Step> send(std::string_view bytes) override {
        return step_of(::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL), POLLOUT);
    }
    Result<Step> shake_hands() override { return Step{}; }

private:
    int socket_;
};

}  // namespace

std::unique_ptr<Stream> plain_stream(int socket) {
    return std::make_unique<PlainStream>(socket);
}

}  // namespace mss::redis
