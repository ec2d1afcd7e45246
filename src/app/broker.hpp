#pragma once
// Where tasks wait: in the database of the installation, or with a broker that the settings name.

#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "cluster/worker_desk.hpp"
#include "config/settings.hpp"
#include "observe/log.hpp"
#include "tasks/definition.hpp"
#include "tasks/task_store.hpp"
#include "tasks/worker.hpp"

namespace mss::app {

/// Whether the database itself is the queue.
bool queue_is_here(const config::Settings& settings);

/// `kinds`: of all tasks that workers of this installation know. `log` outlives the store. Errors: invalid (the
/// address or another setting of the broker), unavailable and timeout (nothing answers there), forbidden.
Result<std::unique_ptr<tasks::TaskStore>> open_broker(const config::Settings& settings, std::vector<std::string> kinds,
                                                      const observe::Logger& log);

/// What a worker with these options tells of itself. Errors: invalid (as above).
Result<cluster::WorkerFacts> worker_facts(const config::Settings& settings, const tasks::Registry& registry,
                                          const tasks::WorkerOptions& options);

}  // namespace mss::app
