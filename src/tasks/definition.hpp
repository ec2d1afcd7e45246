#pragma once
// Definition and Registry: what kinds of tasks there are, with typed arguments, limits and the function that does the
// work. Built once at the start and read from then on by any thread.

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "tasks/lifecycle.hpp"
#include "tasks/task.hpp"

namespace mss::tasks {

inline constexpr std::size_t kResultBytesMax = 4U << 20U;  ///< of a result as JSON; a larger one fails its task

/// What a task's function is handed beside its arguments. Lives while the function runs.
struct TaskContext {
    std::string task_id;
    std::string owner;
    int attempt = 0;         ///< failed tries before this one
    bool may_retry = false;  ///< where this try fails in a way that may pass, there is another one
    std::int64_t fence = 0;  ///< of this claim: what is written elsewhere is tied to it by it
    int cancel_fd = -1;      ///< readable: stop soon (cancelled, handed back, or over the soft time limit)
    std::function<void(const json::Value& progress)> report;  ///< a JSON object; coalesced, so call it freely
};

using Function = std::function<Result<json::Value>(const json::Value& arguments, const TaskContext& context)>;

struct TimeLimits {
    std::chrono::milliseconds soft{std::chrono::minutes(25)};  ///< it is asked to stop; then it has until the hard one
    std::chrono::milliseconds hard{std::chrono::minutes(30)};  ///< its process is killed
    std::chrono::milliseconds no_progress{std::chrono::minutes(10)};  ///< killed after so long without a report
};

struct Definition {
    std::string name;
    std::string queue = "default";
    bool heavy = false;   ///< in a child process, else on a thread of the worker
    int concurrency = 0;  ///< most at once over all workers; 0: no limit
    int retries_max = 3;
    RetryPolicy retry;
    TimeLimits limits;
    std::string refusal;  ///< not empty: enqueue refuses it with these words; what came by other ways is run
    std::function<Result<void>(const json::Value& arguments)> check;
    Function function;  ///< empty where this process only enqueues
};

/// A definition whose arguments are a described struct.
template <class Arguments>
Definition define(std::string name,
                  std::function<Result<json::Value>(const Arguments&, const TaskContext&)> function = {}) {
    Definition definition;
    definition.name = std::move(name);
    definition.check = [](const json::Value& value) -> Result<void> {
        MSS_TRY(json::decode<Arguments>(value));
        return {};
    };
    if (function) {
        definition.function = [function = std::move(function)](const json::Value& value,
                                                               const TaskContext& context) -> Result<json::Value> {
            MSS_TRY_ASSIGN(const Arguments arguments, json::decode<Arguments>(value));
            return function(arguments, context);
        };
    }
    return definition;
}

class Registry {
public:
    /// Throws std::logic_error where the name is taken, or it or the queue's is no name (is_task_word).
    void add(Definition definition);
    const Definition* find(std::string_view name) const;
    std::vector<std::string> names() const;
    /// Those that this process can run.
    std::vector<std::string> runnable() const;

    /// A call of a known kind, checked, with queue and retries from its definition.
    /// Errors: not_found (no such kind), unavailable (it refuses, with the reason), invalid (arguments).
    Result<TaskCall> call(std::string_view name, const json::Value& arguments, std::string owner) const;

private:
    std::map<std::string, Definition, std::less<>> definitions_;
};

}  // namespace mss::tasks
