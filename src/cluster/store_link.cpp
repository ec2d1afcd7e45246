#include "cluster/store_link.hpp"

#include <algorithm>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>

#include "base/host.hpp"
#include "base/identifier.hpp"
#include "celery/envelope.hpp"
#include "celery/result_meta.hpp"
#include "cluster/scripts.hpp"
#include "cluster/strange_keys.hpp"

namespace mss::cluster {
namespace {

using std::chrono::milliseconds;

// Long enough for a server that is busy; a way that is cut off is found out sooner.
constexpr redis::Waiting kWaiting{
    .connect = milliseconds(1'000), .reply = milliseconds(5'000), .doubt = milliseconds(750), .bytes_max = 256U << 20U};
constexpr milliseconds kTimeKept{30'000};
constexpr milliseconds kMendedFor{5'000};  ///< looking at all keys is not for every error

// Results of tasks that never ran; scripts put id and name in.
celery::ResultSubject unnamed() {
    celery::ResultSubject subject;
    subject.task_id = "%ID%";
    return subject;
}

std::string unregistered_result(Timestamp now) {
    const celery::ExceptionInfo exception{
        .type = "NotRegistered", .message = json::Array{"%NAME%"}, .module = "celery.exceptions"};
    return celery::write_result(celery::failure_result(unnamed(), exception, std::nullopt, now));
}

// What stands before the id of a task that has begun, and what comes after it.
json::Array started_result(std::string_view worker) {
    const std::string text = celery::write_result(celery::started_result(unnamed(), ::getpid(), worker));
    const std::string_view id = R"("%ID%")";
    const std::size_t at = text.find(id);
    return {json::Value(text.substr(0, at)), json::Value(text.substr(at + id.size()))};
}

std::string revoked_result(std::string_view reason, Timestamp now) {
    return celery::write_result(celery::revoked_result(unnamed(), reason, now));
}

}  // namespace

StoreLink::StoreLink(RedisStoreOptions the_options)
    : options(std::move(the_options)),
      self_(uuid_v4()),
      pool_(options.endpoint, kWaiting),
      runner_(pool_),
      bell(options.endpoint, options.naming, key("wake"), self_, options.queues, [this] { pool_.forget_idle(); }) {}

std::string StoreLink::key(std::string_view name) const {
    return fmt::format("{}mss:{}", options.naming.prefix, name);
}

json::Object StoreLink::context(bool refuses) const {
    const celery::Naming& naming = options.naming;
    const Timestamp shown = options.clock != nullptr ? options.clock->now() : system_.now();
    json::Object context;
    context["prefix"] = naming.prefix;
    context["sep"] = naming.separator;
    context["steps"] = json::encode(naming.priority_steps);
    context["unacked"] = celery::unacked_key(naming);
    context["index"] = celery::unacked_index_key(naming);
    context["meta"] = celery::result_key(naming, {});
    context["expiry"] = options.result_keep.count();
    if (!options.started_by.empty()) context["started"] = started_result(options.started_by);
    context["events"] = options.events_keep;
    context["retries"] = options.retries_max;
    context["message_most"] = kMessageBytesMax;
    context["queues"] = json::encode(options.queues);
    context["self"] = self_;
    if (refuses) {
        context["revoked"] = revoked_result("revoked", shown);
        context["expired"] = revoked_result("expired", shown);
        context["unregistered"] = unregistered_result(shown);
    }
    if (options.clock != nullptr) {
        context["now"] = to_unix_ms(shown);
        context["uptime"] = options.clock->uptime().count();
    }
    return context;
}

Result<std::vector<redis::Reply>> StoreLink::run(std::string_view script, json::Object request, redis::Command words) {
    const json::Value ask = std::move(request);
    const json::Value shared = context(script::refuses(script));
    auto ran = runner_.run(script, shared, ask, words);
    if (!ran && mended_after(ran.error())) ran = runner_.run(script, shared, ask, words);
    MSS_TRY_ASSIGN(auto answer, std::move(ran));
    if (answer.size() < 2) return fail(Code::internal, "a script answered less than it should");
    learn_time(
        from_unix_ms(answer[1].kind == redis::Reply::Kind::text ? std::stoll(answer[1].text) : answer[1].integer));
    if (answer[0].integer == 1) bell.ring();
    answer.erase(answer.begin(), answer.begin() + 2);
    return answer;
}

Result<std::vector<redis::Reply>> StoreLink::read(std::span<const redis::Command> commands) {
    if (commands.empty()) return std::vector<redis::Reply>();
    for (bool again = false;; again = true) {
        MSS_TRY_ASSIGN(auto replies, pool_.call_all(commands));
        const auto refused = std::ranges::find_if(replies, &redis::Reply::is_error);
        if (refused == replies.end()) return replies;
        const Error error = redis::failure_of(*refused);
        if (again || !mended_after(error)) return std::unexpected(error);
    }
}

bool StoreLink::mended_after(const Error& error) {
    if (!may_be_strange(error)) return false;
    {
        const std::scoped_lock lock(mutex_);
        const milliseconds now = system_.uptime();
        if (mended_ && now - *mended_ < kMendedFor) return false;
        mended_ = now;
    }
    const auto strange = set_strange_keys_aside(pool_, options.naming, options.queues);
    if (!strange) return false;
    if (options.log != nullptr)
        for (const StrangeKey& key : *strange)
            options.log->warning("a key of the broker held something else; it was set aside",
                                 {{"key", key.key}, {"type", key.type}, {"kept_as", key.kept_as}});
    return !strange->empty();
}

Result<redis::Reply> StoreLink::read(redis::Command command) {
    MSS_TRY_ASSIGN(auto replies, read(std::span(&command, 1)));
    return std::move(replies.front());
}

Result<std::vector<std::optional<TaskRecord>>> StoreLink::records(std::span<const std::string> ids) {
    std::vector<redis::Command> commands;
    commands.reserve(ids.size());
    for (const std::string& id : ids)
        commands.push_back({"HGETALL", key("task:" + id)});
    MSS_TRY_ASSIGN(const auto replies, read(commands));
    std::vector<std::optional<TaskRecord>> records(ids.size());
    for (std::size_t i = 0; i < ids.size(); ++i)
        if (!replies[i].elements.empty()) records[i] = record_of(ids[i], fields_of(replies[i]));
    MSS_TRY(fill_in_messages(records));
    return records;
}

// Of those that run and have theirs in `unacked` alone.
Result<void> StoreLink::fill_in_messages(std::span<std::optional<TaskRecord>> records) {
    std::vector<TaskRecord*> without;
    std::vector<redis::Command> commands;
    for (auto& record : records) {
        if (!record || !record->message.empty() || record->task.state != tasks::State::running) continue;
        without.push_back(&*record);
        commands.push_back({"HGET", celery::unacked_key(options.naming), record->tag});
    }
    MSS_TRY_ASSIGN(const auto replies, read(commands));
    for (std::size_t i = 0; i < without.size(); ++i)
        if (auto message = celery::read_unacked(replies[i].text)) {
            without[i]->message = std::move(*message);
            fill_in_arguments(*without[i]);
        }
    return {};
}

void StoreLink::learn_time(Timestamp server) {
    const std::scoped_lock lock(mutex_);
    learned_ = system_.uptime();
    ahead_ = server.time_since_epoch() - learned_;
}

Result<Timestamp> StoreLink::now() {
    if (options.clock != nullptr) return options.clock->now();
    const milliseconds uptime = system_.uptime();
    {
        const std::scoped_lock lock(mutex_);
        if (ahead_ && uptime - learned_ < kTimeKept) return Timestamp(*ahead_ + uptime);
    }
    MSS_TRY_ASSIGN(const redis::Reply time, read({"TIME"}));
    if (time.elements.size() != 2) return fail(Code::unavailable, "the Redis server does not know the time");
    const Timestamp server =
        from_unix_ms(std::stoll(time.elements[0].text) * 1'000 + std::stoll(time.elements[1].text) / 1'000);
    learn_time(server);
    return server;
}

celery::Sender StoreLink::sender(Timestamp now) const {
    static const std::string kHost = host_name();
    return {.origin = fmt::format("gen{}@{}", ::getpid(), kHost),
            .reply_to = self_,
            .default_queue = options.queues.empty() ? "celery" : options.queues.front(),
            .inherit_priority = false,
            .now = now};
}

}  // namespace mss::cluster
