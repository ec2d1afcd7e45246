#include "api/event_hub.hpp"

#include <algorithm>
#include <exception>

#include <fmt/format.h>

#include "api/task_view.hpp"

namespace mss::api {
namespace {

constexpr std::chrono::seconds kSessionCheck{60};
// Workers come and go without an event in the log.
constexpr std::chrono::seconds kQueueCheck{2};
constexpr int kEventsAtOnce = 1000;
constexpr std::string_view kProgress = "progress";

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

bool EventHub::admits(const std::string& owner) {
    const std::lock_guard lock(mutex_);
    const auto streams = streams_.find(owner);
    return streams == streams_.end() || streams->second < kStreamsOfOneMax;
}

void EventHub::watch(Watch watch, std::shared_ptr<http_server::StreamWriter> writer) {
    const std::lock_guard lock(mutex_);
    if (++streams_[watch.owner] > kStreamsOfOneMax) {
        --streams_[watch.owner];
        return writer->close();
    }
    joining_.push_back({.watch = std::move(watch), .writer = std::move(writer), .waiting = {}});
    wake_.set();
}

void EventHub::serve() {
    while (wait()) {
        try {
            round();
        } catch (const std::exception& defect) {
            // Whoever watches comes again, and finds the state as it is.
            log_.error("the event stream failed", {{"detail", defect.what()}});
            close_all();
        }
    }
}

// Until something may be there to be told. With nobody watching it waits for somebody, however much happens. Else it
// looks now and then unasked: who was killed between a commit and the bell has told nobody.
bool EventHub::wait() {
    if (watchers_.empty())
        wait_readable(wake_.fd(), -1);
    else
        store_.wait_for_change(seen_, kQueueCheck, wake_.fd());
    wake_.clear();
    return !stopping_;
}

void EventHub::round() {
    seen_ = store_.wake_number();
    look_.reset();
    const bool first = watchers_.empty();
    {
        const std::lock_guard lock(mutex_);
        std::ranges::move(joining_, std::back_inserter(watchers_));
        joining_.clear();
    }
    auto news = read_news(first);
    if (!news) {
        log_.warning("the log of tasks could not be read; who watches comes again", {{"detail", news.error().message}});
        close_all();
        return;
    }
    std::erase_if(watchers_, [&](Watcher& watcher) {
        auto more = update(watcher, news->changed.contains(watcher.watch.task_id), news->queue_moved);
        // Who removes a video may be watching it.
        if (!more && more.error().code != Code::not_found)
            log_.warning("a watched task could not be read",
                         {{"task", watcher.watch.task_id}, {"detail", more.error().message}});
        if (more.value_or(false)) return false;
        close(watcher);
        return true;
    });
}

// With nobody watching the log was not read: it begins anew where it ends now.
Result<EventHub::News> EventHub::read_news(bool anew) {
    if (anew) {
        MSS_TRY_ASSIGN(read_to_, store_.last_event());
    }
    News news;
    while (true) {
        MSS_TRY_ASSIGN(const auto events, store_.events_since(read_to_, kEventsAtOnce));
        if (events.empty()) return news;
        read_to_ = events.back().id;
        for (const tasks::Event& event : events) {
            news.changed.insert(event.task_id);
            news.queue_moved = news.queue_moved || event.kind != kProgress;
        }
    }
}

void EventHub::close_all() {
    for (const Watcher& watcher : watchers_)
        close(watcher);
    watchers_.clear();
}

void EventHub::close(const Watcher& watcher) {
    watcher.writer->close();
    const std::lock_guard lock(mutex_);
    if (--streams_[watcher.watch.owner] == 0) streams_.erase(watcher.watch.owner);
}

// False where there is nothing more to be told. Who is cut off by an error comes again, and finds what it missed.
Result<bool> EventHub::update(Watcher& watcher, bool changed, bool queue_moved) {
    if (watcher.writer->closed()) return false;
    const Time now = std::chrono::steady_clock::now();
    if (now >= watcher.look_again) {
        const auto user = accounts_.user_of(watcher.watch.token);
        if (user && (!*user || (*user)->id != watcher.watch.owner)) return false;
        watcher.look_again = now + kSessionCheck;
    }
    if (changed || watcher.fresh) {
        watcher.fresh = false;
        return send_events(watcher);
    }
    if (watcher.waiting && (queue_moved || now >= watcher.look_at_queue)) {
        watcher.look_at_queue = now + kQueueCheck;
        return send_waiting(watcher);
    }
    return true;
}

// The events are read before the task: as it is then, it is never older than the newest of them, under whose id it is
// sent. What came between the two looks is sent once more under its own id, and a final state ends the stream only
// there.
Result<bool> EventHub::send_events(Watcher& watcher) {
    MSS_TRY_ASSIGN(const auto events, store_.events(watcher.watch.task_id, watcher.watch.after, kEventsAtOnce));
    MSS_TRY_ASSIGN(const studio::Video video, library_.find_by_task(watcher.watch.owner, watcher.watch.task_id));
    MSS_TRY_ASSIGN(const auto waiting, waiting_of(video.task));
    if (events.empty()) {
        if (tasks::is_final(video.task.state)) return false;
        // Who comes back knows all that happened, but not what is waited for now.
        return !waiting || send(watcher, video, waiting);
    }
    // A newcomer wants to know how things stand, not how they came about; and of progress the last report is enough.
    const bool snapshot = watcher.watch.after < 0;
    for (std::size_t i = 0; i < events.size(); ++i) {
        const bool newest = i + 1 == events.size();
        watcher.watch.after = events[i].id;
        if (!newest && (snapshot || (events[i].kind == kProgress && events[i + 1].kind == kProgress))) continue;
        if (newest) {
            if (!send(watcher, video, waiting)) return false;
        } else {
            studio::Video then = video;
            then.task = as_of(std::move(then.task), events[i]);
            if (!send(watcher, then, std::nullopt)) return false;
        }
    }
    return !tasks::is_final(state_as_of(video.task.state, events.back()));
}

Result<bool> EventHub::send_waiting(Watcher& watcher) {
    MSS_TRY_ASSIGN(const studio::Video video, library_.find_by_task(watcher.watch.owner, watcher.watch.task_id));
    MSS_TRY_ASSIGN(const auto waiting, waiting_of(video.task));
    // Where it waits no more, the event that says so is on its way.
    if (!waiting || waiting == watcher.waiting) return true;
    return send(watcher, video, waiting);
}

// Many may wait, but the queues are the same for all.
Result<std::optional<Waiting>> EventHub::waiting_of(const tasks::Task& task) {
    if (!waits(task)) return std::nullopt;
    if (!look_) {
        MSS_TRY_ASSIGN(look_, QueueLook::at(store_));
    }
    return look_->waiting(store_, task);
}

bool EventHub::send(Watcher& watcher, const studio::Video& video, const std::optional<Waiting>& waiting) {
    watcher.waiting = waiting;
    return watcher.writer->send(message(watcher.watch.after, task_view(video, library_.files(), waiting)));
}

}  // namespace mss::api
