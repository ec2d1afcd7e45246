#pragma once
// What is written when an attempt ends: the record's next state by the rules that all stores share, and beside it what
// Celery's clients wait for: the result, another message where there is another try, and the messages of what follows.
// Pure but for random identifiers; any thread.

#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/json.hpp"
#include "celery/keys.hpp"
#include "cluster/task_record.hpp"
#include "redis/endpoint.hpp"
#include "tasks/task_row.hpp"
#include "tasks/task_store.hpp"

namespace mss::cluster {

/// Of whom and for whom it is written.
struct EndContext {
    const celery::Naming& naming;
    const celery::Sender& sender;
    double unit = 0;  ///< see tasks::decide()
};

/// One item of script::kSettle.
struct AttemptEnd {
    std::string id;
    std::string fence;
    bool cancel_requested = false;  ///< as it was seen
    tasks::State next{};
    tasks::Entry entry;
    std::string result;        ///< for Celery's clients; empty: none
    bool has_message = false;  ///< of its own, in its record
    json::Object fields;       ///< what changes of the record
    json::Object others;       ///< chords to begin, messages to push, other results, the part of a chord

    void append_to(redis::Command& command) const;
};

/// For a running record and its message, if it can be read. `chord`: where it is the last
/// part of one, what the script answered when it saw that, all parts; else empty.
AttemptEnd end_of(TaskRecord record, const std::optional<celery::TaskMessage>& message,
                  const tasks::Settlement& settlement, const EndContext& context,
                  const std::vector<std::string>& chord);

/// For a part of a chord that ended without a worker: the request of script::kCountPart, but for its id.
json::Object uncounted_part_of(const tasks::Task& task, const celery::TaskMessage& message, const EndContext& context,
                               const std::vector<std::string>& chord);

/// The result by which clients learn that a message can be run by nobody.
tasks::Settlement refusal_of(const tasks::Claim& claim, const Error& error);

}  // namespace mss::cluster
