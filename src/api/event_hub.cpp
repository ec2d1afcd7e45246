#include "api/event_hub.hpp"

#include <algorithm>
#include <exception>
#include <set>

#include <fmt/format.h>

#include "api/task_view.hpp"

namespace mss::api {
namespace {

constexpr std::chrono::seconds kSessionCheck{60};
constexpr int kEventsAtOnce = 1000;

std::string message(std::int64_t id, const json::Object& data) {
    return fmt::format("id: {}\nevent: status\ndata: {}\n\n", id, json::print(data));
}

}  // namespace

EventHub::EventHub(tasks::TaskStore& store, const studio::Library& library, studio::Accounts& accounts,
                   const observe::Logger& log)
    : store_(store), library_(library), accounts_(accounts), log_(log), thread_([this] { serve(); }) {}

EventHub::~EventHub() {
    stopping_ = true;
    wake_.set();
    thread_.join();
    for (const Watcher& watcher : watchers_)
        watcher.writer->close();
}

void EventHub::watch(Watch watch, std::shared_ptr<http_server::StreamWriter> writer) {
    const std::lock_guard lock(mutex_);
    joining_.push_back({.watch = std::move(watch), .writer = std::move(writer)});
    wake_.set();
}

void EventHub::serve() {
    while (wait()) {
        try {
            round();
        } catch (const std::exception& defect) {
            // Whoever watches comes again, and finds the state as it is.
            log_.error("the event stream failed", {{"detail", defect.what()}});
            for (const Watcher& watcher : watchers_)
                watcher.writer->close();
            watchers_.clear();
        }
    }
}

// Until something may be there to be told. With nobody watching it waits for somebody, however much happens.
bool EventHub::wait() {
    if (watchers_.empty())
        tasks::wait_readable(wake_.fd(), -1);
    else
        store_.wait_for_change(seen_, kSessionCheck, wake_.fd());
    wake_.clear();
    return !stopping_;
}

void EventHub::round() {
    seen_ = store_.wake_number();
    const bool first = watchers_.empty();
    {
        const std::lock_guard lock(mutex_);
        std::ranges::move(joining_, std::back_inserter(watchers_));
        joining_.clear();
    }
    if (first)
        if (const auto last = store_.last_event()) read_to_ = *last;
    std::set<std::string, std::less<>> changed;
    bool queue_moved = false;
    while (true) {
        const auto events = store_.events_since(read_to_, kEventsAtOnce);
        if (!events || events->empty()) break;
        read_to_ = events->back().id;
        for (const tasks::Event& event : *events) {
            changed.insert(event.task_id);
            queue_moved = queue_moved || event.kind != "progress";
        }
    }
    std::erase_if(watchers_, [&](Watcher& watcher) {
        if (update(watcher, changed.contains(watcher.watch.task_id), queue_moved)) return false;
        watcher.writer->close();
        return true;
    });
}

// False where there is nothing more to be told.
bool EventHub::update(Watcher& watcher, bool changed, bool queue_moved) {
    if (watcher.writer->closed()) return false;
    const Time now = std::chrono::steady_clock::now();
    if (now >= watcher.look_again) {
        const auto user = accounts_.user_of(watcher.watch.token);
        if (user && (!*user || (*user)->id != watcher.watch.owner)) return false;
        watcher.look_again = now + kSessionCheck;
    }
    if (changed || watcher.fresh) {
        const auto more = send_events(watcher);
        watcher.fresh = false;
        // What could not be read now is read with the next event, or when the browser comes again.
        return more.value_or(false);
    }
    if (queue_moved && watcher.position >= 0) return send_position(watcher).value_or(false);
    return true;
}

Result<bool> EventHub::send_events(Watcher& watcher) {
    MSS_TRY_ASSIGN(const studio::Video video, library_.find_by_task(watcher.watch.owner, watcher.watch.task_id));
    MSS_TRY_ASSIGN(const auto events, store_.events(watcher.watch.task_id, watcher.watch.after, kEventsAtOnce));
    MSS_TRY_ASSIGN(const std::int64_t position, store_.position(watcher.watch.task_id));
    // A newcomer wants to know how things stand, not how they came about.
    const bool snapshot = watcher.watch.after < 0;
    for (const tasks::Event& event : events) {
        const bool newest = event.id == events.back().id;
        watcher.watch.after = event.id;
        if (snapshot && !newest) continue;
        studio::Video then = video;
        if (!newest) then.task = as_of(video.task, event);
        if (!send(watcher, then, newest ? position : -1)) return false;
    }
    return !tasks::is_final(video.task.state);
}

Result<bool> EventHub::send_position(Watcher& watcher) {
    MSS_TRY_ASSIGN(const std::int64_t position, store_.position(watcher.watch.task_id));
    if (position == watcher.position) return true;
    MSS_TRY_ASSIGN(const studio::Video video, library_.find_by_task(watcher.watch.owner, watcher.watch.task_id));
    return send(watcher, video, position);
}

bool EventHub::send(Watcher& watcher, const studio::Video& video, std::int64_t position) {
    const bool waits = !tasks::is_final(video.task.state) && video.task.state != tasks::State::running;
    watcher.position = waits ? position : -1;
    const auto told = position < 0 ? std::optional<std::int64_t>() : std::optional(position);
    return watcher.writer->send(message(watcher.watch.after, task_view(video, library_.files(), told)));
}

}  // namespace mss::api
