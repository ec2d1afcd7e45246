#include "picture/thumbnail.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "base/file.hpp"
#include "picture/test_plans.hpp"

namespace mss::picture {
namespace {

using media_protocol::Style;
using media_protocol::ThumbnailRequest;

ThumbnailRequest request(int variant, Style style, int width, int height) {
    ThumbnailRequest request;
    request.width = width;
    request.height = height;
    request.variant = variant;
    request.scene = test::plan_of(model::SceneKind::mesh_gradient, style);
    return request;
}

TEST(Thumbnail, ThreeVariantsAreThreeDifferentJpegsBelowTwoMegabytes) {
    const TemporaryDirectory folder;
    std::set<std::string> pictures;
    for (int variant = 0; variant < 3; ++variant) {
        ThumbnailRequest asked = request(variant, Style::aurora, 1280, 720);
        asked.output = (folder.path() / "thumbnail.jpg").string();
        const auto reply = render_thumbnail(asked);
        ASSERT_TRUE(reply) << reply.error().message;
        const std::string bytes = *read_file(asked.output, 1 << 22);
        EXPECT_EQ(static_cast<std::int64_t>(bytes.size()), reply->bytes);
        EXPECT_LT(bytes.size(), 2'000'000U);
        EXPECT_TRUE(bytes.starts_with("\xFF\xD8\xFF")) << "not a JPEG";
        pictures.insert(bytes);
    }
    EXPECT_EQ(pictures.size(), 3U);
}

TEST(Thumbnail, ItsWordsCanBeToldFromTheGroundAtAHundredAndSixtyPixels) {
    for (const Style style : test::kStyles) {
        for (int variant = 0; variant < 3; ++variant) {
            const auto with = draw_thumbnail(request(variant, style, 1280, 720));
            ThumbnailRequest bare = request(variant, style, 1280, 720);
            bare.scene.headline.clear();
            const auto without = draw_thumbnail(bare);
            ASSERT_TRUE(with && without);
            // Shrunk to an eighth, letters must still differ clearly from what lies behind them.
            int clear_cells = 0;
            for (int y = 0; y + 8 <= 720; y += 8) {
                for (int x = 0; x + 8 <= 1280; x += 8) {
                    int change = 0;
                    for (int k = 0; k < 64; ++k)
                        change +=
                            int{with->y().row(y + k / 8)[x + k % 8]} - int{without->y().row(y + k / 8)[x + k % 8]};
                    clear_cells += std::abs(change) / 64 > 50 ? 1 : 0;
                }
            }
            EXPECT_GT(clear_cells, 500) << variant;
        }
    }
}

TEST(Thumbnail, ATallOneWithoutAnIconIsFilledWithWords) {
    for (int variant = 0; variant < 3; ++variant) {
        ThumbnailRequest asked = request(variant, Style::night, 540, 960);
        asked.scene.headline = "Bremen baut";
        asked.scene.number.clear();
        asked.scene.label = "Kritik kommt von den K\u00FCnstlern";
        asked.scene.icons.clear();
        const auto with = draw_thumbnail(asked);
        asked.scene.headline.clear();
        asked.scene.label.clear();
        const auto without = draw_thumbnail(asked);
        ASSERT_TRUE(with && without);
        int first = 960;
        int last = 0;
        for (int y = 0; y < 960; ++y) {
            for (int x = 0; x < 540; ++x) {
                if (std::abs(int{with->y().row(y)[x]} - int{without->y().row(y)[x]}) < 60) continue;
                first = std::min(first, y);
                last = y;
            }
        }
        EXPECT_GT(last - first, 960 * 45 / 100) << variant;
        // In the middle, as far as the eye can tell.
        EXPECT_NEAR((first + last) / 2, 480, 100) << variant;
    }
}

TEST(Thumbnail, AnyContentAndVariantMakesAPicture) {
    for (const int variant : {-1, 0, 1, 2, 7}) {
        for (const std::string& headline : {std::string(), std::string(400, 'W'), std::string("\u6D77\u6D0B")}) {
            ThumbnailRequest asked = request(variant, Style::paper, 360, 640);
            asked.scene.headline = headline;
            asked.scene.icons.clear();
            asked.scene.number.clear();
            EXPECT_TRUE(draw_thumbnail(asked));
        }
    }
    EXPECT_EQ(draw_thumbnail(request(0, Style::night, 1281, 720)).error().code, Code::invalid);
}

}  // namespace
}  // namespace mss::picture
