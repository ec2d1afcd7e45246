// The commands that stay: the server, workers, and the children of workers.
#include <algorithm>
#include <chrono>
#include <optional>
#include <ostream>
#include <unistd.h>

#include <fmt/format.h>

#include "app/app.hpp"
#include "app/installation.hpp"
#include "app/web.hpp"
#include "app/work.hpp"
#include "base/background.hpp"
#include "base/flag.hpp"
#include "base/process.hpp"
#include "base/stop_signal.hpp"
#include "base/utf8.hpp"
#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "studio/first_video.hpp"
#include "studio/housekeeping.hpp"
#include "tasks/child_server.hpp"

namespace mss::cli {
namespace {

constexpr std::chrono::milliseconds kRequestsGrace{3'000};
constexpr std::chrono::hours kHousekeepingEvery{1};

void say(Console& console, const std::string& line) {
    console.out << line << '\n';
    console.out.flush();
}

void clean_house(app::Installation& installation, const observe::Logger& log) {
    const auto ordered =
        studio::order_housekeeping(installation.tasks(), installation.registry(), installation.clock().now());
    if (!ordered) log.warning("cleaning up could not be ordered", {{"detail", ordered.error().message}});
}

// A server without a worker may be all that lives: who watches it is not to be told for ever that a dead one works.
void free_tasks_of_the_dead(tasks::TaskStore& store, const observe::Logger& log) {
    const auto recovered = store.recover();
    if (!recovered)
        log.warning("the store of tasks could not be looked at", {{"detail", recovered.error().message}});
    else if (*recovered > 0)
        log.info("tasks of a worker that died are ready again", {{"tasks", *recovered}});
}

// Waits for Ctrl-C or SIGTERM, or for the worker to fail, and meanwhile has the house cleaned once an hour.
void wait_for_stop(const StopSignal& stop, app::Installation& installation, const BackgroundWork* worker,
                   const observe::Logger& log) {
    using Steady = std::chrono::steady_clock;
    auto next_cleaning = Steady::now();
    while (!stop.requested() && (worker == nullptr || !worker->ended())) {
        if (Steady::now() >= next_cleaning) {
            clean_house(installation, log);
            next_cleaning += kHousekeepingEvery;
        }
        if (worker == nullptr) {
            free_tasks_of_the_dead(installation.tasks(), log);
            wait_readable(stop.fd(), static_cast<int>(tasks::kRenewEvery.count()));
        } else {
            const auto left = std::chrono::ceil<std::chrono::milliseconds>(next_cleaning - Steady::now());
            worker->wait_ended(stop.fd(), static_cast<int>(std::max<std::int64_t>(left.count(), 0)));
        }
    }
}

// A sample is a courtesy: where it cannot be made, the server runs all the same.
void make_first_video(app::Installation& installation, const std::string& topic, const StopSignal& stop,
                      Console& console) {
    // A model or an encyclopaedia may take its time, and the line with the address waits for this.
    const auto empty = installation.library().empty();
    if (empty && !*empty) {
        say(console, fmt::format("There are videos already, so none is made about \"{}\": order it on the page.",
                                 utf8::printable(topic, 80)));
        return;
    }
    if (empty) say(console, fmt::format("Finding the words of a first video, \"{}\"...", utf8::printable(topic, 80)));
    const auto ordered = studio::order_first_video(installation.library(), installation.sources(), topic,
                                                   [&] { return stop.requested(); });
    if (!ordered)
        console.err << "mss: no first video: " << ordered.error().message << '\n';
    else if (*ordered)
        say(console, fmt::format("Making a first video, \"{}\": it will be in the library of the first account.",
                                 (*ordered)->row.title));
}

Result<void> tell_first_code(app::Installation& installation, Console& console) {
    MSS_TRY_ASSIGN(const std::string code, installation.accounts().first_code());
    if (!code.empty())
        say(console, fmt::format("The first account, which becomes the owner's, needs this code: {}", code));
    return {};
}

// Whoever starts this process may wait for videos that nobody makes.
void tell_of_missing_worker(app::Installation& installation, const std::optional<app::WorkerChoice>& own,
                            Console& console) {
    const std::string queue = tasks::Definition{}.queue;
    const auto workers = installation.tasks().workers();
    tasks::WorkerCard here;
    if (own) here.queues = own->queues;
    if (!workers || tasks::is_served(queue, *workers) || (own && here.serves(queue))) return;
    say(console, fmt::format("No worker takes the queue {}: videos wait until one does (`mss worker`).", queue));
}

Result<void> serve(const ServeArguments& arguments, bool works, const Process& process, Console& console) {
    MSS_TRY_ASSIGN(const auto installation,
                   app::Installation::open(process.settings, app::running_program(), process.log));
    installation->keep_record();
    MSS_TRY_ASSIGN(const auto web, app::Web::listen(*installation, process.settings, process.log));
    const StopSignal stop;
    std::unique_ptr<app::InstalledWorker> worker;
    std::optional<BackgroundWork> working;
    if (works) {
        MSS_TRY_ASSIGN(worker, app::InstalledWorker::make(*installation, process.settings, arguments.worker,
                                                          app::running_program(), process.flags, process.log));
        working.emplace([&worker](int stop_fd) { return worker->run(stop_fd); });
    }
    web->start();
    say(console, fmt::format("MSS {}, data in {}", app::version(), process.settings.data_dir.string()));
    MSS_TRY(tell_first_code(*installation, console));
    if (!arguments.first_video.empty()) make_first_video(*installation, arguments.first_video, stop, console);
    tell_of_missing_worker(*installation, works ? std::optional(arguments.worker) : std::nullopt, console);
    const bool any_address = process.settings.public_url.empty() && app::reached_from_elsewhere(process.settings);
    say(console, fmt::format("Open {} ({}Ctrl-C ends it)", web->address(),
                             any_address ? "from other machines this one's own address; " : ""));

    wait_for_stop(stop, *installation, working ? &*working : nullptr, process.log);
    const bool failed = working && working->failed();
    if (failed) {
        say(console, "Stopping: the worker failed. What was ordered is kept.");
        return working->wait();
    }
    say(console, "Stopping: what is being made is kept, and goes on at the next start.");
    if (working) working->ask_to_stop();
    web->stop(kRequestsGrace);
    if (working) return working->wait();
    return {};
}

Result<void> work(const WorkerArguments& arguments, const Process& process, Console& console) {
    MSS_TRY_ASSIGN(const auto installation,
                   app::Installation::open(process.settings, app::running_program(), process.log));
    installation->keep_record();
    const StopSignal stop;
    MSS_TRY_ASSIGN(const auto worker, app::InstalledWorker::make(*installation, process.settings, arguments.worker,
                                                                 app::running_program(), process.flags, process.log));
    say(console, fmt::format("MSS {}, worker {} of {} (Ctrl-C ends it)", app::version(), ::getpid(),
                             process.settings.data_dir.string()));
    BackgroundWork working([&worker](int stop_fd) { return worker->run(stop_fd); });
    wait_for_stop(stop, *installation, &working, process.log);
    say(console, working.failed() ? "Stopping: the worker failed. What was ordered is kept."
                                  : "Stopping: what is being made is handed back.");
    working.ask_to_stop();
    return working.wait();
}

int finish_serving(const Result<void>& done, const Process& process, Console& console) {
    if (!done) return report(console, process.log, done.error());
    return finish(console);
}

}  // namespace

int run_up(const ServeArguments& arguments, const Process& process, Console& console) {
    return finish_serving(serve(arguments, true, process, console), process, console);
}

int run_web(const ServeArguments& arguments, const Process& process, Console& console) {
    return finish_serving(serve(arguments, false, process, console), process, console);
}

int run_worker(const WorkerArguments& arguments, const Process& process, Console& console) {
    return finish_serving(work(arguments, process, console), process, console);
}

int run_task_child(const Process& process, Console& console) {
    const auto installation =
        app::Installation::open(process.settings, app::running_program(), process.log, app::Reach::without_broker);
    if (!installation) return report(console, process.log, installation.error());
    return finish_serving(tasks::serve_child((*installation)->registry(), process.log, ChildProcess::kControlFd),
                          process, console);
}

}  // namespace mss::cli
