#include "speech/own_recording.hpp"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file.hpp"
#include "codec/audio_file.hpp"
#include "media_protocol/timebase.hpp"
#include "speech/alignment.hpp"

namespace mss::speech {
namespace {

using media_protocol::kSampleRate;
using testing::HasSubstr;

const std::vector<std::string> kScript{"Bees make honey all summer long.",
                                       "In winter, they live on what they have stored."};

class OwnRecording : public testing::Test {
protected:
    // A sound file in which both sentences are said by a voice, a second apart.
    std::string record(const std::vector<std::string>& sentences) {
        codec::StereoSound sound;
        for (const std::string& sentence : sentences) {
            const std::string path = (directory_.path() / "sentence.f32").string();
            EXPECT_TRUE(speaker_.speak({sentence, "en", "rms", path}));
            const std::string bytes = read_file(path, 1U << 28).value();
            const auto* samples = reinterpret_cast<const float*>(bytes.data());
            sound.left.resize(sound.left.size() + kSampleRate);
            sound.left.insert(sound.left.end(), samples, samples + bytes.size() / sizeof(float));
        }
        sound.right = sound.left;
        const auto path = directory_.path() / "recording.m4a";
        EXPECT_TRUE(codec::encode_aac(sound, path));
        return path.string();
    }

    Result<media_protocol::RecordingReply> cut(const std::string& recording) {
        return cut_recording({kScript, "en", recording, directory_.path().string()}, speaker_, [](auto, auto) {});
    }

    TemporaryDirectory directory_;
    Speaker speaker_;
};

TEST_F(OwnRecording, IsCutIntoItsSentences) {
    const auto reply = cut(record(kScript));
    ASSERT_TRUE(reply) << reply.error().message;
    ASSERT_EQ(reply->sentences.size(), 2U);
    EXPECT_EQ(reply->sentences[0].words.size(), 6U);
    EXPECT_EQ(reply->sentences[1].words.size(), 9U);
    for (std::size_t i = 0; i < 2; ++i) {
        const auto& sentence = reply->sentences[i];
        EXPECT_EQ(sentence.timing_source, "aligned");
        const auto file = directory_.path() / media_protocol::sentence_file(i);
        EXPECT_EQ(read_file(file, 1U << 28).value().size(), static_cast<std::size_t>(sentence.samples) * sizeof(float));
        // The second of silence before it is gone, but for a margin.
        EXPECT_LT(sentence.words.front().begin, kSampleRate / 8);
        EXPECT_LT(sentence.samples - sentence.words.back().end, kSampleRate / 4);
        EXPECT_LT(sentence.samples, 4 * kSampleRate);
    }
}

TEST_F(OwnRecording, ThatHoldsOtherWordsIsRefused) {
    const auto reply = cut(record({"Glaciers are rivers of ice.", "Volcanoes bring molten rock to the surface."}));
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().code, Code::invalid);
    EXPECT_EQ(cut((directory_.path() / "none.wav").string()).error().code, Code::not_found);
    EXPECT_EQ(cut_recording({{}, "en", "x", "y"}, speaker_, [](auto, auto) {}).error().code, Code::invalid);
    EXPECT_EQ(cut_recording({{"\xFF"}, "en", "x", "y"}, speaker_, [](auto, auto) {}).error().code, Code::invalid);
}

TEST_F(OwnRecording, ThatIsTooLongIsRefused) {
    codec::StereoSound sound;
    sound.left.resize(601 * kSampleRate);
    sound.right = sound.left;
    const auto path = directory_.path() / "long.m4a";
    ASSERT_TRUE(codec::encode_aac(sound, path));
    const auto reply = cut(path.string());
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().code, Code::too_large);
    EXPECT_THAT(reply.error().message, HasSubstr("longer than ten minutes"));
}

TEST_F(OwnRecording, OfOneSentenceHasTheFormOfAVoicesAnswer) {
    const std::string output = (directory_.path() / "out.f32").string();
    const std::string text = kScript[0] + " " + kScript[1];
    const auto align_with = [&](const std::string& language, std::vector<media_protocol::GivenTime> times) {
        return align({text, language, record(kScript), std::move(times), output}, speaker_, [](auto, auto) {});
    };
    const auto found = align_with("en", {});
    ASSERT_TRUE(found) << found.error().message;
    EXPECT_EQ(found->timing_source, "aligned");
    EXPECT_EQ(found->words.size(), 15U);
    const auto shared = align_with("xx", {});
    ASSERT_TRUE(shared) << shared.error().message;
    EXPECT_EQ(shared->timing_source, "estimated");
    EXPECT_FALSE(align_with("en", {{0, 1}}));
    std::vector<media_protocol::GivenTime> given;
    for (int i = 0; i < 15; ++i)
        given.push_back({1 + i * 0.3, 1.2 + i * 0.3});
    EXPECT_EQ(align_with("en", given).value().timing_source, "service");
    given.back().end = 3600;  // of an hour, of which only this came
    EXPECT_THAT(align_with("en", given).error().message, HasSubstr("cut short"));
    given.back().end = 5.5;
    given[3].end = 3600;  // which makes no sense, and is no reason to throw the sound away
    EXPECT_EQ(align_with("en", given).value().timing_source, "aligned");
    given[3] = {.begin = 0, .end = 1};
    EXPECT_EQ(align_with("en", given).value().timing_source, "aligned");
}

TEST_F(OwnRecording, OfAServiceIsRefusedWhereHalfOfItIsSilent) {
    const std::string output = (directory_.path() / "out.f32").string();
    codec::StereoSound sound;
    sound.left.resize(static_cast<std::size_t>(kSampleRate) * 10);
    for (std::size_t i = 0; i < static_cast<std::size_t>(kSampleRate); ++i)
        sound.left[i] = 0.3F * std::sin(0.05F * static_cast<float>(i));
    sound.right = sound.left;
    const auto file = directory_.path() / "silent.m4a";
    ASSERT_TRUE(codec::encode_aac(sound, file));
    const auto reply =
        align({"Hello there.", "en", file.string(), {{0, 0.5}, {9, 9.9}}, output}, speaker_, [](auto, auto) {});
    ASSERT_FALSE(reply);
    EXPECT_THAT(reply.error().message, HasSubstr("cut short"));
}

}  // namespace
}  // namespace mss::speech
