#pragma once
// Settler: what a worker has in hand, from the claim until the store knows the end of it, and the telling: in batches,
// again and again where the store fails. The log hears of the beginning and the end of each task: of light ones, which
// may be thousands, only where somebody asked for every detail. Confined to one thread.

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "observe/log.hpp"
#include "tasks/attempt.hpp"
#include "tasks/task_store.hpp"

namespace mss::tasks {

class Settler {
public:
    /// All outlive it.
    Settler(TaskStore& store, const Clock& clock, const observe::Logger& log, Random random)
        : store_(store), clock_(clock), log_(log), random_(random) {}

    void took(const Task& task, bool heavy);
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
    using Steady = std::chrono::steady_clock;
    struct InHand {
        std::int64_t fence = 0;
        std::string name;
        Steady::time_point since;
        bool heavy = false;
    };

    Result<void> settle_first(std::size_t count);
    Result<void> settle_unfit();
    bool became_cancelled(const std::string& id) const;
    void tell_end(const Settlement& settlement, const InHand& task) const;
    void tell_failure(const Settlement& settlement, const InHand& task) const;
    void let_go(const Claim& claim);

    TaskStore& store_;
    const Clock& clock_;
    const observe::Logger& log_;
    Random random_;
    std::map<std::string, InHand, std::less<>> in_hand_;  ///< by task
    std::vector<Settlement> pending_;
    std::map<std::string, std::int64_t, std::less<>> strange_;  ///< held by the store's record, and not in hand
};

}  // namespace mss::tasks
