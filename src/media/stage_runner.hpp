#pragma once
// StageRunner: does a stage once. A stage is a name, a code version, the inputs that decide its result, and the work;
// where the cache already holds the result of the same four, nothing runs. Confined to one thread.

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "files/stage_cache.hpp"
#include "media/reports.hpp"
#include "observe/log.hpp"

namespace mss::media {

struct Stage {
    /// `kind`, such as "segment", goes into the key with its code's `version`, which is raised whenever the code gives
    /// another result for the same inputs; `inputs` are all else that decides the result, never a path of this machine.
    Stage(std::string stage_name, std::string_view kind, int version, const json::Value& inputs);

    std::string name;  ///< for people and reports, such as "vertical.segment-3"; not part of the key
    std::string key;   ///< SHA-256 over kind, version and canonical inputs
};

/// A stage's files, and what it answered.
template <class Reply>
struct FinishedStage {
    files::StageEntry entry;
    Reply reply;
};

class StageRunner {
public:
    StageRunner(files::StageCache cache, const observe::Logger& log) : cache_(std::move(cache)), log_(log) {}

    /// Makes the stage's files in the folder that it is given, synced to disk, and returns what to remember of it.
    using Work = std::function<Result<json::Value>(const std::filesystem::path& folder)>;

    /// Only an answer that is a Reply is remembered. Errors: the work's own, io, internal (it answered otherwise).
    template <class Reply>
    Result<FinishedStage<Reply>> run(const Stage& stage, const Work& work) {
        const auto checked = [&](const std::filesystem::path& folder) -> Result<json::Value> {
            MSS_TRY_ASSIGN(json::Value answer, work(folder));
            MSS_TRY(read_reply<Reply>(stage, answer));
            return answer;
        };
        MSS_TRY_ASSIGN(files::StageEntry entry, run_work(stage, checked));
        MSS_TRY_ASSIGN(Reply reply, read_reply<Reply>(stage, entry.result));
        return FinishedStage<Reply>{std::move(entry), std::move(reply)};
    }

    /// True where the result is there already; it is then kept for this run.
    Result<bool> finished(const Stage& stage);

    const std::vector<StageReport>& reports() const { return reports_; }
    files::StageCache& cache() { return cache_; }

private:
    Result<files::StageEntry> run_work(const Stage& stage, const Work& work);
    void report(const Stage& stage, bool reused, double seconds);

    template <class Reply>
    static Result<Reply> read_reply(const Stage& stage, const json::Value& answer) {
        auto reply = json::decode<Reply>(answer);
        if (!reply) return fail(Code::internal, stage.name + " gave an answer of another form", reply.error().message);
        return reply;
    }

    files::StageCache cache_;
    const observe::Logger& log_;
    std::vector<StageReport> reports_;
};

}  // namespace mss::media
