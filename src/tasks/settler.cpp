#include "tasks/settler.hpp"

#include <algorithm>
#include <span>

namespace mss::tasks {
namespace {

constexpr std::size_t kBatchMost = 256;

// Of what is usual about a task.
observe::Level usual_level(bool heavy) {
    return heavy ? observe::Level::info : observe::Level::debug;
}

}  // namespace

void Settler::took(const Task& task, bool heavy) {
    in_hand_[task.id] = {.fence = task.fence, .name = task.name, .since = Steady::now(), .heavy = heavy};
    if (log_.keeps(usual_level(heavy)))
        log_.record(usual_level(heavy), "task started",
                    {{"task", task.id}, {"name", task.name}, {"attempt", task.attempt}});
}

void Settler::let_go(const Claim& claim) {
    const auto found = in_hand_.find(claim.task_id);
    if (found != in_hand_.end() && found->second.fence == claim.fence) in_hand_.erase(found);
}

void Settler::ended(Ended ended) {
    const Claim& claim = ended.settlement.claim;
    if (ended.counts) {
        pending_.push_back(std::move(ended.settlement));
        return;
    }
    let_go(claim);
    log_.debug("a task's claim was outrun", {{"task", claim.task_id}});
}

void Settler::forget_all() {
    in_hand_.clear();
    pending_.clear();
    strange_.clear();
}

Result<void> Settler::flush() {
    while (!pending_.empty()) {
        const auto settled = settle_first(std::min(pending_.size(), kBatchMost));
        if (settled) continue;
        if (ending_of(settled.error().code) != Ending::fatal) return settled;
        MSS_TRY(settle_unfit());
    }
    return {};
}

Result<void> Settler::settle_first(std::size_t count) {
    const std::span<const Settlement> batch(pending_.data(), count);
    MSS_TRY_ASSIGN(const auto counted, store_.settle(batch, random_.unit()));
    for (std::size_t i = 0; i < count; ++i) {
        const Claim& claim = batch[i].claim;
        const auto task = in_hand_.find(claim.task_id);
        // What this worker never received it has nothing to say of.
        if (counted[i] && task != in_hand_.end()) tell_end(batch[i], task->second);
        let_go(claim);
    }
    pending_.erase(pending_.begin(), pending_.begin() + static_cast<std::ptrdiff_t>(count));
    return {};
}

// A task that is cancelled as its work ends counts as cancelled.
bool Settler::became_cancelled(const std::string& id) const {
    const auto found = store_.find(id);
    return found && *found && (*found)->state == State::cancelled;
}

void Settler::tell_end(const Settlement& settlement, const InHand& task) const {
    const Outcome& outcome = settlement.outcome;
    const bool failed = outcome.ending == Ending::failed || outcome.ending == Ending::fatal ||
                        outcome.ending == Ending::timed_out || outcome.ending == Ending::crashed;
    if (failed) return tell_failure(settlement, task);
    if (!log_.keeps(usual_level(task.heavy))) return;
    const bool cancelled = task.heavy && became_cancelled(settlement.claim.task_id);
    const std::chrono::duration<double> took = Steady::now() - task.since;
    log_.record(usual_level(task.heavy), "task finished",
                {{"task", settlement.claim.task_id},
                 {"name", task.name},
                 {"ending", name_of(cancelled ? Ending::cancelled : outcome.ending)},
                 {"seconds", took.count()}});
}

// What became of it is the store's to say: it may have been cancelled meanwhile, or has no try left.
void Settler::tell_failure(const Settlement& settlement, const InHand& task) const {
    const std::string& id = settlement.claim.task_id;
    const auto found = store_.find(id);
    if (!found || !*found) {
        const Failure& failure = settlement.outcome.failure;
        log_.warning("a task failed; what became of it cannot be read",
                     {{"task", id}, {"name", task.name}, {"code", failure.code}, {"reason", failure.message}});
        return;
    }
    const Task& now = **found;
    const Failure failure = now.failure.value_or(settlement.outcome.failure);
    // What a process said last was passed on to the log line by line.
    const bool told = settlement.outcome.ending == Ending::crashed || settlement.outcome.ending == Ending::timed_out ||
                      failure.code == kTimedOut;
    const std::string_view detail = told ? std::string_view() : std::string_view(failure.detail);
    const std::chrono::duration<double> took = Steady::now() - task.since;
    if (now.state == State::dead) {
        log_.warning("a task failed for good", {{"task", id},
                                                {"name", task.name},
                                                {"code", failure.code},
                                                {"reason", failure.message},
                                                {"detail", detail},
                                                {"attempts", now.attempt + now.crashes},
                                                {"seconds", took.count()}});
        return;
    }
    if (now.state == State::cancelled) {
        log_.info("task finished",
                  {{"task", id}, {"name", task.name}, {"ending", "cancelled"}, {"seconds", took.count()}});
        return;
    }
    const std::chrono::duration<double> delay = now.not_before.value_or(clock_.now()) - clock_.now();
    log_.info("a task failed and is tried again", {{"task", id},
                                                   {"name", task.name},
                                                   {"code", failure.code},
                                                   {"reason", failure.message},
                                                   {"detail", detail},
                                                   {"attempts", now.attempt + now.crashes},
                                                   {"delay_seconds", std::max(delay.count(), 0.0)},
                                                   {"seconds", took.count()}});
}

// The store refuses something in the batch, and would again: the first task is told of alone. One that cannot be told
// of at all failed for good.
Result<void> Settler::settle_unfit() {
    auto settled = settle_first(1);
    if (settled || ending_of(settled.error().code) != Ending::fatal) return settled;
    Settlement& unfit = pending_.front();
    log_.error("the end of a task was refused", {{"task", unfit.claim.task_id}, {"reason", settled.error().message}});
    unfit.outcome = failed_outcome(Ending::fatal, name_of(settled.error().code), settled.error().message);
    settled = settle_first(1);
    if (settled || ending_of(settled.error().code) != Ending::fatal) return settled;
    log_.error("a task cannot be ended", {{"task", unfit.claim.task_id}, {"reason", settled.error().message}});
    pending_.erase(pending_.begin());
    return {};
}

void Settler::compare(const std::vector<Claim>& held) {
    std::map<std::string, std::int64_t, std::less<>> strange;
    for (const auto& claim : held) {
        if (in_hand_.contains(claim.task_id)) continue;
        const auto before = strange_.find(claim.task_id);
        if (before == strange_.end() || before->second != claim.fence) {
            strange[claim.task_id] = claim.fence;
            continue;
        }
        log_.warning("a task that never reached this worker is given back", {{"task", claim.task_id}});
        pending_.push_back({claim, failed_outcome(Ending::lost, "lost", "its worker did not receive it"), {}});
    }
    strange_ = std::move(strange);
}

}  // namespace mss::tasks
