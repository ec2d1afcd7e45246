#include "celery/publishing.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <string_view>
#include <utility>

#include "base/identifier.hpp"
#include "celery/keys.hpp"
#include "celery/python_repr.hpp"
#include "celery/wire_json.hpp"

namespace mss::celery {
namespace {

// Options that say how Python is to send, and what a message says by itself.
constexpr std::array<std::string_view, 19> kNotSent{
    "connection", "router",      "producer",         "publisher",   "add_to_parent", "route_name", "task_type",
    "retry",      "serializer",  "retry_policy",     "compression", "declare",       "interval",   "exchange_type",
    "result_cls", "max_retries", "event_dispatcher", "root_id",     "parent_id"};

// An instant that many seconds from now; what no calendar has becomes the nearest that one has.
Timestamp later(Timestamp now, double seconds) {
    constexpr double kMost = 1e12;
    const double milliseconds = std::clamp(seconds, -kMost, kMost) * 1000.0;
    return iso_time(now + std::chrono::milliseconds(static_cast<std::int64_t>(milliseconds))).at;
}

// `countdown`, `eta` and `expires`.
Result<void> take_times(json::Object& options, TaskMessage& message, Timestamp now) {
    std::optional<double> countdown;
    MSS_TRY(take(options, "countdown", countdown));
    std::optional<std::string> eta;
    MSS_TRY(take(options, "eta", eta));
    if (countdown && *countdown != 0) {
        message.eta = iso_time(later(now, *countdown));
    } else if (eta) {
        MSS_TRY_ASSIGN(message.eta, parse_iso_time(*eta));
    }
    json::Value expires;
    MSS_TRY(take(options, "expires", expires));
    if (expires.is_number()) {
        set_expires(message, iso_time(later(now, expires.to_number<double>())), now);
    } else if (expires.is_string()) {
        MSS_TRY_ASSIGN(const IsoTime time, parse_iso_time(std::string_view(expires.get_string())));
        set_expires(message, time, now);
    } else if (!expires.is_null()) {
        return std::unexpected(json::detail::wrong("expires", "a number of seconds or a time"));
    }
    return {};
}

Result<void> take_route(json::Object& options, DeliveryInfo& info) {
    std::optional<std::string> queue;
    MSS_TRY(take(options, "queue", queue));
    std::optional<std::string> exchange;
    MSS_TRY(take(options, "exchange", exchange));
    std::optional<std::string> routing_key;
    MSS_TRY(take(options, "routing_key", routing_key));
    if (queue) {  // a queue that is named is found without an exchange, and a routing key beside it counts for nothing
        info.routing_key = std::move(*queue);
    } else {
        if (exchange) info.exchange = std::move(*exchange);
        if (routing_key) info.routing_key = std::move(*routing_key);
    }
    return {};
}

Result<void> take_embed(json::Object& options, const Call& call, Embed& embed) {
    json::Value link;
    MSS_TRY(take(options, "link", link));
    MSS_TRY_ASSIGN(embed.callbacks, read_signatures(link));
    json::Value link_error;
    MSS_TRY(take(options, "link_error", link_error));
    MSS_TRY_ASSIGN(embed.errbacks, read_signatures(link_error));
    json::Value chain;
    MSS_TRY(take(options, "chain", chain));
    MSS_TRY_ASSIGN(embed.chain, read_signatures(chain));
    if (call.chain) embed.chain = call.chain;
    json::Value chord;
    MSS_TRY(take(options, "chord", chord));
    if (chord.is_null()) return {};
    MSS_TRY_ASSIGN(embed.chord, read_signature(chord));
    return {};
}

// Marks of the parent, and those that the signature brings as options of their own names.
Result<void> take_stamps(json::Object& options, const std::optional<Stamps>& parents, Stamps& stamps) {
    if (parents) stamps = *parents;
    std::optional<std::vector<std::string>> names;
    MSS_TRY(take(options, "stamped_headers", names));
    if (!names) return {};
    if (!stamps.names) stamps.names.emplace();
    for (const std::string& name : *names) {
        if (std::ranges::find(*stamps.names, name) == stamps.names->end()) stamps.names->push_back(name);
        if (const auto value = options.find(name); value != options.end()) {
            stamps.values[name] = value->value();
            options.stable_erase(value);
        }
    }
    return {};
}

Result<void> take_headers(json::Object& options, TaskMessage& message) {
    std::optional<std::string> id;
    MSS_TRY(take(options, "task_id", id));
    if (id) message.id = std::move(*id);
    message.properties.correlation_id = message.id;
    MSS_TRY(take(options, "correlation_id", message.properties.correlation_id));
    MSS_TRY(take(options, "shadow", message.shadow));
    MSS_TRY(take(options, "group_id", message.group));
    MSS_TRY(take(options, "group_index", message.group_index));
    MSS_TRY(take(options, "retries", message.retries));
    MSS_TRY(take(options, "time_limit", message.limits.hard_seconds));
    MSS_TRY(take(options, "soft_time_limit", message.limits.soft_seconds));
    MSS_TRY(take(options, "argsrepr", message.arguments_repr));
    MSS_TRY(take(options, "kwargsrepr", message.kwargs_repr));
    MSS_TRY(take(options, "ignore_result", message.ignore_result));
    MSS_TRY(take(options, "replaced_task_nesting", message.replaced_task_nesting));
    return take_object(options, "headers", message.other_headers);
}

}  // namespace

TaskMessage new_task(std::string task, json::Array args, json::Object kwargs, const Sender& sender) {
    TaskMessage message;
    message.task = std::move(task);
    message.id = uuid_v4();
    message.root_id = message.id;
    message.arguments_repr = python_repr_tuple(args);
    message.kwargs_repr = python_repr(kwargs);
    message.origin = sender.origin;
    message.replaced_task_nesting = 0;
    message.stamps.emplace();
    message.args = std::move(args);
    message.kwargs = std::move(kwargs);
    message.properties.correlation_id = message.id;
    message.properties.reply_to = sender.reply_to;
    message.properties.delivery_info.routing_key = sender.default_queue;
    message.properties.delivery_tag = uuid_v4();
    return message;
}

void set_expires(TaskMessage& message, const IsoTime& expires, Timestamp now) {
    message.expires = expires;
    message.properties.expiration = std::to_string(std::max<std::int64_t>(0, (expires.at - now).count()));
}

TaskMessage retry_of(const TaskMessage& message, std::optional<Timestamp> eta, Timestamp now) {
    TaskMessage again = message;
    ++again.retries;
    again.eta.reset();
    if (eta) again.eta = iso_time(*eta);
    again.parent_id = message.id;
    if (!again.root_id) again.root_id = message.id;
    again.redelivered = false;
    again.properties.delivery_info.redelivered.reset();
    again.properties.delivery_tag = uuid_v4();
    if (again.expires) set_expires(again, *message.expires, now);
    if (!again.replaced_task_nesting) again.replaced_task_nesting = 0;
    if (!again.stamps) again.stamps.emplace();
    return again;
}

Result<TaskMessage> child_of(const TaskMessage& parent, const Signature& signature, const Call& call,
                             const Sender& sender) {
    for (const std::string_view kind : {"chain", "group", "chord"})
        if (signature.subtask_type == kind)
            return fail(Code::invalid, std::string("a ").append(kind) + " is no single message");
    json::Array args;
    if (call.previous && !signature.immutable) args.push_back(*call.previous);
    args.insert(args.end(), signature.args.begin(), signature.args.end());
    TaskMessage child = new_task(signature.task, std::move(args), signature.kwargs, sender);
    json::Object options = signature.options;
    const auto read = [&]() -> Result<void> {
        MSS_TRY(take_headers(options, child));
        MSS_TRY(take_times(options, child, sender.now));
        MSS_TRY(take_route(options, child.properties.delivery_info));
        MSS_TRY(take_embed(options, call, child.embed));
        MSS_TRY(take_stamps(options, parent.stamps, *child.stamps));
        MSS_TRY(take(options, "reply_to", child.properties.reply_to));
        return take(options, "delivery_mode", child.properties.delivery_mode);
    };
    if (const auto outcome = read(); !outcome)
        return std::unexpected(outcome.error().with_context("the options of a signature"));
    child.parent_id = parent.id;
    child.root_id = parent.root_id ? parent.root_id : parent.id;
    if (sender.inherit_priority) child.properties.priority = parent.properties.priority;
    if (const auto priority = options.find("priority"); priority != options.end()) {
        if (!priority->value().is_null()) child.properties.priority = priority_of(priority->value());
        options.stable_erase(priority);
    }
    for (const std::string_view name : kNotSent)
        options.erase(name);
    for (const char* own : {"delivery_info", "delivery_tag", "body_encoding", "expiration"})
        options.erase(own);
    child.properties.others = std::move(options);
    return child;
}

}  // namespace mss::celery
