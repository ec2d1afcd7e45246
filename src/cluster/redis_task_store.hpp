#pragma once
// RedisTaskStore: tasks in Redis in the very form in which Celery's Redis transport has them, so that programs in
// Python send tasks to our workers, wait for their results, and take tasks of ours from the same queues. Beside
// Celery's keys it has a record of each task that we accepted or claimed, behind "mss:" (scripts.hpp lists the keys).
//
// A task that a Python program sent has a record from its claim on, or from when somebody first asks for it by its id.
// Lists are served by priority and age, queues in turn; between owners there are no turns. Leases are by the server's
// clock. Any thread, any number of processes and machines. Errors of all calls: unavailable and timeout, when the
// server cannot be reached; then nothing is known of whether the call took effect.

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "celery/keys.hpp"
#include "observe/log.hpp"
#include "redis/endpoint.hpp"
#include "tasks/task_store.hpp"

namespace mss::cluster {

/// Which queue of a priority a claim looks at first.
enum class QueueOrder {
    round_robin,  ///< another one each time
    as_named,     ///< the first that its worker names
    sorted,       ///< by their names
};

struct RedisStoreOptions {
    redis::Endpoint endpoint;
    celery::Naming naming;
    std::vector<std::string> queues{"celery"};  ///< that are there before anybody of us names them
    std::vector<std::string> kinds;  ///< all that workers know: others end as NotRegistered; empty: others stay waiting
    int retries_max = 3;             ///< of tasks that Python sent
    std::string started_by{};        ///< the worker's name in results that say STARTED (track_started); empty: none
    std::chrono::seconds result_keep{86'400};        ///< result_expires; 0: for good
    std::chrono::seconds visibility_timeout{3'600};  ///< when what a Python worker took counts as forgotten
    QueueOrder queue_order = QueueOrder::round_robin;
    std::chrono::hours record_keep{24 * 7};  ///< of what ended
    std::int64_t events_keep = 100'000;      ///< about so many in the log of all tasks
    const Clock* clock = nullptr;            ///< for tests: in place of the server's
    const observe::Logger* log = nullptr;
};

class RedisTaskStore final : public tasks::TaskStore {
public:
    /// Asks the server whether it is there. Errors: unavailable, timeout, forbidden, invalid.
    static Result<std::unique_ptr<RedisTaskStore>> open(RedisStoreOptions options);
    ~RedisTaskStore() override;

    Result<std::vector<std::string>> enqueue(std::span<const tasks::TaskCall> calls) override;
    Result<std::optional<tasks::Task>> find(std::string_view id) override;
    Result<std::vector<tasks::Task>> list(const tasks::TaskQuery& query) override;
    Result<std::int64_t> position(std::string_view id) override;
    Result<std::vector<tasks::QueueCounts>> counts() override;
    Result<tasks::State> cancel(std::string_view id) override;
    Result<void> revive(std::string_view id) override;
    Result<void> pause(std::string_view queue) override;
    Result<void> resume(std::string_view queue) override;
    Result<std::vector<tasks::Event>> events(std::string_view task_id, std::int64_t after, int limit) override;
    Result<std::vector<tasks::Event>> events_since(std::int64_t after, int limit) override;
    Result<std::int64_t> last_event() override;
    Result<void> register_worker(const tasks::WorkerCard& card) override;
    Result<void> change_queues(const tasks::WorkerCard& card, std::span<const std::string> named) override;
    Result<tasks::Renewal> renew(std::string_view worker) override;
    Result<void> leave(std::string_view worker) override;
    Result<std::vector<tasks::ClaimedTask>> claim(const tasks::ClaimRequest& request) override;
    Result<bool> report(const tasks::Claim& claim, std::string_view progress) override;
    Result<std::vector<bool>> settle(std::span<const tasks::Settlement> settlements, double unit) override;
    Result<std::vector<tasks::WorkerCard>> workers() override;
    Result<std::int64_t> recover() override;
    Result<std::optional<Timestamp>> next_due() override;
    void wait_for_change(std::uint64_t seen, std::chrono::milliseconds limit, int stop_fd) override;
    std::uint64_t wake_number() const override;

private:
    struct Parts;
    explicit RedisTaskStore(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

}  // namespace mss::cluster
