#pragma once
// Signature: a task that is to be called later, as messages carry it: the steps of a chain, what is linked to a task's
// ending, the body of a chord. A group, a chain or a chord is a signature as well, with its parts in its kwargs. Plain
// values; pure; any thread.

#include <optional>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"

namespace mss::celery {

struct Signature {
    std::string task;
    json::Array args;
    json::Object kwargs;
    json::Object options;                     ///< of apply_async: task_id, queue, link, group_id, ...
    std::optional<std::string> subtask_type;  ///< "chain", "group", "chord", ...; unset for a task
    bool immutable = false;                   ///< takes no result of what came before
    json::Object others;
};

/// Missing members have their defaults. Errors: invalid (no task, a member of a wrong type).
Result<Signature> read_signature(const json::Value& value);
json::Object write_signature(const Signature& signature);

/// null and absent: unset. A single signature counts as a list of it, as in Celery.
using Signatures = std::optional<std::vector<Signature>>;
Result<Signatures> read_signatures(const json::Value& value);
json::Value write_signatures(const Signatures& signatures);

/// The last part of a message's body: what follows the task.
struct Embed {
    Signatures callbacks;            ///< each gets the result
    Signatures errbacks;             ///< each gets the id of the failed task
    Signatures chain;                ///< what is left, the next step last
    std::optional<Signature> chord;  ///< the body of the chord that the task is a part of
    json::Object others;
};

/// Errors: invalid.
Result<Embed> read_embed(const json::Value& value);
json::Object write_embed(const Embed& embed);

}  // namespace mss::celery
