#include "cluster/reconnecting.hpp"

#include <exception>

#include "base/identifier.hpp"

namespace mss::cluster {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kConnectWait{1'000};
constexpr milliseconds kReplyWait{5'000};
constexpr std::size_t kBytesMost = 16U << 20U;
constexpr milliseconds kLongestPause{500};

Result<void> run(const std::function<Result<void>(Attempts&)>& session, Attempts& attempts) {
    try {
        return session(attempts);
    } catch (const std::exception& error) {
        return fail(Code::internal, "an error of its own", error.what());
    }
}

}  // namespace

redis::Waiting waiting_with(const Flag& stop) {
    return {.connect = kConnectWait, .reply = kReplyWait, .cancel_fd = stop.fd(), .bytes_max = kBytesMost};
}

Attempts::Attempts(std::string_view what, const observe::Logger& log)
    : what_(what),
      log_(log),
      pauses_(Random(std::string_view(random_bytes(16))), tasks::Pauses::kFirst, kLongestPause) {}

void Attempts::succeeded() {
    pauses_.reset();
    if (away_) log_.info("the Redis server is back", {{"for", what_}});
    away_ = false;
}

milliseconds Attempts::failed(const Error& error) {
    const auto pause = pauses_.next();
    log_.record(away_ ? observe::Level::debug : observe::Level::warning,
                "the Redis server is away; it is tried again until it is back",
                {{"for", what_}, {"reason", error.message}, {"detail", error.detail}, {"pause_ms", pause.count()}});
    away_ = true;
    return pause;
}

void keep_connected(const Keeping& keeping, const std::function<Result<void>(Attempts&)>& session) {
    Attempts attempts(keeping.what, keeping.log);
    while (!is_readable(keeping.stop_fd)) {
        const auto ended = run(session, attempts);
        if (is_readable(keeping.stop_fd)) return;
        if (!ended) wait_readable(keeping.stop_fd, static_cast<int>(attempts.failed(ended.error()).count()));
    }
}

}  // namespace mss::cluster
