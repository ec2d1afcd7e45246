#include "tasks/settler.hpp"

#include <algorithm>
#include <span>

namespace mss::tasks {
namespace {

constexpr std::size_t kBatchMost = 256;

}  // namespace

void Settler::ended(Ended ended) {
    const Claim& claim = ended.settlement.claim;
    if (ended.counts) {
        pending_.push_back(std::move(ended.settlement));
        return;
    }
    const auto found = in_hand_.find(claim.task_id);
    if (found != in_hand_.end() && found->second == claim.fence) in_hand_.erase(found);
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
        if (log_.keeps(observe::Level::debug))
            log_.debug(
                "task settled",
                {{"task", claim.task_id}, {"ending", name_of(batch[i].outcome.ending)}, {"counted", bool{counted[i]}}});
        const auto found = in_hand_.find(claim.task_id);
        if (found != in_hand_.end() && found->second == claim.fence) in_hand_.erase(found);
    }
    pending_.erase(pending_.begin(), pending_.begin() + static_cast<std::ptrdiff_t>(count));
    return {};
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
