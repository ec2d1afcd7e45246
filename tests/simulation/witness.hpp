#pragma once
// Witness: stands between everybody and the store, the network above it, and holds each call that arrives to the
// invariants of docs/task-engine.md: what it knows, it knows from what was asked, from the log and from a model of
// leases by the simulation's clock. Throws Violation. Confined to one thread.

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "simulation/simulated_clock.hpp"
#include "simulation/stand.hpp"
#include "tasks/task_store.hpp"

namespace mss::simulation {

/// A store broke a promise.
class Violation : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// Sums over a run.
struct Tally {
    std::int64_t calls = 0;
    std::int64_t accepted = 0;
    std::int64_t begun = 0;      ///< attempts
    std::int64_t refused = 0;    ///< writes of outrun claims
    std::int64_t recovered = 0;  ///< attempts that ended because a lease did
    std::map<tasks::State, std::int64_t> ends;

    void add(const Tally& other);
};

class Witness final : public tasks::TaskStore {
public:
    using Limits = std::map<std::string, int>;

    /// `limits` are those of all claims.
    Witness(Stand& stand, const SimulatedClock& clock, Limits limits)
        : stand_(stand), clock_(clock), limits_(std::move(limits)) {}

    /// Gets a line for each call, where it is set.
    void tell(std::function<void(const std::string&)> listener) { listener_ = std::move(listener); }
    /// The machine that all workers are on started again: every lease is over.
    void end_all_leases() { leases_.clear(); }

    /// Each task as the store has it is as the log says.
    void check_all();
    bool all_ended() const;
    /// "task-id state" of each that has not.
    std::string unended() const;
    bool knows(const std::string& id) const { return tasks_.contains(id); }
    std::vector<tasks::Task> tasks_named(std::string_view name) const;
    const Tally& tally() const { return tally_; }

    Result<std::vector<std::string>> enqueue(std::span<const tasks::TaskCall> calls) override;
    Result<std::optional<tasks::Task>> find(std::string_view id) override;
    Result<std::vector<tasks::Task>> list(const tasks::TaskQuery& query) override { return stand_.store().list(query); }
    Result<std::int64_t> position(std::string_view id) override { return stand_.store().position(id); }
    Result<std::vector<tasks::QueueCounts>> counts() override { return stand_.store().counts(); }
    Result<tasks::State> cancel(std::string_view id) override;
    Result<void> revive(std::string_view id) override;
    Result<void> pause(std::string_view queue) override;
    Result<void> resume(std::string_view queue) override;
    Result<std::vector<tasks::Event>> events(std::string_view id, std::int64_t after, int limit) override {
        return stand_.store().events(id, after, limit);
    }
    Result<std::vector<tasks::Event>> events_since(std::int64_t after, int limit) override {
        return stand_.store().events_since(after, limit);
    }
    Result<std::int64_t> last_event() override { return stand_.store().last_event(); }
    Result<void> register_worker(const tasks::WorkerCard& card) override;
    Result<tasks::Renewal> renew(std::string_view worker) override;
    Result<void> leave(std::string_view worker) override;
    Result<std::vector<tasks::ClaimedTask>> claim(const tasks::ClaimRequest& request) override;
    Result<bool> report(const tasks::Claim& claim, std::string_view progress) override;
    Result<std::vector<bool>> settle(std::span<const tasks::Settlement> settlements, double unit) override;
    Result<std::vector<tasks::WorkerCard>> workers() override { return stand_.store().workers(); }
    Result<std::int64_t> recover() override;
    Result<std::optional<Timestamp>> next_due() override { return stand_.store().next_due(); }
    void wait_for_change(std::uint64_t, milliseconds, int) override {}
    std::uint64_t wake_number() const override { return 0; }

private:
    /// A task as the store had it when the log last spoke of it.
    struct Known {
        tasks::Task task;
        bool cancelled = false;  ///< a cancel was accepted, and nobody has revived it since
    };
    class Call;

    /// Reads what is new in the log; how many entries.
    std::size_t look();
    void take(const tasks::Event& event, std::set<std::string>& touched, std::set<std::string>& begun);
    void begin(Known& known, std::string_view id);
    void compare(const std::string& id, bool has_begun);
    bool is_live(std::string_view worker) const;
    bool holds(const tasks::Claim& claim) const;
    void forget_lapsed();
    void check_claimed(const tasks::ClaimRequest& request, const tasks::Task& task) const;
    void check_end(const tasks::Settlement& settlement, const Known& before) const;
    void require(bool holds, std::string_view broken, std::string_view what = {}) const;
    void say(const std::string& line) const {
        if (listener_) listener_(line);
    }

    Stand& stand_;
    const SimulatedClock& clock_;
    const Limits limits_;
    std::function<void(const std::string&)> listener_;
    std::map<std::string, Known, std::less<>> tasks_;
    std::map<std::string, milliseconds, std::less<>> leases_;  ///< by worker: uptime of their end
    std::set<std::string, std::less<>> paused_;
    std::map<std::string, int> running_;  ///< by name
    std::string may_free_;                ///< whose tasks the present call hands back or frees, leases aside
    std::set<std::string> may_lose_;      ///< tasks that the present call may call lost
    std::int64_t seen_ = 0;
    std::int64_t calls_ = 0;  ///< that change something: a call in the midst of another is seen by it
    int depth_ = 0;           ///< of calls
    Tally tally_;
};

}  // namespace mss::simulation
