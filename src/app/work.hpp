#pragma once
// Workers over an installation, and the children in which they run heavy tasks.

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/installation.hpp"
#include "base/flag.hpp"
#include "cluster/cluster_member.hpp"
#include "tasks/worker.hpp"

namespace mss::app {

struct WorkerChoice {
    int concurrency = 0;              ///< videos at once; 0: by the number of processors
    std::vector<std::string> queues;  ///< empty: all
    int prefetch = 0;                 ///< light tasks claimed for each of their threads; 0: as WorkerOptions says
};

/// The hidden command that a worker starts its children with.
inline constexpr const char* kChildCommand = "task-child";

/// A worker, and where there is a broker its place among the others there. One thread calls run(), once.
class InstalledWorker {
public:
    /// `settings_flags`: what --set changed for this process, and changes for its children. All outlive the worker.
    /// Errors: those of the broker's address. Throws std::system_error where the process has no thread or descriptor
    /// left.
    static Result<std::unique_ptr<InstalledWorker>> make(Installation& installation, const config::Settings& settings,
                                                         const WorkerChoice& choice,
                                                         const std::filesystem::path& own_program,
                                                         const std::vector<std::string>& settings_flags,
                                                         const observe::Logger& log);

    /// As Worker::run; ends also where somebody asks for it through the broker.
    Result<void> run(int stop_fd);

private:
    InstalledWorker() = default;

    std::optional<cluster::ClusterMember> member_;
    std::optional<tasks::Worker> worker_;  // last: it uses the member
};

}  // namespace mss::app
