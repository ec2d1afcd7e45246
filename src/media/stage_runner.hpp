#pragma once
// StageRunner: does a stage once. A stage is a name, a code version, the inputs that decide its result, and the work;
// where the cache already holds the result of the same four, nothing runs. Confined to one thread.

#include <functional>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "files/stage_cache.hpp"
#include "media/reports.hpp"

namespace mss::media {

struct Stage {
    std::string name;    ///< for people and reports, such as "vertical.segment-3"; not part of the key
    std::string kind;    ///< such as "segment"; part of the key, with its code version
    int version = 1;     ///< raised whenever the stage's code gives another result for the same inputs
    json::Value inputs;  ///< everything else that decides the result; never a path of this machine
};

/// SHA-256 over kind, version and canonical inputs.
std::string stage_key(const Stage& stage);

class StageRunner {
public:
    explicit StageRunner(files::StageCache& cache) : cache_(cache) {}

    /// Makes the stage's files in the folder that it is given, synced to disk, and returns what to remember of it.
    using Work = std::function<Result<json::Value>(const std::filesystem::path& folder)>;

    /// Errors: the work's own, io.
    Result<files::StageEntry> run(const Stage& stage, const Work& work);

    /// True where the result is there already; it is then kept for this run.
    Result<bool> finished(const Stage& stage);

    const std::vector<StageReport>& reports() const { return reports_; }

private:
    files::StageCache& cache_;
    std::vector<StageReport> reports_;
};

}  // namespace mss::media
