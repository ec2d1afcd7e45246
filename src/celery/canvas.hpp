#pragma once
// Canvas: what follows a task's ending, where that may be more than one task: chains, groups and chords, in each
// other. Said as messages to send and chords to start; whoever has the connection does both. Pure but for the random
// identifiers; any thread.

#include <cstdint>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "celery/publishing.hpp"
#include "celery/result_meta.hpp"

namespace mss::celery {

/// As many messages one ending may cause.
inline constexpr std::size_t kPublishedMax = 10'000;

/// A chord of which no part was sent yet: its size is to be set under chord_keys().size, and what an earlier run of
/// the same chord left under .claim deleted, before any of the messages goes.
struct ChordStart {
    std::string group_id;
    std::int64_t size = 0;  ///< how many endings complete it
};

struct Publication {
    std::vector<ChordStart> chords;
    std::vector<TaskMessage> messages;    ///< in the order of sending
    std::vector<ResultPointer> children;  ///< for the result of the task that called them
};

/// What becomes of a signature that a task calls, whatever it is made of. A group with something behind it is a chord,
/// as Celery makes it one. Errors: invalid (parts that are no signatures, a chain without a step), too_large (more than
/// kPublishedMax messages, or copies of a chord's body beyond kBodyBytesMax).
Result<Publication> publish_signature(const TaskMessage& parent, const Signature& signature, const Call& call,
                                      const Sender& sender);

/// What a success calls: all callbacks, then the next step of the chain. The body of a chord is not among them, since
/// it waits for the other parts: that is publish_signature() of embed.chord with the list of results. Errors: as above.
Result<Publication> after_success(const TaskMessage& message, const json::Value& result, const Sender& sender);

/// What a failure calls: all errbacks, with the task's id. For a chord that failed the message is child_of() its
/// body. Errors: as above.
Result<Publication> after_failure(const TaskMessage& message, const Sender& sender);

}  // namespace mss::celery
