#include "icons/icons.hpp"

#include <gmock/gmock.h>

#include "icons/synonyms.hpp"

namespace mss::icons {
namespace {

using testing::AnyOfArray;
using testing::Each;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

std::vector<std::string> names(const std::vector<const Icon*>& icons) {
    std::vector<std::string> result;
    result.reserve(icons.size());
    for (const Icon* icon : icons)
        result.emplace_back(icon->name);
    return result;
}

std::vector<std::string> found(const std::vector<std::string>& words, std::size_t count) {
    return names(IconSet().find(words, count));
}

TEST(IconSet, HoldsAStorySizedSetWithAVersion) {
    const IconSet icons;
    EXPECT_GT(icons.size(), 1000U);
    EXPECT_EQ(icons.version(), "tabler 3.52.0");
    ASSERT_NE(icons.named("fish"), nullptr);
    EXPECT_THAT(std::string(icons.named("fish")->body), StartsWith("<path d=\""));
    EXPECT_EQ(icons.named("no such icon"), nullptr);
}

struct Expectation {
    std::string word;
    std::vector<std::string> sensible;
};

class EverydayWord : public testing::TestWithParam<Expectation> {};

TEST_P(EverydayWord, FindsASensibleIcon) {
    const auto icons = found({GetParam().word}, 1);
    ASSERT_EQ(icons.size(), 1U);
    EXPECT_THAT(icons.front(), AnyOfArray(GetParam().sensible));
}

INSTANTIATE_TEST_SUITE_P(
    Words, EverydayWord,
    testing::Values(
        Expectation{"octopus", {"fish"}}, Expectation{"Whales", {"fish"}}, Expectation{"money", {"coins"}},
        Expectation{"coins", {"coin", "coins"}}, Expectation{"brains", {"brain"}},
        Expectation{"sleeping", {"moon", "zzz", "bed"}}, Expectation{"ocean", {"ripple"}},
        Expectation{"waves", {"ripple"}}, Expectation{"sun", {"sun"}}, Expectation{"ice", {"snowflake"}},
        Expectation{"bees", {"butterfly", "flower"}}, Expectation{"planets", {"planet"}}, Expectation{"atom", {"atom"}},
        Expectation{"DNA", {"dna", "dna-2"}}, Expectation{"volcanoes", {"volcano"}},
        Expectation{"mountain", {"mountain"}}, Expectation{"running", {"run"}}, Expectation{"swimming", {"swimming"}},
        Expectation{"hearts", {"heart", "hearts"}}, Expectation{"blood", {"droplet"}}, Expectation{"king", {"crown"}},
        Expectation{"war", {"swords"}}, Expectation{"castle", {"building-castle"}}, Expectation{"rockets", {"rocket"}},
        Expectation{"coffee", {"coffee"}}, Expectation{"trees", {"tree", "trees"}},
        Expectation{"books", {"book", "books"}}, Expectation{"music", {"music"}}, Expectation{"time", {"clock"}},
        Expectation{"light", {"bulb"}}, Expectation{"ships", {"ship"}}, Expectation{"history", {"history"}},
        Expectation{"berries", {"cherry", "grape"}}, Expectation{"lightning", {"bolt"}}));

TEST(IconSet, TheFirstWordWeighsMost) {
    EXPECT_EQ(found({"rocket", "moon"}, 1).front(), "rocket");
    EXPECT_EQ(found({"moon", "rocket"}, 1).front(), "moon");
}

TEST(IconSet, ManyIconsForOneWordAreOfDifferentFamiliesFirst) {
    const auto icons = found({"moon", "star"}, 4);
    ASSERT_EQ(icons.size(), 4U);
    EXPECT_EQ(icons[0], "moon");
    EXPECT_THAT(std::vector(icons.begin() + 1, icons.end()), Each(Not(StartsWith("moon"))));
}

TEST(IconSet, AvoidedIconsComeAfterAllOthers) {
    const IconSet icons;
    const std::vector<std::string> words{"moon"};
    const auto all = names(icons.find(words, 3));
    const auto without = names(icons.find(words, 3, {"moon"}));
    EXPECT_EQ(all.front(), "moon");
    EXPECT_THAT(without, Not(testing::Contains("moon")));
    EXPECT_EQ(without.size(), 3U);
}

TEST(IconSet, UnknownWordsEmptyWordsAndStrangeBytesFindNothing) {
    EXPECT_TRUE(found({"qwertzuiop"}, 3).empty());
    EXPECT_TRUE(found({""}, 3).empty());
    EXPECT_TRUE(found({"\xff\xfe", std::string(5000, 'x')}, 3).empty());
    EXPECT_TRUE(found({}, 3).empty());
    EXPECT_TRUE(found({"sun"}, 0).empty());
}

TEST(IconSet, HasNoBrandsNoLettersAndNoControls) {
    for (const auto& word : {"twitter", "facebook", "letter", "arrow", "github", "chevron", "cancel"})
        EXPECT_THAT(found({word}, 20), Each(Not(testing::ContainsRegex("^brand|letter|^arrow-|^chevron|-off$"))))
            << word;
}

TEST(Stem, MakesFormsOfAWordEqual) {
    EXPECT_EQ(Stem("Berries"), Stem("berry"));
    EXPECT_EQ(Stem("swimming"), Stem("swim"));
    EXPECT_EQ(Stem("invented"), Stem("invent"));
    EXPECT_EQ(Stem("boxes"), Stem("box"));
    EXPECT_EQ(Stem("making"), Stem("make"));
    EXPECT_EQ(Stem("octopus").text(), "octopus");
    EXPECT_EQ(Stem("glass").text(), "glass");
    EXPECT_FALSE(Stem("king") == Stem("kid"));
}

}  // namespace
}  // namespace mss::icons
