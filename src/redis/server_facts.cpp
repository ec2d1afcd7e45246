#include "redis/server_facts.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace mss::redis {
namespace {

std::int64_t number_in(std::string_view text) {
    std::int64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

void take_line(std::string_view name, std::string_view value, ServerFacts& facts) {
    if (name == "redis_version") facts.version = value;
    if (name == "role") facts.is_replica = value == "slave";
    if (name == "maxmemory") facts.memory_max = number_in(value);
    if (name == "maxmemory_policy") facts.memory_policy = value;
    if (name == "aof_enabled") facts.keeps_log = value == "1";
}

// The value of CONFIG GET, which many services that offer Redis have taken away.
void take_option(const Reply& reply, std::string& target, ServerFacts& facts) {
    if (reply.elements.size() == 2)
        target = reply.elements[1].text;
    else
        facts.tells_configuration = false;
}

}  // namespace

void read_info(std::string_view info, ServerFacts& facts) {
    while (!info.empty()) {
        std::string_view line = info.substr(0, info.find('\n'));
        info.remove_prefix(std::min(line.size() + 1, info.size()));
        if (line.ends_with('\r')) line.remove_suffix(1);
        const auto colon = line.find(':');
        if (colon != std::string_view::npos) take_line(line.substr(0, colon), line.substr(colon + 1), facts);
    }
}

bool is_at_least(std::string_view version, int major, int minor, int patch) {
    for (const int wanted : {major, minor, patch}) {
        int part = 0;
        const auto [end, error] = std::from_chars(version.data(), version.data() + version.size(), part);
        if (error != std::errc()) return true;
        if (part != wanted) return part > wanted;
        version.remove_prefix(static_cast<std::size_t>(end - version.data()));
        if (version.starts_with('.')) version.remove_prefix(1);
    }
    return true;
}

Result<ServerFacts> ask_facts(Connection& connection) {
    const std::array<Command, 4> ask{{{"INFO"}, {"TIME"}, {"CONFIG", "GET", "appendfsync"}, {"CONFIG", "GET", "save"}}};
    MSS_TRY_ASSIGN(const auto replies, connection.call_all(ask));
    if (replies[0].is_error()) return std::unexpected(failure_of(replies[0]));
    ServerFacts facts;
    read_info(replies[0].text, facts);
    if (replies[1].elements.size() == 2)
        facts.time = from_unix_ms(number_in(replies[1].elements[0].text) * 1'000 +
                                  number_in(replies[1].elements[1].text) / 1'000);
    take_option(replies[2], facts.log_sync, facts);
    take_option(replies[3], facts.snapshots, facts);
    return facts;
}

}  // namespace mss::redis
