#include "cluster/redis_task_store.hpp"

#include <algorithm>
#include <atomic>
#include <charconv>
#include <set>
#include <utility>

#include "cluster/attempt_end.hpp"
#include "cluster/running_tasks.hpp"
#include "cluster/scripts.hpp"
#include "cluster/store_link.hpp"
#include "cluster/task_views.hpp"
#include "tasks/task_row.hpp"

namespace mss::cluster {
namespace {

using namespace tasks;

constexpr int kScanMost = 64;  ///< entries of a list that one claim looks at, where it asks for fewer
constexpr std::size_t kClaimBytesMost = 32U << 20U;  ///< of messages: after that a claim takes no more
constexpr int kLooksMost = 16;                       ///< at a task that changes between the look and the write

struct Card {
    std::string host;
    int pid = 0;
    std::vector<std::string> queues;
    int concurrency = 0;
    std::vector<std::string> except;
};
BOOST_DESCRIBE_STRUCT(Card, (), (host, pid, queues, concurrency, except))

std::string text_of(const WorkerCard& card) {
    return json::print(json::encode(Card{card.host, card.pid, card.queues, card.concurrency, card.except}));
}

json::Object for_worker(std::string_view worker) {
    json::Object request;
    request["worker"] = worker;
    return request;
}

json::Object for_task(std::string_view id) {
    json::Object request;
    request["id"] = id;
    return request;
}

json::Object without_empty(const json::Object& fields) {
    json::Object kept;
    for (const auto& field : fields)
        if (!field.value().get_string().empty()) kept.insert(field);
    return kept;
}

std::vector<std::string> once(const std::vector<std::string>& words) {
    std::vector<std::string> kept;
    for (const std::string& word : words)
        if (std::ranges::find(kept, word) == kept.end()) kept.push_back(word);
    return kept;
}

// A settlement that is not written yet.
struct Open {
    std::size_t index = 0;
    int outcome = 0;                 ///< 0 outrun, 1 done, 2 to be looked at again
    std::vector<std::string> chord;  ///< the parts of the chord that it ends
};

}  // namespace

struct RedisTaskStore::Parts {
    explicit Parts(RedisStoreOptions options) : link(std::move(options)) {}

    json::Object claim_request(const ClaimRequest& request);
    void tell_of_refused(const std::vector<redis::Reply>& answer) const;
    Result<std::vector<std::optional<Running>>> look_up(std::span<const Settlement> settlements,
                                                        const std::vector<Open>& open, bool anew);
    Result<void> settle_some(std::span<const Settlement> settlements, std::vector<Open>& open, double unit, bool anew);
    Result<void> count_part(const std::string& id);
    Result<void> set_pause(std::string_view queue, bool on);

    StoreLink link;
    RunningTasks known;
    std::atomic<std::uint32_t> turn = 0;  ///< which queue is looked at first
};

RedisTaskStore::RedisTaskStore(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

RedisTaskStore::~RedisTaskStore() = default;

Result<std::unique_ptr<RedisTaskStore>> RedisTaskStore::open(RedisStoreOptions options) {
    auto parts = std::make_unique<Parts>(std::move(options));
    MSS_TRY(parts->link.read({"PING"}));
    return std::unique_ptr<RedisTaskStore>(new RedisTaskStore(std::move(parts)));
}

Result<std::vector<std::string>> RedisTaskStore::enqueue(std::span<const TaskCall> calls) {
    MSS_TRY_ASSIGN(const Timestamp now, parts_->link.now());
    MSS_TRY_ASSIGN(std::vector<std::string> ids, check_calls(calls, now));
    if (ids.empty()) return ids;
    const celery::Sender sender = parts_->link.sender(now);
    json::Array items;
    for (std::size_t i = 0; i < calls.size(); ++i) {
        TaskRow row;
        const Entry entry = accept(row, calls[i], ids[i], now);
        const WrittenMessage message = write_message(message_of(row.task, sender));
        json::Object fields = without_empty(fields_of(row.task));
        fields["arguments"] = row.task.arguments;
        fields["message"] = message.text;
        fields["tag"] = message.tag;
        json::Object item = for_task(ids[i]);
        item["fields"] = std::move(fields);
        item["data"] = entry.data;
        items.emplace_back(std::move(item));
    }
    json::Object request;
    request["tasks"] = std::move(items);
    MSS_TRY_ASSIGN(const auto answer, parts_->link.run(script::kEnqueue, std::move(request)));
    if (answer.at(0).text == "taken") return fail(Code::conflict, "the task id " + answer.at(1).text + " is taken");
    return ids;
}

Result<std::optional<Task>> RedisTaskStore::find(std::string_view id) {
    return find_task(parts_->link, id);
}

Result<std::vector<Task>> RedisTaskStore::list(const TaskQuery& query) {
    return list_tasks(parts_->link, query);
}

Result<std::int64_t> RedisTaskStore::position(std::string_view id) {
    MSS_TRY_ASSIGN(const auto answer, parts_->link.run(script::kPosition, for_task(id)));
    if (answer.at(0).integer < 0) return no_such_task(id);
    return answer.at(0).integer;
}

Result<std::vector<QueueCounts>> RedisTaskStore::counts() {
    MSS_TRY_ASSIGN(const auto answer, parts_->link.run(script::kCounts, {}));
    return counts_of(answer.at(0));
}

Result<State> RedisTaskStore::cancel(std::string_view id) {
    MSS_TRY_ASSIGN(auto answer, parts_->link.run(script::kCancel, for_task(id)));
    if (answer.at(0).text.empty()) {
        MSS_TRY_ASSIGN(const bool discovered, discover(parts_->link, id));
        if (!discovered) return no_such_task(id);
        MSS_TRY_ASSIGN(answer, parts_->link.run(script::kCancel, for_task(id)));
    }
    const auto state = state_named(answer.at(0).text);
    if (!state) return no_such_task(id);
    return *state;
}

Result<void> RedisTaskStore::revive(std::string_view id) {
    StoreLink& link = parts_->link;
    for (int look = 0; look < kLooksMost; ++look) {
        MSS_TRY_ASSIGN(const Timestamp now, link.now());
        const std::string name(id);
        MSS_TRY_ASSIGN(auto found, link.records(std::span(&name, 1)));
        if (!found.front()) return no_such_task(id);
        TaskRow row;
        row.task = found.front()->task;
        MSS_TRY(check_revivable(row.task));
        json::Object request = for_task(id);
        request["state"] = name_of(row.task.state);
        request["fence"] = std::to_string(row.task.fence);
        const Entry entry = tasks::revive(row, now);
        // A message of its own, with no try behind it.
        auto message = read_message(found.front()->message);
        celery::TaskMessage fresh = message ? std::move(*message) : message_of(row.task, link.sender(now));
        fresh.retries = 0;
        fresh.eta.reset();
        if (!row.task.expires_at) {
            fresh.expires.reset();
            fresh.properties.expiration.reset();
        }
        fresh.properties.delivery_tag = message_of(row.task, link.sender(now)).properties.delivery_tag;
        const WrittenMessage written = write_message(fresh);
        json::Object fields = fields_of(row.task);
        fields["message"] = written.text;
        fields["tag"] = written.tag;
        fields["revived"] = std::to_string(to_unix_ms(now));
        request["fields"] = std::move(fields);
        request["data"] = entry.data;
        MSS_TRY_ASSIGN(const auto answer, link.run(script::kRevive, std::move(request)));
        if (answer.at(0).integer == 1) return {};
    }
    return fail(Code::conflict, "the task changes all the time");
}

Result<void> RedisTaskStore::Parts::set_pause(std::string_view queue, bool on) {
    MSS_TRY(check_queue(queue));
    json::Object request;
    request["queue"] = queue;
    request["on"] = on;
    MSS_TRY(link.run(script::kPause, std::move(request)));
    return {};
}

Result<void> RedisTaskStore::pause(std::string_view queue) {
    return parts_->set_pause(queue, true);
}

Result<void> RedisTaskStore::resume(std::string_view queue) {
    return parts_->set_pause(queue, false);
}

Result<std::vector<Event>> RedisTaskStore::events(std::string_view task_id, std::int64_t after, int limit) {
    return events_of_task(parts_->link, task_id, after, limit);
}

Result<std::vector<Event>> RedisTaskStore::events_since(std::int64_t after, int limit) {
    return events_of_all(parts_->link, after, limit);
}

Result<std::int64_t> RedisTaskStore::last_event() {
    MSS_TRY_ASSIGN(const redis::Reply last, parts_->link.read({"GET", parts_->link.key("event")}));
    std::int64_t number = 0;
    const char* const end = last.text.data() + last.text.size();
    if (!last.is_nil() && std::from_chars(last.text.data(), end, number).ptr != end)
        return fail(Code::internal, "the broker's count of events is no number");
    return number;
}

Result<void> RedisTaskStore::register_worker(const WorkerCard& card) {
    MSS_TRY(check_worker(card));
    json::Object request = for_worker(card.id);
    request["lease"] = kLease.count();
    request["queues"] = json::encode(card.queues);
    request["card"] = text_of(card);
    MSS_TRY(parts_->link.run(script::kRegister, std::move(request)));
    parts_->link.bell.watch(card.queues);
    return {};
}

Result<void> RedisTaskStore::change_queues(const WorkerCard& card, std::span<const std::string> named) {
    MSS_TRY(check_worker(card));
    const std::vector<std::string> queues(named.begin(), named.end());
    json::Object request = for_worker(card.id);
    request["queues"] = json::encode(queues);
    request["card"] = text_of(card);
    MSS_TRY_ASSIGN(const auto answer, parts_->link.run(script::kServe, std::move(request)));
    if (answer.at(0).text != "ok") return lease_is_over(card.id);
    parts_->link.bell.watch(queues);
    return {};
}

Result<Renewal> RedisTaskStore::renew(std::string_view worker) {
    json::Object request = for_worker(worker);
    request["lease"] = kLease.count();
    request["fresh"] = kFreshLease.count();
    MSS_TRY_ASSIGN(const auto answer, parts_->link.run(script::kRenew, std::move(request)));
    Renewal renewal;
    renewal.known = answer.at(0).text == "ok";
    if (!renewal.known) {
        parts_->known.forget(worker);
        return renewal;
    }
    for (const redis::Reply& held : answer.at(1).elements) {
        renewal.held.push_back({held.elements.at(0).text, std::stoll(held.elements.at(1).text)});
        if (held.elements.at(2).text == "1") renewal.to_cancel.push_back(renewal.held.back());
    }
    // The server keeps them in no order, and what comes of them is told in the order of this list.
    for (std::vector<Claim>* claims : {&renewal.held, &renewal.to_cancel})
        std::ranges::sort(*claims, {}, &Claim::task_id);
    return renewal;
}

Result<void> RedisTaskStore::leave(std::string_view worker) {
    parts_->known.forget(worker);
    MSS_TRY(parts_->link.run(script::kLeave, for_worker(worker)));
    return {};
}

json::Object RedisTaskStore::Parts::claim_request(const ClaimRequest& request) {
    json::Object limits;
    for (const auto& [name, most] : request.limits)
        limits[name] = most;
    json::Object body = for_worker(request.worker);
    body["names"] = json::encode(request.names);
    body["limits"] = std::move(limits);
    body["most"] = std::max(0, request.most);
    body["window"] = std::max(kScanMost, request.most);
    body["bytes_most"] = kClaimBytesMost;
    body["moves"] = kMovesPerClaimMax;
    body["turn"] = link.options.queue_order == QueueOrder::round_robin ? turn++ : 0U;
    body["visibility"] = link.options.visibility_timeout.count();
    body["keep"] = std::chrono::milliseconds(link.options.record_keep).count();
    if (!request.queues.empty()) {
        std::vector<std::string> queues = once(request.queues);
        if (link.options.queue_order == QueueOrder::sorted) std::ranges::sort(queues);
        body["queues"] = json::encode(queues);
    }
    if (!request.except.empty()) body["except"] = json::encode(request.except);
    if (!link.options.kinds.empty()) {
        std::vector<std::string> kinds = link.options.kinds;
        kinds.insert(kinds.end(), request.names.begin(), request.names.end());
        body["known"] = json::encode(kinds);
    }
    return body;
}

void RedisTaskStore::Parts::tell_of_refused(const std::vector<redis::Reply>& answer) const {
    const observe::Logger* log = link.options.log;
    if (log == nullptr) return;
    for (const redis::Reply& text : answer.at(2).elements)
        log->warning("a queue held what is no message of a task; it is kept in mss:garbage",
                     {{"begins", text.elements.at(0).text}, {"bytes", text.elements.at(1).integer}});
    for (const redis::Reply& task : answer.at(3).elements)
        log->warning("nobody knows this kind of task",
                     {{"task", task.elements.at(0).text}, {"kind", task.elements.at(1).text}});
}

Result<std::vector<ClaimedTask>> RedisTaskStore::claim(const ClaimRequest& request) {
    MSS_TRY_ASSIGN(const auto answer, parts_->link.run(script::kClaim, parts_->claim_request(request)));
    if (answer.at(0).text != "ok") {
        parts_->known.forget(request.worker);
        return lease_is_over(request.worker);
    }
    parts_->tell_of_refused(answer);
    MSS_TRY_ASSIGN(const Timestamp now, parts_->link.now());
    std::vector<ClaimedTask> claimed;
    std::vector<Settlement> refused;
    for (const redis::Reply& each : answer.at(1).elements) {
        Running running = running_of(each.elements, request.worker, now);
        const Task& task = running.record.task;
        if (running.refusal && parts_->link.options.log != nullptr)
            parts_->link.options.log->warning("a task cannot be read; it ends as failed",
                                              {{"task", task.id}, {"reason", running.refusal->message}});
        if (running.refusal)
            refused.push_back(refusal_of({task.id, task.fence}, *running.refusal));
        else
            claimed.push_back({task});
        parts_->known.keep(std::move(running));
    }
    if (!refused.empty()) static_cast<void>(settle(refused, 0));  // else their lease is over some time, and others try
    return claimed;
}

Result<bool> RedisTaskStore::report(const Claim& claim, std::string_view progress) {
    MSS_TRY(check_progress(progress));
    json::Object request = for_task(claim.task_id);
    request["fence"] = std::to_string(claim.fence);
    request["progress"] = progress;
    request["keep"] = kProgressEventsKept;
    MSS_TRY_ASSIGN(const auto answer, parts_->link.run(script::kReport, std::move(request)));
    return answer.at(0).integer == 1;
}

// What they are about, in order; `anew`: as the server has it now, whatever was known.
Result<std::vector<std::optional<Running>>> RedisTaskStore::Parts::look_up(std::span<const Settlement> settlements,
                                                                           const std::vector<Open>& open, bool anew) {
    std::vector<std::optional<Running>> all(open.size());
    std::vector<std::size_t> unknown;
    std::vector<std::string> ids;
    for (std::size_t k = 0; k < open.size(); ++k) {
        const Claim& claim = settlements[open[k].index].claim;
        if (!anew) all[k] = known.take(claim);
        if (all[k]) continue;
        unknown.push_back(k);
        ids.push_back(claim.task_id);
    }
    MSS_TRY_ASSIGN(auto records, link.records(ids));
    for (std::size_t i = 0; i < unknown.size(); ++i) {
        if (!records[i]) continue;
        Running& found = all[unknown[i]].emplace();
        if (auto message = read_message(records[i]->message)) found.message = std::move(*message);
        found.record = std::move(*records[i]);
    }
    return all;
}

Result<void> RedisTaskStore::Parts::settle_some(std::span<const Settlement> settlements, std::vector<Open>& open,
                                                double unit, bool anew) {
    MSS_TRY_ASSIGN(const Timestamp now, link.now());
    MSS_TRY_ASSIGN(auto all, look_up(settlements, open, anew));
    const celery::Sender sender = link.sender(now);
    std::vector<Open*> sent;
    redis::Command items;
    for (std::size_t k = 0; k < open.size(); ++k) {
        auto& task = all[k];
        const Settlement& settlement = settlements[open[k].index];
        open[k].outcome = 0;
        if (!task || task->record.task.state != State::running || task->record.task.fence != settlement.claim.fence)
            continue;
        end_of(std::move(task->record), task->message, settlement,
               {.naming = link.options.naming, .sender = sender, .unit = spread(unit, open[k].index)}, open[k].chord)
            .append_to(items);
        sent.push_back(&open[k]);
    }
    if (items.empty()) return {};
    MSS_TRY_ASSIGN(const auto answer, link.run(script::kSettle, {}, std::move(items)));
    for (std::size_t k = 0; k < sent.size(); ++k) {
        const redis::Reply& outcome = answer.at(0).elements.at(k);
        sent[k]->outcome = static_cast<int>(outcome.integer);
        sent[k]->chord.clear();
        if (outcome.kind != redis::Reply::Kind::array) continue;
        sent[k]->outcome = 2;
        for (const redis::Reply& part : outcome.elements)
            sent[k]->chord.push_back(part.text);
    }
    return {};
}

// Of a chord, which a script ended: nothing of it is sent twice, whoever else counts it in this moment.
Result<void> RedisTaskStore::Parts::count_part(const std::string& id) {
    MSS_TRY_ASSIGN(const auto records, link.records(std::span(&id, 1)));
    MSS_TRY_ASSIGN(const Timestamp now, link.now());
    const celery::Sender sender = link.sender(now);
    const EndContext context{.naming = link.options.naming, .sender = sender};
    std::vector<std::string> chord;
    for (int look = 0; look < kLooksMost; ++look) {
        json::Object request;
        if (records.front())
            if (const auto message = read_message(records.front()->message))
                request = uncounted_part_of(records.front()->task, *message, context, chord);
        request["id"] = id;
        MSS_TRY_ASSIGN(const auto answer, link.run(script::kCountPart, std::move(request)));
        if (answer.at(0).kind != redis::Reply::Kind::array) return {};
        chord.clear();
        for (const redis::Reply& part : answer.at(0).elements)
            chord.push_back(part.text);
    }
    return {};  // its chord changes all the time: with the next recovery
}

Result<std::vector<bool>> RedisTaskStore::settle(std::span<const Settlement> settlements, double unit) {
    std::vector<bool> counted(settlements.size(), false);
    std::vector<Open> open(settlements.size());
    for (std::size_t i = 0; i < open.size(); ++i)
        open[i].index = i;
    for (int look = 0; look < kLooksMost && !open.empty(); ++look) {
        MSS_TRY(parts_->settle_some(settlements, open, unit, look > 0));
        for (const Open& each : open)
            counted[each.index] = each.outcome == 1;
        std::erase_if(open, [](const Open& each) { return each.outcome != 2; });
    }
    if (!open.empty()) return fail(Code::unavailable, "tasks change all the time");
    return counted;
}

Result<std::vector<WorkerCard>> RedisTaskStore::workers() {
    MSS_TRY_ASSIGN(const Timestamp now, parts_->link.now());
    const Clock* clock = parts_->link.options.clock;
    const auto lease_time = clock != nullptr ? clock->uptime() : now.time_since_epoch();
    const std::vector<redis::Command> ask{
        {"ZRANGEBYSCORE", parts_->link.key("workers"), "(" + std::to_string(lease_time.count()), "+inf"},
        {"HGETALL", parts_->link.key("cards")}};
    MSS_TRY_ASSIGN(const auto replies, parts_->link.read(ask));
    const Fields cards = fields_of(replies.at(1));
    std::vector<WorkerCard> live;
    for (const redis::Reply& id : replies.at(0).elements) {
        const auto text = cards.find(id.text);
        if (text == cards.end()) continue;
        MSS_TRY_ASSIGN(Card card, json::decode_text<Card>(text->second));
        live.push_back({id.text, std::move(card.host), card.pid, std::move(card.queues), card.concurrency,
                        std::move(card.except)});
    }
    std::ranges::sort(live, {}, &WorkerCard::id);
    return live;
}

Result<std::int64_t> RedisTaskStore::recover() {
    json::Object request;
    request["visibility"] = parts_->link.options.visibility_timeout.count();
    MSS_TRY_ASSIGN(const auto answer, parts_->link.run(script::kRecover, std::move(request)));
    for (const redis::Reply& ended : answer.at(1).elements)
        MSS_TRY(find_task(parts_->link, ended.text));
    for (const redis::Reply& part : answer.at(2).elements)
        MSS_TRY(parts_->count_part(part.text));
    return answer.at(0).integer;
}

Result<std::optional<Timestamp>> RedisTaskStore::next_due() {
    MSS_TRY_ASSIGN(const redis::Reply first,
                   parts_->link.read({"ZRANGE", parts_->link.key("delayed"), "0", "0", "WITHSCORES"}));
    if (first.elements.size() < 2) return std::nullopt;
    return from_unix_ms(static_cast<std::int64_t>(std::stod(first.elements[1].text)));
}

void RedisTaskStore::wait_for_change(std::uint64_t seen, std::chrono::milliseconds limit, int stop_fd) {
    parts_->link.bell.wait(seen, limit, stop_fd);
}

std::uint64_t RedisTaskStore::wake_number() const {
    return parts_->link.bell.number();
}

}  // namespace mss::cluster
