#include "media/captions.hpp"

#include <gmock/gmock.h>

namespace mss::media {
namespace {

std::vector<TimedWord> spoken(const std::vector<std::vector<std::string>>& sentences) {
    std::vector<TimedWord> words;
    std::int64_t at = 48'000;
    for (std::size_t s = 0; s < sentences.size(); ++s) {
        for (const auto& word : sentences[s]) {
            words.push_back({word, at, at + 14'400, 0, s});
            at += 15'000;
        }
        at += 12'000;
    }
    return words;
}

std::vector<std::string> texts(const std::vector<Cue>& cues) {
    std::vector<std::string> out;
    for (const Cue& cue : cues) {
        std::string line;
        for (const auto& word : cue.words)
            line += (line.empty() ? "" : " ") + word.text;
        out.push_back(line);
    }
    return out;
}

TEST(Captions, GroupsEndWithTheSentenceAndNeverLeaveItsLastWordAlone) {
    const auto cues = make_cues(spoken({{"An", "octopus", "has", "not", "one", "heart."}, {"It", "has", "three."}}),
                                burned_limits("en"));
    EXPECT_THAT(texts(cues), testing::ElementsAre("An octopus", "has not one heart.", "It has three."));
}

TEST(Captions, PagesHaveLikeWidthsAndNoWordStandsAloneWhereItCouldJoinOthers) {
    const auto pages = [](const std::vector<std::string>& sentence) {
        return texts(make_cues(spoken({sentence}), burned_limits("en")));
    };
    EXPECT_THAT(pages({"As", "he", "wrote", "to", "his", "friends", "in", "Philadelphia."}),
                testing::ElementsAre("As he wrote to his", "friends in Philadelphia."));
    EXPECT_THAT(pages({"Then", "it", "opens", "like", "a", "door."}),
                testing::ElementsAre("Then it opens", "like a door."));
    EXPECT_THAT(pages({"First", "the", "gills,", "then", "all", "the", "rest."}),
                testing::ElementsAre("First the gills,", "then all the rest."));
    EXPECT_THAT(pages({"Donaudampfschifffahrtsgesellschaftskapitaen."}), testing::SizeIs(1));
}

TEST(Captions, DatesTimesAndFiguresStandInOneCue) {
    const auto pages = [](const std::vector<std::string>& sentence) {
        return texts(make_cues(spoken({sentence}), burned_limits("en")));
    };
    EXPECT_THAT(pages({"Das", "gilt", "ab", "dem", "3.", "M\u00E4rz", "in", "allen", "L\u00E4ndern."}),
                testing::Contains(testing::HasSubstr("3. M\u00E4rz")));
    EXPECT_THAT(pages({"The", "doors", "will", "open", "at", "11:30", "p.m.", "for", "all", "of", "us."}),
                testing::Contains(testing::HasSubstr("11:30 p.m.")));
    EXPECT_THAT(pages({"Es", "kostet", "die", "Stadt", "rund", "84", "Millionen", "Euro", "im", "Jahr."}),
                testing::Contains(testing::HasSubstr("84 Millionen")));
}

TEST(Captions, ASilenceInsideADateEndsNoCue) {
    auto words = spoken({{"Ab", "dem", "3.", "M\u00E4rz", "gilt", "es."}});
    for (std::size_t i = 3; i < words.size(); ++i) {
        words[i].begin += 24'000;
        words[i].end += 24'000;
    }
    EXPECT_THAT(texts(make_cues(words, subtitle_limits())), testing::ElementsAre("Ab dem 3. M\u00E4rz gilt es."));
    words[2].text = "Tag";
    EXPECT_THAT(texts(make_cues(words, subtitle_limits())), testing::ElementsAre("Ab dem Tag", "M\u00E4rz gilt es."));
}

TEST(Captions, ASubtitlesLineDoesNotEndInsideADate) {
    // The widths alone would break after "3.".
    const auto words =
        spoken({{"Die", "neue", "Regel", "gilt", "ab", "dem", "3.", "M\u00E4rz", "in", "allen", "L\u00E4ndern."}});
    EXPECT_THAT(srt(make_cues(words, subtitle_limits()), "de"), testing::HasSubstr("3. M\u00E4rz"));
}

TEST(Captions, EveryWordIsInExactlyOneCueAndCuesDoNotOverlap) {
    const auto words =
        spoken({{"a", "b", "c", "d,", "e", "f", "g", "h", "i", "j."}, {"k."}, {"l", "m", "n", "o", "p", "q."}});
    const auto cues = make_cues(words, burned_limits("en"));
    std::size_t count = 0;
    for (std::size_t i = 0; i < cues.size(); ++i) {
        count += cues[i].words.size();
        EXPECT_LT(cues[i].begin, cues[i].end);
        if (i > 0) {
            EXPECT_LE(cues[i - 1].end, cues[i].begin);
        }
    }
    EXPECT_EQ(count, words.size());
}

TEST(Captions, WhatIsMadeLateByALongCueNeverOverlapsWhatFollows) {
    const std::string hurried(200, 'x');  // takes ten seconds to read
    const std::vector<TimedWord> words{{hurried, 0, 10, 0, 0},
                                       {"", 20'000, 20'010, 0, 0},
                                       {"then", 40'000, 40'010, 0, 0},
                                       {"Next", 60'000, 60'010, 0, 1}};
    const auto cues = make_cues(words, subtitle_limits());
    ASSERT_EQ(cues.size(), 4U);
    for (std::size_t i = 0; i < cues.size(); ++i) {
        EXPECT_LT(cues[i].begin, cues[i].end) << i;
        if (i > 0) EXPECT_LE(cues[i - 1].end, cues[i].begin) << i;
    }
}

TEST(Captions, SubtitleFilesCarryEscapedTextAndRisingTimes) {
    const auto words = spoken({{"Salt", "&", "<b>pepper</b>", "{\\b1}", "-->", "%{}."}});
    const auto cues = make_cues(words, subtitle_limits());
    EXPECT_EQ(vtt(cues, "en"),
              "WEBVTT\n\n00:00:01.000 --> 00:00:03.093\nSalt &amp; &lt;b&gt;pepper&lt;/b&gt; {\\b1} --&gt; %{}.\n\n");
    EXPECT_EQ(srt(cues, "en"), "1\n00:00:01,000 --> 00:00:03,093\nSalt & <b>pepper</b> {\\b1} --> %{}.\n\n");
}

TEST(Captions, LongCuesBreakInTwoBalancedLines) {
    const auto words =
        spoken({{"Two", "hearts", "pump", "blood", "through", "the", "gills", "and", "one", "serves", "the", "body."}});
    const std::string file = srt(make_cues(words, subtitle_limits()), "en");
    EXPECT_THAT(file, testing::HasSubstr("Two hearts pump blood through the\ngills and one serves the body."));
}

TEST(Captions, ChineseWordsAreJoinedWithoutSpaces) {
    const auto words = spoken({{"章鱼", "有", "三颗", "心脏。"}});
    EXPECT_THAT(srt(make_cues(words, subtitle_limits()), "zh"), testing::HasSubstr("章鱼有三颗心脏。"));
}

}  // namespace
}  // namespace mss::media
