#pragma once
// For this folder's tests: a raw client that sends exactly the bytes it is given, and a server on a port of its own.
// Each belongs to one thread. What does not come within 60 s throws, so that a defect is a failure and not a hang.

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <charconv>
#include <memory>
#include <netinet/in.h>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <utility>

#include "base/fd.hpp"
#include "http_server/server.hpp"

namespace mss::http_server {

struct Answer {
    int status = 0;
    Fields fields;
    std::string body;
};

struct ClientOptions {
    const char* from = "127.0.0.1";
    int receive_buffer = 0;  ///< bytes; 0: the system's choice
};

class TestClient {
public:
    explicit TestClient(std::uint16_t port, const ClientOptions& options = {}) {
        if (!connect(port, options)) throw std::runtime_error("cannot connect");
    }
    /// Nothing where the server does not listen.
    static std::unique_ptr<TestClient> try_connect(std::uint16_t port) {
        std::unique_ptr<TestClient> client(new TestClient());
        return client->connect(port, {}) ? std::move(client) : nullptr;
    }

    int fd() const { return fd_.get(); }

    /// A connection that is over meanwhile is not a failure: what comes back tells.
    void send(std::string_view bytes) {
        while (!bytes.empty()) {
            const ssize_t count = ::send(fd_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (count <= 0) return;
            bytes.remove_prefix(static_cast<std::size_t>(count));
        }
    }
    void get(std::string_view path) { send("GET " + std::string(path) + " HTTP/1.1\r\nHost: a\r\n\r\n"); }

    /// The next final or interim answer. `of_head`: no body follows.
    Answer answer(bool of_head = false) {
        Answer answer = head();
        if (of_head || answer.status < 200 || answer.status == 204 || answer.status == 304) return answer;
        if (answer.fields.find("Transfer-Encoding") == "chunked") {
            while (auto piece = chunk())
                answer.body += *piece;
        } else if (answer.fields.has("Content-Length")) {
            std::size_t length = 0;
            const std::string_view text = answer.fields.find("Content-Length");
            std::from_chars(text.data(), text.data() + text.size(), length);
            answer.body = exactly(length);
        } else {
            answer.body = rest();
        }
        return answer;
    }
    Answer head() {
        Answer answer;
        std::string line = this->line();
        if (!line.starts_with("HTTP/1.1 ")) throw std::runtime_error("no answer: " + line);
        answer.status = std::stoi(line.substr(9, 3));
        while (!(line = this->line()).empty()) {
            const std::size_t colon = line.find(": ");
            answer.fields.add(line.substr(0, colon), line.substr(colon + 2));
        }
        return answer;
    }
    /// The next chunk of a body, nothing after the last one.
    std::optional<std::string> chunk() {
        const std::string size = line();
        std::size_t length = 0;
        const auto [end, error] = std::from_chars(size.data(), size.data() + size.size(), length, 16);
        if (error != std::errc()) throw std::runtime_error("no chunk: " + size);
        std::string bytes = exactly(length);
        if (!line().empty()) throw std::runtime_error("a chunk without its end");
        if (length == 0) return std::nullopt;
        return bytes;
    }
    std::string exactly(std::size_t count) {
        while (waiting_.size() < count)
            if (!receive()) throw std::runtime_error("the connection ended within a body");
        std::string bytes = waiting_.substr(0, count);
        waiting_.erase(0, count);
        return bytes;
    }
    /// All that comes until the connection ends.
    std::string rest() {
        while (receive()) {
        }
        return std::exchange(waiting_, {});
    }

    /// Reads until these words came; false where the connection ended before.
    bool rest_until(std::string_view words) {
        while (!waiting_.contains(words))
            if (!receive()) return false;
        waiting_.erase(0, waiting_.find(words) + words.size());
        return true;
    }

    void end_sending() { ::shutdown(fd_.get(), SHUT_WR); }
    /// Goes as a crashed client does.
    void abort() {
        const linger now{.l_onoff = 1, .l_linger = 0};
        ::setsockopt(fd_.get(), SOL_SOCKET, SO_LINGER, &now, sizeof now);
        fd_.reset();
    }

private:
    TestClient() = default;

    bool connect(std::uint16_t port, const ClientOptions& options) {
        fd_ = UniqueFd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        if (!fd_) return false;
        constexpr timeval kLimit{.tv_sec = 60, .tv_usec = 0};
        ::setsockopt(fd_.get(), SOL_SOCKET, SO_RCVTIMEO, &kLimit, sizeof kLimit);
        if (options.receive_buffer > 0)
            ::setsockopt(fd_.get(), SOL_SOCKET, SO_RCVBUF, &options.receive_buffer, sizeof options.receive_buffer);
        const sockaddr_in from = address(options.from, 0);
        const sockaddr_in to = address("127.0.0.1", port);
        return ::bind(fd_.get(), reinterpret_cast<const sockaddr*>(&from), sizeof from) == 0 &&
               ::connect(fd_.get(), reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0;
    }
    static sockaddr_in address(const char* name, std::uint16_t port) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        ::inet_pton(AF_INET, name, &address.sin_addr);
        return address;
    }
    // False at the end, which a reset is too.
    bool receive() {
        std::array<char, 64U << 10U> buffer{};
        const ssize_t count = ::recv(fd_.get(), buffer.data(), buffer.size(), 0);
        if (count < 0 && errno == EAGAIN) throw std::runtime_error("the server says nothing");
        if (count > 0) waiting_.append(buffer.data(), static_cast<std::size_t>(count));
        return count > 0;
    }
    std::string line() {
        while (!waiting_.contains("\r\n"))
            if (!receive()) throw std::runtime_error("the connection ended within a line: " + waiting_);
        const std::size_t end = waiting_.find("\r\n");
        std::string line = waiting_.substr(0, end);
        waiting_.erase(0, end + 2);
        return line;
    }

    UniqueFd fd_;
    std::string waiting_;
};

/// A server at 127.0.0.1 with the routes of a test.
class TestServer {
public:
    TestServer() : router(&page) {}

    static Response page(int status, const std::string& detail, const Request& /*request*/) {
        return {.status = status, .fields = {}, .body = detail};
    }
    static Response text(std::string words) { return {.status = 200, .fields = {}, .body = std::move(words)}; }

    void get(const std::string& pattern, Handler handler) { router.add({Method::get, pattern, std::move(handler)}); }
    void start(ServerOptions options = {}) {
        options.port = 0;
        auto made = Server::listen(std::move(options), router, &page, logger);
        if (!made) throw std::runtime_error(made.error().message);
        server = std::move(*made);
        port = server->port();
        server->start();
    }

    std::ostringstream records;
    observe::Logger logger{records, observe::Level::warning};
    Router router;
    std::unique_ptr<Server> server;
    std::uint16_t port = 0;
};

}  // namespace mss::http_server
