#include "media/narration.hpp"

#include <gmock/gmock.h>

#include "base/json.hpp"
#include "media/captions.hpp"
#include "media_protocol/timebase.hpp"

namespace mss::media {
namespace {

// Words of 0.3 s with 0.05 s between them.
SpokenSentence sentence(std::size_t scene, const std::vector<std::string>& words) {
    SpokenSentence spoken{.scene = scene, .text = {}, .key = {}, .path = {}, .samples = 0, .words = {}};
    for (const auto& word : words) {
        spoken.words.push_back({word, spoken.samples, spoken.samples + 14'400});
        spoken.samples += 16'800;
    }
    return spoken;
}

TEST(Narration, ScenesFollowEachOtherWithoutGapAndHoldTheirWords) {
    const Narration narration =
        lay_out({sentence(0, {"One", "two."}), sentence(0, {"Three."}), sentence(1, {"Four."})}, 2);
    ASSERT_EQ(narration.scenes.size(), 2U);
    EXPECT_EQ(narration.scenes[0].first_frame, 0);
    EXPECT_EQ(narration.scenes[1].first_frame, narration.scenes[0].frames);
    EXPECT_EQ(narration.frames, narration.scenes[0].frames + narration.scenes[1].frames);
    for (const TimedWord& word : narration.words) {
        const SceneSpan& span = narration.scenes[word.scene];
        EXPECT_GE(word.begin, media_protocol::first_sample(span.first_frame));
        EXPECT_LE(word.end, media_protocol::first_sample(span.first_frame + span.frames));
    }
}

TEST(Narration, TheTailAfterTheLastWordIsBetweenThreeTenthsAndOneSecond) {
    const Narration narration = lay_out({sentence(0, {"Only", "this."})}, 1);
    const double tail = media_protocol::seconds_of_samples(narration.samples() - narration.speech_end);
    EXPECT_GE(tail, 0.3);
    EXPECT_LE(tail, 1.0);
}

TEST(Narration, ALongerFirstSceneMovesTheSecondWithoutChangingIt) {
    const auto second = [](const Narration& narration) {
        const auto cues = make_cues(narration.words, burned_limits("en"));
        return json::print(json::encode(captions_in(cues, narration.scenes[1])));
    };
    auto longer = sentence(0, {"One", "two", "and", "more."});
    longer.samples += 777;  // no multiple of a frame
    const Narration before = lay_out({sentence(0, {"One."}), sentence(1, {"The", "second", "scene."})}, 2);
    const Narration after = lay_out({longer, sentence(1, {"The", "second", "scene."})}, 2);
    EXPECT_NE(before.scenes[1].first_frame, after.scenes[1].first_frame);
    EXPECT_EQ(before.scenes[1].frames, after.scenes[1].frames);
    EXPECT_EQ(second(before), second(after));
}

// A sentence of `count` words of nine letters, each spoken in the given samples.
SpokenSentence quick_sentence(std::size_t scene, std::size_t count, std::int64_t samples_a_word) {
    SpokenSentence spoken{.scene = scene, .text = {}, .key = {}, .path = {}, .samples = 0, .words = {}};
    for (std::size_t i = 0; i < count; ++i) {
        spoken.words.push_back({"photonics", spoken.samples, spoken.samples + samples_a_word});
        spoken.samples += samples_a_word;
    }
    return spoken;
}

TEST(Narration, ARestAfterASceneMakesThatSceneLonger) {
    auto resting = sentence(0, {"One", "two."});
    resting.rest = media_protocol::kSampleRate;
    const Narration before = lay_out({sentence(0, {"One", "two."}), sentence(1, {"Three."})}, 2);
    const Narration after = lay_out({resting, sentence(1, {"Three."})}, 2);
    EXPECT_EQ(after.scenes[0].frames, before.scenes[0].frames + media_protocol::kFramesPerSecond);
    EXPECT_EQ(after.scenes[1].frames, before.scenes[1].frames);
    EXPECT_EQ(after.words[1].end, before.words[1].end);
    EXPECT_EQ(after.words[2].begin, before.words[2].begin + media_protocol::kSampleRate);
    EXPECT_EQ(after.extra_tail, 0);
}

TEST(Narration, ARestAfterTheLastSceneIsPartOfTheTail) {
    auto resting = sentence(0, {"One", "two."});
    resting.rest = 2 * media_protocol::kSampleRate;
    EXPECT_EQ(lay_out({resting}, 1).extra_tail, 2 * media_protocol::kSampleRate);
}

TEST(Narration, AQuickPaceIsGivenSubtitlesThatKeepUp) {
    const std::vector<SpokenSentence> spoken{quick_sentence(0, 20, 14'400), sentence(1, {"Then", "slowly."})};
    const Narration usual = lay_out(spoken, 2);
    const Narration quick = lay_out(spoken, 2, {.reading_speed = reading_speed_max(2)});
    EXPECT_GT(usual.scenes[0].frames, quick.scenes[0].frames);
    const auto cues = make_cues(quick.words, subtitle_limits(reading_speed_max(2)));
    for (const Cue& cue : cues)
        EXPECT_LE(cue.begin - cue.words.front().begin, media_protocol::kSampleRate / 10);
}

TEST(Narration, LeavesTimeToReadWhatIsSpokenFasterThanPeopleRead) {
    constexpr std::int64_t kHurried = 48'000 * 10 / 25;  // 25 characters a second, a space with each word
    for (const std::size_t words : {1U, 4U, 9U, 17U}) {
        const Narration narration = lay_out({quick_sentence(0, words, kHurried), quick_sentence(0, words, kHurried),
                                             quick_sentence(1, words, kHurried), sentence(1, {"Then", "slowly."})},
                                            2);
        const auto cues = make_cues(narration.words, subtitle_limits());
        for (std::size_t i = 0; i < cues.size(); ++i) {
            EXPECT_GE(cues[i].end - cues[i].begin, reading_samples(cues[i].characters()))
                << words << " words, cue " << i;
            if (i > 0) EXPECT_LE(cues[i - 1].end, cues[i].begin);
        }
    }
}

TEST(Narration, LeavesThatTimeAfterAHurriedEndOfASlowSentenceAndAfterTheLastOneToo) {
    SpokenSentence mixed = quick_sentence(0, 5, 60'000);
    const SpokenSentence rest = quick_sentence(0, 11, 19'200);
    for (const auto& word : rest.words)
        mixed.words.push_back({word.text, mixed.samples + word.begin, mixed.samples + word.end});
    mixed.samples += rest.samples;
    SpokenSentence last = quick_sentence(1, 17, 19'200);
    const Narration narration = lay_out({mixed, sentence(0, {"Then", "slowly."}), last}, 2);
    const auto cues = make_cues(narration.words, subtitle_limits());
    for (std::size_t i = 0; i < cues.size(); ++i) {
        EXPECT_GE(cues[i].end - cues[i].begin, reading_samples(cues[i].characters())) << "cue " << i;
        EXPECT_LE(cues[i].end, i + 1 < cues.size() ? cues[i + 1].begin : narration.samples());
    }
    EXPECT_GT(narration.extra_tail, 0);
}

}  // namespace
}  // namespace mss::media
