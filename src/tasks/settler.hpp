#pragma once
// Settler: what a worker has in hand, from the claim until the store knows the end of it, and the telling: in batches,
// again and again where the store fails. Confined to one thread.

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/random.hpp"
#include "base/result.hpp"
#include "observe/log.hpp"
#include "tasks/attempt.hpp"
#include "tasks/task_store.hpp"

namespace mss::tasks {

class Settler {
public:
    /// Both outlive it.
    Settler(TaskStore& store, const observe::Logger& log, Random random) : store_(store), log_(log), random_(random) {}

    void took(const Claim& claim) { in_hand_[claim.task_id] = claim.fence; }
    void ended(Ended ended);
    bool has_nothing() const { return in_hand_.empty(); }
    /// After the lease was lost: none of it counts any more.
    void forget_all();

    /// Tells the store of all that ended. Errors: the store's; what it did not take is kept for the next call.
    Result<void> flush();

    /// Compares with what the store says that this worker holds. What it does not have in hand, twice in a row, came
    /// with an answer that never reached it: it is given back.
    void compare(const std::vector<Claim>& held);

private:
    Result<void> settle_first(std::size_t count);
    Result<void> settle_unfit();

    TaskStore& store_;
    const observe::Logger& log_;
    Random random_;
    std::map<std::string, std::int64_t, std::less<>> in_hand_;  ///< fences by task
    std::vector<Settlement> pending_;
    std::map<std::string, std::int64_t, std::less<>> strange_;  ///< held by the store's record, and not in hand
};

}  // namespace mss::tasks
