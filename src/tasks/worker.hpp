#pragma once
// Worker: claims tasks, runs light ones on threads and heavy ones in child processes, renews its lease from a thread of
// its own, passes progress on (at most 4 writes a second and task), and settles what ended. One thread calls run(),
// once; it returns when `stop_fd` becomes readable and everything is handed back or done.

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "observe/log.hpp"
#include "tasks/definition.hpp"
#include "tasks/steering.hpp"
#include "tasks/task_store.hpp"

namespace mss::tasks {

struct WorkerOptions {
    std::vector<std::string> queues{};  ///< empty: all
    int heavy_slots = 1;                ///< child processes
    int light_threads = 2;
    int light_prefetch = 4;                      ///< tasks that are claimed for each of them, where these are not long
    std::filesystem::path child_program{};       ///< this program
    std::vector<std::string> child_arguments{};  ///< what makes it serve_child()
    int tasks_per_child_max = 1000;
    std::chrono::milliseconds stop_grace{4'000};  ///< for running work to stop, before it is killed
    Steering* steering = nullptr;                 ///< outlives the worker; has the queues then; null: it is not steered
};

class Worker {
public:
    /// All outlive it.
    Worker(TaskStore& store, const Registry& registry, const Clock& clock, const observe::Logger& log,
           WorkerOptions options);
    /// Waits for light functions that did not stop when asked: nobody can kill a thread.
    ~Worker();
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    /// Blocks until stop. A store that fails meanwhile is asked again, with growing pauses. Errors: what kept it from
    /// registering at all.
    Result<void> run(int stop_fd);

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace mss::tasks
