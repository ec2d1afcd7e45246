// Sound and picture in step: a flash of one frame and a beep, every two seconds, across segment borders.
#include <algorithm>
#include <cmath>
#include <numbers>

#include <gmock/gmock.h>

#include "base/file.hpp"
#include "codec/audio_file.hpp"
#include "codec/muxer.hpp"
#include "codec/video_encoder.hpp"
#include "media_protocol/timebase.hpp"

namespace mss::codec {
namespace {

using media_protocol::kSampleRate;
using media_protocol::kSamplesPerFrame;

constexpr int kFrames = 190;
constexpr int kFlashEvery = 60;
constexpr int kFirstFlash = 30;

bool flashes(int frame) {
    return frame >= kFirstFlash && (frame - kFirstFlash) % kFlashEvery == 0;
}

void encode_flashes(const std::filesystem::path& path, int first, int count) {
    auto encoder = VideoEncoder::open({.width = 160, .height = 96, .threads = 2}, path);
    ASSERT_TRUE(encoder);
    Frame frame(160, 96);
    for (const Plane& plane : {frame.u(), frame.v()})
        for (int y = 0; y < plane.height; ++y)
            std::fill_n(plane.row(y), plane.width, std::uint8_t{128});
    for (int i = first; i < first + count; ++i) {
        for (int y = 0; y < 96; ++y)
            std::fill_n(frame.y().row(y), 160, static_cast<std::uint8_t>(flashes(i) ? 235 : 16));
        ASSERT_TRUE(encoder->push(frame));
    }
    ASSERT_TRUE(encoder->finish());
}

StereoSound beeps() {
    std::vector<float> track(static_cast<std::size_t>(kFrames) * kSamplesPerFrame, 0.0F);
    for (int frame = 0; frame < kFrames; ++frame) {
        if (!flashes(frame)) continue;
        for (int i = 0; i < kSamplesPerFrame; ++i) {
            track[static_cast<std::size_t>(frame * kSamplesPerFrame + i)] =
                static_cast<float>(0.5 * std::sin(2 * std::numbers::pi * 1000 * i / kSampleRate));
        }
    }
    return {track, track};
}

std::string decoded(const std::filesystem::path& file, const std::string& options) {
    const TemporaryDirectory folder;
    const auto raw = folder.path() / "raw";
    const std::string command = "ffmpeg -v error -i " + file.string() + " " + options + " " + raw.string();
    EXPECT_EQ(std::system(command.c_str()), 0);
    return read_file(raw, 1U << 28U).value();
}

TEST(Sync, FlashAndBeepComeTogetherAcrossSegments) {
    const TemporaryDirectory folder;
    encode_flashes(folder.path() / "a.mp4", 0, 77);
    encode_flashes(folder.path() / "b.mp4", 77, kFrames - 77);
    ASSERT_TRUE(encode_aac(beeps(), folder.path() / "sound.m4a"));
    ASSERT_TRUE(mux({.segments = {folder.path() / "a.mp4", folder.path() / "b.mp4"},
                     .audio = folder.path() / "sound.m4a",
                     .output = folder.path() / "out.mp4",
                     .title = "",
                     .comment = ""}));

    const std::string luma = decoded(folder.path() / "out.mp4", "-vf scale=1:1 -pix_fmt gray -f rawvideo");
    ASSERT_EQ(luma.size(), static_cast<std::size_t>(kFrames));
    const std::string sound = decoded(folder.path() / "out.mp4", "-ac 1 -f f32le");
    std::vector<float> samples(sound.size() / sizeof(float));
    std::copy_n(sound.data(), samples.size() * sizeof(float), reinterpret_cast<char*>(samples.data()));
    for (int frame = 0; frame < kFrames; ++frame) {
        EXPECT_EQ(static_cast<unsigned char>(luma[static_cast<std::size_t>(frame)]) > 120, flashes(frame)) << frame;
        if (!flashes(frame)) continue;
        // The beep's first loud sample, searched from one frame before the flash.
        const auto from = samples.begin() + (frame - 1) * kSamplesPerFrame;
        const auto loud = std::find_if(from, samples.end(), [](float sample) { return std::abs(sample) > 0.1F; });
        EXPECT_LE(std::abs(std::distance(samples.begin(), loud) - frame * kSamplesPerFrame), kSamplesPerFrame) << frame;
    }
}

}  // namespace
}  // namespace mss::codec
