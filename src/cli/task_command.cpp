// Looking after tasks from a terminal.
#include <map>
#include <ostream>
#include <utility>

#include <fmt/format.h>

#include "app/app.hpp"
#include "app/installation.hpp"
#include "base/json.hpp"
#include "base/utf8.hpp"
#include "cli/commands.hpp"
#include "cli/task_report.hpp"
#include "studio/task_catalog.hpp"

namespace mss::cli {
namespace {

using tasks::Task;

constexpr int kPage = 200;
constexpr int kEventsShown = 1000;

// Tasks with the titles of their videos and the addresses of their accounts.
class Naming {
public:
    static Result<Naming> of(app::Installation& installation) {
        Naming naming(installation.library());
        MSS_TRY_ASSIGN(const auto users, installation.accounts().list());
        for (const store::User& user : users)
            naming.emails_[user.id] = user.email;
        return naming;
    }

    NamedTask name(Task task) const {
        NamedTask named;
        std::string owner = task.owner;
        // Of a sample that was made before there was an account, only the video knows whose it is now.
        if (const auto video = library_.made_by(task); video && *video) {
            named.title = (*video)->title;
            owner = (*video)->owner_id;
        }
        if (const auto email = emails_.find(owner); email != emails_.end()) named.account = email->second;
        named.task = std::move(task);
        return named;
    }

private:
    explicit Naming(const studio::Library& library) : library_(library) {}

    const studio::Library& library_;
    std::map<std::string, std::string, std::less<>> emails_;  ///< by id
};

bool is_housekeeping(const Task& task) {
    return task.name == studio::kCleanUpSessions || task.name == studio::kCleanUpFiles;
}

Result<std::vector<Task>> newest_tasks(tasks::TaskStore& store, const TaskArguments& arguments) {
    tasks::TaskQuery query;
    query.limit = kPage;
    if (!arguments.state.empty()) query.state = tasks::state_named(arguments.state);
    std::vector<Task> newest;
    const auto most = static_cast<std::size_t>(arguments.limit);
    while (true) {
        MSS_TRY_ASSIGN(auto page, store.list(query));
        for (Task& task : page) {
            query.before = task.id;
            if (newest.size() < most && (arguments.all || !arguments.state.empty() || !is_housekeeping(task)))
                newest.push_back(std::move(task));
        }
        if (newest.size() == most || std::cmp_less(page.size(), kPage)) return newest;
    }
}

Result<void> list(app::Installation& installation, const TaskArguments& arguments, Console& console) {
    MSS_TRY_ASSIGN(auto found, newest_tasks(installation.tasks(), arguments));
    MSS_TRY_ASSIGN(const Naming naming, Naming::of(installation));
    if (!arguments.json && found.empty()) console.out << "There are no such tasks.\n";
    json::Array objects;
    for (Task& task : found) {
        const NamedTask named = naming.name(std::move(task));
        if (arguments.json)
            objects.push_back(task_object(named));
        else
            console.out << task_line(named);
    }
    if (arguments.json) console.out << json::pretty(objects);
    return {};
}

// Who sees a task wait may not know what it waits for. Not for programs, which read the list alone.
Result<void> tell_of_unserved(tasks::TaskStore& store, const TaskArguments& arguments, Console& console) {
    if (arguments.json) return {};
    MSS_TRY_ASSIGN(const auto queues, store.counts());
    MSS_TRY_ASSIGN(const auto workers, store.workers());
    for (const tasks::QueueCounts& queue : queues) {
        if (queue.ready + queue.scheduled == 0) continue;
        if (queue.paused)
            console.err << fmt::format("mss: the queue {} is paused; it goes on with `mss queue resume {}`\n",
                                       queue.queue, queue.queue);
        else if (!tasks::is_served(queue.queue, workers))
            console.err << fmt::format("mss: no worker takes the queue {}: start one with `mss up` or `mss worker`\n",
                                       queue.queue);
    }
    return {};
}

Result<void> show(app::Installation& installation, const TaskArguments& arguments, Console& console) {
    MSS_TRY_ASSIGN(auto task, installation.tasks().find(arguments.id));
    if (!task) return fail(Code::not_found, fmt::format("there is no task {}", utf8::printable(arguments.id, 60)));
    MSS_TRY_ASSIGN(const auto events, installation.tasks().events(task->id, 0, kEventsShown));
    MSS_TRY_ASSIGN(const Naming naming, Naming::of(installation));
    const NamedTask named = naming.name(std::move(*task));
    if (arguments.json) {
        json::Object object = task_object(named);
        object["events"] = event_objects(events);
        console.out << json::pretty(object);
    } else {
        console.out << task_report(named, events);
    }
    return {};
}

Result<void> change(app::Installation& installation, const TaskArguments& arguments, Console& console) {
    if (arguments.action == TaskArguments::Action::retry) {
        MSS_TRY(installation.library().revive(arguments.id));
        console.out << "It waits for a worker again.\n";
        return {};
    }
    MSS_TRY_ASSIGN(const auto before, installation.tasks().find(arguments.id));
    if (before && tasks::is_final(before->state))
        return fail(Code::conflict, fmt::format("it has ended already: it is {}", name_of(before->state)));
    MSS_TRY_ASSIGN(const tasks::State state, installation.tasks().cancel(arguments.id));
    if (!tasks::is_final(state))
        console.out << "It was asked to stop, and ends within seconds.\n";
    else
        console.out << fmt::format("It is {}.\n", name_of(state));
    return {};
}

Result<void> run(const TaskArguments& arguments, const Process& process, Console& console) {
    MSS_TRY(app::check_exists(process.settings));
    MSS_TRY_ASSIGN(const auto installation,
                   app::Installation::open(process.settings, app::running_program(), process.log));
    // Where all workers died, nobody else may have seen it yet: what they ran does not run any more.
    MSS_TRY(installation->tasks().recover());
    switch (arguments.action) {
        case TaskArguments::Action::list:
            MSS_TRY(list(*installation, arguments, console));
            return tell_of_unserved(installation->tasks(), arguments, console);
        case TaskArguments::Action::show: return show(*installation, arguments, console);
        default: return change(*installation, arguments, console);
    }
}

}  // namespace

int run_task(const TaskArguments& arguments, const Process& process, Console& console) {
    const auto done = run(arguments, process, console);
    return done ? finish(console) : report(console, process.log, done.error());
}

}  // namespace mss::cli
