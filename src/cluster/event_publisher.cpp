#include "cluster/event_publisher.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <span>
#include <utility>

#include "cluster/reconnecting.hpp"

namespace mss::cluster {
namespace {

using std::chrono::milliseconds;

/// Not called off by the end: what is being told then would have to be told again. So neither wait is long.
constexpr redis::Waiting kWaiting{.connect = milliseconds(1'000), .reply = milliseconds(2'000)};

std::vector<double> machine_load() {
    std::array<double, 3> load{};
    constexpr double kHundred = 100;
    if (::getloadavg(load.data(), load.size()) != static_cast<int>(load.size())) load = {};
    for (double& one : load)
        one = std::round(one * kHundred) / kHundred;
    return {load.begin(), load.end()};
}

redis::Command publication(const celery::Naming& naming, const celery::Envelope& envelope) {
    return {"PUBLISH", celery::event_channel(naming, envelope.properties.delivery_info.routing_key),
            celery::write_envelope(envelope)};
}

double seconds_of(Timestamp time) {
    return static_cast<double>(to_unix_ms(time)) / 1000.0;
}

}  // namespace

EventPublisher::EventPublisher(Membership membership, const WorkerView& worker, LamportClock& lamport,
                               const Clock& clock, const observe::Logger& log, EventOptions options)
    : membership_(std::move(membership)),
      worker_(worker),
      lamport_(lamport),
      clock_(clock),
      log_(log),
      options_(options),
      tell_of_tasks_(options.tell_of_tasks),
      thread_([this] { serve(); }) {}

EventPublisher::~EventPublisher() {
    stop_.set();
    thread_.join();
}

void EventPublisher::offer(celery::Event event) {
    if (!tell_of_tasks_) return;
    bool wake = false;
    {
        const std::scoped_lock lock(mutex_);
        // The clock is read under the lock, so that events stand in its order.
        waiting_.push_back({celery::told_by(std::move(event), {membership_.hostname, membership_.pid},
                                            lamport_.forward(), seconds_of(clock_.now())),
                            Steady::now()});
        if (waiting_.size() > options_.waiting_max) {
            waiting_.pop_front();
            ++dropped_;
        }
        wake = waiting_.size() == 1 || waiting_.size() == celery::kEventsInBatchMax;
    }
    if (wake) woken_.set();
}

bool EventPublisher::tell_of_tasks(bool wanted) {
    const bool changed = tell_of_tasks_.exchange(wanted) != wanted;
    if (changed) woken_.set();
    return changed;
}

void EventPublisher::beat() {
    beat_wanted_ = true;
    woken_.set();
}

std::uint64_t EventPublisher::dropped() const {
    const std::scoped_lock lock(mutex_);
    return dropped_;
}

bool EventPublisher::wait_online(milliseconds limit) const {
    std::unique_lock lock(mutex_);
    return went_online_.wait_for(lock, limit, [this] { return online_; });
}

void EventPublisher::set_online(bool online) {
    {
        const std::scoped_lock lock(mutex_);
        online_ = online;
    }
    went_online_.notify_all();
}

void EventPublisher::serve() {
    keep_connected({.what = "publishing events", .stop_fd = stop_.fd(), .log = log_},
                   [this](Attempts& attempts) { return session(attempts); });
    if (!said_goodbye_) log_.warning("that the worker goes was told to nobody", {{"worker", membership_.hostname}});
}

Result<void> EventPublisher::session(Attempts& attempts) {
    MSS_TRY_ASSIGN(auto connection, redis::Connection::open(membership_.endpoint, kWaiting));
    MSS_TRY(publish(connection, {worker_command("worker-online")}));
    struct Online {
        explicit Online(EventPublisher& the_publisher) : publisher(the_publisher) { publisher.set_online(true); }
        Online(const Online&) = delete;
        Online& operator=(const Online&) = delete;
        ~Online() { publisher.set_online(false); }

        EventPublisher& publisher;
    };
    const Online online(*this);
    attempts.succeeded();
    auto next_beat = Steady::now() + options_.beat_every;
    const AnyOf any(stop_.fd(), woken_.fd());
    while (true) {
        const auto left = std::chrono::ceil<milliseconds>(std::min(next_beat, next_batch()) - Steady::now());
        wait_readable(any.fd(), static_cast<int>(std::max(left, milliseconds(0)).count()));
        if (is_readable(stop_.fd())) return say_goodbye(connection);
        woken_.clear();
        MSS_TRY(publish_due(connection, next_beat));
    }
}

Result<void> EventPublisher::publish_due(redis::Connection& connection, Steady::time_point& next_beat) {
    if (sending_.empty()) take_due(false);
    auto commands = batch_commands();
    const bool beat_now = beat_wanted_.exchange(false) || Steady::now() >= next_beat;
    if (beat_now) {
        commands.push_back(worker_command("worker-heartbeat"));
        next_beat = Steady::now() + options_.beat_every;
        report_dropped();
    }
    if (commands.empty()) return {};
    MSS_TRY(publish(connection, std::move(commands)));
    sending_.clear();
    return {};
}

Result<void> EventPublisher::publish(redis::Connection& connection, std::vector<redis::Command> commands) {
    MSS_TRY_ASSIGN(const auto replies, connection.call_all(commands));
    // Such as a missing right, or a replica that was a master: another connection may do better.
    for (const redis::Reply& reply : replies)
        if (reply.is_error()) return std::unexpected(redis::failure_of(reply));
    return {};
}

redis::Command EventPublisher::worker_command(std::string_view type) {
    const WorkerCounts counts = worker_.counts();
    celery::WorkerState state;
    state.beat_seconds = std::chrono::duration<double>(options_.beat_every).count();
    state.active = counts.active;
    state.processed = counts.processed;
    state.load = machine_load();
    state.software = membership_.software;
    state.version = membership_.version;
    const auto event = celery::told_by(celery::worker_event(type, state), {membership_.hostname, membership_.pid},
                                       lamport_.forward(), seconds_of(clock_.now()));
    return publication(membership_.naming, celery::write_event(membership_.naming, event));
}

// Whole batches, and the rest where its oldest has waited long enough.
void EventPublisher::take_due(bool all) {
    const std::scoped_lock lock(mutex_);
    std::size_t count = waiting_.size() - waiting_.size() % celery::kEventsInBatchMax;
    if (all || (!waiting_.empty() && Steady::now() - waiting_.front().since >= options_.batch_wait))
        count = waiting_.size();
    for (; count > 0; --count) {
        sending_.push_back(std::move(waiting_.front().event));
        waiting_.pop_front();
    }
}

std::vector<redis::Command> EventPublisher::batch_commands() const {
    std::vector<redis::Command> commands;
    std::span<const celery::Event> left(sending_);
    while (!left.empty()) {
        const auto batch = left.first(std::min(left.size(), celery::kEventsInBatchMax));
        commands.push_back(publication(membership_.naming, celery::write_events(membership_.naming, batch)));
        left = left.subspan(batch.size());
    }
    return commands;
}

EventPublisher::Steady::time_point EventPublisher::next_batch() const {
    if (!sending_.empty()) return Steady::now();
    const std::scoped_lock lock(mutex_);
    return waiting_.empty() ? Steady::time_point::max() : waiting_.front().since + options_.batch_wait;
}

void EventPublisher::report_dropped() {
    const std::uint64_t now = dropped();
    if (now == dropped_reported_) return;
    log_.warning("events of tasks came faster than they could be published",
                 {{"dropped", now - dropped_reported_}, {"waiting_max", options_.waiting_max}});
    dropped_reported_ = now;
}

Result<void> EventPublisher::say_goodbye(redis::Connection& connection) {
    take_due(true);
    auto commands = batch_commands();
    commands.push_back(worker_command("worker-offline"));
    MSS_TRY(publish(connection, std::move(commands)));
    said_goodbye_ = true;
    return {};
}

}  // namespace mss::cluster
