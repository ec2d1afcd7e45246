#include "studio/render_run.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "base/utf8.hpp"
#include "media_protocol/timebase.hpp"
#include "studio/asked_length.hpp"
#include "studio/prerequisites.hpp"
#include "studio/recorded_voice.hpp"
#include "studio/side_files.hpp"
#include "studio/speech_requests.hpp"
#include "studio/unsayable.hpp"

namespace mss::studio {
namespace {

using media::Stage;
using media_protocol::Operation;
using media_protocol::Preset;

// Raised whenever a stage's code gives another result for the same inputs: old entries are then no longer found.
constexpr int kSegmentVersion = 7;
constexpr int kJoinVersion = 2;

constexpr std::string_view kPreviewFile = "preview.jpg";

constexpr int kLongestSeconds = 600;

// Expected costs in seconds, for the progress bar alone.
constexpr double kJoinCost = 0.5;
constexpr double kCostBeside = 0.5;  // of sound and thumbnails: what is left of them when the pictures are done

double encode_seconds_per_frame(Preset preset) {
    switch (preset) {
        case Preset::fast: return 0.020;
        case Preset::publish: return 0.030;
        case Preset::best: return 0.075;
    }
    return 0.03;
}

void append(std::vector<StageReport>& all, const std::vector<StageReport>& some) {
    all.insert(all.end(), some.begin(), some.end());
}

std::string name_of(Format format) {
    return format == Format::vertical ? "vertical" : "wide";
}

std::string name_of(media_protocol::Style style) {
    const auto known = media::styles();
    const auto found = std::ranges::find(known, style, &media::StyleChoice::style);
    return found == known.end() ? std::string() : std::string(found->name);
}

}  // namespace

Result<CreateReport> RenderRun::run() {
    auto report = make();
    beside_.reset();  // where the pictures failed, nobody wants the rest
    return report;
}

Result<CreateReport> RenderRun::make() {
    MSS_TRY(ask_libraries());
    MSS_TRY(check_fonts());
    MSS_TRY(choose_voice());
    MSS_TRY_ASSIGN(look_, media::choose_look(given_, options_.style));
    MSS_TRY(options_.voice_file.empty() ? speak() : take_recording());
    MSS_TRY(lay_out());
    MSS_TRY(plan_cuts());
    beside_.emplace([this](int stop_fd) { return make_sound_and_thumbnails(stop_fd); });
    for (Cut& cut : cuts_)
        MSS_TRY(render(cut));
    MSS_TRY(wait_for_sound_and_thumbnails());
    for (Cut& cut : cuts_)
        MSS_TRY(join(cut));

    tools_.progress.begin("checks", 0);
    CreateReport report;
    MSS_TRY_ASSIGN(report.gates, judge());
    MSS_TRY_ASSIGN(report.files, publish());
    report.title = given_.title;
    report.language = given_.language;
    report.style = name_of(look_.style);
    report.voice = voice_.name;
    report.duration_s = media_protocol::seconds_of_frames(narration_.frames);
    if (std::string notice = missed_length(given_, report.duration_s, options_.asked_s); !notice.empty())
        notices_.push_back(std::move(notice));
    for (const media::StageRunner& runner : stages_of_speech_)
        append(report.stages, runner.reports());
    append(report.stages, lane_.stages.reports());
    append(report.stages, stages_beside_->reports());
    report.notices = given_.notices;
    report.notices.insert(report.notices.end(), notices_.begin(), notices_.end());
    tools_.progress.finish();
    return report;
}

Result<void> RenderRun::ask_libraries() {
    MSS_TRY_ASSIGN(libraries_, lane_.process->call<media_protocol::LibrariesReply>(Operation::libraries,
                                                                                   media_protocol::LibrariesRequest{}));
    return {};
}

Result<void> RenderRun::check_fonts() {
    MSS_TRY_ASSIGN(fonts_, fit_to_fonts(*lane_.process, script_, notices_));
    return {};
}

Result<void> RenderRun::choose_voice() {
    if (!options_.voice_file.empty()) {
        voice_ = recorded_voice(script_.language);
        return {};
    }
    MSS_TRY_ASSIGN(voice_, find_voice(*lane_.process, lane_.paid_speech, options_.voice, script_.language));
    return check_sayable(script_, voice_, notices_);
}

media::Delivery RenderRun::delivery() const {
    const bool recorded = !options_.voice_file.empty();
    return {.pace = recorded ? 1 : script_.pace, .recorded = recorded};
}

// Where the words of the first scenes stand, and their pictures. All of these but the last one stay as they are,
// whatever follows.
void RenderRun::plan(std::size_t scenes) {
    model::Script first = script_;
    first.scenes.resize(scenes);
    const auto end = std::ranges::find_if(sentences_, [&](const auto& sentence) { return sentence.scene >= scenes; });
    narration_ =
        media::lay_out({sentences_.begin(), end}, scenes, {.reading_speed = media::reading_speed_max(delivery().pace)});
    burned_cues_ = media::make_cues(narration_.words, media::burned_limits(script_.language));
    segments_ = media::plan_segments(first, narration_, look_, tools_.icons);
}

Result<void> RenderRun::lay_out() {
    plan(script_.scenes.size());
    const double seconds = media_protocol::seconds_of_frames(narration_.frames);
    if (seconds > kLongestSeconds)
        return fail(Code::too_large, fmt::format("the words take {:.0f} seconds to speak; a video has at most {}",
                                                 seconds, kLongestSeconds));
    if (!delivery().recorded)
        std::ranges::move(SpeechRequests(script_, voice_.name).unused(sentences_), std::back_inserter(notices_));
    subtitle_cues_ =
        media::make_cues(narration_.words, media::subtitle_limits(media::reading_speed_max(delivery().pace)));
    return all_passed(media::judge_captions(subtitle_cues_, narration_, delivery()));  // before minutes of rendering
}

Result<void> RenderRun::plan_cuts() {
    tools_.progress.expect(kCostBeside);
    for (const Format format : options_.formats) {
        tools_.progress.expect(kJoinCost);
        const Size size = size_of(format);
        Cut cut{format, {}, {}, {}, {}};
        cut.facts.format = name_of(format);
        cut.facts.width = size.width;
        cut.facts.height = size.height;
        cut.facts.captions = options_.captions;
        for (std::size_t i = 0; i < segments_.size(); ++i) {
            cut.facts.segment_starts.push_back(segments_[i].span.first_frame);
            Stage stage = segment_stage(format, i);
            MSS_TRY_ASSIGN(const bool finished, lane_.stages.finished(stage));
            cut.planned.push_back({std::move(stage), finished ? 0 : segment_cost(i)});
            tools_.progress.expect(cut.planned.back().cost);
        }
        cuts_.push_back(std::move(cut));
    }
    return {};
}

RenderRun::Size RenderRun::size_of(Format format) {
    return format == Format::vertical ? Size{1080, 1920} : Size{1920, 1080};
}

double RenderRun::drawing_seconds(double frames) const {
    return frames * encode_seconds_per_frame(options_.preset) / tools_.threads;
}

double RenderRun::segment_cost(std::size_t index) const {
    return drawing_seconds(segments_[index].span.frames);
}

media_protocol::SegmentRequest RenderRun::segment_request(Format format, std::size_t index) const {
    media_protocol::SegmentRequest request;
    const Size size = size_of(format);
    request.width = size.width;
    request.height = size.height;
    request.scene = segments_[index].scene;
    if (index > 0) {
        request.previous = segments_[index - 1].scene;
        request.transition_frames = std::min(media::kTransitionFrames, segments_[index].span.frames / 2);
    }
    if (options_.captions) request.captions = media::captions_in(burned_cues_, segments_[index].span);
    request.preset = options_.preset;
    return request;
}

std::string RenderRun::fonts_of(std::size_t index) const {
    // At its beginning a segment still shows the text of the one before it.
    const std::string& own = fonts_.part_fonts.at(index);
    return index == 0 ? own : fonts_.part_fonts.at(index - 1) + "; " + own;
}

Stage RenderRun::segment_stage(Format format, std::size_t index) const {
    json::Object inputs{{"request", json::encode(segment_request(format, index))},
                        {"fonts", fonts_of(index)},
                        {"icons", std::string(tools_.icons.version())},
                        {"libraries", libraries_.codec + "; " + libraries_.picture}};
    return {fmt::format("{}.segment-{}", name_of(format), index + 1), "segment", kSegmentVersion, inputs};
}

Result<RenderRun::FinishedSegment> RenderRun::draw_segment(Format format, std::size_t index, const Stage& stage) {
    const auto work = [&](const std::filesystem::path& folder) {
        auto request = segment_request(format, index);
        request.threads = tools_.threads;
        request.output = folder / "segment.mp4";
        request.preview = folder / kPreviewFile;
        if (index + 1 < segments_.size()) request.upcoming = segments_[index + 1].scene;
        return lane_.process->call_json(Operation::segment, json::encode(request), [&](const auto& step) {
            tools_.progress.advance(static_cast<double>(step.done) /
                                    static_cast<double>(std::max<std::int64_t>(step.total, 1)));
        });
    };
    auto segment = lane_.stages.run<media_protocol::SegmentReply>(stage, work);
    tools_.progress.end();
    return segment;
}

Result<RenderRun::FinishedSegment> RenderRun::render_segment(const Cut& cut, std::size_t index) {
    const PlannedStage& planned = cut.planned[index];
    if (index < drawn_ahead_.size() && drawn_ahead_[index].entry.key == planned.stage.key) return drawn_ahead_[index];
    const std::size_t scenes = script_.scenes.size();
    tools_.progress.begin(cut.facts.format, planned.cost,
                          index < scenes ? fmt::format("scene {} of {}", index + 1, scenes) : "the sources");
    MSS_TRY_ASSIGN(FinishedSegment segment, draw_segment(cut.format, index, planned.stage));
    tell_scene(cut.format, index, segment);
    return Result<FinishedSegment>(std::move(segment));
}

void RenderRun::tell_scene(Format format, std::size_t index, const FinishedSegment& segment) const {
    // The card with the sources is no scene.
    if (tools_.scene_finished && index < script_.scenes.size())
        tools_.scene_finished({format, index, segment.entry.folder / kPreviewFile});
}

Result<void> RenderRun::render(Cut& cut) {
    for (std::size_t i = 0; i < segments_.size(); ++i) {
        if (beside_->failed()) return beside_->wait();
        MSS_TRY_ASSIGN(auto segment, render_segment(cut, i));
        cut.facts.segments.push_back(segment.reply);
        cut.segments.push_back(std::move(segment.entry));
    }
    return {};
}

Result<void> RenderRun::wait_for_sound_and_thumbnails() {
    tools_.progress.begin("sound", kCostBeside);
    MSS_TRY(beside_->wait(tools_.cancel_fd));
    tools_.progress.end();
    return {};
}

std::unexpected<Error> RenderRun::own_files_failed(Error error) {
    if (error.code == Code::invalid || error.code == Code::not_found) error.code = Code::io;
    return std::unexpected(std::move(error));
}

// Joining and probing are one stage: the facts belong to exactly that file.
Result<void> RenderRun::join(Cut& cut) {
    media_protocol::MuxRequest request;
    request.title = given_.title;
    request.comment = credits_line(given_);
    json::Array keys;
    for (const auto& segment : cut.segments)
        keys.push_back(json::Value(segment.key));
    const Stage stage{name_of(cut.format) + ".join", "join", kJoinVersion,
                      json::Object{{"request", json::encode(request)},
                                   {"segments", keys},
                                   {"sound", sound_.entry.key},
                                   {"libraries", libraries_.codec}}};
    for (const auto& segment : cut.segments)
        request.segments.push_back(segment.folder / "segment.mp4");
    request.audio = sound_.entry.folder / "sound.m4a";

    tools_.progress.begin(name_of(cut.format), kJoinCost, "joining");
    const auto work = [&](const std::filesystem::path& folder) -> Result<json::Value> {
        request.output = folder / "video.mp4";
        MSS_TRY(lane_.process->call_json(Operation::mux, json::encode(request), {}));
        return lane_.process->call_json(Operation::probe, json::encode(media_protocol::ProbeRequest{request.output}),
                                        {});
    };
    auto joined = lane_.stages.run<media_protocol::ProbeReply>(stage, work);
    if (!joined) return own_files_failed(std::move(joined).error());
    cut.file = std::move(joined->entry);
    cut.facts.file = std::move(joined->reply);
    tools_.progress.end();
    return {};
}

}  // namespace mss::studio
