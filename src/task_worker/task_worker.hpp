#pragma once
// TaskWorker: a program of yours as a worker in a Celery cluster: it takes the tasks that it has functions for, whoever
// sent them, stores their results where Celery's clients look for them, and is seen and steered by celery inspect,
// celery control, celery events and Flower. What a worker that dies had begun, others take over within seconds.
//
//     TaskWorker worker({.broker_url = "redis://localhost:6379/0"});
//     worker.add(kAdd, [](double x, double y) { return x + y; });
//     const Result<void> ended = worker.run();
//
// Functions run on threads of the worker, several at once. One thread adds them and then calls run(), once.

#include <chrono>
#include <functional>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "celery/keys.hpp"
#include "observe/log.hpp"
#include "task_client/task_signature.hpp"
#include "tasks/definition.hpp"

namespace mss::task_worker {

struct TaskWorkerOptions {
    std::string broker_url = "redis://localhost:6379/0";
    celery::Naming naming{};   ///< but for its database, which is the address's
    std::string name = "mss";  ///< others see the worker as "<name>-<pid>@<host>"
    std::string version{};     ///< of your program; told with its heartbeats
    std::vector<std::string> queues{"celery"};
    int threads = 4;              ///< tasks at once
    int prefetch = 4;             ///< tasks that are taken for each thread, where those behind wait less than a second
    int retries_max = 3;          ///< where a task fails in a way that may pass (tasks::ending_of)
    bool refuse_unknown = false;  ///< tasks without a function end as NotRegistered; else others may take them
    bool track_started = false;  ///< who waits for a task is told that it has begun (STARTED), as with Celery's setting
    std::chrono::seconds result_keep{86'400};  ///< 0: for good
    const observe::Logger* log = nullptr;      ///< outlives the worker; null: warnings to standard error
};

/// A definition as a worker runs it, of a function that takes the signature's arguments, and behind them a
/// tasks::TaskContext where it wants to report progress or to be stopped. It gives an R, or a Result<R>.
template <class R, class... Args, class Function>
tasks::Definition definition_of(const task_client::TaskSignature<R(Args...)>& signature, Function function);

class TaskWorker {
public:
    explicit TaskWorker(TaskWorkerOptions options = {}) : options_(std::move(options)) {}

    /// See definition_of(). Throws std::logic_error where the name is taken, or is no name (tasks::is_task_word).
    template <class R, class... Args, class Function>
    void add(const task_client::TaskSignature<R(Args...)>& signature, Function function) {
        add(definition_of(signature, std::move(function)));
    }
    /// With arguments as an object: those with names, and those without as a list under "*args". It must be light.
    void add(tasks::Definition definition);

    /// Works until Ctrl-C or SIGTERM (a second one ends the process at once), or until somebody asks for its end by
    /// remote control; then hands back what it cannot finish. A server that goes away meanwhile is waited for. Errors:
    /// invalid (the address); unavailable, timeout, forbidden (the server, at the start).
    Result<void> run();
    /// Until a descriptor is readable instead of a signal.
    Result<void> run(int stop_fd);

private:
    const TaskWorkerOptions options_;
    tasks::Registry registry_;
};

namespace detail {

/// The places and the names of arguments as a store gives them.
struct GivenArguments {
    json::Array args;
    json::Object kwargs;
};
Result<GivenArguments> given_arguments(const json::Value& arguments);

inline json::Value encode_result() {
    return nullptr;
}

template <class Returned>
Result<json::Value> result_of(Returned&& returned) {
    using Plain = std::remove_cvref_t<Returned>;
    if constexpr (requires { returned.error(); }) {
        if (!returned) return std::unexpected(std::forward<Returned>(returned).error());
        if constexpr (std::is_void_v<typename Plain::value_type>)
            return encode_result();
        else
            return json::encode(*returned);
    } else {
        return json::encode(returned);
    }
}

template <class Function, class... Given>
Result<json::Value> call(const Function& function, const Given&... given) {
    if constexpr (std::is_void_v<std::invoke_result_t<const Function&, const Given&...>>) {
        function(given...);
        return encode_result();
    } else {
        return result_of(function(given...));
    }
}

}  // namespace detail

template <class R, class... Args, class Function>
tasks::Definition definition_of(const task_client::TaskSignature<R(Args...)>& signature, Function function) {
    tasks::Definition definition;
    definition.name = signature.name();
    definition.queue = "celery";
    definition.function = [signature, function = std::move(function)](
                              const json::Value& value, const tasks::TaskContext& context) -> Result<json::Value> {
        MSS_TRY_ASSIGN(const auto given, detail::given_arguments(value));
        MSS_TRY_ASSIGN(const auto bound, signature.bind(given.args, given.kwargs));
        return std::apply(
            [&](const Args&... args) -> Result<json::Value> {
                if constexpr (std::is_invocable_v<const Function&, const Args&..., const tasks::TaskContext&>)
                    return detail::call(function, args..., context);
                else
                    return detail::call(function, args...);
            },
            bound);
    };
    return definition;
}

}  // namespace mss::task_worker
