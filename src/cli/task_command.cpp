// Looking after tasks from a terminal.
#include <ostream>

#include <fmt/format.h>

#include "app/app.hpp"
#include "app/installation.hpp"
#include "base/json.hpp"
#include "base/utf8.hpp"
#include "cli/commands.hpp"

namespace mss::cli {
namespace {

using tasks::Task;

struct TaskRow {
    std::string id;
    std::string name;
    std::string state;
    std::string owner;
    std::string queue;
    int priority = 0;
    int attempt = 0;
    int crashes = 0;
    int interruptions = 0;
    bool cancel_requested = false;
    std::string created_at;
    std::optional<std::string> started_at;
    std::optional<std::string> finished_at;
    std::optional<tasks::Failure> failure;
    json::Value progress;
    json::Value result;
};
BOOST_DESCRIBE_STRUCT(TaskRow, (),
                      (id, name, state, owner, queue, priority, attempt, crashes, interruptions, cancel_requested,
                       created_at, started_at, finished_at, failure, progress, result))

std::optional<std::string> written(const std::optional<Timestamp>& time) {
    if (!time) return std::nullopt;
    return rfc3339(*time);
}

json::Value parsed(const std::string& text) {
    if (text.empty()) return nullptr;
    auto value = json::parse(text);
    return value ? std::move(*value) : json::Value(nullptr);
}

TaskRow row_of(const Task& task) {
    return {.id = task.id,
            .name = task.name,
            .state = std::string(name_of(task.state)),
            .owner = task.owner,
            .queue = task.queue,
            .priority = task.priority,
            .attempt = task.attempt,
            .crashes = task.crashes,
            .interruptions = task.interruptions,
            .cancel_requested = task.cancel_requested,
            .created_at = rfc3339(task.created_at),
            .started_at = written(task.started_at),
            .finished_at = written(task.finished_at),
            .failure = task.failure,
            .progress = parsed(task.progress),
            .result = parsed(task.result)};
}

Result<void> list(tasks::TaskStore& store, const TaskArguments& arguments, Console& console) {
    tasks::TaskQuery query;
    query.limit = arguments.limit;
    if (!arguments.state.empty()) query.state = tasks::state_named(arguments.state);
    MSS_TRY_ASSIGN(const auto found, store.list(query));
    if (arguments.json) {
        std::vector<TaskRow> rows;
        for (const Task& task : found)
            rows.push_back(row_of(task));
        console.out << json::pretty(json::encode(rows));
        return {};
    }
    if (found.empty()) console.out << "There are no such tasks.\n";
    for (const Task& task : found)
        console.out << fmt::format("{}  {:10}  {}  {}\n", task.id, name_of(task.state), rfc3339(task.created_at),
                                   task.name);
    return {};
}

void print_events(const std::vector<tasks::Event>& events, Console& console) {
    for (const tasks::Event& event : events)
        if (event.kind != "progress")
            console.out << fmt::format("  {}  {}  {}\n", rfc3339(event.at), event.kind,
                                       utf8::printable(event.data, 300));
}

Result<void> show(tasks::TaskStore& store, const TaskArguments& arguments, Console& console) {
    MSS_TRY_ASSIGN(const auto task, store.find(arguments.id));
    if (!task) return fail(Code::not_found, fmt::format("there is no task {}", utf8::printable(arguments.id, 60)));
    MSS_TRY_ASSIGN(const auto events, store.events(task->id, 0, 1000));
    const TaskRow row = row_of(*task);
    if (arguments.json) {
        console.out << json::pretty(json::encode(row));
        return {};
    }
    console.out << fmt::format("{}  {}\nstate {}, attempt {}, crashes {}, interruptions {}{}\n", row.id, row.name,
                               row.state, row.attempt, row.crashes, row.interruptions,
                               row.cancel_requested ? ", to be cancelled" : "");
    if (row.failure) {
        console.out << fmt::format("failed: {}: {}\n", row.failure->code, utf8::printable(row.failure->message, 500));
        if (!row.failure->detail.empty())
            console.out << fmt::format("  {}\n", utf8::printable(row.failure->detail, 2000));
    }
    if (!row.progress.is_null()) console.out << fmt::format("progress {}\n", utf8::printable(task->progress, 500));
    if (!row.result.is_null()) console.out << fmt::format("result {}\n", utf8::printable(task->result, 2000));
    console.out << "what happened:\n";
    print_events(events, console);
    return {};
}

Result<void> change(tasks::TaskStore& store, const TaskArguments& arguments, Console& console) {
    if (arguments.action == TaskArguments::Action::retry) {
        MSS_TRY(store.revive(arguments.id));
        console.out << "It waits for a worker again.\n";
        return {};
    }
    MSS_TRY_ASSIGN(const tasks::State state, store.cancel(arguments.id));
    if (state == tasks::State::running)
        console.out << "It was asked to stop, and ends within seconds.\n";
    else
        console.out << fmt::format("It is {}.\n", name_of(state));
    return {};
}

Result<void> run(const TaskArguments& arguments, const Process& process, Console& console) {
    MSS_TRY_ASSIGN(const auto installation,
                   app::Installation::open(process.settings, app::running_program(), process.log));
    switch (arguments.action) {
        case TaskArguments::Action::list: return list(installation->tasks(), arguments, console);
        case TaskArguments::Action::show: return show(installation->tasks(), arguments, console);
        default: return change(installation->tasks(), arguments, console);
    }
}

}  // namespace

int run_task(const TaskArguments& arguments, const Process& process, Console& console) {
    const auto done = run(arguments, process, console);
    return done ? finish(console) : report(console, process.log, done.error());
}

}  // namespace mss::cli
