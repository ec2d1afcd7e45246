#include "studio/render_run.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/hash.hpp"
#include "base/random.hpp"
#include "media_protocol/timebase.hpp"
#include "studio/side_files.hpp"
#include "text/sentences.hpp"

namespace mss::studio {
namespace {

using media::Stage;
using media_protocol::Operation;
using media_protocol::Preset;

// Raised whenever a stage's code gives another result for the same inputs: old entries are then no longer found.
constexpr int kSpeechVersion = 1;
constexpr int kSoundVersion = 2;
constexpr int kSegmentVersion = 2;
constexpr int kThumbnailVersion = 1;
constexpr int kJoinVersion = 2;

constexpr int kLongestSeconds = 600;
constexpr int kThumbnailVariants = 3;

// Expected costs in seconds, for the progress bar alone.
constexpr double kSpeechCostPerByte = 0.0004;
constexpr double kSoundCostPerSecond = 0.05;
constexpr double kThumbnailCost = 0.15;
constexpr double kJoinCost = 0.5;

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

// Everything of a script that a picture may show: captions, cards, thumbnails, the closing card.
std::string drawn_text(const model::Script& script) {
    std::string text = script.title;
    for (const model::Scene& scene : script.scenes) {
        text += scene.text + scene.visual.headline + scene.visual.number + scene.visual.label;
        for (const std::string& item : scene.visual.items)
            text += item;
    }
    for (const model::Source& source : script.sources)
        text += (source.title.empty() ? source.url : source.title) + source.author + source.licence;
    return text;
}

}  // namespace

Result<CreateReport> RenderRun::run() {
    MSS_TRY(check_fonts());
    MSS_TRY(choose_voice());
    MSS_TRY_ASSIGN(look_, media::choose_look(script_, options_.style));
    MSS_TRY(speak());
    MSS_TRY(lay_out());
    MSS_TRY(mix());
    for (const Format format : options_.formats)
        MSS_TRY(render(format));
    MSS_TRY(draw_thumbnails());

    tools_.progress.begin("checks", 0);
    CreateReport report;
    MSS_TRY_ASSIGN(report.gates, judge());
    MSS_TRY_ASSIGN(report.files, publish());
    report.title = script_.title;
    report.duration_s = media_protocol::seconds_of_frames(narration_.frames);
    report.stages = stages_.reports();
    report.notices = script_.notices;
    tools_.progress.finish();
    return report;
}

Result<void> RenderRun::check_fonts() {
    const media_protocol::FontCheckRequest request{drawn_text(script_)};
    MSS_TRY_ASSIGN(const auto reply,
                   tools_.process.call<media_protocol::FontCheckReply>(Operation::font_check, request));
    if (!reply.missing.empty())
        return fail(Code::invalid,
                    fmt::format("no installed font can draw these characters: {} (for Chinese, Japanese and "
                                "Korean: apt-get install fonts-noto-cjk; for most others: apt-get install "
                                "fonts-noto-core)",
                                reply.missing));
    fonts_ = reply.fonts;
    return {};
}

Result<void> RenderRun::choose_voice() {
    const media_protocol::VoicesRequest request{options_.voice.empty() ? script_.language : std::string()};
    MSS_TRY_ASSIGN(const auto reply, tools_.process.call<media_protocol::VoicesReply>(Operation::voices, request));
    const auto wanted = std::ranges::find_if(
        reply.voices, [&](const auto& voice) { return options_.voice.empty() || voice.name == options_.voice; });
    if (wanted != reply.voices.end()) {
        voice_ = *wanted;
        return {};
    }
    if (!options_.voice.empty())
        return fail(Code::invalid,
                    fmt::format("there is no voice '{}'; `mss voices` lists those there are", options_.voice));
    return fail(Code::invalid,
                fmt::format("there is no voice for the language '{}'; `mss voices` lists those there are, "
                            "--language names another",
                            script_.language));
}

Stage RenderRun::speech_stage(const std::string& sentence, std::size_t number) const {
    media_protocol::SpeechRequest request{sentence, script_.language, voice_.name, {}};
    json::Object inputs{{"request", json::encode(request)}, {"voice", json::encode(voice_)}};
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
        MSS_TRY_ASSIGN(const auto entry, stages_.run(stage, [&](const std::filesystem::path& folder) {
            return tools_.process.call_json(Operation::speech,
                                            json::encode(media_protocol::SpeechRequest{
                                                sentence.text, script_.language, voice_.name, folder / "speech.f32"}),
                                            {});
        }));
        MSS_TRY_ASSIGN(auto spoken, json::decode<media_protocol::SpeechReply>(entry.result));
        sentence.key = entry.key;
        sentence.path = entry.folder / "speech.f32";
        sentence.samples = spoken.samples;
        sentence.words = std::move(spoken.words);
        tools_.progress.advance(static_cast<double>(i + 1) / static_cast<double>(sentences_.size()));
    }
    tools_.progress.end();
    tools_.progress.expect(-later);
    return {};
}

Result<void> RenderRun::lay_out() {
    narration_ = media::lay_out(sentences_, script_.scenes.size(), pauses_);
    const double seconds = media_protocol::seconds_of_frames(narration_.frames);
    if (seconds > kLongestSeconds)
        return fail(Code::invalid, fmt::format("the words take {:.0f} seconds to speak; a video has at most {}",
                                               seconds, kLongestSeconds));
    burned_cues_ = media::make_cues(narration_.words, media::burned_limits(script_.language));
    subtitle_cues_ = media::make_cues(narration_.words, media::subtitle_limits());
    segments_ = media::plan_segments(script_, narration_, look_, tools_.icons);

    tools_.progress.expect(seconds * kSoundCostPerSecond);
    for (const Format format : options_.formats) {
        tools_.progress.expect(kJoinCost + kThumbnailVariants * kThumbnailCost);
        for (std::size_t i = 0; i < segments_.size(); ++i) {
            MSS_TRY_ASSIGN(const bool finished, stages_.finished(segment_stage(format, i)));
            if (!finished) tools_.progress.expect(segment_cost(i));
        }
    }
    return {};
}

Result<void> RenderRun::mix() {
    media_protocol::MixRequest request;
    request.samples = narration_.samples();
    request.music = options_.music;
    request.mood = look_.mood;
    request.seed = Random::hash_of(script_.title);
    // The key holds what each clip says (its speech key), not where it lies on this machine.
    json::Array clip_keys;
    for (std::size_t i = 0; i < sentences_.size(); ++i) {
        clip_keys.push_back(json::Value(sentences_[i].key));
        request.clips.push_back({{}, narration_.sentence_starts[i]});
    }
    const Stage stage{"sound", "sound", kSoundVersion,
                      json::Object{{"request", json::encode(request)}, {"clips", clip_keys}}};
    for (std::size_t i = 0; i < sentences_.size(); ++i)
        request.clips[i].path = sentences_[i].path;

    tools_.progress.begin("sound", media_protocol::seconds_of_frames(narration_.frames) * kSoundCostPerSecond);
    MSS_TRY_ASSIGN(sound_, stages_.run(stage, [&](const std::filesystem::path& folder) {
        request.output = folder / "sound.m4a";
        return tools_.process.call_json(Operation::mix, json::encode(request), [&](const auto& step) {
            tools_.progress.advance(static_cast<double>(step.done) /
                                    static_cast<double>(std::max<std::int64_t>(step.total, 1)));
        });
    }));
    MSS_TRY_ASSIGN(sound_facts_, json::decode<media_protocol::MixReply>(sound_.result));
    tools_.progress.end();
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
    request.threads = tools_.threads;
    return request;
}

Stage RenderRun::segment_stage(Format format, std::size_t index) const {
    json::Object inputs{{"request", json::encode(segment_request(format, index))},
                        {"fonts", fonts_},
                        {"icons", std::string(tools_.icons.version())}};
    return {fmt::format("{}.segment-{}", name_of(format), index + 1), "segment", kSegmentVersion, inputs};
}

Result<files::StageEntry> RenderRun::render_segment(Format format, std::size_t index, double cost) {
    const std::string scene = fmt::format("scene {} of {}", index + 1, segments_.size());
    tools_.progress.begin(name_of(format), cost, scene);
    auto entry = stages_.run(segment_stage(format, index), [&](const std::filesystem::path& folder) {
        auto request = segment_request(format, index);
        request.output = folder / "segment.mp4";
        return tools_.process.call_json(Operation::segment, json::encode(request), [&](const auto& step) {
            tools_.progress.advance(static_cast<double>(step.done) /
                                    static_cast<double>(std::max<std::int64_t>(step.total, 1)));
        });
    });
    tools_.progress.end();
    return entry;
}

Result<void> RenderRun::render(Format format) {
    Cut cut{format, {}, {}};
    const Size size = size_of(format);
    cut.facts.format = name_of(format);
    cut.facts.width = size.width;
    cut.facts.height = size.height;
    cut.facts.captions = options_.captions;
    std::vector<files::StageEntry> entries;
    for (std::size_t i = 0; i < segments_.size(); ++i) {
        MSS_TRY_ASSIGN(const bool finished, stages_.finished(segment_stage(format, i)));
        MSS_TRY_ASSIGN(auto entry, render_segment(format, i, finished ? 0 : segment_cost(i)));
        MSS_TRY_ASSIGN(auto facts, json::decode<media_protocol::SegmentReply>(entry.result));
        cut.facts.segments.push_back(facts);
        cut.facts.segment_starts.push_back(segments_[i].span.first_frame);
        entries.push_back(std::move(entry));
    }
    cuts_.push_back(std::move(cut));
    return join(format, entries);
}

// Joining and probing are one stage: the facts belong to exactly that file.
Result<void> RenderRun::join(Format format, const std::vector<files::StageEntry>& segments) {
    media_protocol::MuxRequest request;
    request.title = script_.title;
    request.comment = credits_line(script_);
    json::Array keys;
    for (const auto& segment : segments)
        keys.push_back(json::Value(segment.key));
    const Stage stage{name_of(format) + ".join", "join", kJoinVersion,
                      json::Object{{"request", json::encode(request)}, {"segments", keys}, {"sound", sound_.key}}};
    for (const auto& segment : segments)
        request.segments.push_back(segment.folder / "segment.mp4");
    request.audio = sound_.folder / "sound.m4a";

    tools_.progress.begin(name_of(format), kJoinCost, "joining");
    Cut& cut = cuts_.back();
    MSS_TRY_ASSIGN(cut.file, stages_.run(stage, [&](const std::filesystem::path& folder) -> Result<json::Value> {
        request.output = folder / "video.mp4";
        MSS_TRY(tools_.process.call_json(Operation::mux, json::encode(request), {}));
        return tools_.process.call_json(Operation::probe, json::encode(media_protocol::ProbeRequest{request.output}),
                                        {});
    }));
    MSS_TRY_ASSIGN(cut.facts.file, json::decode<media_protocol::ProbeReply>(cut.file.result));
    tools_.progress.end();
    return {};
}

Result<void> RenderRun::draw_thumbnails() {
    const bool wide = std::ranges::find(options_.formats, Format::wide) != options_.formats.end();
    const bool vertical = std::ranges::find(options_.formats, Format::vertical) != options_.formats.end();
    media_protocol::ThumbnailRequest request;
    request.scene = media::plan_thumbnail(script_, segments_);
    const auto draw = [&](int width, int height, int variant, std::string name) -> Result<void> {
        request.width = width;
        request.height = height;
        request.variant = variant;
        request.output.clear();
        const Stage stage{
            name, "thumbnail", kThumbnailVersion,
            json::Object{
                {"request", json::encode(request)}, {"fonts", fonts_}, {"icons", std::string(tools_.icons.version())}}};
        MSS_TRY_ASSIGN(auto entry, stages_.run(stage, [&](const std::filesystem::path& folder) {
            request.output = folder / "thumbnail.jpg";
            return tools_.process.call_json(Operation::thumbnail, json::encode(request), {});
        }));
        thumbnails_.push_back({std::move(name), std::move(entry)});
        return {};
    };
    tools_.progress.begin("thumbnails",
                          kThumbnailVariants * kThumbnailCost * static_cast<double>(options_.formats.size()));
    for (int variant = 0; variant < kThumbnailVariants; ++variant) {
        if (wide || !vertical) MSS_TRY(draw(1280, 720, variant, fmt::format("thumbnail-{}.jpg", variant + 1)));
        if (vertical) MSS_TRY(draw(1080, 1920, variant, fmt::format("thumbnail-{}-vertical.jpg", variant + 1)));
    }
    tools_.progress.end();
    return {};
}

}  // namespace mss::studio
