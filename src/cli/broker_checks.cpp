#include "cli/broker_checks.hpp"

#include <string>

#include <fmt/format.h>

#include "app/broker.hpp"
#include "app/broker_place.hpp"
#include "base/utf8.hpp"
#include "redis/connection.hpp"
#include "tasks/definition.hpp"

namespace mss::cli {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr redis::Waiting kWaiting{.connect = milliseconds(3'000), .reply = milliseconds(3'000)};
constexpr seconds kClocksApart{5};  ///< what leases and times of tasks bear

Check away(const Error& error) {
    Check check{Health::fail, "broker", error.message, {}};
    switch (error.code) {
        case Code::forbidden: check.advice = "look at user, password and certificates in MSS_BROKER_URL"; break;
        case Code::invalid: check.advice = "see MSS_BROKER_URL and its companions in `mss config show`"; break;
        default: check.advice = "start it (redis-cli ping tells whether it runs), or change MSS_BROKER_URL"; break;
    }
    return check;
}

Check judge_server(const redis::ServerFacts& facts) {
    const std::string found = fmt::format("Redis {}", utf8::printable(facts.version, 30));
    if (!redis::is_at_least(facts.version, 6, 0, 6))
        return {Health::fail, "broker", found + "; 6.0.6 is the oldest that has all commands that are needed (LPOS)",
                "update the server"};
    if (facts.is_replica)
        return {Health::fail, "broker", found + "; it is a copy of another server and refuses writes",
                "name the master, or the Sentinels that know it: sentinel://"};
    return {Health::ok, "broker", found, {}};
}

Check judge_memory(const redis::ServerFacts& facts) {
    constexpr std::string_view kAdvice =
        "set maxmemory-policy noeviction in redis.conf and by redis-cli CONFIG SET maxmemory-policy noeviction";
    const std::string policy = utf8::printable(facts.memory_policy, 40);
    const std::string limit =
        facts.memory_max > 0 ? fmt::format("at most {} MiB", facts.memory_max >> 20) : std::string("no limit");
    if (facts.memory_policy == "noeviction") return {Health::ok, "its memory", limit + "; full, it refuses writes", {}};
    if (facts.memory_policy.empty()) return {Health::ok, "its memory", limit, {}};
    if (facts.memory_max == 0)
        return {Health::warn, "its memory",
                fmt::format("no limit; with one, {} would throw tasks and results away", policy), std::string(kAdvice)};
    return {Health::fail, "its memory", fmt::format("{}; full, {} throws tasks and results away", limit, policy),
            std::string(kAdvice)};
}

Check judge_disk(const redis::ServerFacts& facts) {
    constexpr std::string_view kLog = "set appendonly yes, and appendfsync always where no task may be lost";
    const auto check = [](Health health, std::string found, std::string_view advice) {
        return Check{health, "its disk", std::move(found), std::string(advice)};
    };
    if (!facts.tells_configuration && !facts.keeps_log)
        return check(Health::warn, "it writes no log (appendonly no), and does not say whether it writes snapshots",
                     kLog);
    if (!facts.keeps_log && facts.snapshots.empty())
        return check(Health::warn, "nothing is written: when the server ends, all tasks that wait are lost", kLog);
    if (!facts.keeps_log)
        return check(Health::warn,
                     fmt::format("snapshots alone (save {}): when it dies, all since the last one is lost",
                                 utf8::printable(facts.snapshots, 60)),
                     kLog);
    if (facts.log_sync == "always")
        return check(Health::ok, "appendfsync always: what it has acknowledged is on the disk", {});
    if (facts.log_sync == "no")
        return check(
            Health::warn,
            "appendfsync no: its death alone loses nothing as a rule; a power failure loses what the system had not "
            "written, some half a minute",
            "set appendfsync everysec, or always where no task may be lost");
    if (facts.log_sync.empty())
        return check(Health::ok, "it writes a log; how often it waits for the disk it does not say", {});
    return check(Health::ok,
                 "appendfsync everysec: its death alone loses nothing as a rule, a power failure one or two seconds "
                 "(always: nothing)",
                 {});
}

Check judge_clock(const redis::ServerFacts& facts, Timestamp here) {
    const auto apart = std::chrono::round<seconds>(facts.time - here);
    if (std::chrono::abs(apart) <= kClocksApart) return {Health::ok, "its clock", "as this machine's", {}};
    return {Health::warn, "its clock",
            fmt::format("{} s {} this machine's: times of tasks (countdown, expires) shift by as much",
                        std::chrono::abs(apart).count(), apart.count() > 0 ? "before" : "behind"),
            "synchronise both clocks (chrony, systemd-timesyncd)"};
}

}  // namespace

std::vector<Check> judge_broker(const redis::ServerFacts& facts, Timestamp here) {
    std::vector<Check> checks{judge_server(facts), judge_memory(facts), judge_disk(facts)};
    if (facts.time != Timestamp()) checks.push_back(judge_clock(facts, here));
    return checks;
}

Check judge_visibility(seconds timeout) {
    const seconds longest = std::chrono::ceil<seconds>(tasks::TimeLimits().hard);
    const std::string found = fmt::format("what a worker in Python took comes back after {} s", timeout.count());
    if (timeout >= longest)
        return {Health::ok, "Celery", found + " without a word of it; the same has to be set there", {}};
    return {
        Health::warn, "Celery",
        fmt::format("{}: a task that takes longer there is begun a second time meanwhile", found),
        fmt::format("set MSS_BROKER_VISIBILITY_TIMEOUT, and visibility_timeout there, above the longest task; limits "
                    "here are {} s",
                    longest.count())};
}

std::vector<Check> check_broker(const config::Settings& settings, const Clock& clock) {
    if (app::queue_is_here(settings)) return {{Health::ok, "broker", "none: tasks wait in the database", {}}};
    const auto place = app::broker_place(settings);
    if (!place) return {{Health::fail, "broker", place.error().message, "see .env.example"}};
    auto connection = redis::Connection::open(place->endpoint, kWaiting);
    if (!connection) return {away(connection.error())};
    const auto facts = redis::ask_facts(*connection);
    if (!facts) return {away(facts.error())};
    std::vector<Check> checks = judge_broker(*facts, clock.now());
    checks.front().found = fmt::format("{}, {}", redis::shown(place->endpoint), checks.front().found);
    checks.push_back(judge_visibility(place->visibility_timeout));
    return checks;
}

}  // namespace mss::cli
