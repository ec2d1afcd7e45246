#include "studio/render_run.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/utf8.hpp"
#include "media_protocol/timebase.hpp"
#include "studio/asked_length.hpp"
#include "studio/prerequisites.hpp"
#include "studio/side_files.hpp"
#include "studio/unsayable.hpp"
#include "text/sentences.hpp"

namespace mss::studio {
namespace {

using media::Stage;
using media_protocol::Operation;
using media_protocol::Preset;

// Raised whenever a stage's code gives another result for the same inputs: old entries are then no longer found.
constexpr int kSpeechVersion = 6;
constexpr int kSegmentVersion = 7;
constexpr int kJoinVersion = 2;

constexpr std::string_view kPreviewFile = "preview.jpg";

constexpr int kLongestSeconds = 600;

// Expected costs in seconds, for the progress bar alone.
constexpr double kSpeechCostPerByte = 0.0004;
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

std::string name_of(Format format) {
    return format == Format::vertical ? "vertical" : "wide";
}

std::string name_of(media_protocol::Style style) {
    const auto known = media::styles();
    const auto found = std::ranges::find(known, style, &media::StyleChoice::style);
    return found == known.end() ? std::string() : std::string(found->name);
}

// All of a voice that may change how it sounds.
json::Object what_speaks(const media_protocol::Voice& voice) {
    return {{"name", voice.name},
            {"engine", voice.engine},
            {"language", voice.language},
            {"description", voice.description},
            {"version", voice.version}};
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
    MSS_TRY(speak());
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
    report.stages = lane_.stages.reports();
    for (const StageReport& stage : stages_beside_->reports())
        report.stages.push_back(stage);
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
    MSS_TRY_ASSIGN(voice_, find_voice(*lane_.process, options_.voice, script_.language));
    return check_sayable(script_, voice_, notices_);
}

Stage RenderRun::speech_stage(const std::string& sentence, std::size_t number) const {
    media_protocol::SpeechRequest request{sentence, script_.language, voice_.name, {}};
    json::Object inputs{
        {"request", json::encode(request)}, {"voice", what_speaks(voice_)}, {"libraries", libraries_.speech}};
    return {fmt::format("speech-{}", number), "speech", kSpeechVersion, inputs};
}

Result<void> RenderRun::speak() {
    for (std::size_t scene = 0; scene < script_.scenes.size(); ++scene)
        for (auto& sentence : text::sentences(script_.scenes[scene].text, script_.language))
            sentences_.push_back(
                {.scene = scene, .text = std::move(sentence), .key = {}, .path = {}, .samples = 0, .words = {}});

    double bytes = 0;
    for (const auto& sentence : sentences_)
        bytes += static_cast<double>(sentence.text.size());
    // Until the time line is known, the rest is guessed from the words: some fifteen bytes a second of video.
    const double frames =
        bytes / 15.0 * media_protocol::kFramesPerSecond * static_cast<double>(options_.formats.size());
    const double later = frames * encode_seconds_per_frame(options_.preset) / tools_.threads;
    tools_.progress.expect(bytes * kSpeechCostPerByte + later);
    tools_.progress.begin("speech", bytes * kSpeechCostPerByte);
    for (std::size_t i = 0; i < sentences_.size(); ++i) {
        media::SpokenSentence& sentence = sentences_[i];
        const Stage stage = speech_stage(sentence.text, i + 1);
        const auto work = [&](const std::filesystem::path& folder) {
            return lane_.process->call_json(Operation::speech,
                                            json::encode(media_protocol::SpeechRequest{
                                                sentence.text, script_.language, voice_.name, folder / "speech.f32"}),
                                            {});
        };
        MSS_TRY_ASSIGN(auto spoken, lane_.stages.run<media_protocol::SpeechReply>(stage, work));
        sentence.key = spoken.entry.key;
        sentence.path = spoken.entry.folder / "speech.f32";
        sentence.samples = spoken.reply.samples;
        sentence.words = std::move(spoken.reply.words);
        tools_.progress.advance(static_cast<double>(i + 1) / static_cast<double>(sentences_.size()));
    }
    tools_.progress.end();
    tools_.progress.expect(-later);
    return {};
}

Result<void> RenderRun::lay_out() {
    narration_ = media::lay_out(sentences_, script_.scenes.size());
    const double seconds = media_protocol::seconds_of_frames(narration_.frames);
    if (seconds > kLongestSeconds)
        return fail(Code::too_large, fmt::format("the words take {:.0f} seconds to speak; a video has at most {}",
                                                 seconds, kLongestSeconds));
    burned_cues_ = media::make_cues(narration_.words, media::burned_limits(script_.language));
    subtitle_cues_ = media::make_cues(narration_.words, media::subtitle_limits());
    MSS_TRY(all_passed(media::judge_captions(subtitle_cues_, narration_)));  // before minutes of rendering
    segments_ = media::plan_segments(script_, narration_, look_, tools_.icons);
    return {};
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

double RenderRun::segment_cost(std::size_t index) const {
    return segments_[index].span.frames * encode_seconds_per_frame(options_.preset) / tools_.threads;
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

Result<RenderRun::FinishedSegment> RenderRun::render_segment(const Cut& cut, std::size_t index) {
    const PlannedStage& planned = cut.planned[index];
    const std::size_t scenes = script_.scenes.size();
    tools_.progress.begin(cut.facts.format, planned.cost,
                          index < scenes ? fmt::format("scene {} of {}", index + 1, scenes) : "the sources");
    const auto work = [&](const std::filesystem::path& folder) {
        auto request = segment_request(cut.format, index);
        request.threads = tools_.threads;
        request.output = folder / "segment.mp4";
        request.preview = folder / kPreviewFile;
        if (index + 1 < segments_.size()) request.upcoming = segments_[index + 1].scene;
        return lane_.process->call_json(Operation::segment, json::encode(request), [&](const auto& step) {
            tools_.progress.advance(static_cast<double>(step.done) /
                                    static_cast<double>(std::max<std::int64_t>(step.total, 1)));
        });
    };
    auto segment = lane_.stages.run<media_protocol::SegmentReply>(planned.stage, work);
    tools_.progress.end();
    return segment;
}

Result<void> RenderRun::render(Cut& cut) {
    for (std::size_t i = 0; i < segments_.size(); ++i) {
        if (beside_->failed()) return beside_->wait();
        MSS_TRY_ASSIGN(auto segment, render_segment(cut, i));
        // The card with the sources is no scene.
        if (tools_.scene_finished && i < script_.scenes.size())
            tools_.scene_finished({cut.format, i, segment.entry.folder / kPreviewFile});
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
