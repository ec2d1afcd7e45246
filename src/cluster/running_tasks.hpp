#pragma once
// RunningTasks: what was claimed through a store and has not ended, so that its end need not ask for it again. Only a
// memory: whatever is not here is asked for. Any thread.

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "cluster/task_record.hpp"
#include "tasks/task_store.hpp"

namespace mss::cluster {

class RunningTasks {
public:
    void keep(Running running);
    /// Takes it out. Nothing where another claim is known, or none.
    std::optional<Running> take(const tasks::Claim& claim);
    /// Whose lease is over does not end what it had.
    void forget(std::string_view worker);

private:
    std::mutex mutex_;  ///< guards what follows
    std::map<std::string, Running, std::less<>> running_;
};

}  // namespace mss::cluster
