// The program that tests of whole fleets start, several at once on one Redis server, and kill:
//   mss_fleet_worker serve URL EFFECTS VISIBILITY   a whole worker, until SIGTERM; VISIBILITY: seconds until what a
//   Python
//                                                   worker took counts as forgotten
//   mss_fleet_worker child EFFECTS                  the child of a heavy slot, which the above starts
//   mss_fleet_worker send URL KIND COUNT MS         sends tasks one after the other, each until it is accepted, and
//   then
//                                                   prints its id
//   mss_fleet_worker cancel URL                     cancels each id of its input and prints it with the state after it
// Its kinds, "fleet.light" and "fleet.heavy", take {"ms": how long}. Each writes a line of JSON to the file EFFECTS as
// it begins and another as its work is done, before its worker knows: that is the effect that is counted.

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <iostream>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

#include <boost/describe.hpp>
#include <fmt/format.h>

#include "base/fd.hpp"
#include "base/flag.hpp"
#include "base/host.hpp"
#include "base/identifier.hpp"
#include "base/process.hpp"
#include "cluster/cluster_member.hpp"
#include "cluster/redis_task_store.hpp"
#include "tasks/child_server.hpp"
#include "tasks/worker.hpp"

namespace {

using namespace mss;

constexpr const char* kLight = "fleet.light";
constexpr const char* kHeavy = "fleet.heavy";
constexpr int kAgainAfter = 50;  // ms
constexpr int kMany = 1'000;     // and more are sent kBatch at a time
constexpr int kBatch = 100;
constexpr int kCancelling = 16;  // threads

struct Work {
    int ms = 0;
};
BOOST_DESCRIBE_STRUCT(Work, (), (ms))

// One write of one line, so that those of several processes do not mix.
void write_effect(const std::string& file, std::string_view what, const tasks::TaskContext& context) {
    const std::chrono::duration<double> now = std::chrono::system_clock::now().time_since_epoch();
    const std::string line = fmt::format(R"({{"what":"{}","id":"{}","fence":{},"pid":{},"at":{:.3f}}})"
                                         "\n",
                                         what, context.task_id, context.fence, ::getpid(), now.count());
    const UniqueFd out(::open(file.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600));
    if (!out || ::write(out.get(), line.data(), line.size()) != static_cast<ssize_t>(line.size())) std::abort();
}

tasks::Registry kinds(const std::string& effects) {
    tasks::Registry registry;
    for (const char* name : {kLight, kHeavy}) {
        auto definition = tasks::define<Work>(
            name, [effects](const Work& work, const tasks::TaskContext& context) -> Result<json::Value> {
                write_effect(effects, "begin", context);
                if (wait_readable(context.cancel_fd, work.ms)) return fail(Code::cancelled, "it was asked to stop");
                write_effect(effects, "done", context);
                return json::Value{{"fence", context.fence}, {"pid", ::getpid()}};
            });
        definition.heavy = name == kHeavy;
        definition.queue = "celery";
        registry.add(std::move(definition));
    }
    return registry;
}

Result<std::unique_ptr<cluster::RedisTaskStore>> open_store(const std::string& url, int visibility = 3'600) {
    cluster::RedisStoreOptions options;
    MSS_TRY_ASSIGN(options.endpoint, redis::parse_endpoint(url));
    options.naming.database = options.endpoint.database;
    options.kinds = {kLight, kHeavy};
    options.visibility_timeout = std::chrono::seconds(visibility);
    return cluster::RedisTaskStore::open(std::move(options));
}

cluster::WorkerFacts facts_of(const redis::Endpoint& endpoint, const std::string& url) {
    cluster::WorkerFacts facts;
    facts.membership.endpoint = endpoint;
    facts.membership.naming.database = endpoint.database;
    facts.membership.pid = ::getpid();
    facts.membership.hostname = fmt::format("fleet-{}@{}", ::getpid(), host_name());
    facts.kinds = {kLight, kHeavy};
    facts.broker_url = facts.result_url = url;
    return facts;
}

Result<void> serve(const std::string& url, const std::string& effects, int visibility, const observe::Logger& log) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // a test that fails leaves no worker behind
    sigset_t signals;
    ::sigemptyset(&signals);
    ::sigaddset(&signals, SIGTERM);
    ::sigprocmask(SIG_BLOCK, &signals, nullptr);
    const UniqueFd stop(::signalfd(-1, &signals, SFD_CLOEXEC));
    const SystemClock clock;
    MSS_TRY_ASSIGN(const redis::Endpoint endpoint, redis::parse_endpoint(url));
    MSS_TRY_ASSIGN(const auto store, open_store(url, visibility));
    cluster::ClusterMember member(facts_of(endpoint, url), *store, clock, log);
    const tasks::Registry registry = kinds(effects);
    tasks::Worker worker(member.store(), registry, clock, log,
                         {.heavy_slots = 2,
                          .light_threads = 4,
                          .child_program = "/proc/self/exe",
                          .child_arguments = {"child", effects}});
    std::cout << "serves" << std::endl;  // NOLINT(performance-avoid-endl): whoever reads waits for it
    return worker.run(stop.get());
}

Result<void> send(const std::string& url, const std::string& kind, int count, int length) {
    MSS_TRY_ASSIGN(const auto store, open_store(url));
    const tasks::Registry registry = kinds({});
    const int batch = count >= kMany ? kBatch : 1;
    for (int sent = 0; sent < count; sent += batch) {
        std::vector<tasks::TaskCall> calls;
        for (int i = 0; i < std::min(batch, count - sent); ++i) {
            MSS_TRY_ASSIGN(tasks::TaskCall call, registry.call(kind, {{"ms", length}}, "somebody"));
            call.id = uuid_v4();
            calls.push_back(std::move(call));
        }
        while (true) {
            const auto accepted = store->enqueue(calls);
            // That the ids are taken says that a try of which nothing was heard has been accepted.
            if (accepted || accepted.error().code == Code::conflict) break;
            if (accepted.error().code == Code::invalid) return std::unexpected(accepted.error());
            wait_readable(-1, kAgainAfter);
        }
        for (const tasks::TaskCall& call : calls)
            std::cout << call.id << '\n';
        std::cout << std::flush;  // they count from now on
    }
    return {};
}

Result<void> cancel(const std::string& url) {
    MSS_TRY_ASSIGN(const auto store, open_store(url));
    std::mutex mutex;  // guards both streams
    const auto some = [&] {
        std::string id;
        while (true) {
            {
                const std::scoped_lock lock(mutex);
                if (!std::getline(std::cin, id)) return;
            }
            const auto state = store->cancel(id);
            const std::scoped_lock lock(mutex);
            std::cout << id << ' ' << (state ? tasks::name_of(*state) : name_of(state.error().code)) << '\n';
        }
    };
    std::vector<std::jthread> threads;
    threads.reserve(kCancelling);
    for (int i = 0; i < kCancelling; ++i)
        threads.emplace_back(some);
    return {};
}

Result<void> run(const std::vector<std::string>& words, const observe::Logger& log) {
    const std::string mode = words.empty() ? "" : words[0];
    if (mode == "serve" && words.size() == 4) return serve(words[1], words[2], std::atoi(words[3].c_str()), log);
    if (mode == "child" && words.size() == 2) return tasks::serve_child(kinds(words[1]), log, ChildProcess::kControlFd);
    if (mode == "send" && words.size() == 5)
        return send(words[1], words[2], std::atoi(words[3].c_str()), std::atoi(words[4].c_str()));
    if (mode == "cancel" && words.size() == 2) return cancel(words[1]);
    return fail(Code::invalid, "see the head of main.cpp for what may be asked");
}

}  // namespace

int main(int count, char** words) {
    const observe::Logger log(std::cerr, observe::Level::info);
    const auto done = run({words + 1, words + count}, log);
    if (!done) std::cerr << done.error().message << "\n";
    return done ? 0 : 1;
}
