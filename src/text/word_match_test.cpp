#include "text/word_match.hpp"

#include <gtest/gtest.h>

#include "text/words.hpp"

namespace mss::text {
namespace {

std::vector<std::size_t> places(const std::string& sentence, const std::string& phrase, const std::string& language) {
    std::vector<std::size_t> firsts;
    for (const WordMatch& match : find_phrase(FoldedWords(words(sentence, language)), FoldedWords(phrase, language)))
        firsts.push_back(match.first);
    return firsts;
}

using Places = std::vector<std::size_t>;

TEST(WordMatch, LooksPastMarksAndSizeOfLetters) {
    EXPECT_EQ(places("(Nguyen), said nguyen: NGUYEN!", "Nguyen", "en"), (Places{0, 2, 3}));
    EXPECT_EQ(places("Nguyens and Nguyen-Smith", "Nguyen", "en"), Places{});
    EXPECT_EQ(places("Ärger über ÄRGER.", "ärger", "de"), (Places{0, 2}));
}

TEST(WordMatch, FindsSeveralWordsInARow) {
    EXPECT_EQ(places("In New Delhi, new Delhi’s trains", "New Delhi", "en"), (Places{1, 3}));
    const auto found = find_phrase(FoldedWords(words("New Delhi’s trains", "en")), FoldedWords("New Delhi", "en"));
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].count, 2U);
    EXPECT_TRUE(found[0].possessive);
}

TEST(WordMatch, ReplacesAWordOnceAndByItsLongestPhrase) {
    const std::vector<std::string> written = words("From New York to York.", "en");
    const std::vector<std::string> said{"From", "Noo Yawk", "", "to", "Yawk."};
    EXPECT_EQ(Replacements({{"New York", "Noo Yawk"}, {"York", "Yawk"}}, "en").in(written), said);
    EXPECT_EQ(Replacements({{"York", "Yawk"}, {"New York", "Noo Yawk"}, {"york", "no"}}, "en").in(written), said);
}

TEST(WordMatch, FindsNothingInNothing) {
    EXPECT_EQ(places("", "Nguyen", "en"), Places{});
    EXPECT_EQ(places("Nguyen", "", "en"), Places{});
    EXPECT_EQ(places("… !", "…", "en"), Places{});
}

TEST(WordMatch, TakesTheMarksOffAWord) {
    EXPECT_EQ(without_marks("(Nguyen),"), "Nguyen");
    EXPECT_EQ(without_marks("«Ça»"), "Ça");
    EXPECT_EQ(without_marks("rock'n'roll!"), "rock'n'roll");
    EXPECT_EQ(without_marks("—"), "");
    EXPECT_EQ(without_marks("\xFF!"), "\xFF!");
}

}  // namespace
}  // namespace mss::text
