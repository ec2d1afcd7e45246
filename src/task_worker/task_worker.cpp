#include "task_worker/task_worker.hpp"

#include <iostream>
#include <stdexcept>
#include <unistd.h>

#include <fmt/format.h>

#include "base/clock.hpp"
#include "base/flag.hpp"
#include "base/host.hpp"
#include "base/stop_signal.hpp"
#include "celery/typed_values.hpp"
#include "cluster/cluster_member.hpp"
#include "cluster/redis_task_store.hpp"
#include "cluster/task_record.hpp"
#include "redis/endpoint.hpp"
#include "tasks/worker.hpp"

namespace mss::task_worker {
namespace {

std::string hostname_of(const TaskWorkerOptions& options) {
    return fmt::format("{}-{}@{}", options.name, ::getpid(), host_name());
}

cluster::RedisStoreOptions store_options(const TaskWorkerOptions& options, const redis::Endpoint& endpoint,
                                         const tasks::Registry& registry, const observe::Logger& log) {
    cluster::RedisStoreOptions store;
    store.endpoint = endpoint;
    store.naming = options.naming;
    store.naming.database = endpoint.database;
    store.queues = options.queues;
    if (options.refuse_unknown) store.kinds = registry.names();
    store.retries_max = options.retries_max;
    if (options.track_started) store.started_by = hostname_of(options);
    store.result_keep = options.result_keep;
    store.log = &log;
    return store;
}

cluster::WorkerFacts facts_of(const TaskWorkerOptions& options, const redis::Endpoint& endpoint,
                              const tasks::Registry& registry) {
    cluster::WorkerFacts facts;
    facts.membership.endpoint = endpoint;
    facts.membership.naming = options.naming;
    facts.membership.naming.database = endpoint.database;
    facts.membership.pid = ::getpid();
    facts.membership.hostname = hostname_of(options);
    facts.membership.software = options.name;
    facts.membership.version = options.version;
    facts.queues = options.queues;
    facts.kinds = registry.runnable();
    facts.heavy_slots = 0;
    facts.light_threads = options.threads;
    facts.light_prefetch = options.prefetch;
    facts.track_started = options.track_started;
    facts.broker_url = options.broker_url;
    facts.result_url = options.broker_url;
    facts.result_keep_seconds = options.result_keep.count();
    return facts;
}

}  // namespace

namespace detail {

Result<GivenArguments> given_arguments(const json::Value& arguments) {
    MSS_TRY_ASSIGN(const json::Value plain, celery::with_plain_values(arguments));
    if (!plain.is_object()) return fail(Code::invalid, "its arguments are no object");
    GivenArguments given;
    given.kwargs = plain.get_object();
    if (const json::Value* places = plain.get_object().if_contains(cluster::kPositional)) {
        if (!places->is_array()) return fail(Code::invalid, "its arguments are no list");
        given.args = places->get_array();
        given.kwargs.erase(cluster::kPositional);
    }
    return given;
}

}  // namespace detail

void TaskWorker::add(tasks::Definition definition) {
    if (definition.heavy) throw std::logic_error("a heavy task needs a process of its own: " + definition.name);
    registry_.add(std::move(definition));
}

Result<void> TaskWorker::run() {
    const StopSignal stop;
    return run(stop.fd());
}

Result<void> TaskWorker::run(int stop_fd) {
    auto endpoint = redis::parse_endpoint(options_.broker_url);
    if (!endpoint) return std::unexpected(endpoint.error().with_context("the address of the broker"));
    const observe::Logger own_log(std::cerr, observe::Level::warning);
    const observe::Logger& log = options_.log != nullptr ? *options_.log : own_log;
    const SystemClock clock;
    MSS_TRY_ASSIGN(const auto store, cluster::RedisTaskStore::open(store_options(options_, *endpoint, registry_, log)));
    cluster::ClusterMember member(facts_of(options_, *endpoint, registry_), *store, clock, log);
    tasks::WorkerOptions options;
    options.queues = options_.queues;
    options.heavy_slots = 0;
    options.light_threads = options_.threads;
    options.light_prefetch = options_.prefetch;
    options.steering = &member.steering();
    tasks::Worker worker(member.store(), registry_, clock, log, std::move(options));
    const AnyOf either(stop_fd, member.shutdown_fd());
    return worker.run(either.fd());
}

}  // namespace mss::task_worker
