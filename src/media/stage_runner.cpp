#include "media/stage_runner.hpp"

#include <chrono>

#include "base/hash.hpp"

namespace mss::media {

Stage::Stage(std::string stage_name, std::string_view kind, int version, const json::Value& inputs)
    : name(std::move(stage_name)),
      key(sha256(json::print(json::Object{{"kind", kind}, {"version", version}, {"inputs", inputs}}))) {}

Result<files::StageEntry> StageRunner::run_work(const Stage& stage, const Work& work) {
    MSS_TRY_ASSIGN(auto found, cache_.find(stage.key));
    if (found) {
        report(stage, true, found->seconds);
        return std::move(*found);
    }
    const auto start = std::chrono::steady_clock::now();
    MSS_TRY_ASSIGN(auto workspace, cache_.begin());
    MSS_TRY_ASSIGN(const json::Value result, work(workspace.folder()));
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    auto entry = cache_.commit(std::move(workspace), stage.key, result, seconds);
    if (entry) report(stage, false, seconds);
    return entry;
}

void StageRunner::report(const Stage& stage, bool reused, double seconds) {
    reports_.push_back({stage.name, reused, seconds});
    log_.debug("stage done", {{"name", stage.name}, {"cached", reused}, {"seconds", seconds}});
}

Result<bool> StageRunner::finished(const Stage& stage) {
    MSS_TRY_ASSIGN(const auto found, cache_.find(stage.key));
    return found.has_value();
}

}  // namespace mss::media
