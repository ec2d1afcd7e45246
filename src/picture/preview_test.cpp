#include "picture/preview.hpp"

#include <fstream>

#include <gtest/gtest.h>

#include "base/file.hpp"

namespace mss::picture {
namespace {

codec::Frame striped(int width, int height) {
    codec::Frame frame(width, height);
    for (const codec::Plane& plane : {frame.y(), frame.u(), frame.v()})
        for (int y = 0; y < plane.height; ++y)
            for (int x = 0; x < plane.width; ++x)
                plane.row(y)[x] = x % 2 == 0 ? 100 : 140;
    return frame;
}

TEST(Preview, IsTheMeanOfTheFramesBlocks) {
    const codec::Frame small = shrink(striped(1080, 1920));
    EXPECT_EQ(small.width(), 270);
    EXPECT_EQ(small.height(), 480);
    for (const codec::Plane& plane : {small.y(), small.u(), small.v()}) {
        EXPECT_EQ(plane.row(0)[0], 120);
        EXPECT_EQ(plane.row(plane.height - 1)[plane.width - 1], 120);
    }
}

TEST(Preview, IsASmallJpegFile) {
    const TemporaryDirectory folder;
    const auto path = folder.path() / "preview.jpg";
    ASSERT_TRUE(write_preview(striped(1920, 1080), path));
    const auto bytes = read_file(path, 100'000);
    ASSERT_TRUE(bytes);
    EXPECT_TRUE(bytes->starts_with("\xFF\xD8\xFF"));
}

TEST(Preview, SaysWhereItCannotBeWritten) {
    const auto written = write_preview(striped(64, 64), "/nowhere/preview.jpg");
    ASSERT_FALSE(written);
}

}  // namespace
}  // namespace mss::picture
