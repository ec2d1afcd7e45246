// Encoder, muxer and prober against each other and against ffprobe's reading of the same file.
#include <set>

#include <gmock/gmock.h>

#include "base/file.hpp"
#include "codec/muxer.hpp"
#include "codec/prober.hpp"
#include "codec/video_encoder.hpp"

namespace mss::codec {
namespace {

void paint(Frame& frame, int number) {
    for (int y = 0; y < frame.height(); ++y)
        for (int x = 0; x < frame.width(); ++x)
            frame.y().row(y)[x] = static_cast<std::uint8_t>(32 + (x + y + number * 3) % 180);
    for (const Plane& plane : {frame.u(), frame.v()})
        for (int y = 0; y < plane.height; ++y)
            std::fill_n(plane.row(y), plane.width, static_cast<std::uint8_t>(110 + number % 30));
}

void encode(const std::filesystem::path& path, int frames, int threads = 2, const std::string& preset = "superfast") {
    auto encoder = VideoEncoder::open({.width = 320, .height = 240, .x264_preset = preset, .threads = threads}, path);
    ASSERT_TRUE(encoder) << encoder.error().message;
    Frame frame(320, 240);
    for (int i = 0; i < frames; ++i) {
        paint(frame, i);
        ASSERT_TRUE(encoder->push(frame));
    }
    ASSERT_TRUE(encoder->finish());
}

// A second of quiet noise per second of `seconds`, made by the test's own ffmpeg.
void make_sound(const std::filesystem::path& path, double seconds) {
    const std::string command = "ffmpeg -v error -y -f lavfi -i anoisesrc=r=48000:a=0.1:d=" + std::to_string(seconds) +
                                " -ac 2 -c:a aac " + path.string();
    ASSERT_EQ(std::system(command.c_str()), 0);
}

TEST(VideoFile, JoinedSegmentsHaveEveryFrameOnceAndAKeyFrameAtEachStart) {
    const TemporaryDirectory folder;
    encode(folder.path() / "a.mp4", 45);
    encode(folder.path() / "b.mp4", 75);
    encode(folder.path() / "c.mp4", 1);
    make_sound(folder.path() / "sound.m4a", 121 / 30.0);
    const auto joined = mux({.segments = {folder.path() / "a.mp4", folder.path() / "b.mp4", folder.path() / "c.mp4"},
                             .audio = folder.path() / "sound.m4a",
                             .output = folder.path() / "out.mp4",
                             .title = "A title",
                             .comment = ""});
    ASSERT_TRUE(joined) << joined.error().message;
    EXPECT_EQ(joined->frames, 121);

    const auto facts = probe({folder.path() / "out.mp4"});
    ASSERT_TRUE(facts) << facts.error().message;
    EXPECT_EQ(facts->frames, 121);
    EXPECT_TRUE(facts->timestamps_rise);
    EXPECT_TRUE(facts->index_first);
    EXPECT_TRUE(facts->progressive);
    EXPECT_EQ(facts->decode_errors, 0);
    EXPECT_EQ(facts->video_profile, "High");
    EXPECT_EQ(facts->colour_space, "bt709");
    EXPECT_EQ(facts->colour_range, "tv");
    EXPECT_LE(facts->most_b_frames, 2);
    EXPECT_LE(facts->longest_key_interval, 60);
    EXPECT_THAT(facts->key_frames, testing::IsSupersetOf({0, 45, 120}));
    EXPECT_EQ(facts->video_duration_samples, 121 * 1600);
    const std::string check =
        "ffmpeg -v error -xerror -i " + (folder.path() / "out.mp4").string() + " -f null - 2>&1 | grep -q .";
    EXPECT_NE(std::system(check.c_str()), 0) << "a full decode printed something";
}

TEST(VideoFile, EqualFramesGiveEqualBytes) {
    const TemporaryDirectory folder;
    encode(folder.path() / "a.mp4", 40);
    encode(folder.path() / "b.mp4", 40);
    EXPECT_EQ(*read_file(folder.path() / "a.mp4", 1U << 24U), *read_file(folder.path() / "b.mp4", 1U << 24U));
}

// What a full decode gives, as one hash by the test's own ffmpeg.
std::string pictures_of(const std::filesystem::path& path) {
    const std::filesystem::path hash = path.string() + ".md5";
    const std::string command = "ffmpeg -v error -y -i " + path.string() + " -f md5 " + hash.string();
    EXPECT_EQ(std::system(command.c_str()), 0);
    return read_file(hash, 1000).value_or("");
}

// So a cache may be shared by machines, and a container's processors may change.
TEST(VideoFile, ShowsTheSameWithAnyNumberOfThreads) {
    const TemporaryDirectory folder;
    for (const std::string preset : {"superfast", "veryfast", "medium"}) {
        std::set<std::string> seen;
        for (const int threads : {1, 2, 3, 5, 16}) {
            const auto path = folder.path() / (preset + std::to_string(threads) + ".mp4");
            encode(path, 70, threads, preset);
            seen.insert(pictures_of(path));
        }
        EXPECT_EQ(seen.size(), 1U) << preset;
    }
}

TEST(VideoFile, AMissingFolderIsAnErrorThatNamesThePath) {
    const auto encoder = VideoEncoder::open({.width = 320, .height = 240}, "/nowhere/at/all.mp4");
    ASSERT_FALSE(encoder);
    EXPECT_EQ(encoder.error().code, Code::io);
    EXPECT_THAT(encoder.error().message, testing::HasSubstr("/nowhere/at/all.mp4"));
}

TEST(VideoFile, AFileThatIsNoVideoIsAnError) {
    const TemporaryDirectory folder;
    ASSERT_TRUE(write_file(folder.path() / "x.mp4", "these bytes are no video"));
    EXPECT_FALSE(probe({folder.path() / "x.mp4"}));
}

}  // namespace
}  // namespace mss::codec
