#include "sound/mix.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <limits>
#include <numbers>
#include <span>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "base/file.hpp"
#include "base/random.hpp"
#include "codec/audio_file.hpp"
#include "codec/audio_filter.hpp"
#include "sound/loudness.hpp"

namespace mss::sound {
namespace {

using codec::Biquad;
using codec::StereoSound;
using media_protocol::MixReply;
using media_protocol::MixRequest;
using media_protocol::Mood;
using testing::HasSubstr;

constexpr std::int64_t kSecond = StereoSound::kSampleRate;
constexpr std::int64_t kTrack = 8 * kSecond;

std::string output_of(const std::string& command) {
    std::string output;
    std::FILE* pipe = popen((command + " 2>&1").c_str(), "r");
    std::array<char, 512> buffer{};
    while (std::fgets(buffer.data(), buffer.size(), pipe) != nullptr)
        output += buffer.data();
    pclose(pipe);
    return output;
}

// The number behind the last `label` of a report; not a number where there is none.
double value_behind(const std::string& report, const std::string& label) {
    const std::size_t found = report.rfind(label);
    return found == std::string::npos ? std::numeric_limits<double>::quiet_NaN()
                                      : std::stod(report.substr(found + label.size()));
}

// Noise in the band of speech that swells and fades four times a second, as syllables do.
std::vector<float> speech_like(std::int64_t samples, std::uint64_t seed) {
    Random random(seed);
    Biquad high_pass = Biquad::high_pass(150, 0.7, StereoSound::kSampleRate);
    Biquad low_pass = Biquad::low_pass(3'500, 0.7, StereoSound::kSampleRate);
    std::vector<float> speech;
    for (std::int64_t i = 0; i < samples; ++i) {
        const double turns = 4 * static_cast<double>(i) / StereoSound::kSampleRate;
        const double syllable = 0.55 - 0.45 * std::cos(2 * std::numbers::pi * turns);
        speech.push_back(low_pass(high_pass(static_cast<float>(0.4 * syllable * random.between(-1, 1)))));
    }
    return speech;
}

float loudest(std::span<const float> samples) {
    float peak = 0;
    for (const float sample : samples)
        peak = std::max(peak, std::abs(sample));
    return peak;
}

class Mix : public testing::Test {
protected:
    std::string file(const std::string& name) const { return (directory_.path() / name).string(); }

    std::string clip(const std::string& name, std::span<const float> samples) const {
        const std::string path = file(name);
        const auto* bytes = reinterpret_cast<const char*>(samples.data());
        EXPECT_TRUE(write_file(path, {bytes, samples.size_bytes()}));
        return path;
    }

    // Three sentences with pauses of 0.8 s and 0.6 s, half a second before them and a second after.
    MixRequest request(bool music, Mood mood = Mood::curious) const {
        MixRequest request;
        request.clips = {{clip("first.f32", speech_like(kSecond * 2, 1)), kSecond / 2},
                         {clip("second.f32", speech_like(kSecond * 7 / 4, 2)), kSecond * 33 / 10},
                         {clip("third.f32", speech_like(kSecond * 27 / 20, 3)), kSecond * 113 / 20}};
        request.samples = kTrack;
        request.music = music;
        request.mood = mood;
        request.seed = 11;
        request.output = file("mix.mp4");
        return request;
    }

    MixReply mixed(const MixRequest& asked) const {
        auto reply = mix(asked, {});
        EXPECT_TRUE(reply) << reply.error().message;
        return reply.value_or(MixReply{});
    }

    static Error error_of(const MixRequest& asked) {
        auto reply = mix(asked, {});
        EXPECT_FALSE(reply);
        return reply ? Error{} : reply.error();
    }

    static std::string bytes_of(const std::string& path) { return read_file(path, 10'000'000).value(); }

private:
    TemporaryDirectory directory_;
};

// FFmpeg's own meter and decoder are the judges of the file.
void expect_loudness_and_peak(const std::string& path, const MixReply& reply) {
    const std::string report = output_of(
        fmt::format("ffmpeg -hide_banner -nostats -i {} -af ebur128=peak=true:framelog=verbose -f null -", path));
    const double lufs = value_behind(report, " I:");
    const double peak = value_behind(report, " Peak:");
    EXPECT_NEAR(lufs, -14, 0.5) << report;
    EXPECT_LE(peak, -1.0) << report;
    EXPECT_LE(reply.true_peak_dbtp, -1.1) << "no room for what other meters see";
    EXPECT_NEAR(reply.loudness_lufs, lufs, 0.15);
    EXPECT_NEAR(reply.true_peak_dbtp, peak, 0.3);
    EXPECT_EQ(reply.clipped_samples, 0);
}

class MixOfMood : public Mix, public testing::WithParamInterface<Mood> {};

TEST_P(MixOfMood, IsAsLoudAsAskedAndTheVoiceStandsOverTheMusic) {
    const MixRequest asked = request(true, GetParam());
    const MixReply reply = mixed(asked);
    expect_loudness_and_peak(asked.output, reply);
    EXPECT_GE(reply.voice_over_music_lu, 12);
    EXPECT_LT(reply.voice_over_music_lu, 25) << "the music can hardly be heard";
}

INSTANTIATE_TEST_SUITE_P(Every, MixOfMood, testing::Values(Mood::calm, Mood::curious, Mood::bright, Mood::grave));

TEST_F(Mix, WithoutMusicIsAsLoudAsAsked) {
    const MixRequest asked = request(false);
    const MixReply reply = mixed(asked);
    expect_loudness_and_peak(asked.output, reply);
    EXPECT_EQ(reply.voice_over_music_lu, 99);
}

TEST_F(Mix, TellsHowLongAClipIsSilentAndCountsNoPause) {
    MixRequest asked = request(false);
    EXPECT_LT(mixed(asked).longest_silence_in_clips, kSecond / 10) << "the pauses of 0.8 s and 0.6 s are planned";
    std::vector<float> speech = speech_like(kSecond * 7 / 4, 2);
    std::fill(speech.begin() + kSecond / 2, speech.begin() + kSecond * 6 / 5, 0.0F);
    asked.clips[1].path = clip("hole.f32", speech);
    EXPECT_NEAR(static_cast<double>(mixed(asked).longest_silence_in_clips), 0.7 * kSecond, 0.05 * kSecond);
}

TEST_F(Mix, OfOneShortWordIsAsLoudAsAsked) {
    for (const bool music : {false, true}) {
        MixRequest asked = request(music);
        asked.clips = {{clip("word.f32", speech_like(kSecond * 3 / 10, 5)), kSecond / 2}};
        asked.samples = kSecond * 8 / 5;
        expect_loudness_and_peak(asked.output, mixed(asked));
    }
}

TEST_F(Mix, OfAWhisperAndOfAHotNarrationIsAsLoudAsAsked) {
    for (const float level : {0.01F, 4.0F}) {
        MixRequest asked = request(true);
        std::vector<float> speech = speech_like(5 * kSecond, 4);
        for (float& sample : speech)
            sample *= level;
        asked.clips = {{clip("level.f32", speech), kSecond}};
        expect_loudness_and_peak(asked.output, mixed(asked));
    }
}

TEST_F(Mix, OfANarrationWithHardConsonantsKeepsItsPeaksBelowTheCeiling) {
    for (const float hardness : {2.0F, 4.0F}) {
        MixRequest asked = request(true);
        std::vector<float> speech = speech_like(11 * kSecond, 4);
        for (std::size_t i = 0; i < speech.size(); ++i)  // a burst of 10 ms in each syllable
            if ((i + kSecond / 8) % (kSecond / 4) < kSecond / 100) speech[i] *= hardness;
        asked.clips = {{clip("hard.f32", speech), kSecond / 2}};
        asked.samples = 12 * kSecond;
        const MixReply reply = mixed(asked);
        expect_loudness_and_peak(asked.output, reply);
        EXPECT_GT(reply.true_peak_dbtp, -3) << "the limiter had nothing to do";
    }
}

TEST_F(Mix, OfANarrationWithABurstInEverySyllableIsAsLoudAsAsked) {
    for (const float hardness : {10.0F, 30.0F}) {
        for (const std::int64_t burst : {kSecond * 3 / 1'000, kSecond / 100}) {
            MixRequest asked = request(true);
            std::vector<float> speech = speech_like(7 * kSecond, 4);
            for (std::int64_t i = 0; i < std::ssize(speech); ++i)
                if ((i + kSecond / 8) % (kSecond / 4) < burst) speech[static_cast<std::size_t>(i)] *= hardness;
            asked.clips = {{clip("bursts.f32", speech), kSecond / 2}};
            SCOPED_TRACE(fmt::format("{} times, {} samples", hardness, burst));
            expect_loudness_and_peak(asked.output, mixed(asked));
        }
    }
}

TEST_F(Mix, HasExactlyTheSamplesAskedFor) {
    for (const std::int64_t samples : {kTrack, kTrack + 1'600, kTrack + 1'600 * 7}) {
        MixRequest asked = request(false);
        asked.samples = samples;
        mixed(asked);
        EXPECT_EQ(codec::decode_sound(asked.output, 2 * kTrack).value().size(), static_cast<std::size_t>(samples));
        const std::string stream =
            output_of("ffprobe -v error -show_entries stream=time_base,duration_ts " + asked.output);
        EXPECT_THAT(stream, HasSubstr("time_base=1/48000"));
        EXPECT_THAT(stream, HasSubstr(fmt::format("duration_ts={}", samples)));
    }
}

TEST_F(Mix, PutsEachClipWhereItBelongs) {
    const MixRequest asked = request(false);
    mixed(asked);
    const StereoSound sound = codec::decode_sound(asked.output, kTrack).value();
    const std::span<const float> samples(sound.left);
    const std::size_t margin = kSecond / 20;
    for (const media_protocol::MixClip& clip : asked.clips) {
        const auto begin = static_cast<std::size_t>(clip.at);
        EXPECT_LT(loudest(samples.subspan(begin - 4 * margin, 3 * margin)), 0.002F);
        EXPECT_GT(loudest(samples.subspan(begin, 3 * margin)), 0.1F);
    }
}

TEST_F(Mix, GivesTheSameBytesForTheSameRequest) {
    MixRequest asked = request(true);
    mixed(asked);
    const std::string first = bytes_of(asked.output);
    asked.output = file("again.mp4");
    mixed(asked);
    EXPECT_TRUE(first == bytes_of(asked.output));
}

TEST_F(Mix, GivesOtherMusicForAnotherSeed) {
    MixRequest asked = request(true);
    mixed(asked);
    const StereoSound first = codec::decode_sound(asked.output, kTrack).value();
    asked.seed = 12;
    mixed(asked);
    const StereoSound second = codec::decode_sound(asked.output, kTrack).value();
    double difference = 0;
    double size = 0;
    for (std::size_t i = 0; i < kSecond / 2; ++i) {  // before anybody speaks
        difference += std::abs(static_cast<double>(first.left[i]) - static_cast<double>(second.left[i]));
        size += std::abs(static_cast<double>(first.left[i]));
    }
    EXPECT_GT(difference, 0.5 * size);
}

TEST_F(Mix, FadesOutAtTheEndOfTheTrack) {
    const MixRequest asked = request(true);
    mixed(asked);
    const StereoSound sound = codec::decode_sound(asked.output, kTrack).value();
    const std::span<const float> samples(sound.left);
    const float after_speech = loudest(samples.subspan(samples.size() - kSecond * 9 / 10, kSecond / 2));
    EXPECT_GT(after_speech, 0.01F);
    EXPECT_LT(loudest(samples.last(kSecond / 50)), 0.002F);
}

TEST_F(Mix, LetsTheMusicBackInALongPause) {
    MixRequest asked = request(true);
    asked.clips = {{asked.clips[0].path, 0}, {asked.clips[1].path, kTrack - 2 * kSecond}};
    const MixReply reply = mixed(asked);
    const StereoSound sound = codec::decode_sound(asked.output, kTrack).value();
    const double pause = loudness_within(sound, {{3 * kSecond, 5 * kSecond}});
    EXPECT_GT(pause, -14 - reply.voice_over_music_lu + 3);
    EXPECT_LT(pause, -14);
}

TEST_F(Mix, TellsHowFarItIs) {
    std::int64_t last = 0;
    std::int64_t whole = 0;
    ASSERT_TRUE(mix(request(true), [&](std::int64_t done, std::int64_t total) {
        EXPECT_GT(done, last);
        EXPECT_LE(done, total);
        last = done;
        whole = total;
    }));
    EXPECT_GT(last, 1);
    EXPECT_EQ(last, whole);
}

TEST_F(Mix, OfNothingIsInvalid) {
    MixRequest asked = request(true);
    asked.clips.clear();
    EXPECT_EQ(error_of(asked).code, Code::invalid);
    EXPECT_FALSE(std::filesystem::exists(asked.output));
}

TEST_F(Mix, OfSilentOrEmptyClipsIsInvalid) {
    for (const std::size_t samples : {std::size_t{0}, std::size_t{kSecond}}) {
        MixRequest asked = request(true);
        asked.clips = {{clip("silent.f32", std::vector<float>(samples)), 0}};
        const Error error = error_of(asked);
        EXPECT_EQ(error.code, Code::invalid);
        EXPECT_THAT(error.message, HasSubstr("silent"));
    }
}

TEST_F(Mix, PassesOverAnEmptyClip) {
    MixRequest asked = request(false);
    asked.clips.push_back({clip("empty.f32", {}), kTrack});
    expect_loudness_and_peak(asked.output, mixed(asked));
}

TEST_F(Mix, NamesTheClipThatIsMissing) {
    MixRequest asked = request(true);
    asked.clips[1].path = file("gone.f32");
    const Error error = error_of(asked);
    EXPECT_EQ(error.code, Code::not_found);
    EXPECT_THAT(error.message, HasSubstr("gone.f32"));
}

TEST_F(Mix, RefusesAClipThatDoesNotLieWithinTheTrack) {
    constexpr std::int64_t kFarthest = std::numeric_limits<std::int64_t>::max();
    for (const std::int64_t at : {std::int64_t{-1}, -kFarthest, kTrack - kSecond, kTrack, kFarthest}) {
        MixRequest asked = request(true);
        asked.clips[2].at = at;
        const Error error = error_of(asked);
        EXPECT_EQ(error.code, Code::invalid) << at;
        EXPECT_THAT(error.message, HasSubstr("third.f32")) << at;
    }
}

TEST_F(Mix, RefusesAClipThatIsNoSound) {
    const std::vector<float> endless(kSecond, std::numeric_limits<float>::infinity());
    const std::vector<float> no_numbers(kSecond, std::numeric_limits<float>::quiet_NaN());
    const std::vector<float> huge(kSecond, std::numeric_limits<float>::max());
    for (const std::vector<float>& samples : {endless, no_numbers, huge}) {
        MixRequest asked = request(true);
        asked.clips[0].path = clip("strange.f32", samples);
        const Error error = error_of(asked);
        EXPECT_EQ(error.code, Code::invalid);
        EXPECT_THAT(error.message, HasSubstr("strange.f32"));
    }
    MixRequest asked = request(true);
    ASSERT_TRUE(write_file(asked.clips[0].path, "odd"));
    EXPECT_EQ(error_of(asked).code, Code::invalid);
}

TEST_F(Mix, RefusesTracksAndLevelsOutOfRange) {
    const auto code_after = [&](auto change) {
        MixRequest asked = request(true);
        change(asked);
        return error_of(asked).code;
    };
    EXPECT_EQ(code_after([](MixRequest& asked) { asked.samples = 0; }), Code::invalid);
    EXPECT_EQ(code_after([](MixRequest& asked) { asked.samples = -kSecond; }), Code::invalid);
    EXPECT_EQ(code_after([](MixRequest& asked) { asked.samples = 100'000 * kSecond; }), Code::too_large);
    EXPECT_EQ(code_after([](MixRequest& asked) { asked.loudness_lufs = 3; }), Code::invalid);
    EXPECT_EQ(code_after([](MixRequest& asked) { asked.loudness_lufs = std::nan(""); }), Code::invalid);
    EXPECT_EQ(code_after([](MixRequest& asked) { asked.true_peak_dbtp = 0.1; }), Code::invalid);
}

TEST_F(Mix, SaysSoWhereTheLoudnessIsOutOfReach) {
    MixRequest asked = request(false);
    asked.loudness_lufs = -5;  // with peaks at -20 dBTP nothing can be that loud
    asked.true_peak_dbtp = -20;
    EXPECT_EQ(error_of(asked).code, Code::gate_failed);
    EXPECT_FALSE(std::filesystem::exists(asked.output)) << "a file that failed is left";
}

TEST_F(Mix, ReportsAnOutputThatCannotBeWritten) {
    for (const std::string& path : {file("no_such_folder/mix.mp4"), file("")}) {
        MixRequest asked = request(false);
        asked.output = path;
        EXPECT_EQ(error_of(asked).code, Code::io) << path;
    }
}

}  // namespace
}  // namespace mss::sound
