#include "app/work.hpp"

#include <algorithm>

#include "base/cpu.hpp"

namespace mss::app {
namespace {

// One render keeps about this many processors busy.
constexpr int kProcessorsAVideo = 4;

}  // namespace

std::unique_ptr<tasks::Worker> make_worker(Installation& installation, const WorkerChoice& choice,
                                           const std::filesystem::path& own_program,
                                           const std::vector<std::string>& settings_flags, const observe::Logger& log) {
    tasks::WorkerOptions options;
    options.queues = choice.queues;
    options.heavy_slots =
        choice.concurrency > 0 ? choice.concurrency : std::max(1, usable_processors() / kProcessorsAVideo);
    options.child_program = own_program;
    options.child_arguments = {kChildCommand};
    for (const std::string& flag : settings_flags)
        options.child_arguments.push_back("--set=" + flag);
    return std::make_unique<tasks::Worker>(installation.queue(), installation.registry(), installation.clock(), log,
                                           std::move(options));
}

}  // namespace mss::app
