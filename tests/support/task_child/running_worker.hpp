#pragma once
// RunningWorker: a worker on a thread of its own, over the kinds of kinds.hpp, for the length of a test; and what tests
// of it wait with. Confined to the test's thread.

#include <chrono>
#include <functional>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>

#include "base/clock.hpp"
#include "base/flag.hpp"
#include "observe/log.hpp"
#include "support/task_child/kinds.hpp"
#include "tasks/task_store.hpp"
#include "tasks/worker.hpp"

namespace mss::test {

inline constexpr std::chrono::seconds kPatience{30};

/// False after kPatience (or `limit`).
bool eventually(const std::function<bool()>& holds, std::chrono::milliseconds limit = kPatience);

/// Whether a process is gone: there is none, or only a zombie that waits to be reaped.
bool is_gone(int pid);

/// Enqueues one task of kinds.hpp; its id. Throws where it is refused.
std::string enqueue(tasks::TaskStore& store, std::string_view name, const json::Value& arguments = json::Object());
/// Throws where it is not there.
tasks::Task find(tasks::TaskStore& store, std::string_view id);
/// Waits for a state. True where it came.
bool reaches(tasks::TaskStore& store, std::string_view id, tasks::State state);
/// Waits for what a heavy task reports of itself.
Family family_of(tasks::TaskStore& store, std::string_view id);
int count_events(tasks::TaskStore& store, std::string_view id, std::string_view kind);

class RunningWorker {
public:
    explicit RunningWorker(tasks::TaskStore& store, tasks::WorkerOptions options = {});
    /// Stops it.
    ~RunningWorker();
    RunningWorker(const RunningWorker&) = delete;
    RunningWorker& operator=(const RunningWorker&) = delete;

    /// Asks it to stop and waits for the end of run(); how long that took.
    std::chrono::milliseconds stop();
    /// What it logged; once it stopped.
    std::string log_text() const { return log_text_.str(); }

private:
    const SystemClock clock_;
    const tasks::Registry registry_ = task_kinds();
    std::ostringstream log_text_;
    const observe::Logger log_{log_text_, observe::Level::info};
    Flag stop_;
    tasks::Worker worker_;
    Result<void> outcome_;
    std::thread thread_;
};

}  // namespace mss::test
