// mss_bench_cluster: a worker of ours on a Redis server and the program that gives it tasks, for a side-by-side run
// with other queues. It speaks Celery's protocol, so its tasks are those of any Celery client. Each operation but
// `worker` prints one JSON line with what it measured.
//
//   worker --redis URL -c N     serves the queue "celery" with N threads
//   enqueue N                   N single enqueues, one after another
//   bulk N                      N in pipelines
//   latency N GAP_MS            tasks that store the time (us) from their enqueue to their start
//   status K                    K reads of the state and the result of finished tasks
//   slow S                      one task that tells its start, waits S seconds, and tells its end
// Without --redis the server is the one on REDIS_PORT of this machine.

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>
#include <sys/signalfd.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include <fmt/format.h>

#include "base/fd.hpp"
#include "base/flag.hpp"
#include "base/random.hpp"
#include "celery/result_meta.hpp"
#include "cluster/cluster_member.hpp"
#include "cluster/redis_task_store.hpp"
#include "redis/connection.hpp"
#include "task_client/task_client.hpp"
#include "tasks/worker.hpp"

namespace {

using namespace mss;
using Steady = std::chrono::steady_clock;

constexpr const char* kNothing = "bench.noop";
constexpr const char* kLatency = "bench.latency";
constexpr const char* kSlow = "bench.slow";
constexpr std::size_t kTogether = 1'000;
constexpr std::chrono::milliseconds kLong{60'000};

struct NumberArgument {
    std::int64_t number = 0;
};
BOOST_DESCRIBE_STRUCT(NumberArgument, (), (number))

/// Of CLOCK_MONOTONIC, which all processes of a machine share.
std::int64_t now_us() {
    return std::chrono::duration_cast<std::chrono::microseconds>(Steady::now().time_since_epoch()).count();
}

redis::Connection connect(redis::Endpoint endpoint, int database) {
    endpoint.database = database;
    return redis::Connection::open(endpoint, {}).value();
}

tasks::Registry make_registry(const redis::Endpoint& endpoint) {
    tasks::Registry registry;
    registry.add(tasks::define<NumberArgument>(
        kNothing, [](const NumberArgument& argument, const tasks::TaskContext&) -> Result<json::Value> {
            return json::Value{{"ok", true}, {"i", argument.number}};
        }));
    registry.add(tasks::define<NumberArgument>(
        kLatency, [](const NumberArgument& argument, const tasks::TaskContext&) -> Result<json::Value> {
            return json::Value(now_us() - argument.number);
        }));
    registry.add(tasks::define<NumberArgument>(
        kSlow, [endpoint](const NumberArgument& argument, const tasks::TaskContext&) -> Result<json::Value> {
            redis::Connection redis = connect(endpoint, 3);
            MSS_TRY(redis.call({"RPUSH", "starts", fmt::format("{:.6f}", static_cast<double>(now_us()) / 1e6)}));
            std::this_thread::sleep_for(std::chrono::seconds(argument.number));
            MSS_TRY(redis.call({"RPUSH", "ends", fmt::format("{:.6f}", static_cast<double>(now_us()) / 1e6)}));
            return json::Value(nullptr);
        }));
    return registry;
}

UniqueFd stop_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    return UniqueFd(::signalfd(-1, &signals, SFD_CLOEXEC));
}

int serve(const redis::Endpoint& endpoint, int threads) {
    const UniqueFd stop = stop_signals();
    const SystemClock clock;
    const observe::Logger log(std::cerr, observe::Level::warning);
    const tasks::Registry registry = make_registry(endpoint);
    cluster::RedisStoreOptions options{.endpoint = endpoint, .naming = {}, .kinds = registry.runnable()};
    options.naming.database = endpoint.database;
    options.log = &log;
    const auto store = cluster::RedisTaskStore::open(std::move(options)).value();
    cluster::WorkerFacts facts;
    facts.membership.endpoint = endpoint;
    facts.membership.naming.database = endpoint.database;
    facts.membership.hostname = fmt::format("bench-{}@localhost", ::getpid());
    facts.membership.pid = ::getpid();
    facts.queues = {"celery"};
    facts.kinds = registry.runnable();
    facts.light_threads = threads;
    cluster::ClusterMember member(std::move(facts), *store, clock, log);
    tasks::WorkerOptions worker_options;
    worker_options.queues = {"celery"};
    worker_options.heavy_slots = 0;
    worker_options.light_threads = threads;
    worker_options.steering = &member.steering();
    tasks::Worker worker(member.store(), registry, clock, log, worker_options);
    return worker.run(stop.get()) ? 0 : 1;
}

task_client::TaskClient open_client(const std::string& address) {
    return task_client::TaskClient::open(address).value();
}

celery::Signature call_of(const char* task, std::int64_t number) {
    celery::Signature call;
    call.task = task;
    call.kwargs["number"] = number;
    return call;
}

task_client::TaskHandle send(const task_client::TaskClient& client, const char* task, std::int64_t number) {
    return client.send(task, {}, {{"number", number}}).value();
}

void print_rate(std::int64_t count, Steady::time_point began) {
    fmt::print("{{\"n\": {}, \"s\": {:.6f}}}\n", count, std::chrono::duration<double>(Steady::now() - began).count());
}

void measure_enqueue(const task_client::TaskClient& client, std::int64_t count) {
    send(client, kNothing, 0);
    const auto began = Steady::now();
    for (std::int64_t i = 1; i < count; ++i)
        send(client, kNothing, i);
    print_rate(count - 1, began);
}

void measure_bulk(const task_client::TaskClient& client, std::int64_t count) {
    const auto began = Steady::now();
    for (std::int64_t done = 0; done < count;) {
        std::vector<celery::Signature> calls;
        for (; done < count && calls.size() < kTogether; ++done)
            calls.push_back(call_of(kNothing, done));
        client.send_all(std::move(calls)).value();
    }
    print_rate(count, began);
}

void measure_latency(const task_client::TaskClient& client, std::int64_t count, std::chrono::milliseconds gap) {
    send(client, kLatency, now_us()).wait(kLong).value();
    std::vector<task_client::TaskHandle> handles;
    for (std::int64_t i = 0; i < count; ++i) {
        handles.push_back(send(client, kLatency, now_us()));
        std::this_thread::sleep_for(gap);
    }
    std::string times;
    for (const auto& handle : handles)
        times += fmt::format("{}{}", times.empty() ? "" : ", ", handle.wait(kLong).value().to_number<std::int64_t>());
    fmt::print("{{\"us\": [{}]}}\n", times);
}

void measure_status(const task_client::TaskClient& client, std::int64_t count) {
    std::vector<task_client::TaskHandle> handles;
    for (int i = 0; i < 50; ++i)
        handles.push_back(send(client, kNothing, i));
    for (const auto& handle : handles)
        handle.wait(kLong).value();
    Random random{std::uint64_t{1}};
    const auto began = Steady::now();
    for (std::int64_t i = 0; i < count; ++i) {
        const task_client::TaskReport report = handles[random.below(handles.size())].look().value();
        if (report.state != celery::state::kSuccess || !report.value.at("ok").as_bool())
            throw std::runtime_error("a finished task has no result");
    }
    print_rate(count, began);
}

std::int64_t number_of(std::string_view text) {
    double number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return static_cast<std::int64_t>(number);
}

int run(const std::vector<std::string>& words) {
    const auto after = [&](std::string_view flag) -> std::string {
        const auto found = std::ranges::find(words, flag);
        return found == words.end() || found + 1 == words.end() ? std::string() : *(found + 1);
    };
    const char* port = std::getenv("REDIS_PORT");  // NOLINT(concurrency-mt-unsafe): before any thread
    std::string address = after("--redis");
    if (address.empty()) address = fmt::format("redis://127.0.0.1:{}/0", port == nullptr ? "6379" : port);
    const redis::Endpoint endpoint = redis::parse_endpoint(address).value();
    const auto number = [&](std::size_t place) { return words.size() > place ? number_of(words[place]) : 0; };
    const std::string& operation = words.at(0);
    if (operation == "worker") return serve(endpoint, std::max(1, static_cast<int>(number_of(after("-c")))));
    const task_client::TaskClient client = open_client(address);
    if (operation == "enqueue") measure_enqueue(client, number(1));
    if (operation == "bulk") measure_bulk(client, number(1));
    if (operation == "latency") measure_latency(client, number(1), std::chrono::milliseconds(number(2)));
    if (operation == "status") measure_status(client, number(1));
    if (operation == "slow") {
        send(client, kSlow, number(1));
        fmt::print("{{}}\n");
    }
    return 0;
}

}  // namespace

int main(int count, char** words) {
    if (count < 2) return 2;
    try {
        return run(std::vector<std::string>(words + 1, words + count));
    } catch (const std::exception& error) {
        std::cerr << error.what() << '\n';
        return 1;
    }
}
