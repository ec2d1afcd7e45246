#include "codec/jpeg_file.hpp"

#include <cstdio>
#include <cstring>
#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/file.hpp"

namespace mss::codec {
namespace {

Frame filled(int y, int u, int v) {
    Frame frame(64, 48);
    const auto fill = [](Plane plane, int value) {
        std::memset(plane.data, value, static_cast<std::size_t>(plane.stride) * static_cast<std::size_t>(plane.height));
    };
    fill(frame.y(), y);
    fill(frame.u(), u);
    fill(frame.v(), v);
    return frame;
}

/// The first pixel as an ordinary decoder shows it.
std::string first_pixel(const std::filesystem::path& path) {
    const std::string command =
        fmt::format("ffmpeg -v error -i {} -f rawvideo -pix_fmt rgb24 -sws_flags accurate_rnd - ", path.string());
    FILE* pipe = popen(command.c_str(), "r");
    std::string bytes(3, '\0');
    EXPECT_EQ(std::fread(bytes.data(), 1, 3, pipe), 3U);
    char rest[4096];
    while (std::fread(rest, 1, sizeof rest, pipe) > 0)
        continue;
    pclose(pipe);
    return bytes;
}

void expect_near(const std::string& pixel, int red, int green, int blue) {
    EXPECT_NEAR(static_cast<unsigned char>(pixel[0]), red, 4);
    EXPECT_NEAR(static_cast<unsigned char>(pixel[1]), green, 4);
    EXPECT_NEAR(static_cast<unsigned char>(pixel[2]), blue, 4);
}

TEST(WriteJpeg, ShowsTheColoursThatTheFrameMeans) {
    const TemporaryDirectory folder;
    const auto path = folder.path() / "picture.jpg";
    const auto written = write_jpeg(filled(235, 128, 128), path, 1 << 20);
    ASSERT_TRUE(written) << written.error().message;
    EXPECT_EQ(static_cast<std::uintmax_t>(*written), std::filesystem::file_size(path));
    expect_near(first_pixel(path), 255, 255, 255);
    ASSERT_TRUE(write_jpeg(filled(16, 128, 128), path, 1 << 20));
    expect_near(first_pixel(path), 0, 0, 0);
    // BT.709 red.
    ASSERT_TRUE(write_jpeg(filled(63, 102, 240), path, 1 << 20));
    expect_near(first_pixel(path), 255, 0, 0);
}

TEST(WriteJpeg, KeepsTheLimitOrSaysThatItCannot) {
    const TemporaryDirectory folder;
    Frame noisy = filled(128, 128, 128);
    for (int y = 0; y < noisy.height(); ++y)
        for (int x = 0; x < noisy.width(); ++x)
            noisy.y().row(y)[x] = static_cast<std::uint8_t>((x * 7919 + y * 104729) % 220 + 16);
    const auto best = write_jpeg(noisy, folder.path() / "best.jpg", 1 << 20);
    ASSERT_TRUE(best);
    const auto smaller = write_jpeg(noisy, folder.path() / "smaller.jpg", *best - 1);
    ASSERT_TRUE(smaller);
    EXPECT_LT(*smaller, *best);
    EXPECT_EQ(write_jpeg(noisy, folder.path() / "none.jpg", 100).error().code, Code::too_large);
    EXPECT_FALSE(std::filesystem::exists(folder.path() / "none.jpg"));
}

TEST(WriteJpeg, AFolderThatIsNotThereIsAnError) {
    EXPECT_EQ(write_jpeg(filled(16, 128, 128), "/no/such/folder/picture.jpg", 1 << 20).error().code, Code::io);
}

}  // namespace
}  // namespace mss::codec
