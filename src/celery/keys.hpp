#pragma once
// Keys: what Celery and kombu call the keys and channels of Redis. The names depend on settings that every deployment
// may choose (broker_transport_options), so all of them are functions of a Naming. Pure values; any thread.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"

namespace mss::celery {

/// How a deployment names its keys. The defaults are kombu's; the comments give the names of its settings.
struct Naming {
    std::string prefix;                           ///< global_keyprefix, before every key and channel of the broker
    std::string separator = "\x06\x16";           ///< sep
    std::vector<int> priority_steps{0, 3, 6, 9};  ///< ascending
    std::string unacked = "unacked";              ///< unacked_key: hash of delivery tag to message
    std::string unacked_index = "unacked_index";  ///< unacked_index_key: delivery tags by the time of their delivery
    std::string unacked_mutex = "unacked_mutex";  ///< unacked_mutex_key
    std::optional<std::string> fanout_prefix;     ///< unset: "/{database}."; empty: none
    bool fanout_patterns = true;                  ///< the routing key is part of a channel's name
    int database = 0;                             ///< its number, since publishing does not know SELECT
    std::string control_exchange = "celery";      ///< the namespace of remote control
    std::string event_exchange = "celeryev";
    std::string result_prefix;  ///< global_keyprefix of the result backend
};

inline constexpr int kPriorityMax = 9;

/// The priority that a message's property stands for, read as kombu reads it: 0 to 9, numbers beyond that clamped,
/// texts of digits as numbers, and 0 for everything else.
int priority_of(const json::Value& property);

/// The largest step that is not above the priority, which is clamped to 0..9. 0 is served first.
int step_of(const Naming& naming, int priority);

/// The list of a queue for messages of a priority; new ones go to its left end, the next one is at its right end.
std::string list_key(const Naming& naming, std::string_view queue, int priority);

/// All lists of the queues in the order of BRPOP: all queues at the first step, then all at the second, ...
std::vector<std::string> lists_of(const Naming& naming, std::span<const std::string> queues);

/// The queue that a list belongs to.
std::string queue_of(const Naming& naming, std::string_view list);

std::string unacked_key(const Naming& naming);
std::string unacked_index_key(const Naming& naming);
std::string unacked_mutex_key(const Naming& naming);

/// The set that says which queues an exchange delivers to.
std::string binding_key(const Naming& naming, std::string_view exchange);
/// The further set in which kombu >= 5.7 has the bindings of queues that stay, and the sorted set with the deadlines
/// of the exchanges whose queues do not.
std::string permanent_binding_key(const Naming& naming, std::string_view exchange);
std::string binding_deadlines_key(const Naming& naming);

/// One entry of such a set.
struct Binding {
    std::string routing_key;
    std::string pattern;  ///< a regular expression, of topic exchanges only
    std::string queue;
};
std::string binding_member(const Naming& naming, const Binding& binding);
/// Nothing where the text has not three parts.
std::optional<Binding> binding_of(const Naming& naming, std::string_view member);

/// The channel of a fanout exchange.
std::string fanout_channel(const Naming& naming, std::string_view exchange, std::string_view routing_key);
/// "task.received": what an event's type is in a routing key.
std::string event_routing_key(std::string_view type);
/// The channel of events with a routing key; "*" subscribes to all of them.
std::string event_channel(const Naming& naming, std::string_view routing_key);
/// "celery.pidbox": the exchange of remote control, and its channel.
std::string control_exchange(const Naming& naming);
std::string control_channel(const Naming& naming);
/// "w1@host.celery.pidbox": the queue under which a worker is bound to that exchange.
std::string control_queue(const Naming& naming, std::string_view hostname);
/// "reply.celery.pidbox": the exchange of replies.
std::string reply_exchange(const Naming& naming);

/// Key of a task's result, and the channel on which it is announced.
std::string result_key(const Naming& naming, std::string_view task_id);
/// Key of a saved group.
std::string group_key(const Naming& naming, std::string_view group_id);

/// The keys by which a chord is counted.
struct ChordKeys {
    std::string results;  ///< .j: sorted set, or list where the order does not matter
    std::string added;    ///< .t: how many members joined at run time
    std::string size;     ///< .s: how many there are
    std::string done;     ///< .d: set of the parts that were counted (5.7)
    std::string claim;    ///< .c: who sends the body, and that it was sent (5.7)
};
ChordKeys chord_keys(const Naming& naming, std::string_view group_id);

}  // namespace mss::celery
