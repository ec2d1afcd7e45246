#include "cluster/strange_keys.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include <fmt/format.h>

#include "redis/connection.hpp"

namespace mss::cluster {
namespace {

constexpr std::string_view kNumber = "number";  ///< a string that is one
constexpr std::string_view kChunk = "1000";
constexpr std::size_t kQueuesMost = 10'000;

// Behind "mss:"; what ends in a colon begins the names of many. See scripts.hpp.
constexpr std::pair<std::string_view, std::string_view> kOurs[] = {
    {"task:", "hash"},    {"tasks", "zset"},     {"owner:", "zset"}, {"state:", "zset"},  {"seq", kNumber},
    {"event", kNumber},   {"fence", kNumber},    {"swept", kNumber}, {"delayed", "zset"}, {"expiring", "zset"},
    {"finished", "zset"}, {"running:", "set"},   {"counts", "hash"}, {"workers", "zset"}, {"cards", "hash"},
    {"held:", "hash"},    {"queues", "set"},     {"paused", "set"},  {"garbage", "list"}, {"events", "stream"},
    {"reports:", "list"}, {"uncounted", "zset"},
};

bool is_number(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size();
}

Result<std::vector<redis::Reply>> ask(ConnectionPool& pool, const std::vector<redis::Command>& commands) {
    if (commands.empty()) return std::vector<redis::Reply>();
    return pool.call_all(commands);
}

Result<std::vector<std::string>> lists_of_all(ConnectionPool& pool, const celery::Naming& naming,
                                              std::span<const std::string> queues) {
    std::vector<std::string> all(queues.begin(), queues.end());
    MSS_TRY_ASSIGN(const auto known, ask(pool, {{"SMEMBERS", naming.prefix + "mss:queues"}}));
    for (const redis::Reply& queue : known.front().elements)
        if (all.size() < kQueuesMost) all.push_back(queue.text);
    return celery::lists_of(naming, all);
}

// Those of some keys that are of a type that they must not be.
Result<std::vector<StrangeKey>> strange_among(ConnectionPool& pool, const celery::Naming& naming,
                                              std::span<const std::string> lists,
                                              const std::vector<redis::Reply>& keys) {
    std::vector<std::pair<std::string, std::string_view>> expected;
    std::vector<redis::Command> types;
    for (const redis::Reply& key : keys)
        if (const auto type = type_of_key(key.text, naming, lists); !type.empty()) {
            expected.emplace_back(key.text, type);
            types.push_back({"TYPE", key.text});
        }
    MSS_TRY_ASSIGN(const auto found, ask(pool, types));
    std::vector<StrangeKey> strange;
    for (std::size_t i = 0; i < found.size(); ++i) {
        const auto& [key, type] = expected[i];
        bool fits = found[i].text == type || found[i].text == "none";
        if (type == kNumber && found[i].text == "string") {
            MSS_TRY_ASSIGN(const auto value, ask(pool, {{"GETRANGE", key, "0", "30"}}));
            fits = is_number(value.front().text);
        }
        if (!fits) strange.push_back({key, found[i].text, {}});
    }
    return strange;
}

// What only grows must not begin anew: the last number that was used, as far as anything tells.
Result<void> go_on_counting(ConnectionPool& pool, const celery::Naming& naming,
                            const std::vector<StrangeKey>& strange) {
    const auto ours = [&](std::string_view name) { return fmt::format("{}mss:{}", naming.prefix, name); };
    const auto lost = [&](std::string_view name) {
        return std::ranges::find(strange, ours(name), &StrangeKey::key) != strange.end();
    };
    std::vector<redis::Command> commands;
    if (lost("event")) {
        MSS_TRY_ASSIGN(const auto last, ask(pool, {{"XREVRANGE", ours("events"), "+", "-", "COUNT", "1"}}));
        if (!last.front().elements.empty() && !last.front().elements[0].elements.empty()) {
            const std::string& id = last.front().elements[0].elements[0].text;
            commands.push_back({"SET", ours("event"), id.substr(0, id.find('-'))});
        }
    }
    if (lost("seq")) {
        MSS_TRY_ASSIGN(const auto last, ask(pool, {{"ZREVRANGE", ours("tasks"), "0", "0", "WITHSCORES"}}));
        if (last.front().elements.size() == 2) commands.push_back({"SET", ours("seq"), last.front().elements[1].text});
    }
    if (lost("fence")) {
        // Each record has its own; the time is beyond all of them, since it counts faster than claims do.
        MSS_TRY_ASSIGN(const auto time, ask(pool, {{"TIME"}}));
        if (time.front().elements.size() == 2)
            commands.push_back({"SET", ours("fence"), time.front().elements[0].text + "000"});
    }
    MSS_TRY(ask(pool, commands));
    return {};
}

}  // namespace

bool may_be_strange(const Error& error) {
    return error.code == Code::internal;
}

std::string_view type_of_key(std::string_view key, const celery::Naming& naming, std::span<const std::string> lists) {
    if (std::ranges::find(lists, key) != lists.end()) return "list";
    if (key == celery::unacked_key(naming)) return "hash";
    if (key == celery::unacked_index_key(naming)) return "zset";
    if (key.starts_with(celery::binding_key(naming, {}))) return "set";
    if (key.starts_with(celery::result_key(naming, {}))) return "string";
    const std::string ours = naming.prefix + "mss:";
    if (!key.starts_with(ours)) return {};
    key.remove_prefix(ours.size());
    for (const auto& [name, type] : kOurs)
        if (name.ends_with(':') ? key.starts_with(name) : key == name) return type;
    return {};
}

Result<std::vector<StrangeKey>> set_strange_keys_aside(ConnectionPool& pool, const celery::Naming& naming,
                                                       std::span<const std::string> queues) {
    // First of all the names of queues, on which the rest rests.
    const std::vector<redis::Reply> names{
        {.kind = redis::Reply::Kind::text, .integer = 0, .text = naming.prefix + "mss:queues", .elements = {}}};
    MSS_TRY_ASSIGN(std::vector<StrangeKey> all, strange_among(pool, naming, {}, names));
    std::vector<std::string> lists = celery::lists_of(naming, queues);
    if (all.empty()) {
        MSS_TRY_ASSIGN(lists, lists_of_all(pool, naming, queues));
    }
    std::string cursor = "0";
    do {
        MSS_TRY_ASSIGN(const auto replies, ask(pool, {{"SCAN", cursor, "COUNT", std::string(kChunk)}}));
        const redis::Reply& some = replies.front();
        if (some.is_error() || some.elements.size() != 2) return std::unexpected(redis::failure_of(some));
        MSS_TRY_ASSIGN(auto found, strange_among(pool, naming, lists, some.elements[1].elements));
        for (StrangeKey& one : found)
            if (std::ranges::find(all, one.key, &StrangeKey::key) == all.end()) all.push_back(std::move(one));
        cursor = some.elements[0].text;
    } while (cursor != "0");
    std::vector<redis::Command> renames;
    for (StrangeKey& one : all) {
        one.kept_as = fmt::format("{}mss:strange:{}", naming.prefix, one.key);
        renames.push_back({"RENAME", one.key, one.kept_as});
    }
    MSS_TRY(ask(pool, renames));
    MSS_TRY(go_on_counting(pool, naming, all));
    return all;
}

}  // namespace mss::cluster
