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
#include "celery/keys.hpp"
#include "celery/publishing.hpp"
#include "celery/result_meta.hpp"
#include "celery/wire_json.hpp"
#include "cluster/cluster_member.hpp"
#include "cluster/redis_task_store.hpp"
#include "cluster/task_record.hpp"
#include "redis/connection.hpp"
#include "tasks/worker.hpp"

namespace {

using namespace mss;
using Steady = std::chrono::steady_clock;

constexpr const char* kNothing = "bench.noop";
constexpr const char* kLatency = "bench.latency";
constexpr const char* kSlow = "bench.slow";
constexpr int kPipeline = 100;  // messages of one command
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
    tasks::Worker worker(member.store(), registry, clock, log, worker_options);
    return worker.run(stop.get()) ? 0 : 1;
}

/// What a program has that sends tasks and waits for results.
class Client {
public:
    explicit Client(const redis::Endpoint& endpoint) : redis_(connect(endpoint, endpoint.database)) {
        naming_.database = endpoint.database;
        sender_.origin = fmt::format("gen{}@bench", ::getpid());
        sender_.reply_to = "bench";
        // As Celery declares a queue where it first sends to it.
        redis_
            .call({"SADD", "_kombu.binding.celery",
                   "celery\x06\x16\x06\x16"
                   "celery"})
            .value();
    }

    void enqueue(const char* task, std::int64_t number) {
        redis_.call({"LPUSH", "celery", message(task, number)}).value();
    }
    std::string enqueue_and_name(const char* task, std::int64_t number) {
        celery::TaskMessage made = celery::new_task(task, {}, {{"number", number}}, sender_);
        redis_.call({"LPUSH", "celery", cluster::write_message(made).text}).value();
        return made.id;
    }
    void enqueue_many(const char* task, int count) {
        redis::Command command{"LPUSH", "celery"};
        for (int i = 0; i < count; ++i) {
            command.push_back(message(task, i));
            if (command.size() < kPipeline + 2 && i + 1 < count) continue;
            redis_.call(command).value();
            command.resize(2);
        }
    }
    /// Nothing where it has not ended.
    std::optional<json::Value> result(const std::string& id) {
        const redis::Reply text = redis_.call({"GET", celery::result_key(naming_, id)}).value();
        if (text.is_nil()) return std::nullopt;
        celery::ResultMeta meta = celery::read_result(text.text).value();
        if (meta.status != celery::state::kSuccess) return std::nullopt;
        return std::move(meta.result);
    }
    json::Value wait(const std::string& id) {
        const auto deadline = Steady::now() + kLong;
        while (Steady::now() < deadline) {
            if (auto found = result(id)) return std::move(*found);
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        }
        throw std::runtime_error("a task did not end");
    }

private:
    std::string message(const char* task, std::int64_t number) {
        return cluster::write_message(celery::new_task(task, {}, {{"number", number}}, sender_)).text;
    }

    redis::Connection redis_;
    celery::Naming naming_;
    celery::Sender sender_;
};

void print_rate(std::int64_t count, Steady::time_point began) {
    fmt::print("{{\"n\": {}, \"s\": {:.6f}}}\n", count, std::chrono::duration<double>(Steady::now() - began).count());
}

void measure_enqueue(Client& client, std::int64_t count) {
    client.enqueue(kNothing, 0);
    const auto began = Steady::now();
    for (std::int64_t i = 1; i < count; ++i)
        client.enqueue(kNothing, i);
    print_rate(count - 1, began);
}

void measure_bulk(Client& client, std::int64_t count) {
    const auto began = Steady::now();
    client.enqueue_many(kNothing, static_cast<int>(count));
    print_rate(count, began);
}

void measure_latency(Client& client, std::int64_t count, std::chrono::milliseconds gap) {
    client.wait(client.enqueue_and_name(kLatency, now_us()));
    std::vector<std::string> ids;
    for (std::int64_t i = 0; i < count; ++i) {
        ids.push_back(client.enqueue_and_name(kLatency, now_us()));
        std::this_thread::sleep_for(gap);
    }
    std::string times;
    for (const std::string& id : ids)
        times += fmt::format("{}{}", times.empty() ? "" : ", ", client.wait(id).to_number<std::int64_t>());
    fmt::print("{{\"us\": [{}]}}\n", times);
}

void measure_status(Client& client, std::int64_t count) {
    std::vector<std::string> ids;
    for (int i = 0; i < 50; ++i)
        ids.push_back(client.enqueue_and_name(kNothing, i));
    for (const std::string& id : ids)
        client.wait(id);
    Random random{std::uint64_t{1}};
    const auto began = Steady::now();
    for (std::int64_t i = 0; i < count; ++i) {
        const auto found = client.result(ids[random.below(ids.size())]);
        if (!found || !found->at("ok").as_bool()) throw std::runtime_error("a finished task has no result");
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
    Client client(endpoint);
    if (operation == "enqueue") measure_enqueue(client, number(1));
    if (operation == "bulk") measure_bulk(client, number(1));
    if (operation == "latency") measure_latency(client, number(1), std::chrono::milliseconds(number(2)));
    if (operation == "status") measure_status(client, number(1));
    if (operation == "slow") {
        client.enqueue(kSlow, number(1));
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
