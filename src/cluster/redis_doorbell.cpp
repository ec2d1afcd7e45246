#include "cluster/redis_doorbell.hpp"

#include <algorithm>
#include <utility>

#include "tasks/pauses.hpp"

namespace mss::cluster {
namespace {

using std::chrono::milliseconds;

constexpr std::string_view kInvalidate = "__redis__:invalidate";
constexpr milliseconds kLookEvery{250};  ///< where the server does not tell of pushes
constexpr milliseconds kPingEvery{700};  ///< so that it is noticed within twice that where the way is cut off
constexpr int kSilentPingsMost = 1;
constexpr milliseconds kPauseMost{500};
constexpr redis::Waiting kWaiting{.connect = milliseconds(1'000), .reply = milliseconds(2'000), .bytes_max = 1U << 20U};

// The server refuses prefixes that are prefixes of each other.
std::vector<std::string> shortest(std::vector<std::string> prefixes) {
    std::ranges::sort(prefixes);
    std::vector<std::string> kept;
    for (std::string& prefix : prefixes)
        if (kept.empty() || !prefix.starts_with(kept.back())) kept.push_back(std::move(prefix));
    return kept;
}

}  // namespace

RedisDoorbell::RedisDoorbell(redis::Endpoint endpoint, celery::Naming naming, std::string channel, std::string self,
                             std::vector<std::string> queues, std::function<void()> lost)
    : endpoint_(std::move(endpoint)),
      naming_(std::move(naming)),
      channel_(std::move(channel)),
      self_(std::move(self)),
      lost_(std::move(lost)),
      queues_(std::move(queues)),
      thread_([this] { run(); }) {}

RedisDoorbell::~RedisDoorbell() {
    {
        const std::scoped_lock lock(mutex_);
        ending_ = true;
    }
    attention_.set();
    thread_.join();
}

void RedisDoorbell::watch(const std::vector<std::string>& queues) {
    const std::scoped_lock lock(mutex_);
    bool more = false;
    for (const std::string& queue : queues) {
        if (std::ranges::find(queues_, queue) != queues_.end()) continue;
        queues_.push_back(queue);
        more = true;
    }
    if (more) attention_.set();
}

void RedisDoorbell::run() {
    tasks::Pauses pauses(Random(self_), tasks::Pauses::kFirst, kPauseMost);
    while (true) {
        {
            const std::scoped_lock lock(mutex_);
            if (ending_) return;
            attention_.clear();
        }
        connected_ = false;
        const auto ended = listen();  // whoever needs the server is told by its own calls
        if (connected_) pauses.reset();
        if (connected_ && !ended && ended.error().code != Code::cancelled) lost_();
        if (!is_readable(attention_.fd()))
            static_cast<void>(wait_readable(attention_.fd(), static_cast<int>(pauses.next().count())));
    }
}

Result<bool> RedisDoorbell::track(redis::Connection& connection, const std::vector<std::string>& queues) {
    if (queues.empty()) return true;
    const std::vector<redis::Command> ask{{"CLIENT", "ID"}};
    MSS_TRY_ASSIGN(const auto id, connection.call_all(ask));
    if (id.front().kind != redis::Reply::Kind::integer) return false;
    redis::Command track{"CLIENT", "TRACKING", "ON", "REDIRECT", std::to_string(id.front().integer), "BCAST"};
    std::vector<std::string> prefixes;
    prefixes.reserve(queues.size());
    for (const std::string& queue : queues)
        prefixes.push_back(naming_.prefix + queue);
    for (std::string& prefix : shortest(std::move(prefixes))) {
        track.emplace_back("PREFIX");
        track.push_back(std::move(prefix));
    }
    MSS_TRY_ASSIGN(const auto answer, connection.call_all(std::span(&track, 1)));
    return !answer.front().is_error();
}

Result<void> RedisDoorbell::listen() {
    std::vector<std::string> queues;
    {
        const std::scoped_lock lock(mutex_);
        queues = queues_;
    }
    redis::Waiting waiting = kWaiting;
    waiting.cancel_fd = attention_.fd();
    MSS_TRY_ASSIGN(auto connection, redis::Connection::open(endpoint_, waiting));
    MSS_TRY_ASSIGN(const bool tracks, track(connection, queues));
    MSS_TRY(connection.send({"SUBSCRIBE", channel_, std::string(kInvalidate)}));
    connected_ = true;
    bell_.ring();
    const auto lists = celery::lists_of(naming_, queues);
    auto last = std::chrono::steady_clock::now();
    int pings = 0;
    while (true) {
        const auto until_ping = std::chrono::ceil<milliseconds>(last + kPingEvery - std::chrono::steady_clock::now());
        MSS_TRY_ASSIGN(const auto message, connection.next(tracks ? until_ping : std::min(until_ping, kLookEvery)));
        if (message) pings = 0;
        if (message && is_news(*message, lists)) bell_.ring();
        if (!message && !tracks) bell_.ring();
        const auto now = std::chrono::steady_clock::now();
        if (now - last < kPingEvery) continue;
        last = now;
        if (++pings > kSilentPingsMost) return fail(Code::timeout, "the Redis server is silent");
        MSS_TRY(connection.send({"PING"}));
    }
}

bool RedisDoorbell::is_news(const redis::Reply& message, const std::vector<std::string>& lists) const {
    if (message.elements.size() != 3 || message.elements[0].text != "message") {
        // The subscription stands: what changed before it was not told.
        return message.elements.size() == 3 && message.elements[0].text == "subscribe";
    }
    if (message.elements[1].text == channel_) return message.elements[2].text != self_;
    if (message.elements[2].is_nil()) return true;  // everything was flushed
    return std::ranges::any_of(message.elements[2].elements, [&](const redis::Reply& key) {
        return std::ranges::find(lists, key.text) != lists.end();
    });
}

}  // namespace mss::cluster
