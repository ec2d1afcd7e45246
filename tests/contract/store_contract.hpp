#pragma once
// StoreContract: what the tests of the contract stand on: a store of each sort over a clock that the test moves, and
// short words for what they do with it. Confined to the test's thread, but for the store itself.

#include <atomic>
#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <ostream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "base/clock.hpp"
#include "base/file.hpp"
#include "store/database.hpp"
#include "tasks/sqlite_task_store.hpp"
#include "tasks/task_store.hpp"

namespace mss::test {

using std::chrono::milliseconds;

/// The calendar and the uptime go on together, and the calendar can be set as well.
class JumpingClock final : public Clock {
public:
    Timestamp now() const override { return from_unix_ms(1'700'000'000'000 + elapsed_ + jumped_); }
    milliseconds uptime() const override { return milliseconds(1'000'000 + elapsed_); }
    void advance(milliseconds step) { elapsed_ += step.count(); }
    void jump(milliseconds step) { jumped_ += step.count(); }

private:
    std::atomic<std::int64_t> elapsed_ = 0;
    std::atomic<std::int64_t> jumped_ = 0;
};

/// The value of what must not fail. Throws with its reason where it does.
template <class T>
T must(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().message + " (" + result.error().detail + ")");
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

/// A SQLite store over a file of its own. Throws where it cannot be opened.
class SqliteFixture {
public:
    SqliteFixture(const std::filesystem::path& file, const Clock& clock, const std::string& boot_id = {});

    std::unique_ptr<store::Database> database;
    std::unique_ptr<tasks::SqliteTaskStore> store;
};

/// A store and whatever it needs.
class StoreHolder {
public:
    virtual ~StoreHolder() = default;
    virtual tasks::TaskStore& store() = 0;
};

struct StoreSort {
    std::string name;
    std::function<std::unique_ptr<StoreHolder>(const Clock&)> make;
    bool has_turns = true;  ///< owners take turns, and queues of one claim are one order: no promise of Celery's lists

    friend void PrintTo(const StoreSort& sort, std::ostream* out) { *out << sort.name; }
};
std::vector<StoreSort> store_sorts();
std::string name_of_sort(const testing::TestParamInfo<StoreSort>& info);

inline constexpr const char* kWorker = "worker-a";
inline constexpr const char* kOther = "worker-b";
inline const std::vector<std::string> kNames{"a", "b", "c"};  ///< kinds that claims of tests ask for

tasks::TaskCall call_of(std::string name = "a", std::string owner = "somebody");
tasks::WorkerCard card_of(std::string id);
tasks::Settlement settlement_of(const tasks::Claim& claim, tasks::Ending ending, std::string code = {});
tasks::ClaimRequest request_of(std::string worker, int most, std::map<std::string, int> limits = {});

/// What the log says of how many tasks of a kind ran at once, at most. Throws where a task begins while it runs, or
/// ends while it does not.
std::map<std::string, int> replay(tasks::TaskStore& store);

class StoreContract : public testing::TestWithParam<StoreSort> {
protected:
    StoreContract();

    std::string enqueue(const tasks::TaskCall& call = call_of());
    std::vector<tasks::ClaimedTask> claim(const std::string& worker, int most = 1,
                                          const std::map<std::string, int>& limits = {});
    /// Of the next task. Throws where there is none.
    tasks::Claim claim_one(const std::string& worker = kWorker);
    /// The ids of what a claim gives.
    std::vector<std::string> claimed_ids(const std::string& worker, int most = 1,
                                         const std::map<std::string, int>& limits = {});
    bool settle(const tasks::Claim& claim, tasks::Ending ending, const std::string& code = {}, double unit = 0);
    tasks::Task task(std::string_view id);
    tasks::State state(std::string_view id) { return task(id).state; }
    std::vector<std::string> kinds(std::string_view id);
    bool has_turns() const { return GetParam().has_turns; }
    /// Of the only queue that tests use if they do not name another.
    tasks::QueueCounts counts();

    JumpingClock clock_;
    std::unique_ptr<StoreHolder> holder_;
    tasks::TaskStore& store_;
};

}  // namespace mss::test

/// Runs a suite derived from StoreContract on each sort of store.
#define MSS_FOR_EACH_STORE(suite) \
    INSTANTIATE_TEST_SUITE_P(Stores, suite, testing::ValuesIn(store_sorts()), name_of_sort)
