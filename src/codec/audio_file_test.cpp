#include "codec/audio_file.hpp"

#include <array>
#include <cmath>
#include <cstdio>
#include <numbers>

#include <gtest/gtest.h>

#include "base/file.hpp"

namespace mss::codec {
namespace {

constexpr std::int64_t kMinute = 60 * StereoSound::kSampleRate;

/// A quiet tone with one click, so that a shift by a single sample shows.
StereoSound tone_with_click(std::size_t count, std::size_t click_at) {
    StereoSound sound;
    sound.left.resize(count);
    sound.right.resize(count);
    for (std::size_t i = 0; i < count; ++i) {
        const double angle = 2 * std::numbers::pi * static_cast<double>(i) / StereoSound::kSampleRate;
        sound.left[i] = static_cast<float>(0.2 * std::sin(440 * angle));
        sound.right[i] = static_cast<float>(0.2 * std::sin(660 * angle));
    }
    sound.left[click_at] = 0.9F;
    sound.right[click_at] = 0.9F;
    return sound;
}

std::size_t loudest(const std::vector<float>& samples) {
    std::size_t best = 0;
    for (std::size_t i = 0; i < samples.size(); ++i)
        if (std::abs(samples[i]) > std::abs(samples[best])) best = i;
    return best;
}

std::string output_of(const std::string& command) {
    std::string output;
    std::FILE* pipe = popen(command.c_str(), "r");
    if (pipe == nullptr) return output;
    std::array<char, 256> buffer{};
    while (std::fgets(buffer.data(), buffer.size(), pipe) != nullptr)
        output += buffer.data();
    pclose(pipe);
    return output;
}

class AudioFile : public testing::Test {
protected:
    TemporaryDirectory directory_;
    std::filesystem::path path_ = directory_.path() / "sound.mp4";
};

class AudioFileOfLength : public AudioFile, public testing::WithParamInterface<std::size_t> {};

TEST_P(AudioFileOfLength, DecodesToTheSameNumberOfSamplesAtTheSamePlace) {
    const std::size_t count = GetParam();
    const std::size_t click = count / 2;
    ASSERT_TRUE(encode_aac(tone_with_click(count, click), path_));
    const auto decoded = decode_sound(path_, kMinute);
    ASSERT_TRUE(decoded) << decoded.error().message;
    EXPECT_EQ(decoded->left.size(), count);
    EXPECT_EQ(decoded->right.size(), count);
    EXPECT_NEAR(static_cast<double>(loudest(decoded->left)), static_cast<double>(click), 1);
}

// Whole AAC blocks, whole video frames that are not whole blocks, and odd lengths.
INSTANTIATE_TEST_SUITE_P(Lengths, AudioFileOfLength, testing::Values(10'240U, 48'000U, 1'600U * 37, 100'001U));

TEST_F(AudioFile, IsOneAacLcStreamWhoseEditListHidesPrimingAndPadding) {
    ASSERT_TRUE(encode_aac(tone_with_click(1'600 * 37, 3'000), path_));
    const std::string facts = output_of(
        "ffprobe -v error -show_entries stream=codec_name,profile,sample_rate,channels,start_pts,duration_ts "
        "-of default=nw=1 " +
        path_.string());
    EXPECT_EQ(facts, "codec_name=aac\nprofile=LC\nsample_rate=48000\nchannels=2\nstart_pts=0\nduration_ts=59200\n");
}

TEST_F(AudioFile, KeepsTheChannelsApart) {
    ASSERT_TRUE(encode_aac(tone_with_click(48'000, 3'000), path_));
    const auto decoded = decode_sound(path_, kMinute);
    ASSERT_TRUE(decoded);
    const StereoSound original = tone_with_click(48'000, 3'000);
    double left_error = 0;
    double right_error = 0;
    for (std::size_t i = 10'000; i < 40'000; ++i) {
        left_error += std::pow(decoded->left[i] - original.left[i], 2);
        right_error += std::pow(decoded->right[i] - original.right[i], 2);
    }
    EXPECT_LT(std::sqrt(left_error / 30'000), 0.003);
    EXPECT_LT(std::sqrt(right_error / 30'000), 0.003);
}

TEST_F(AudioFile, GivesTheSameBytesForTheSameSound) {
    const StereoSound sound = tone_with_click(96'000, 50'000);
    ASSERT_TRUE(encode_aac(sound, path_));
    ASSERT_TRUE(encode_aac(sound, directory_.path() / "again.mp4"));
    EXPECT_TRUE(read_file(path_, 1U << 24).value() == read_file(directory_.path() / "again.mp4", 1U << 24).value());
}

TEST_F(AudioFile, BringsOtherRatesAndMonoTo48kHzStereo) {
    const std::filesystem::path wave = directory_.path() / "mono.wav";
    output_of("ffmpeg -v error -f lavfi -i sine=frequency=500:sample_rate=44100:duration=1 -ac 1 " + wave.string());
    const auto decoded = decode_sound(wave, kMinute);
    ASSERT_TRUE(decoded) << decoded.error().message;
    EXPECT_EQ(decoded->size(), 48'000U);
    EXPECT_EQ(decoded->left, decoded->right);
}

TEST_F(AudioFile, RefusesWhatIsNoSound) {
    EXPECT_EQ(encode_aac({}, path_).error().code, Code::invalid);
    EXPECT_EQ(encode_aac({std::vector<float>(10), std::vector<float>(9)}, path_).error().code, Code::invalid);
    EXPECT_FALSE(decode_sound(directory_.path() / "missing.mp4", kMinute));
    ASSERT_TRUE(write_file(directory_.path() / "noise.mp4", std::string(5'000, 'x')));
    EXPECT_FALSE(decode_sound(directory_.path() / "noise.mp4", kMinute));
}

TEST_F(AudioFile, StopsAtTheLongestAllowedSound) {
    ASSERT_TRUE(encode_aac(tone_with_click(96'000, 50'000), path_));
    EXPECT_EQ(decode_sound(path_, 95'999).error().code, Code::too_large);
    EXPECT_TRUE(decode_sound(path_, 96'000));
}

}  // namespace
}  // namespace mss::codec
