#include "app/work.hpp"

#include <algorithm>
#include <string_view>

#include "app/app.hpp"
#include "app/broker.hpp"
#include "base/cpu.hpp"

namespace mss::app {
namespace {

// One render keeps about this many processors busy.
constexpr int kProcessorsAVideo = 4;

// A child needs to know that there is a broker, not where, nor the passwords.
std::string for_child(const std::string& flag) {
    constexpr std::string_view kBroker = "broker_url=";
    if (flag.starts_with("broker_sentinel_password=")) return "broker_sentinel_password=";
    if (!flag.starts_with(kBroker) || flag == kBroker || flag.starts_with("broker_url=sqlite")) return flag;
    return "broker_url=redis://parent";
}

tasks::WorkerOptions worker_options(const WorkerChoice& choice, const std::filesystem::path& own_program,
                                    const std::vector<std::string>& settings_flags) {
    tasks::WorkerOptions options;
    options.queues = choice.queues;
    options.heavy_slots =
        choice.concurrency > 0 ? choice.concurrency : std::max(1, usable_processors() / kProcessorsAVideo);
    if (choice.prefetch > 0) options.light_prefetch = choice.prefetch;
    options.child_program = own_program;
    options.child_arguments = {kChildCommand};
    for (const std::string& flag : settings_flags)
        options.child_arguments.push_back("--set=" + for_child(flag));
    return options;
}

}  // namespace

Result<std::unique_ptr<InstalledWorker>> InstalledWorker::make(Installation& installation,
                                                               const config::Settings& settings,
                                                               const WorkerChoice& choice,
                                                               const std::filesystem::path& own_program,
                                                               const std::vector<std::string>& settings_flags,
                                                               const observe::Logger& log) {
    std::unique_ptr<InstalledWorker> made(new InstalledWorker);
    tasks::WorkerOptions options = worker_options(choice, own_program, settings_flags);
    tasks::TaskStore* queue = &installation.queue();
    if (!queue_is_here(settings)) {
        MSS_TRY_ASSIGN(cluster::WorkerFacts facts, worker_facts(settings, installation.registry(), options));
        made->member_.emplace(std::move(facts), *queue, installation.clock(), log);
        queue = &made->member_->store();
        options.steering = &made->member_->steering();
    }
    made->worker_.emplace(*queue, installation.registry(), installation.clock(), log, std::move(options));
    return made;
}

Result<void> InstalledWorker::run(int stop_fd) {
    if (!member_) return worker_->run(stop_fd);
    const AnyOf either(stop_fd, member_->shutdown_fd());
    return worker_->run(either.fd());
}

}  // namespace mss::app
