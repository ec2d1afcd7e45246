// What is made beside the pictures, in a lane of its own: the sound, then the thumbnails.
#include <algorithm>

#include "base/random.hpp"
#include "studio/output_folder.hpp"
#include "studio/render_run.hpp"

namespace mss::studio {
namespace {

using media::Stage;
using media_protocol::Operation;

// Raised whenever a stage's code gives another result for the same inputs: old entries are then no longer found.
constexpr int kSoundVersion = 4;
constexpr int kThumbnailVersion = 5;

}  // namespace

Result<void> RenderRun::make_sound_and_thumbnails(int cancel_fd) {
    MSS_TRY_ASSIGN(Lane lane, tools_.open_lane(cancel_fd));
    MSS_TRY(mix(lane));
    MSS_TRY(draw_thumbnails(lane));
    stages_beside_.emplace(std::move(lane.stages));
    return {};
}

Result<void> RenderRun::mix(Lane& lane) {
    media_protocol::MixRequest request;
    request.samples = narration_.samples();
    request.music = options_.music;
    request.mood = look_.mood;
    request.seed = Random::hash_of(given_.title);
    // The key holds what each clip says (its speech key), not where it lies on this machine.
    json::Array clip_keys;
    for (std::size_t i = 0; i < sentences_.size(); ++i) {
        clip_keys.push_back(json::Value(sentences_[i].key));
        request.clips.push_back({{}, narration_.sentence_starts[i]});
    }
    const Stage stage{
        "sound", "sound", kSoundVersion,
        json::Object{{"request", json::encode(request)}, {"clips", clip_keys}, {"libraries", libraries_.codec}}};
    for (std::size_t i = 0; i < sentences_.size(); ++i)
        request.clips[i].path = sentences_[i].path;
    const auto work = [&](const std::filesystem::path& folder) {
        request.output = folder / "sound.m4a";
        return lane.process->call_json(Operation::mix, json::encode(request), {});
    };
    auto mixed = lane.stages.run<media_protocol::MixReply>(stage, work);
    if (!mixed) return own_files_failed(std::move(mixed).error());
    sound_ = std::move(*mixed);
    return {};
}

Result<void> RenderRun::draw_thumbnails(Lane& lane) {
    const bool wide = std::ranges::find(options_.formats, Format::wide) != options_.formats.end();
    const bool vertical = std::ranges::find(options_.formats, Format::vertical) != options_.formats.end();
    media_protocol::ThumbnailRequest request;
    request.scene = media::plan_thumbnail(script_, segments_);
    for (request.variant = 0; request.variant < kThumbnails; ++request.variant) {
        const int number = request.variant + 1;
        request.width = 1280;
        request.height = 720;
        if (wide || !vertical) MSS_TRY(draw_thumbnail(lane, request, thumbnail_file(number, Format::wide)));
        request.width = 1080;
        request.height = 1920;
        if (vertical) MSS_TRY(draw_thumbnail(lane, request, thumbnail_file(number, Format::vertical)));
    }
    return {};
}

Result<void> RenderRun::draw_thumbnail(Lane& lane, media_protocol::ThumbnailRequest request, std::string name) {
    const Stage stage{name, "thumbnail", kThumbnailVersion,
                      json::Object{{"request", json::encode(request)},
                                   {"fonts", fonts_.fonts},
                                   {"icons", std::string(tools_.icons.version())},
                                   {"libraries", libraries_.codec + "; " + libraries_.picture}}};
    const auto work = [&](const std::filesystem::path& folder) {
        request.output = folder / "thumbnail.jpg";
        return lane.process->call_json(Operation::thumbnail, json::encode(request), {});
    };
    MSS_TRY_ASSIGN(auto drawn, lane.stages.run<media_protocol::ThumbnailReply>(stage, work));
    thumbnails_.push_back({std::move(name), std::move(drawn.entry)});
    return {};
}

}  // namespace mss::studio
