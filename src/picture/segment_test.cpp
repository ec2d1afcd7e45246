#include "picture/segment.hpp"

#include <cstdio>
#include <filesystem>
#include <string>
#include <sys/wait.h>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "base/file.hpp"
#include "codec/log.hpp"
#include "picture/segment_painter.hpp"
#include "picture/test_plans.hpp"

namespace mss::picture {
namespace {

using media_protocol::SegmentRequest;
using media_protocol::Style;
using model::SceneKind;

Result<media_protocol::SegmentReply> render(const SegmentRequest& request, const SegmentProgress& progress) {
    SceneShelf shelf;
    return render_segment(request, shelf, progress);
}

class Segment : public testing::Test {
protected:
    static void SetUpTestSuite() { codec::log_errors_only(); }

    SegmentRequest request(int frames) const {
        SegmentRequest request;
        request.width = 360;
        request.height = 640;
        request.scene = test::plan_of(SceneKind::mesh_gradient, Style::aurora);
        request.scene.frames = frames;
        request.threads = 1;
        request.output = (folder_.path() / "segment.mp4").string();
        media_protocol::Caption caption;
        caption.words = {{"three", 0}, {"hearts", 8}};
        caption.end_frame = frames;
        request.captions = {caption};
        return request;
    }

    TemporaryDirectory folder_;
};

std::string output_of(const std::string& command) {
    std::string output;
    FILE* pipe = popen((command + " 2>&1").c_str(), "r");
    char buffer[512];
    while (fgets(buffer, sizeof buffer, pipe) != nullptr)
        output += buffer;
    pclose(pipe);
    return output;
}

TEST_F(Segment, IsAFileOfAllItsFramesWithWhatWasMeasured) {
    const SegmentRequest asked = request(40);
    std::int64_t last = 0;
    const auto reply = render(asked, [&](std::int64_t done, std::int64_t total) {
        EXPECT_EQ(done, last + 1);
        EXPECT_EQ(total, 40);
        last = done;
        return true;
    });
    ASSERT_TRUE(reply) << reply.error().message;
    EXPECT_EQ(last, 40);
    EXPECT_EQ(reply->frames, 40);
    EXPECT_EQ(reply->black_frames, 0);
    EXPECT_LT(reply->longest_still, 10);
    EXPECT_GE(reply->caption_contrast, 4.5);
    EXPECT_GT(reply->caption_ink, 8);
    EXPECT_TRUE(reply->captions_inside);
    EXPECT_GT(reply->render_seconds, 0);
    EXPECT_GT(reply->encode_seconds, 0);
    EXPECT_THAT(output_of(fmt::format("ffprobe -v error -count_frames -show_entries "
                                      "stream=codec_name,width,height,nb_read_frames -of csv=p=0 {}",
                                      asked.output)),
                testing::StartsWith("h264,360,640,40"));
}

TEST_F(Segment, TheSameRequestMakesTheSameBytes) {
    SegmentRequest asked = request(25);
    asked.previous = test::plan_of(SceneKind::list_reveal, Style::aurora);
    asked.transition_frames = 10;
    ASSERT_TRUE(render(asked, {}));
    const auto first = read_file(asked.output, 1 << 24);
    ASSERT_TRUE(render(asked, {}));
    EXPECT_EQ(*first, *read_file(asked.output, 1 << 24));
}

TEST_F(Segment, DoesNotFreezeOrTurnBlackForFfmpeg) {
    SegmentRequest asked = request(120);
    asked.captions.clear();
    for (const Style style : test::kStyles) {
        asked.scene = test::plan_of(SceneKind::source_card, style);
        asked.scene.frames = 120;
        ASSERT_TRUE(render(asked, {}));
        const std::string report = output_of(fmt::format(
            "ffmpeg -hide_banner -i {} -vf freezedetect=n=-60dB:d=2,blackdetect=d=0.1 -f null -", asked.output));
        EXPECT_THAT(report, testing::HasSubstr("frame=  120"));
        EXPECT_THAT(report, testing::Not(testing::HasSubstr("freeze_start")));
        EXPECT_THAT(report, testing::Not(testing::HasSubstr("black_start")));
    }
}

TEST_F(Segment, FadesInFromTheSceneBefore) {
    SegmentRequest asked = request(40);
    asked.captions.clear();
    asked.scene.style = Style::night;
    asked.previous = test::plan_of(SceneKind::quote_card, Style::paper);
    asked.transition_frames = 12;
    auto painter = SegmentPainter::make(asked);
    ASSERT_TRUE(painter);
    auto next = make_scene(asked.scene, asked.width, asked.height);
    auto before = make_scene(*asked.previous, asked.width, asked.height);
    codec::Frame faded(360, 640), new_scene(360, 640), old_scene(360, 640);
    double from_old = -1;
    for (const int frame : {0, 4, 8, 11}) {
        painter->draw(frame, faded);
        next->draw(frame, new_scene);
        before->draw(asked.previous->frames + frame, old_scene);
        EXPECT_GT(test::difference(faded, old_scene), from_old);
        from_old = test::difference(faded, old_scene);
        EXPECT_GT(test::difference(faded, new_scene), 0.5);
    }
    painter->draw(12, faded);
    next->draw(12, new_scene);
    EXPECT_EQ(test::bytes_of(faded), test::bytes_of(new_scene));
}

TEST_F(Segment, StopsWhenAskedAndLeavesNoFile) {
    const SegmentRequest asked = request(300);
    std::int64_t last = 0;
    const auto reply = render(asked, [&](std::int64_t done, std::int64_t) {
        last = done;
        return done < 3;
    });
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().code, Code::cancelled);
    EXPECT_EQ(last, 3);
    EXPECT_FALSE(std::filesystem::exists(asked.output));
}

TEST_F(Segment, BadRequestsAreErrorsThatSayWhy) {
    EXPECT_THAT(render(request(0), {}).error().message, testing::HasSubstr("at least one frame"));
    SegmentRequest odd = request(10);
    odd.height = 641;
    EXPECT_EQ(render(odd, {}).error().code, Code::invalid);
    SegmentRequest nowhere = request(10);
    nowhere.output = (folder_.path() / "no" / "such" / "folder.mp4").string();
    EXPECT_EQ(render(nowhere, {}).error().code, Code::io);
}

TEST_F(Segment, IsEncodedBySixteenThreadsAtMost) {
    SegmentRequest asked = request(10);
    for (const auto& [wanted, expected] : {std::pair(1, 1), std::pair(12, 12), std::pair(64, 16), std::pair(0, 16)}) {
        asked.threads = wanted;
        EXPECT_EQ(encoder_settings(asked).threads, expected);
    }
}

TEST_F(Segment, WorksAtBothPublishingSizes) {
    for (const auto& [width, height] : {std::pair(1080, 1920), std::pair(1920, 1080)}) {
        SegmentRequest asked = request(6);
        asked.width = width;
        asked.height = height;
        const auto reply = render(asked, {});
        ASSERT_TRUE(reply);
        EXPECT_EQ(reply->frames, 6);
        EXPECT_TRUE(reply->captions_inside);
        EXPECT_GE(reply->caption_contrast, 4.5);
    }
}

}  // namespace
}  // namespace mss::picture
