#include <algorithm>
#include <cstring>
#include <vector>

#include <gmock/gmock.h>

#include "picture/caption_lines.hpp"
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

TEST(BreakPieces, EndsLinesAfterHyphensAndBetweenCjkCharacters) {
    using testing::ElementsAre;
    EXPECT_THAT(break_pieces("state-of-the-art"), ElementsAre("state-", "of-", "the-", "art"));
    EXPECT_THAT(break_pieces("\u6D77\u6D0B\u3002"), ElementsAre("\u6D77", "\u6D0B\u3002"));
    EXPECT_THAT(break_pieces("octopus"), ElementsAre("octopus"));
    EXPECT_THAT(break_pieces(""), ElementsAre(""));
    EXPECT_THAT(break_pieces("\xff"), ElementsAre("\uFFFD"));
}

TEST(CutBetweenClusters, KeepsLettersWithTheirMarks) {
    using testing::ElementsAre;
    EXPECT_THAT(cut_between_clusters("abcdef", 3), ElementsAre("ab", "cd", "ef"));
    EXPECT_THAT(cut_between_clusters("e\u0301e\u0301", 9), ElementsAre("e\u0301", "e\u0301"));
    const std::string family = "\U0001F468\u200D\U0001F469\u200D\U0001F467";  // one emoji of five code points
    EXPECT_THAT(cut_between_clusters(family + family, 10), ElementsAre(family, family));
    EXPECT_THAT(cut_between_clusters("\u0915\u093F\u0932\u093E", 4), ElementsAre("\u0915\u093F", "\u0932\u093E"));
}

TEST(BreakLines, MakesTheFewestLinesAndThenEvenOnes) {
    const std::vector<CaptionPiece> words{
        {"a", 0, 3, 0, false}, {"b", 1, 3, 1, false}, {"c", 2, 3, 1, false}, {"d", 3, 3, 1, false}};
    using testing::ElementsAre;
    EXPECT_THAT(break_lines(words, 15), ElementsAre(0));
    EXPECT_THAT(break_lines(words, 11), ElementsAre(0, 2));
    EXPECT_THAT(break_lines(words, 3), ElementsAre(0, 1, 2, 3));
    EXPECT_THAT(break_lines(words, 1), ElementsAre(0, 1, 2, 3));
    EXPECT_TRUE(break_lines({}, 5).empty());
}

TEST(BreakLines, PartsHeldPiecesOnlyWhereTheyAreWiderThanALine) {
    const std::vector<CaptionPiece> words{{"ab", 0, 3, 0, false},
                                          {"dem", 1, 3, 1, false},
                                          {"3.", 2, 3, 1, false},
                                          {"M\u00E4rz", 3, 3, 1, true},
                                          {"an", 4, 3, 1, false}};
    using testing::ElementsAre;
    EXPECT_THAT(break_lines(words, 11), ElementsAre(0, 2));
    EXPECT_THAT(break_lines(words, 12), ElementsAre(0, 2));
    EXPECT_THAT(break_lines(words, 6), ElementsAre(0, 1, 2, 3, 4));
}

TEST(BreakLines, EvensLinesOutOnlyAsFarAsHeldPiecesStayTogether) {
    const std::vector<CaptionPiece> words{
        {"am", 0, 2, 0, false}, {"30.", 1, 3, 1, false}, {"September", 2, 9, 1, true}};
    for (const double width : {13, 14, 15})
        EXPECT_THAT(break_lines(words, width), testing::ElementsAre(0, 1)) << width;
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
        for (std::size_t i = 0; i < words.size(); ++i)
            for (const Box& ink : {set.words[i].ink, set.words[i].spoken_ink}) {
                EXPECT_GE(ink.x, full.captions.x - 1) << i;
                EXPECT_LE(ink.right(), full.captions.right() + 1) << i;
                EXPECT_GE(ink.y, full.captions.y - 1) << i;
                EXPECT_LE(ink.bottom(), full.captions.bottom() - kCaptionEntrance * full.unit + 1) << i;
            }
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

/// How many lines of letters a canvas holds, seen as rows with ink between rows without.
int lines_of(const Canvas& canvas) {
    int lines = 0;
    bool inked = false;
    for (int y = 0; y < canvas.height(); ++y) {
        const std::uint32_t* row = canvas.row(y);
        const bool now = std::any_of(row, row + canvas.width(), [](std::uint32_t pixel) { return pixel >> 24U > 40; });
        if (now && !inked) ++lines;
        inked = now;
    }
    return lines;
}

TEST(CaptionTypesetter, AWordIsBrokenAtTheSamePlaceWhileItIsSpoken) {
    // Every width of the first word moves the places where a grown line would be broken anew.
    for (std::size_t letters = 4; letters < 30; ++letters) {
        for (const std::string& word : {std::string(letters, 'x') + "-" + std::string(18, 'x'),
                                        std::string(letters, 'x') + "-xxxx-xxxx-xxxx-xxxx-xxxx"}) {
            CaptionTypesetter typesetter(stage(), theme(Style::aurora));
            const SetCaption set = typesetter.set(caption_of({"axe", word, "axe"}));
            const CaptionGlyphs& glyphs = set.words[1];
            EXPECT_EQ(lines_of(*glyphs.plain), lines_of(*glyphs.spoken)) << word;
            EXPECT_LT(glyphs.spoken_ink.width, glyphs.ink.width * 1.1) << word;
            EXPECT_LT(glyphs.spoken_ink.height, glyphs.ink.height * 1.1) << word;
        }
    }
}

TEST(CaptionTypesetter, WordsAreBrokenOnlyWhereTheyAreWiderThanALine) {
    CaptionTypesetter typesetter(stage(), theme(Style::aurora));
    const SetCaption set = typesetter.set(caption_of({"well-known", "state-of-the-art", "recipes"}));
    for (const CaptionGlyphs& word : set.words)
        EXPECT_EQ(lines_of(*word.plain), 1);
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

TEST(CaptionPainter, MeasuresTheEntranceAndEachSpokenWord) {
    const Caption full = caption_of({"one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"});
    CaptionPainter painter(stage(), theme(Style::aurora), {full});
    for (int frame = 0; frame < full.end_frame; ++frame) {
        codec::Frame target = filled(kBlack);
        EXPECT_TRUE(painter.draw(frame, target).inside) << frame;
    }
}

TEST(CaptionPainter, SaysSoWhereACaptionCannotFit) {
    CaptionPainter painter(stage(), theme(Style::aurora), {caption_of({std::string(20'000, 'W')})});
    codec::Frame target = filled(kBlack);
    EXPECT_FALSE(painter.draw(15, target).inside);
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
