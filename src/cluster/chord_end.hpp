#pragma once
// What the last part of a chord causes: the body, with the results of all parts, or the failure of a body that will
// never run. How parts are counted is in script::kSettle. Pure but for random identifiers; any thread.

#include <string>
#include <utility>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "celery/canvas.hpp"
#include "celery/keys.hpp"
#include "celery/publishing.hpp"
#include "celery/result_meta.hpp"

namespace mss::cluster {

/// A part of a chord for the script: its keys, what it adds and where.
json::Object chord_part_of(const celery::TaskMessage& message, const celery::ResultMeta& result,
                           const celery::Naming& naming);

struct ChordEnd {
    celery::Publication publication;
    std::vector<celery::ResultMeta> results;  ///< of a body that failed because a part did
};

/// `parts` as they were counted, each [1, id, status, result]. Errors: invalid (a body or a part that is none).
Result<ChordEnd> chord_end(const celery::TaskMessage& last, const std::vector<std::string>& parts,
                           const celery::Sender& sender);

}  // namespace mss::cluster
