// Looking after queues from a terminal.
#include <ostream>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "app/app.hpp"
#include "app/installation.hpp"
#include "base/json.hpp"
#include "cli/commands.hpp"
#include "tasks/known_queues.hpp"

namespace mss::cli {
namespace {

using tasks::QueueCounts;
using tasks::WorkerCard;

struct ListedQueue {
    std::string name;
    bool paused = false;
    bool served = false;
    std::int64_t ready = 0;
    std::int64_t scheduled = 0;
    std::int64_t running = 0;
    std::int64_t dead = 0;
};
BOOST_DESCRIBE_STRUCT(ListedQueue, (), (name, paused, served, ready, scheduled, running, dead))

std::string queue_line(const ListedQueue& queue) {
    std::string line = fmt::format("{}: {} ready to run, {} for later, {} running, {} failed", queue.name, queue.ready,
                                   queue.scheduled, queue.running, queue.dead);
    if (queue.paused) line += "; paused, goes on with `mss queue resume " + queue.name + "`";
    if (!queue.served) line += "; no worker takes it: start one with `mss up` or `mss worker`";
    return line + '\n';
}

std::string worker_line(const WorkerCard& worker) {
    std::string queues = "all queues";
    if (!worker.queues.empty()) queues = fmt::format("queues {}", fmt::join(worker.queues, ", "));
    if (!worker.except.empty()) queues += fmt::format(" but {}", fmt::join(worker.except, ", "));
    return fmt::format("worker {} of {}: {} video{} at once, {}\n", worker.pid, worker.host, worker.concurrency,
                       worker.concurrency == 1 ? "" : "s", queues);
}

Result<void> list(app::Installation& installation, const QueueArguments& arguments, Console& console) {
    MSS_TRY_ASSIGN(const auto workers, installation.tasks().workers());
    MSS_TRY_ASSIGN(const auto queues, installation.library().queues(workers));
    std::vector<ListedQueue> listed;
    for (const QueueCounts& queue : queues)
        listed.push_back({queue.queue, queue.paused, tasks::is_served(queue.queue, workers), queue.ready,
                          queue.scheduled, queue.running, queue.dead});
    if (arguments.json) {
        console.out << json::pretty(json::encode(listed));
        return {};
    }
    for (const ListedQueue& queue : listed)
        console.out << queue_line(queue);
    for (const WorkerCard& worker : workers)
        console.out << worker_line(worker);
    return {};
}

Result<void> run(const QueueArguments& arguments, const Process& process, Console& console) {
    MSS_TRY(app::check_exists(process.settings));
    MSS_TRY_ASSIGN(const auto installation,
                   app::Installation::open(process.settings, app::running_program(), process.log));
    tasks::TaskStore& store = installation->tasks();
    MSS_TRY(store.recover());
    if (arguments.action == QueueArguments::Action::list) return list(*installation, arguments, console);
    MSS_TRY_ASSIGN(const bool known, tasks::is_known_queue(store, arguments.name));
    if (!known)
        return fail(Code::not_found, fmt::format("there is no queue {}; mss queue list shows them", arguments.name));
    const bool pause = arguments.action == QueueArguments::Action::pause;
    MSS_TRY(pause ? store.pause(arguments.name) : store.resume(arguments.name));
    console.out << (pause ? fmt::format("The queue {} is paused: what runs goes on, nothing more is begun.\n",
                                        arguments.name)
                          : fmt::format("The queue {} goes on.\n", arguments.name));
    return {};
}

}  // namespace

int run_queue(const QueueArguments& arguments, const Process& process, Console& console) {
    const auto done = run(arguments, process, console);
    return done ? finish(console) : report(console, process.log, done.error());
}

}  // namespace mss::cli
