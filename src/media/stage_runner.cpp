#include "media/stage_runner.hpp"

#include <chrono>

#include "base/hash.hpp"

namespace mss::media {

std::string stage_key(const Stage& stage) {
    json::Object material;
    material["kind"] = stage.kind;
    material["version"] = stage.version;
    material["inputs"] = stage.inputs;
    return sha256(json::print(material));
}

Result<files::StageEntry> StageRunner::run_work(const Stage& stage, const Work& work) {
    const std::string key = stage_key(stage);
    MSS_TRY_ASSIGN(auto found, cache_.find(key));
    if (found) {
        report(stage, true, found->seconds);
        return std::move(*found);
    }
    const auto start = std::chrono::steady_clock::now();
    MSS_TRY_ASSIGN(auto workspace, cache_.begin());
    MSS_TRY_ASSIGN(const json::Value result, work(workspace.folder()));
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    auto entry = cache_.commit(std::move(workspace), key, result, seconds);
    if (entry) report(stage, false, seconds);
    return entry;
}

void StageRunner::report(const Stage& stage, bool reused, double seconds) {
    reports_.push_back({stage.name, reused, seconds});
    log_.debug("stage done", {{"name", stage.name}, {"cached", reused}, {"seconds", seconds}});
}

Result<bool> StageRunner::finished(const Stage& stage) {
    MSS_TRY_ASSIGN(const auto found, cache_.find(stage_key(stage)));
    return found.has_value();
}

}  // namespace mss::media
