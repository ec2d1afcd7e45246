#pragma once
// New messages: of a task that somebody asks for, of another try of one, and of what follows its ending. What they have
// in common with Celery's own is every header and property; a delivery tag is made for each. Pure but for the random
// identifiers; any thread.

#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "celery/signature.hpp"
#include "celery/task_message.hpp"

namespace mss::celery {

/// Who sends, and when.
struct Sender {
    std::string origin;                    ///< "gen<pid>@<host>"
    std::string reply_to;                  ///< a UUID of the program's; carried on, but of no use on Redis
    std::string default_queue = "celery";  ///< of a signature that names none
    bool inherit_priority = false;         ///< task_inherit_parent_priority
    Timestamp now{};
};

/// A message for a task as Celery would send it, with the headers of Celery >= 5.3, to be changed further before it is
/// written: queue and priority are in its properties.
TaskMessage new_task(std::string task, json::Array args, json::Object kwargs, const Sender& sender);

/// Sets when a message is of no use any more, in the header that counts and in the property that Celery writes as well.
void set_expires(TaskMessage& message, const IsoTime& expires, Timestamp now);

/// The message of a further try: the same task with one try more behind it, its own parent, sent where it was taken
/// from. Unset `eta`: at once.
TaskMessage retry_of(const TaskMessage& message, std::optional<Timestamp> eta, Timestamp now);

/// With what a signature is called.
struct Call {
    std::optional<json::Value> previous;  ///< goes before its arguments unless it is immutable
    Signatures chain;                     ///< what is left of the chain that it is a step of, the next one last
};

/// The message of a signature that a task calls: the next step of its chain, what is linked to its ending, the body of
/// its chord. The options of the signature say what apply_async would take them for; those that Celery does not know
/// become properties, as there. The parent's stamps go with it. Errors: invalid (an option of a wrong type; a group, a
/// chain or a chord, which are more than one message: see publish_signature() in canvas.hpp).
Result<TaskMessage> child_of(const TaskMessage& parent, const Signature& signature, const Call& call,
                             const Sender& sender);

}  // namespace mss::celery
