#include "writing/sentence_rank.hpp"

#include <string>

#include <gtest/gtest.h>

#include "writing/article.hpp"

namespace mss::writing {
namespace {

double score_of(const std::string& sentence, const std::string& language = "en") {
    Article article;
    article.url = "https://example.org/bridge";
    article.paragraphs = {sentence};
    const auto ranked = ranked_sentences(article, language, "");
    return ranked.sentences.empty() ? -1 : ranked.sentences.front().score;
}

TEST(RankedSentences, KnowWhoSpeaksOfThemselves) {
    const double we = score_of("When we crossed the old bridge, the river had flooded the road.");
    EXPECT_LT(score_of("When I crossed the old bridge, the river had flooded the road."), we - 0.1);
    EXPECT_LT(score_of("But I crossed the old bridge after the river had flooded the road."),
              score_of("But we crossed the old bridge after the river had flooded the road.") - 0.1);
    EXPECT_LT(score_of("In Bonn, I crossed the old bridge after the river had flooded the road."), we - 0.1);
    EXPECT_LT(score_of("When I crossed the old bridge, the river had flooded the road.", "EN_us"), we - 0.1);
}

TEST(RankedSentences, CountWhatIsNotRead) {
    Article article;
    for (int i = 0; i < 650; ++i)
        article.paragraphs.emplace_back("The old bridge stands over the river. It was built of stone.");
    const auto ranked = ranked_sentences(article, "en", "");
    EXPECT_EQ(ranked.sentences.size(), 600U);
    EXPECT_EQ(ranked.unread, 700U);
}

TEST(RankedSentences, TakeANumeralForNobody) {
    EXPECT_DOUBLE_EQ(score_of("During World War I the army built the old bridge over the river."),
                     score_of("During World War II the army built the old bridge over the river."));
}

TEST(RankedSentences, LoseNothingOfAGivenTextWithoutFullStops) {
    std::string thai;
    for (int i = 0; i < 100; ++i)
        thai += i == 50 ? "\"" : "ท้องฟ้าสีฟ้า";
    const std::string letters(1000, 'a');
    for (const std::string& text : {"\" " + letters, "( " + letters, "见下，" + letters, thai}) {
        Article article;
        article.paragraphs = {text};
        std::string joined;
        for (const auto& sentence : ranked_sentences(article, "en", "").sentences)
            joined += sentence.text;
        std::erase(joined, ' ');
        std::string expected = text;
        std::erase(expected, ' ');
        EXPECT_EQ(joined, expected);
    }
}

}  // namespace
}  // namespace mss::writing
