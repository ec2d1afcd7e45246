#include "cluster/task_views.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "celery/result_meta.hpp"
#include "cluster/scripts.hpp"
#include "cluster/store_link.hpp"
#include "tasks/task_row.hpp"

namespace mss::cluster {
namespace {

using namespace tasks;

constexpr std::size_t kChunk = 200;
constexpr std::size_t kIdBytesMax = 255;       ///< of what others call their tasks
constexpr int kDiscoverMost = 4'000;           ///< messages that are looked through for one task: some milliseconds
constexpr std::size_t kLookedAtMost = 20'000;  ///< rows that one page with a filter may cost
constexpr std::size_t kResultBytesRead = 8U << 20U;  ///< of what others stored; a longer one is none to us

bool matches(const Task& task, const TaskQuery& query) {
    return (!query.owner || task.owner == *query.owner) && (!query.state || task.state == *query.state) &&
           (query.name.empty() || task.name == query.name);
}

// The narrowest list there is.
std::string index_of(const StoreLink& link, const TaskQuery& query) {
    if (query.owner && !query.owner->empty()) return link.key("owner:" + *query.owner);
    if (query.state) return link.key("state:" + std::string(name_of(*query.state)));
    return link.key("tasks");
}

// What a Python worker made of a task of ours that it took from the queue; nothing where it has not ended.
std::optional<json::Object> conclusion_of(const TaskRecord& record, std::string_view result) {
    const auto meta = celery::read_result(result);
    if (!meta || !celery::is_ready(meta->status)) return std::nullopt;
    json::Object fields;
    State next = State::cancelled;
    if (meta->status == celery::state::kSuccess) {
        next = State::succeeded;
        fields["result"] = json::print(meta->result);
    } else if (meta->status == celery::state::kFailure) {
        next = State::dead;
        const auto exception = celery::read_exception(meta->result).value_or(celery::ExceptionInfo());
        fields["failure"] = json::print(json::encode(
            Failure{"internal", exception.type + " " + json::print(exception.message), meta->traceback.value_or("")}));
    }
    json::Object request;
    request["id"] = record.task.id;
    request["state"] = name_of(record.task.state);
    request["tag"] = record.tag;
    request["next"] = name_of(next);
    request["fields"] = std::move(fields);
    return request;
}

// Of an entry of the log of all tasks, whose fields go: task, kind, data, milliseconds; and again.
std::vector<Event> events_in(const redis::Reply& entry) {
    constexpr std::size_t kEach = 4;
    const std::vector<redis::Reply>& fields = entry.elements.at(1).elements;
    const std::int64_t count = static_cast<std::int64_t>(fields.size() / kEach);
    const std::int64_t last = std::stoll(entry.elements.at(0).text);
    std::vector<Event> events;
    for (std::int64_t i = 0; i < count; ++i) {
        const auto text = [&](std::size_t place) {
            return fields.at(static_cast<std::size_t>(i) * kEach + place).text;
        };
        Event event;
        event.id = last - count + 1 + i;
        event.task_id = text(0);
        event.kind = text(1);
        event.data = text(2);
        event.at = from_unix_ms(std::stoll(text(3)));
        events.push_back(std::move(event));
    }
    return events;
}

// Of a record's field "#<number>": "<milliseconds> <kind> <data>".
std::optional<Event> event_in(std::string_view task_id, std::string_view name, std::string_view text) {
    const std::size_t time = text.find(' ');
    const std::size_t kind = time == text.npos ? text.npos : text.find(' ', time + 1);
    if (!name.starts_with('#') || kind == text.npos) return std::nullopt;
    Event event;
    event.id = std::stoll(std::string(name.substr(1)));
    event.task_id = task_id;
    event.kind = text.substr(time + 1, kind - time - 1);
    event.data = text.substr(kind + 1);
    event.at = from_unix_ms(std::stoll(std::string(text.substr(0, time))));
    return event;
}

void cut(std::vector<Event>& events, std::int64_t after, int limit) {
    std::erase_if(events, [&](const Event& event) { return event.id <= after; });
    std::ranges::sort(events, {}, &Event::id);
    if (std::cmp_greater(events.size(), limit)) events.resize(static_cast<std::size_t>(limit));
}

}  // namespace

Result<bool> discover(StoreLink& link, std::string_view id) {
    if (id.empty() || id.size() > kIdBytesMax) return false;
    json::Object request;
    request["id"] = id;
    request["most"] = kDiscoverMost;
    MSS_TRY_ASSIGN(const auto answer, link.run(script::kDiscover, std::move(request)));
    return answer.at(0).integer == 1;
}

Result<std::optional<Task>> find_task(StoreLink& link, std::string_view id) {
    const std::string name(id);
    const std::string result_key = celery::result_key(link.options.naming, id);
    bool discovered = false;
    for (bool concluded = false;;) {
        MSS_TRY_ASSIGN(auto records, link.records(std::span(&name, 1)));
        if (!records.front()) {
            // Somebody else's that no worker of ours has claimed yet, perhaps.
            if (discovered) return std::nullopt;
            MSS_TRY_ASSIGN(discovered, discover(link, id));
            if (!discovered) return std::nullopt;
            continue;
        }
        TaskRecord& record = *records.front();
        const State state = record.task.state;
        if (concluded || is_final(state) || state == State::running) return std::move(record.task);
        MSS_TRY_ASSIGN(const redis::Reply meta,
                       link.read({"GETRANGE", result_key, "0", std::to_string(kResultBytesRead - 1)}));
        auto request = conclusion_of(record, meta.text);
        if (!request) return std::move(record.task);
        MSS_TRY(link.run(script::kConclude, std::move(*request)));
        concluded = true;
    }
}

Result<std::vector<Task>> list_tasks(StoreLink& link, const TaskQuery& query) {
    std::string before = "+inf";
    if (!query.before.empty()) {
        MSS_TRY_ASSIGN(const redis::Reply seq, link.read({"ZSCORE", link.key("tasks"), query.before}));
        if (seq.is_nil()) return no_such_task(query.before);
        before = "(" + seq.text;
    }
    const auto most = static_cast<std::size_t>(std::clamp(query.limit, 0, kPageMost));
    std::vector<Task> found;
    std::size_t looked_at = 0;
    while (found.size() < most && looked_at < kLookedAtMost) {
        MSS_TRY_ASSIGN(const redis::Reply page, link.read({"ZREVRANGEBYSCORE", index_of(link, query), before, "-inf",
                                                           "LIMIT", "0", std::to_string(kChunk)}));
        std::vector<std::string> ids;
        for (const redis::Reply& id : page.elements)
            ids.push_back(id.text);
        MSS_TRY_ASSIGN(auto records, link.records(ids));
        for (auto& record : records) {
            if (!record) continue;
            before = "(" + std::to_string(record->seq);
            if (found.size() < most && matches(record->task, query)) found.push_back(std::move(record->task));
        }
        looked_at += ids.size();
        if (ids.size() < kChunk) break;
    }
    return found;
}

Result<std::vector<Event>> events_of_task(StoreLink& link, std::string_view id, std::int64_t after, int limit) {
    std::vector<Event> events;
    if (limit <= 0) return events;
    MSS_TRY_ASSIGN(const redis::Reply record, link.read({"HGETALL", link.key("task:" + std::string(id))}));
    for (const auto& [name, text] : fields_of(record))
        if (auto event = event_in(id, name, text)) events.push_back(std::move(*event));
    cut(events, after, std::min(limit, kPageMost));
    return events;
}

Result<std::vector<Event>> events_of_all(StoreLink& link, std::int64_t after, int limit) {
    std::vector<Event> events;
    if (limit <= 0) return events;
    const int most = std::min(limit, kPageMost);
    MSS_TRY_ASSIGN(const redis::Reply entries,
                   link.read({"XRANGE", link.key("events"), std::to_string(std::max<std::int64_t>(after, 0) + 1) + "-0",
                              "+", "COUNT", std::to_string(most)}));
    for (const redis::Reply& entry : entries.elements) {
        if (std::cmp_greater_equal(events.size(), most)) break;
        std::ranges::move(events_in(entry), std::back_inserter(events));
    }
    cut(events, after, most);
    return events;
}

std::vector<QueueCounts> counts_of(const redis::Reply& reply) {
    std::vector<QueueCounts> all;
    for (const redis::Reply& queue : reply.elements) {
        const auto number = [&](std::size_t i) { return queue.elements.at(i).integer; };
        QueueCounts counts{.queue = queue.elements.at(0).text,
                           .paused = number(1) == 1,
                           .ready = number(2),
                           .scheduled = number(3),
                           .running = number(4),
                           .dead = number(5)};
        if (counts.paused || counts.ready + counts.scheduled + counts.running + counts.dead > 0)
            all.push_back(std::move(counts));
    }
    return all;
}

}  // namespace mss::cluster
