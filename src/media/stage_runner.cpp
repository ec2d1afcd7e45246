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

Result<files::StageEntry> StageRunner::run(const Stage& stage, const Work& work) {
    const std::string key = stage_key(stage);
    MSS_TRY_ASSIGN(auto found, cache_.find(key));
    if (found) {
        reports_.push_back({stage.name, true, found->seconds});
        return std::move(*found);
    }
    const auto start = std::chrono::steady_clock::now();
    MSS_TRY_ASSIGN(auto workspace, cache_.begin());
    MSS_TRY_ASSIGN(const json::Value result, work(workspace.folder()));
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    reports_.push_back({stage.name, false, seconds});
    return cache_.commit(std::move(workspace), key, result, seconds);
}

Result<bool> StageRunner::finished(const Stage& stage) {
    MSS_TRY_ASSIGN(const auto found, cache_.find(stage_key(stage)));
    return found.has_value();
}

}  // namespace mss::media
