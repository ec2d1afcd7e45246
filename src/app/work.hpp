#pragma once
// Workers over an installation, and the children in which they run heavy tasks.

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "app/installation.hpp"
#include "tasks/worker.hpp"

namespace mss::app {

struct WorkerChoice {
    int concurrency = 0;              ///< videos at once; 0: by the number of processors
    std::vector<std::string> queues;  ///< empty: all
};

/// The hidden command that a worker starts its children with.
inline constexpr const char* kChildCommand = "task-child";

/// `settings_flags`: what --set changed for this process, and changes for its children. All outlive the worker.
std::unique_ptr<tasks::Worker> make_worker(Installation& installation, const WorkerChoice& choice,
                                           const std::filesystem::path& own_program,
                                           const std::vector<std::string>& settings_flags, const observe::Logger& log);

}  // namespace mss::app
