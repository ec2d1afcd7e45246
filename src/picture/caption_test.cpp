#include <cstring>
#include <vector>

#include <gmock/gmock.h>

#include "picture/caption_painter.hpp"
#include "picture/caption_text.hpp"
#include "picture/test_plans.hpp"

namespace mss::picture {
namespace {

using media_protocol::Caption;
using media_protocol::Style;

constexpr int kWidth = 540;
constexpr int kHeight = 960;

Caption caption_of(const std::vector<std::string>& words) {
    Caption caption;
    int frame = 0;
    for (const std::string& word : words)
        caption.words.push_back({word, frame += 10});
    caption.end_frame = frame + 10;
    return caption;
}

Stage stage() {
    return *make_stage(kWidth, kHeight);
}
Theme theme(Style style) {
    return make_theme(test::palette(), style);
}

codec::Frame filled(Rgb colour, int width = kWidth, int height = kHeight) {
    codec::Frame frame(width, height);
    const Yuv yuv = to_yuv(colour);
    const auto fill = [](codec::Plane plane, double value) {
        std::memset(plane.data, static_cast<int>(value + 0.5),
                    static_cast<std::size_t>(plane.stride) * static_cast<std::size_t>(plane.height));
    };
    fill(frame.y(), yuv.luma);
    fill(frame.u(), yuv.blue);
    fill(frame.v(), yuv.red);
    return frame;
}

double ink_width(const std::vector<std::string>& words) {
    CaptionTypesetter typesetter(stage(), theme(Style::aurora));
    return typesetter.set(caption_of(words)).ink.width;
}

TEST(EscapeForAss, ShowsBracesAndBackslashes) {
    EXPECT_EQ(escape_for_ass("{a}"), "\\{a\\}");
    EXPECT_EQ(escape_for_ass("a\\Nb"), "a\\\u2060Nb");
    EXPECT_EQ(escape_for_ass("two\nlines\t"), "two lines ");
    EXPECT_EQ(escape_for_ass("\xff"), "\uFFFD");
}

TEST(CaptionTypesetter, CommandsInTheTextAreShownAsText) {
    EXPECT_GT(ink_width({"{\\b1}x"}), ink_width({"b1x"}));
    EXPECT_GT(ink_width({"a\\Nb"}), ink_width({"aNb"}));
    EXPECT_GT(ink_width({"{\\pos(0,0)}x"}), ink_width({"pos(0,0)x"}));
}

TEST(CaptionTypesetter, AnyWordsStayInsideTheCaptionArea) {
    const Stage full = stage();
    const std::vector<std::vector<std::string>> captions{
        {"and", "blue", "blood."},
        {"Donaudampfschifffahrtsgesellschaft", "is", "long"},
        {std::string(300, 'W')},
        {"one", std::string(120, 'x'), "two"},
        {"\u05E9\u05DC\u05D5\u05DD", "\u05E2\u05D5\u05DC\u05DD"},
        {"\u6D77\u6D0B", "\u4E3A\u4EC0\u4E48", "\u662F", "\u84DD\u8272"},
        {"\U0001F419", "{", "\\", "}"}};
    for (const auto& words : captions) {
        CaptionTypesetter typesetter(full, theme(Style::aurora));
        const SetCaption set = typesetter.set(caption_of(words));
        SCOPED_TRACE(words.front());
        EXPECT_EQ(set.words.size(), words.size());
        EXPECT_GT(set.ink.width, 4);
        EXPECT_GE(set.ink.x, full.captions.x - 1);
        EXPECT_LE(set.ink.right(), full.captions.right() + 1);
        EXPECT_GE(set.ink.y, full.captions.y - 1);
        EXPECT_LE(set.ink.bottom(), full.captions.bottom() + 1);
    }
}

TEST(CaptionTypesetter, EveryWordHasItsPlaceInReadingOrder) {
    CaptionTypesetter typesetter(stage(), theme(Style::aurora));
    const SetCaption english = typesetter.set(caption_of({"one", "two", "six"}));
    EXPECT_LT(english.words[0].ink.right(), english.words[1].ink.x);
    EXPECT_LT(english.words[1].ink.right(), english.words[2].ink.x);
    const SetCaption hebrew = typesetter.set(caption_of({"\u05E9\u05DC\u05D5\u05DD", "\u05E2\u05D5\u05DC\u05DD"}));
    EXPECT_GT(hebrew.words[0].ink.x, hebrew.words[1].ink.right());
}

/// Columns of a canvas, of any opacity, from the first to the last that a word draws into.
std::pair<int, int> columns(const Canvas& canvas) {
    int first = canvas.width();
    int last = -1;
    for (int y = 0; y < canvas.height(); ++y) {
        const std::uint32_t* row = canvas.row(y);
        for (int x = 0; x < canvas.width(); ++x) {
            if (row[x] >> 24U == 0) continue;
            first = std::min(first, x);
            last = std::max(last, x);
        }
    }
    return {first, last};
}

TEST(CaptionTypesetter, TheSpokenWordKeepsItsMiddleAndASpaceOnEitherSide) {
    const std::vector<std::vector<std::string>> captions{
        {"An", "octopus", "has"}, {"is", "shared:", "two"}, {"octopus", "jets", "away"}, {"ill", "MMMMM", "fjord"}};
    const Stage full = *make_stage(1080, 1920);
    CaptionTypesetter typesetter(full, theme(Style::aurora));
    const auto gap = [](const CaptionGlyphs& left, const CaptionGlyphs& right, bool left_spoken) {
        return columns(left_spoken ? *right.plain : *right.spoken).first -
               columns(left_spoken ? *left.spoken : *left.plain).second - 1;
    };
    for (const auto& words : captions) {
        SCOPED_TRACE(words[1]);
        const SetCaption set = typesetter.set(caption_of(words));
        for (std::size_t i = 0; i < words.size(); ++i) {
            const auto plain = columns(*set.words[i].plain);
            const auto spoken = columns(*set.words[i].spoken);
            EXPECT_LT(spoken.first, plain.first);
            EXPECT_NEAR(spoken.first + spoken.second, plain.first + plain.second, 4);
            if (i == 0) continue;
            // Outlines included: the letters themselves stand ten pixels further apart.
            EXPECT_GE(gap(set.words[i - 1], set.words[i], true), 10) << words[i];
            EXPECT_GE(gap(set.words[i - 1], set.words[i], false), 10) << words[i];
        }
    }
}

TEST(CaptionPainter, TheSpokenWordChangesAndItsNeighboursStay) {
    const Theme colours = theme(Style::aurora);
    CaptionTypesetter typesetter(stage(), colours);
    const Caption caption = caption_of({"quiet", "words", "here"});
    const SetCaption set = typesetter.set(caption);
    CaptionPainter painter(stage(), colours, {caption});
    codec::Frame first = filled({0.1, 0.1, 0.3});
    codec::Frame second = filled({0.1, 0.1, 0.3});
    painter.draw(15, first);   // "quiet" is spoken
    painter.draw(25, second);  // "words" is
    const auto changed = [&](const Box& box) {
        double sum = 0;
        for (int y = static_cast<int>(box.y); y < static_cast<int>(box.bottom()); ++y)
            for (int x = static_cast<int>(box.x); x < static_cast<int>(box.right()); ++x)
                sum += std::abs(int{first.y().row(y)[x]} - int{second.y().row(y)[x]});
        return sum / box.width / box.height;
    };
    EXPECT_GT(changed(set.words[0].ink), 5);
    EXPECT_GT(changed(set.words[1].ink), 5);
    EXPECT_EQ(changed(set.words[2].ink), 0);
}

TEST(CaptionPainter, ContrastHoldsOnEveryGround) {
    for (const Style style : test::kStyles) {
        for (const Rgb ground : {kWhite, kBlack, Rgb{1, 1, 0}, Rgb{0.5, 0.5, 0.5}, Rgb{1, 0.4, 0.7}, Rgb{0, 1, 1}}) {
            CaptionPainter painter(stage(), theme(style), {caption_of({"one", "two", "three"})});
            for (const int frame : {0, 1, 4, 12, 25, 35}) {
                codec::Frame target = filled(ground);
                const CaptionMeasure measure = painter.draw(frame, target);
                EXPECT_TRUE(measure.drawn);
                EXPECT_GE(measure.contrast, kLeastCaptionContrast) << frame;
                EXPECT_TRUE(measure.inside);
                if (measure.settled) {
                    EXPECT_GT(measure.ink, 8);
                }
            }
        }
    }
}

TEST(CaptionPainter, DrawsOnlyWhileACaptionStandsAndOnlyNearItsArea) {
    Caption caption = caption_of({"words"});
    caption.begin_frame = 10;
    caption.end_frame = 20;
    CaptionPainter painter(stage(), theme(Style::night), {caption});
    const std::string before = test::bytes_of(filled(kWhite));
    for (const int frame : {0, 9, 20, 500}) {
        codec::Frame target = filled(kWhite);
        EXPECT_FALSE(painter.draw(frame, target).drawn);
        EXPECT_EQ(test::bytes_of(target), before);
    }
    codec::Frame target = filled(kWhite);
    EXPECT_TRUE(painter.draw(10, target).drawn);
    for (int y = 0; y < kHeight / 2; ++y)
        for (int x = 0; x < kWidth; ++x)
            ASSERT_EQ(target.y().row(y)[x], 235);
}

TEST(CaptionPainter, CaptionsWithoutWordsOrLettersDrawNothing) {
    Caption blank = caption_of({" ", ""});
    Caption none;
    none.begin_frame = 50;
    none.end_frame = 60;
    CaptionPainter painter(stage(), theme(Style::night), {blank, none});
    codec::Frame target = filled(kWhite);
    EXPECT_FALSE(painter.draw(5, target).drawn);
    EXPECT_FALSE(painter.draw(55, target).drawn);
}

}  // namespace
}  // namespace mss::picture
