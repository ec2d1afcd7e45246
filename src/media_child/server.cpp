#include "media_child/server.hpp"

#include <cerrno>
#include <chrono>
#include <exception>
#include <optional>
#include <poll.h>
#include <string>
#include <sys/socket.h>

#include "base/json.hpp"
#include "codec/libraries.hpp"
#include "codec/muxer.hpp"
#include "codec/prober.hpp"
#include "media_protocol/envelope.hpp"
#include "media_protocol/libraries.hpp"
#include "picture/fonts.hpp"
#include "picture/libraries.hpp"
#include "picture/segment.hpp"
#include "picture/thumbnail.hpp"
#include "sound/mix.hpp"
#include "speech/alignment.hpp"
#include "speech/libraries.hpp"
#include "speech/own_recording.hpp"
#include "speech/speaker.hpp"

namespace mss::media_child {
namespace {

using media_protocol::Operation;
using media_protocol::Progress;
using media_protocol::Reply;
using media_protocol::Request;

constexpr std::size_t kRequestBytesMax = 64U << 20U;
constexpr std::chrono::milliseconds kProgressInterval{100};

class LineSocket {
public:
    explicit LineSocket(int fd) : fd_(fd) {}

    /// Empty at the end of file.
    std::optional<std::string> read_line() {
        while (true) {
            if (const auto newline = pending_.find('\n'); newline != std::string::npos) {
                std::string line = pending_.substr(0, newline);
                pending_.erase(0, newline + 1);
                return line;
            }
            std::string buffer(1U << 16U, '\0');
            const ssize_t count = ::recv(fd_, buffer.data(), buffer.size(), 0);
            if (count < 0 && errno == EINTR) continue;
            if (count <= 0 || pending_.size() > kRequestBytesMax) return std::nullopt;
            pending_.append(buffer, 0, static_cast<std::size_t>(count));
        }
    }

    bool send(const Reply& reply) {
        std::string line = json::print(json::encode(reply)) + "\n";
        std::string_view rest = line;
        while (!rest.empty()) {
            const ssize_t count = ::send(fd_, rest.data(), rest.size(), MSG_NOSIGNAL);
            if (count < 0 && errno == EINTR) continue;
            if (count < 0) return false;
            rest.remove_prefix(static_cast<std::size_t>(count));
        }
        return true;
    }

    /// False once the parent has gone: work should stop at once.
    bool peer_listens() const {
        pollfd watched{fd_, POLLRDHUP, 0};
        return ::poll(&watched, 1, 0) == 0 || (watched.revents & (POLLRDHUP | POLLHUP | POLLERR)) == 0;
    }

private:
    int fd_;
    std::string pending_;
};

// Sends at most ten progress lines a second; the answer tells the work whether to go on.
class ProgressSender {
public:
    explicit ProgressSender(LineSocket& socket) : socket_(socket) {}
    bool operator()(std::int64_t done, std::int64_t total) {
        const auto now = std::chrono::steady_clock::now();
        if (now < next_ && done < total) return true;
        next_ = now + kProgressInterval;
        return socket_.peer_listens() && socket_.send({.progress = Progress{done, total}, .result = {}, .failure = {}});
    }

private:
    LineSocket& socket_;
    std::chrono::steady_clock::time_point next_;
};

class Server {
public:
    Server(LineSocket& socket, const speech::SpeechParts& parts) : socket_(socket), speaker_(parts) {}

    Result<json::Value> handle(const Request& request) {
        ProgressSender progress(socket_);
        const auto& arguments = request.arguments;
        switch (request.operation) {
            case Operation::libraries:
                return run<media_protocol::LibrariesRequest>(arguments, [](const auto&) {
                    return Result<media_protocol::LibrariesReply>(
                        {codec::libraries(), picture::libraries(), speech::libraries()});
                });
            case Operation::voices:
                return run<media_protocol::VoicesRequest>(arguments, [&](const auto& ask) {
                    return Result<media_protocol::VoicesReply>(speaker_.voices(ask));
                });
            case Operation::voice_check:
                return run<media_protocol::VoiceCheckRequest>(arguments,
                                                              [&](const auto& ask) { return speaker_.prepare(ask); });
            case Operation::speech:
                return run<media_protocol::SpeechRequest>(arguments,
                                                          [&](const auto& ask) { return speaker_.speak(ask); });
            case Operation::alignment:
                return run<media_protocol::AlignmentRequest>(
                    arguments, [&](const auto& ask) { return speech::align(ask, speaker_, std::ref(progress)); });
            case Operation::recording:
                return run<media_protocol::RecordingRequest>(arguments, [&](const auto& ask) {
                    return speech::cut_recording(ask, speaker_, std::ref(progress));
                });
            case Operation::font_check:
                return run<media_protocol::FontCheckRequest>(arguments,
                                                             [](const auto& ask) { return picture::check_fonts(ask); });
            case Operation::segment:
                return run<media_protocol::SegmentRequest>(arguments, [&](const auto& ask) {
                    return picture::render_segment(ask, scenes_, std::ref(progress));
                });
            case Operation::thumbnail:
                return run<media_protocol::ThumbnailRequest>(
                    arguments, [](const auto& ask) { return picture::render_thumbnail(ask); });
            case Operation::mix:
                return run<media_protocol::MixRequest>(
                    arguments, [&](const auto& ask) { return sound::mix(ask, std::ref(progress)); });
            case Operation::mux:
                return run<media_protocol::MuxRequest>(arguments, [](const auto& ask) { return codec::mux(ask); });
            case Operation::probe:
                return run<media_protocol::ProbeRequest>(arguments, [](const auto& ask) { return codec::probe(ask); });
        }
        return fail(Code::invalid, "unknown operation");
    }

private:
    template <class RequestType, class Function>
    static Result<json::Value> run(const json::Value& arguments, Function&& function) {
        MSS_TRY_ASSIGN(const auto request, json::decode<RequestType>(arguments));
        MSS_TRY_ASSIGN(const auto reply, function(request));
        return json::encode(reply);
    }

    LineSocket& socket_;
    speech::Speaker speaker_;
    picture::SceneShelf scenes_;
};

// The last resort: an exception is a broken invariant of ours or of a library; it fails the request, not the child.
Reply answer(Server& server, const Request& request) {
    Reply reply;
    const auto failed = [&](const Error& error) {
        reply.failure = media_protocol::Failure{std::string(name_of(error.code)), error.message, error.detail};
    };
    try {
        auto outcome = server.handle(request);
        if (outcome)
            reply.result = std::move(*outcome);
        else
            failed(outcome.error());
    } catch (const std::exception& exception) {
        failed({Code::internal, "the media process met an error of its own", exception.what()});
    }
    return reply;
}

}  // namespace

int serve(int control, const speech::SpeechParts& parts) {
    LineSocket socket(control);
    Server server(socket, parts);
    while (const auto line = socket.read_line()) {
        const auto request = json::decode_text<Request>(*line, kRequestBytesMax);
        if (!request) return 1;
        if (!socket.send(answer(server, *request))) return 1;
    }
    return 0;
}

}  // namespace mss::media_child
