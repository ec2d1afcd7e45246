#include "support/task_child/running_worker.hpp"

#include <csignal>
#include <fstream>
#include <poll.h>
#include <stdexcept>
#include <utility>

namespace mss::test {
namespace {

using Steady = std::chrono::steady_clock;

tasks::WorkerOptions with_child(tasks::WorkerOptions options) {
    if (options.child_program.empty()) options.child_program = MSS_TASK_CHILD;
    return options;
}

}  // namespace

bool eventually(const std::function<bool()>& holds, std::chrono::milliseconds limit) {
    const auto deadline = Steady::now() + limit;
    while (!holds()) {
        if (Steady::now() >= deadline) return false;
        ::poll(nullptr, 0, 2);
    }
    return true;
}

bool is_gone(int pid) {
    if (pid <= 0) throw std::logic_error("no process has this number");
    if (::kill(pid, 0) != 0) return true;
    std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
    std::string text;
    std::getline(file, text);
    return text.empty() || text.find(") Z") != std::string::npos;
}

std::string enqueue(tasks::TaskStore& store, std::string_view name, const json::Value& arguments) {
    static const tasks::Registry kRegistry = task_kinds();
    const std::vector<tasks::TaskCall> calls{kRegistry.call(name, arguments, "somebody").value()};
    return store.enqueue(calls).value().front();
}

tasks::Task find(tasks::TaskStore& store, std::string_view id) {
    return store.find(id).value().value();
}

bool reaches(tasks::TaskStore& store, std::string_view id, tasks::State state) {
    return eventually([&] { return find(store, id).state == state; });
}

Family family_of(tasks::TaskStore& store, std::string_view id) {
    Family family;
    const bool came = eventually([&] {
        const tasks::Task task = find(store, id);
        if (task.state != tasks::State::running || task.progress.empty()) return false;
        family = json::decode_text<Family>(task.progress).value();
        return true;
    });
    if (!came) throw std::runtime_error("the task reported nothing");
    return family;
}

int count_events(tasks::TaskStore& store, std::string_view id, std::string_view kind) {
    int count = 0;
    for (const auto& event : store.events(id, 0, 1000).value())
        count += event.kind == kind ? 1 : 0;
    return count;
}

RunningWorker::RunningWorker(tasks::TaskStore& store, tasks::WorkerOptions options)
    : worker_(store, registry_, clock_, log_, with_child(std::move(options))),
      thread_([this] { outcome_ = worker_.run(stop_.fd()); }) {}

RunningWorker::~RunningWorker() {
    stop();
}

std::chrono::milliseconds RunningWorker::stop() {
    const auto begun = Steady::now();
    stop_.set();
    if (thread_.joinable()) thread_.join();
    if (!outcome_) throw std::runtime_error(outcome_.error().message);
    return std::chrono::duration_cast<std::chrono::milliseconds>(Steady::now() - begun);
}

}  // namespace mss::test
