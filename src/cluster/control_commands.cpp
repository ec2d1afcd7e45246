#include "cluster/control_commands.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <csignal>
#include <exception>
#include <sys/resource.h>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/ascii.hpp"
#include "celery/python_repr.hpp"
#include "celery/wire_json.hpp"

namespace mss::cluster {
namespace {

using celery::error_reply;
using celery::take;
using celery::take_required;

// A member that is one text or a list of them, as Python's own functions take either.
Result<std::vector<std::string>> take_texts(json::Object& arguments, std::string_view name) {
    json::Value value;
    MSS_TRY(take(arguments, name, value));
    std::vector<std::string> texts;
    if (value.is_null()) return texts;
    if (value.is_string()) return std::vector<std::string>{std::string(value.get_string())};
    MSS_TRY(json::detail::read(value, texts, std::string(name)));
    return texts;
}

json::Value ok(std::string_view words) {
    return celery::ok_reply(json::Value(words));
}

json::Value error_of(const Error& error) {
    return error_reply(fmt::format("ValueError({})", celery::python_repr_text(error.message)));
}

// An answer of the worker's: done, or why not.
std::optional<json::Value> answer_of(const Result<void>& done, std::string_view words) {
    if (done) return ok(words);
    if (done.error().code == Code::not_found) return error_reply("unknown task");
    return error_of(done.error());
}

json::Value infos(std::vector<celery::RequestInfo> tasks, bool safe) {
    json::Array array;
    for (celery::RequestInfo& task : tasks) {
        if (safe) {  // as texts, in which nothing is too deep or too long
            const json::Array* args = task.args.if_array();
            task.args = celery::python_repr_tuple(args == nullptr ? json::Array() : *args);
            task.kwargs = celery::python_repr(task.kwargs);
        }
        array.emplace_back(celery::write_request_info(task));
    }
    return array;
}

Result<json::Object> stamps_of(const json::Value& headers) {
    if (headers.is_object()) return headers.get_object();
    std::vector<std::string> texts;
    MSS_TRY(json::detail::read(headers, texts, std::string("headers")));
    json::Object stamps;
    for (const std::string& text : texts) {
        const auto mark = text.find('=');
        if (mark == std::string::npos) return fail(Code::invalid, "a header is no name=value");
        stamps[text.substr(0, mark)] = text.substr(mark + 1);
    }
    return stamps;
}

bool is_flag(const json::Value& value) {
    if (value.is_bool()) return value.get_bool();
    return value.is_number() && value.to_number<double>() != 0;
}

}  // namespace

Result<int> signal_number(const json::Value& signal) {
    struct Named {
        std::string_view name;
        int number;
    };
    constexpr std::array<Named, 13> kSignals{{{"HUP", SIGHUP},
                                              {"INT", SIGINT},
                                              {"QUIT", SIGQUIT},
                                              {"ABRT", SIGABRT},
                                              {"KILL", SIGKILL},
                                              {"USR1", SIGUSR1},
                                              {"USR2", SIGUSR2},
                                              {"PIPE", SIGPIPE},
                                              {"ALRM", SIGALRM},
                                              {"TERM", SIGTERM},
                                              {"CONT", SIGCONT},
                                              {"STOP", SIGSTOP},
                                              {"TSTP", SIGTSTP}}};
    if (signal.is_null()) return SIGTERM;
    if (signal.is_int64() && signal.get_int64() > 0 && signal.get_int64() < NSIG)
        return static_cast<int>(signal.get_int64());
    if (signal.is_string()) {
        std::string upper(signal.get_string());
        std::ranges::transform(upper, upper.begin(), [](char byte) { return ascii::to_upper(byte); });
        std::string_view name = upper;
        if (name.starts_with("SIG")) name.remove_prefix(3);
        const auto* found = std::ranges::find(kSignals, name, &Named::name);
        if (found != kSignals.end()) return found->number;
    }
    return fail(Code::invalid, "no such signal");
}

Result<RateLimit> parse_rate(const json::Value& rate) {
    constexpr double kMinute = 60;
    constexpr double kHour = 3600;
    if (rate.is_null()) return RateLimit{};
    RateLimit limit;
    limit.text = rate.is_string() ? std::string(rate.get_string()) : celery::print_wire(rate);
    if (limit.text.empty()) return limit;
    const std::string_view text = limit.text;
    const auto slash = text.find('/');
    const std::string_view number = text.substr(0, slash);
    const std::string_view unit = slash == std::string_view::npos ? "s" : text.substr(slash + 1);
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), limit.per_second);
    const bool known = unit == "s" || unit == "m" || unit == "h";
    if (error != std::errc() || end != number.data() + number.size() || !known || !std::isfinite(limit.per_second) ||
        limit.per_second < 0)
        return fail(Code::invalid, fmt::format("Invalid rate limit string: {}", celery::python_repr_text(text, 100)));
    if (unit != "s") limit.per_second /= unit == "m" ? kMinute : kHour;
    if (limit.per_second == 0) limit.text.clear();
    return limit;
}

struct ControlCommands::Method {
    std::string_view name;
    Answer (ControlCommands::*function)(json::Object&);
};

// One line a method; the second names are Celery's as well.
std::span<const ControlCommands::Method> ControlCommands::methods() {
    static constexpr std::array<Method, 36> kMethods{{
        {"ping", &ControlCommands::ping},
        {"active", &ControlCommands::active},
        {"dump_active", &ControlCommands::active},
        {"reserved", &ControlCommands::reserved},
        {"dump_reserved", &ControlCommands::reserved},
        {"scheduled", &ControlCommands::scheduled},
        {"dump_schedule", &ControlCommands::scheduled},
        {"revoked", &ControlCommands::revoked},
        {"dump_revoked", &ControlCommands::revoked},
        {"registered", &ControlCommands::registered},
        {"dump_tasks", &ControlCommands::registered},
        {"active_queues", &ControlCommands::active_queues},
        {"stats", &ControlCommands::stats},
        {"conf", &ControlCommands::conf},
        {"dump_conf", &ControlCommands::conf},
        {"report", &ControlCommands::report},
        {"query_task", &ControlCommands::query_task},
        {"clock", &ControlCommands::clock},
        {"memsample", &ControlCommands::memsample},
        {"hello", &ControlCommands::hello},
        {"election", &ControlCommands::election},
        {"revoke", &ControlCommands::revoke},
        {"revoke_by_stamped_headers", &ControlCommands::revoke_by_stamped_headers},
        {"terminate", &ControlCommands::terminate},
        {"rate_limit", &ControlCommands::rate_limit},
        {"time_limit", &ControlCommands::time_limit},
        {"add_consumer", &ControlCommands::add_consumer},
        {"cancel_consumer", &ControlCommands::cancel_consumer},
        {"pool_grow", &ControlCommands::pool_grow},
        {"pool_shrink", &ControlCommands::pool_shrink},
        {"pool_restart", &ControlCommands::pool_restart},
        {"autoscale", &ControlCommands::autoscale},
        {"enable_events", &ControlCommands::enable_events},
        {"disable_events", &ControlCommands::disable_events},
        {"heartbeat", &ControlCommands::heartbeat},
        {"shutdown", &ControlCommands::shutdown},
    }};
    return kMethods;
}

ControlCommands::ControlCommands(Membership membership, ControlParties parties)
    : membership_(std::move(membership)), parties_(parties), started_(parties.clock.uptime()) {}

std::optional<json::Value> ControlCommands::answer(const celery::ControlRequest& request) {
    try {
        auto answered = run(request);
        if (answered) return *std::move(answered);
        parties_.log.warning("a command of remote control was not understood",
                             {{"method", request.method}, {"reason", answered.error().message}});
        return error_of(answered.error());
    } catch (const std::exception& error) {
        parties_.log.error("a command of remote control met an error of its own",
                           {{"method", request.method}, {"reason", error.what()}});
        return error_reply("RuntimeError('the worker met an error of its own')");
    }
}

ControlCommands::Answer ControlCommands::run(const celery::ControlRequest& request) {
    const auto all = methods();
    const auto found = std::ranges::find(all, request.method, &Method::name);
    if (found == all.end()) {
        parties_.log.warning("an unknown command of remote control", {{"method", request.method}});
        return celery::unknown_method(request.method);
    }
    json::Object arguments = request.arguments;  // taken apart as they are read
    return (this->*found->function)(arguments);
}

ControlCommands::Answer ControlCommands::ping(json::Object& /*arguments*/) {
    return ok("pong");
}

ControlCommands::Answer ControlCommands::active(json::Object& arguments) {
    json::Value safe;
    MSS_TRY(take(arguments, "safe", safe));
    return infos(parties_.worker.active(), is_flag(safe));
}

ControlCommands::Answer ControlCommands::reserved(json::Object& /*arguments*/) {
    return infos(parties_.worker.reserved(), false);
}

ControlCommands::Answer ControlCommands::scheduled(json::Object& /*arguments*/) {
    json::Array array;
    for (const ScheduledTask& task : parties_.worker.scheduled())
        array.emplace_back(celery::write_scheduled(task.eta, task.request));
    return array;
}

ControlCommands::Answer ControlCommands::revoked(json::Object& /*arguments*/) {
    return json::encode(parties_.revoked.all());
}

ControlCommands::Answer ControlCommands::registered(json::Object& /*arguments*/) {
    auto tasks = parties_.worker.registered();
    std::ranges::sort(tasks, {}, &celery::RegisteredTask::name);
    json::Array array;
    for (const celery::RegisteredTask& task : tasks)
        array.emplace_back(celery::write_registered(task));
    return array;
}

ControlCommands::Answer ControlCommands::active_queues(json::Object& /*arguments*/) {
    json::Array array;
    for (const celery::QueueInfo& queue : parties_.worker.queues())
        array.emplace_back(celery::write_queue(queue));
    return array;
}

ControlCommands::Answer ControlCommands::stats(json::Object& /*arguments*/) {
    celery::WorkerStats stats = parties_.worker.stats();
    stats.pid = membership_.pid;
    stats.clock = parties_.lamport.now();
    stats.uptime_seconds = std::chrono::duration_cast<std::chrono::seconds>(parties_.clock.uptime() - started_).count();
    ::getrusage(RUSAGE_SELF, &stats.resources);
    const redis::Endpoint& endpoint = membership_.endpoint;
    stats.broker.hostname = endpoint.socket.empty() ? endpoint.host : endpoint.socket;
    stats.broker.port = endpoint.port;
    stats.broker.user = endpoint.user;
    stats.broker.database = endpoint.database;
    stats.broker.tls = endpoint.tls.has_value();
    return celery::write_stats(stats);
}

ControlCommands::Answer ControlCommands::conf(json::Object& /*arguments*/) {
    return celery::write_conf(parties_.worker.conf());
}

ControlCommands::Answer ControlCommands::report(json::Object& /*arguments*/) {
    std::string text = fmt::format("\nsoftware -> {}:{} celery-protocol:2\nplatform -> system:Linux\ntransport:redis\n",
                                   membership_.software, membership_.version);
    for (const auto& member : celery::write_conf(parties_.worker.conf()))
        text += fmt::format("\n{}: {}", std::string_view(member.key()), celery::python_repr(member.value()));
    return ok(text + "\n");
}

ControlCommands::Answer ControlCommands::query_task(json::Object& arguments) {
    MSS_TRY_ASSIGN(const auto ids, take_texts(arguments, "ids"));
    json::Object found;
    const auto tell = [&](const std::vector<celery::RequestInfo>& tasks, std::string_view state) {
        for (const celery::RequestInfo& task : tasks)
            if (std::ranges::find(ids, task.id) != ids.end() && !found.contains(task.id))
                found[task.id] = json::Array{state, celery::write_request_info(task)};
    };
    tell(parties_.worker.active(), "active");
    tell(parties_.worker.reserved(), "reserved");
    std::vector<celery::RequestInfo> waiting;
    for (ScheduledTask& task : parties_.worker.scheduled())
        waiting.push_back(std::move(task.request));
    tell(waiting, "scheduled");
    return found;
}

ControlCommands::Answer ControlCommands::clock(json::Object& /*arguments*/) {
    return json::Object{{"clock", parties_.lamport.now()}};
}

ControlCommands::Answer ControlCommands::memsample(json::Object& /*arguments*/) {
    constexpr double kKibInMib = 1024;
    rusage used{};
    ::getrusage(RUSAGE_SELF, &used);
    return json::Value(fmt::format("{:.2f}MB", static_cast<double>(used.ru_maxrss) / kKibInMib));
}

// Another worker has come: each learns what the other knows.
ControlCommands::Answer ControlCommands::hello(json::Object& arguments) {
    std::string from;
    json::Value revoked;
    MSS_TRY(take_required(arguments, "from_node", from));
    MSS_TRY(take(arguments, "revoked", revoked));
    if (from == membership_.hostname) return json::Value(nullptr);
    learn_revoked(revoked);
    return json::Object{{"revoked", json::encode(parties_.revoked.all())}, {"clock", parties_.lamport.forward()}};
}

// Nobody is elected here, as with Celery's --without-gossip.
ControlCommands::Answer ControlCommands::election(json::Object& /*arguments*/) {
    return json::Value(nullptr);
}

void ControlCommands::learn_revoked(const json::Value& revoked) {
    std::vector<std::string> ids;
    const auto learn = [&](std::string_view id) {
        if (parties_.revoked.learn(id)) ids.emplace_back(id);
    };
    if (const json::Array* array = revoked.if_array()) {
        for (const json::Value& id : *array)
            if (id.is_string()) learn(id.get_string());
    } else if (const json::Object* object = revoked.if_object()) {
        for (const auto& member : *object)
            learn(member.key());
    }
    if (!ids.empty()) parties_.controls.revoke(ids, true);
}

void ControlCommands::mark_revoked(std::span<const std::string> ids) {
    for (const std::string& id : ids)
        parties_.revoked.add(id);
    parties_.controls.revoke(ids, false);
}

ControlCommands::Answer ControlCommands::end_tasks(std::span<const std::string> ids, const json::Value& signal) {
    MSS_TRY_ASSIGN(const int number, signal_number(signal));
    mark_revoked(ids);
    const auto ended = parties_.controls.terminate(ids, number);
    if (ended.empty()) return ok("terminate: tasks unknown");
    return ok(fmt::format("terminate: {}", fmt::join(ended, ", ")));
}

ControlCommands::Answer ControlCommands::revoke(json::Object& arguments) {
    MSS_TRY_ASSIGN(const auto ids, take_texts(arguments, "task_id"));
    json::Value ends;
    json::Value signal;
    MSS_TRY(take(arguments, "terminate", ends));
    MSS_TRY(take(arguments, "signal", signal));
    if (is_flag(ends)) return end_tasks(ids, signal);
    mark_revoked(ids);
    return ok(fmt::format("tasks {} flagged as revoked", fmt::join(ids, ", ")));
}

// The stamps are an object, or a list of "name=value" where they were typed at a terminal.
ControlCommands::Answer ControlCommands::revoke_by_stamped_headers(json::Object& arguments) {
    json::Value headers;
    json::Value ends;
    json::Value signal;
    MSS_TRY(take_required(arguments, "headers", headers));
    MSS_TRY(take(arguments, "terminate", ends));
    MSS_TRY(take(arguments, "signal", signal));
    MSS_TRY_ASSIGN(const int number, signal_number(signal));
    MSS_TRY_ASSIGN(const json::Object stamps, stamps_of(headers));
    parties_.revoked.add_stamps(stamps);
    const bool end_them = is_flag(ends);
    const auto ended = parties_.controls.revoke_stamped(stamps, end_them ? std::optional(number) : std::nullopt);
    const std::string shown = celery::python_repr(stamps);
    if (!end_them) return ok(fmt::format("headers {} flagged as revoked, but not terminated", shown));
    return ok(fmt::format("headers {} {}", shown, ended.empty() ? "were not terminated" : "revoked"));
}

ControlCommands::Answer ControlCommands::terminate(json::Object& arguments) {
    MSS_TRY_ASSIGN(const auto ids, take_texts(arguments, "task_id"));
    json::Value signal;
    MSS_TRY(take(arguments, "signal", signal));
    return end_tasks(ids, signal);
}

ControlCommands::Answer ControlCommands::rate_limit(json::Object& arguments) {
    std::string task;
    json::Value rate;
    MSS_TRY(take_required(arguments, "task_name", task));
    MSS_TRY(take(arguments, "rate_limit", rate));
    const auto limit = parse_rate(rate);
    if (!limit) return error_reply(limit.error().message);
    return answer_of(parties_.controls.limit_rate(task, *limit),
                     limit->per_second > 0 ? "new rate limit set successfully" : "rate limit disabled successfully");
}

ControlCommands::Answer ControlCommands::time_limit(json::Object& arguments) {
    std::string task;
    celery::TimeLimits limits;
    MSS_TRY(take_required(arguments, "task_name", task));
    MSS_TRY(take(arguments, "hard", limits.hard_seconds));
    MSS_TRY(take(arguments, "soft", limits.soft_seconds));
    for (const auto& seconds : {limits.hard_seconds, limits.soft_seconds})
        if (seconds && *seconds < 0) return fail(Code::invalid, "a time limit is negative");
    return answer_of(parties_.controls.limit_time(task, limits), "time limits set successfully");
}

ControlCommands::Answer ControlCommands::add_consumer(json::Object& arguments) {
    std::string name;
    MSS_TRY(take_required(arguments, "queue", name));
    celery::QueueInfo queue = celery::queue_named(name);
    MSS_TRY(take(arguments, "exchange", queue.exchange));
    MSS_TRY(take(arguments, "exchange_type", queue.exchange_type));
    MSS_TRY(take(arguments, "routing_key", queue.routing_key));
    return answer_of(parties_.controls.add_queue(queue), fmt::format("add consumer {}", name));
}

ControlCommands::Answer ControlCommands::cancel_consumer(json::Object& arguments) {
    std::string name;
    MSS_TRY(take_required(arguments, "queue", name));
    return answer_of(parties_.controls.remove_queue(name), fmt::format("no longer consuming from {}", name));
}

ControlCommands::Answer ControlCommands::resize(json::Object& arguments, int sign, std::string_view done) {
    constexpr int kMost = 1'000;
    int by = 1;
    MSS_TRY(take(arguments, "n", by));
    if (by < 0 || by > kMost) return fail(Code::invalid, fmt::format("n has to be 0 to {}", kMost));
    return answer_of(parties_.controls.resize_pool(sign * by), done);
}

ControlCommands::Answer ControlCommands::pool_grow(json::Object& arguments) {
    return resize(arguments, 1, "pool will grow");
}

ControlCommands::Answer ControlCommands::pool_shrink(json::Object& arguments) {
    return resize(arguments, -1, "pool will shrink");
}

ControlCommands::Answer ControlCommands::pool_restart(json::Object& /*arguments*/) {
    return answer_of(parties_.controls.restart_pool(), "reload started");
}

ControlCommands::Answer ControlCommands::autoscale(json::Object& arguments) {
    std::optional<int> most;
    std::optional<int> least;
    MSS_TRY(take(arguments, "max", most));
    MSS_TRY(take(arguments, "min", least));
    const auto done = parties_.controls.autoscale(most, least);
    return answer_of(done, fmt::format("autoscale now max={} min={}", most.value_or(0), least.value_or(0)));
}

ControlCommands::Answer ControlCommands::enable_events(json::Object& /*arguments*/) {
    return ok(parties_.events.tell_of_tasks(true) ? "task events enabled" : "task events already enabled");
}

ControlCommands::Answer ControlCommands::disable_events(json::Object& /*arguments*/) {
    return ok(parties_.events.tell_of_tasks(false) ? "task events disabled" : "task events already disabled");
}

ControlCommands::Answer ControlCommands::heartbeat(json::Object& /*arguments*/) {
    parties_.events.beat();
    return json::Value(nullptr);
}

ControlCommands::Answer ControlCommands::shutdown(json::Object& /*arguments*/) {
    parties_.log.info("a shutdown was asked for by remote control");
    parties_.controls.shut_down();
    return std::nullopt;
}

}  // namespace mss::cluster
