#include "media/gates.hpp"

#include <functional>

#include <gmock/gmock.h>

namespace mss::media {
namespace {

media_protocol::ProbeReply good_file(std::int64_t frames) {
    media_protocol::ProbeReply file;
    file.container = "mp4";
    file.video_streams = file.audio_streams = 1;
    file.video_codec = "h264";
    file.video_profile = "High";
    file.pixel_format = "yuv420p";
    file.progressive = file.index_first = file.timestamps_rise = true;
    file.width = 1080;
    file.height = 1920;
    file.rate_numerator = 30;
    file.rate_denominator = 1;
    file.colour_range = "tv";
    file.colour_space = file.colour_primaries = file.colour_transfer = "bt709";
    file.audio_codec = "aac";
    file.audio_profile = "LC";
    file.audio_rate = 48'000;
    file.audio_channels = 2;
    file.frames = frames;
    file.video_duration_samples = file.audio_duration_samples = frames * 1600;
    file.longest_key_interval = 60;
    file.most_b_frames = 2;
    file.key_frames = {0, 50};
    return file;
}

struct Case {
    FormatFacts facts;
    Narration narration;
};

Case good_case() {
    Case made;
    made.narration.frames = 100;
    made.narration.speech_end = 100 * 1600 - 40'000;
    made.facts = {"vertical", 1080, 1920, {0, 50}, {{.frames = 50}, {.frames = 50}}, good_file(100), true};
    return made;
}

std::vector<std::string> failed(const std::vector<GateReport>& gates) {
    std::vector<std::string> names;
    for (const auto& gate : gates)
        if (!gate.passed) names.push_back(gate.name);
    return names;
}

using Spoil = std::function<void(Case&)>;
using NamedSpoil = std::pair<std::string, Spoil>;

class FormatGate : public testing::TestWithParam<NamedSpoil> {};

TEST_P(FormatGate, FailsAloneForItsFault) {
    Case made = good_case();
    ASSERT_THAT(failed(judge_format(made.facts, made.narration)), testing::IsEmpty());
    GetParam().second(made);
    EXPECT_THAT(failed(judge_format(made.facts, made.narration)), testing::ElementsAre(GetParam().first));
}

INSTANTIATE_TEST_SUITE_P(
    Faults, FormatGate,
    testing::Values(NamedSpoil{"vertical.container", [](Case& c) { c.facts.file.index_first = false; }},
                    NamedSpoil{"vertical.streams", [](Case& c) { c.facts.file.video_profile = "Baseline"; }},
                    NamedSpoil{"vertical.streams", [](Case& c) { c.facts.file.audio_rate = 44'100; }},
                    NamedSpoil{"vertical.size", [](Case& c) { c.facts.file.width = 1082; }},
                    NamedSpoil{"vertical.rate", [](Case& c) { c.facts.file.rate_numerator = 29; }},
                    NamedSpoil{"vertical.colour", [](Case& c) { c.facts.file.colour_range = "pc"; }},
                    NamedSpoil{"vertical.decodes", [](Case& c) { c.facts.file.decode_errors = 1; }},
                    NamedSpoil{"vertical.keyframes", [](Case& c) { c.facts.file.key_frames = {0, 51}; }},
                    NamedSpoil{"vertical.frames", [](Case& c) { c.facts.file.frames = 99; }},
                    NamedSpoil{"vertical.duration", [](Case& c) { c.facts.file.audio_duration_samples += 1601; }},
                    NamedSpoil{"vertical.duration", [](Case& c) { c.narration.speech_end = 160'000; }},
                    NamedSpoil{"vertical.black", [](Case& c) { c.facts.segments[1].black_frames = 1; }},
                    NamedSpoil{"vertical.still", [](Case& c) { c.facts.segments[0].longest_still = 90; }},
                    NamedSpoil{"vertical.captions", [](Case& c) { c.facts.segments[0].caption_ink = 1; }},
                    NamedSpoil{"vertical.contrast", [](Case& c) { c.facts.segments[0].caption_contrast = 4.4; }}));

TEST(SoundGate, LoudnessPeakBalanceAndSilenceEachFail) {
    const media_protocol::MixReply good{-14.2, -1.3, 15, 20'000, 0};
    EXPECT_THAT(failed(judge_sound(good, true)), testing::IsEmpty());
    const media_protocol::MixReply bad{-12.9, -0.5, 9, 96'000, 3};
    EXPECT_THAT(failed(judge_sound(bad, true)),
                testing::ElementsAre("sound.loudness", "sound.peak", "sound.balance", "sound.silence"));
    const media_protocol::MixReply slow{-14.2, -1.3, 15, 60'000, 0};
    EXPECT_THAT(failed(judge_sound(slow, true)), testing::ElementsAre("sound.silence"));
    EXPECT_THAT(failed(judge_sound(slow, true, {.pace = 0.5})), testing::IsEmpty());
    EXPECT_THAT(failed(judge_sound(slow, true, {.recorded = true})), testing::IsEmpty());
}

TEST(CaptionGate, ALostWordAndAnOverlapFail) {
    Narration narration;
    for (std::int64_t i = 0; i < 6; ++i)
        narration.words.push_back({"word", i * 20'000, i * 20'000 + 15'000, 0, 0});
    narration.frames = 300;
    auto cues = make_cues(narration.words, {.words_max = 3, .columns_max = 40});
    ASSERT_EQ(cues.size(), 2U);
    EXPECT_THAT(failed(judge_captions(cues, narration)), testing::IsEmpty());
    cues[0].words.pop_back();
    cues[0].end = cues[1].begin + 10;
    EXPECT_THAT(failed(judge_captions(cues, narration)), testing::ElementsAre("captions.order", "captions.words"));
}

}  // namespace
}  // namespace mss::media
