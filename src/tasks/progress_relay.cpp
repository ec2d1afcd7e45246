#include "tasks/progress_relay.hpp"

#include <algorithm>
#include <utility>

#include "base/utf8.hpp"

namespace mss::tasks {

using Clock = std::chrono::steady_clock;

ProgressRelay::ProgressRelay(TaskStore& store, const observe::Logger& log, std::function<void(const Claim&)> outrun)
    : store_(store), log_(log), outrun_(std::move(outrun)), thread_([this] { serve(); }) {}

ProgressRelay::~ProgressRelay() {
    close();
}

void ProgressRelay::close() {
    {
        const std::scoped_lock lock(mutex_);
        closed_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) thread_.join();
}

void ProgressRelay::offer(const Claim& claim, const json::Value& progress) {
    if (!progress.is_object()) {
        log_.warning("progress that is no JSON object is left out", {{"task", claim.task_id}});
        return;
    }
    std::string text = json::print(progress);
    if (text.size() > kProgressBytesMax || !utf8::valid(text)) {
        log_.warning("progress that is too large or no valid UTF-8 is left out",
                     {{"task", claim.task_id}, {"bytes", text.size()}});
        return;
    }
    {
        const std::scoped_lock lock(mutex_);
        Entry& entry = entries_[claim.task_id];
        if (entry.fence > claim.fence) return;
        entry.fence = claim.fence;
        entry.waiting = std::move(text);
    }
    changed_.notify_all();
}

void ProgressRelay::forget(const Claim& claim) {
    const std::scoped_lock lock(mutex_);
    const auto found = entries_.find(claim.task_id);
    if (found != entries_.end() && found->second.fence <= claim.fence) entries_.erase(found);
}

void ProgressRelay::serve() {
    std::unique_lock lock(mutex_);
    while (!closed_) {
        const Time now = Clock::now();
        Time wake = Time::max();
        auto due = entries_.end();
        for (auto entry = entries_.begin(); entry != entries_.end(); ++entry) {
            if (!entry->second.waiting || entry->second.next >= wake) continue;
            wake = entry->second.next;
            due = entry;
        }
        if (due == entries_.end()) {
            changed_.wait(lock);
        } else if (wake > now) {
            changed_.wait_until(lock, wake);
        } else {
            const Claim claim{due->first, due->second.fence};
            std::string progress = *std::exchange(due->second.waiting, std::nullopt);
            due->second.next = now + kInterval;
            lock.unlock();
            write(claim, std::move(progress));
            lock.lock();
        }
    }
}

void ProgressRelay::write(const Claim& claim, std::string progress) {
    const auto counted = store_.report(claim, progress);
    if (!counted) {
        log_.warning("progress was not stored", {{"task", claim.task_id}, {"reason", counted.error().message}});
        // What the store refuses it would refuse again.
        if (ending_of(counted.error().code) != Ending::fatal) wait_again(claim, std::move(progress));
    } else if (!*counted) {
        outrun_(claim);
    }
}

void ProgressRelay::wait_again(const Claim& claim, std::string progress) {
    const std::scoped_lock lock(mutex_);
    const auto found = entries_.find(claim.task_id);
    if (found == entries_.end() || found->second.fence != claim.fence) return;
    found->second.next = Clock::now() + kPauseAfterError;
    if (!found->second.waiting) found->second.waiting = std::move(progress);
}

}  // namespace mss::tasks
