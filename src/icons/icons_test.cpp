#include "icons/icons.hpp"

#include <gmock/gmock.h>

namespace mss::icons {
namespace {

using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

const IconSet& icon_set() {
    static const IconSet kIcons;
    return kIcons;
}

std::vector<std::string> found(const Query& query, std::size_t count = 4,
                               const std::set<std::string, std::less<>>& avoid = {}) {
    std::vector<std::string> names;
    for (const Icon* icon : icon_set().find(query, count, avoid))
        names.emplace_back(icon->name);
    return names;
}

std::vector<std::string> found_in(const std::string& text, const std::string& language = "en") {
    return found({.asked = {}, .text = text, .context = "", .language = language});
}

std::vector<std::string> found_for(const std::vector<std::string>& asked, std::size_t count = 4,
                                   const std::set<std::string, std::less<>>& avoid = {}) {
    return found({.asked = asked, .text = "", .context = "", .language = "en"}, count, avoid);
}

TEST(IconSet, HoldsAStorySizedSetWithAVersion) {
    EXPECT_GT(icon_set().size(), 1000U);
    EXPECT_EQ(icon_set().version(), "tabler 3.52.0");
    ASSERT_NE(icon_set().named("fish"), nullptr);
    EXPECT_THAT(std::string(icon_set().named("fish")->body), StartsWith("<path d=\""));
    EXPECT_EQ(icon_set().named("no such icon"), nullptr);
}

struct Expectation {
    std::string text;
    std::string icon;
};

class EverydayWord : public testing::TestWithParam<Expectation> {};

TEST_P(EverydayWord, FindsItsIcon) {
    EXPECT_THAT(found_in(GetParam().text), Contains(GetParam().icon));
}

INSTANTIATE_TEST_SUITE_P(
    English, EverydayWord,
    testing::Values(Expectation{"Money", "coins"}, Expectation{"coins", "coin"}, Expectation{"brains", "brain"},
                    Expectation{"asleep", "moon"}, Expectation{"the ocean", "ripple"}, Expectation{"ice", "snowflake"},
                    Expectation{"bees", "flower"}, Expectation{"planets", "planet"}, Expectation{"DNA", "dna"},
                    Expectation{"volcanoes", "volcano"}, Expectation{"berries", "cherry"}, Expectation{"war", "swords"},
                    Expectation{"castles", "building-castle"}, Expectation{"a gas-filled balloon", "balloon"},
                    Expectation{"the king's crown", "crown"}, Expectation{"lightning", "bolt"}));

struct Sense {
    std::string text;
    std::string icon;  // empty: none at all
};

class AmbiguousWord : public testing::TestWithParam<Sense> {};

TEST_P(AmbiguousWord, HasTheIconOfItsMeaningOrNone) {
    if (GetParam().icon.empty())
        EXPECT_THAT(found_in(GetParam().text), IsEmpty());
    else
        EXPECT_THAT(found_in(GetParam().text), Contains(GetParam().icon));
}

INSTANTIATE_TEST_SUITE_P(
    English, AmbiguousWord,
    testing::Values(Sense{"The plant closed for good", ""}, Sense{"The plant lost its green stem", "plant"},
                    Sense{"Workers left the chemical plant", "building-factory"}, Sense{"He opens up", ""},
                    Sense{"The bank lends to a customer at interest", "building-bank"}, Sense{"We bank on that", ""},
                    Sense{"A star of the film, an actor", "movie"}, Sense{"A star in the galaxy", "stars"},
                    Sense{"She leaves early", ""}, Sense{"The leaves of the oak", "leaf"}, Sense{"It falls apart", ""},
                    Sense{"The key to it all", ""}, Sense{"The key opens the door", "key"},
                    Sense{"An electric current in a wire", "bolt"}, Sense{"He watches and waves", ""},
                    Sense{"Cells of the immune system", "cell"}, Sense{"Too light to matter", ""},
                    Sense{"It is rich in detail", ""}, Sense{"An octopus jets away", ""}, Sense{"A crab", ""}));

TEST(IconSet, TellsAMeaningByTheTitleToo) {
    EXPECT_THAT(found({{}, "It all began with one cell.", "", "en"}), IsEmpty());
    EXPECT_THAT(found({{}, "It all began with one cell.", "How does DNA work?", "en"}), ElementsAre("cell"));
}

TEST(IconSet, ShowsNoAnimalForAnother) {
    for (const char* animal : {"octopus", "crab", "snake", "lizard", "jellyfish", "crocodile", "sheep", "squid"})
        EXPECT_THAT(found_in(animal), IsEmpty()) << animal;
    EXPECT_THAT(found_in("The octopus of the deep ocean"), Contains("ripple"));
    EXPECT_THAT(found_in("The octopus of the deep ocean"), Not(Contains("fish")));
}

struct Foreign {
    std::string language;
    std::string text;
    std::string icon;  // empty: none at all
};

class ForeignWord : public testing::TestWithParam<Foreign> {};

TEST_P(ForeignWord, IsLookedUpInItsOwnLanguage) {
    if (GetParam().icon.empty())
        EXPECT_THAT(found_in(GetParam().text, GetParam().language), IsEmpty());
    else
        EXPECT_THAT(found_in(GetParam().text, GetParam().language), Contains(GetParam().icon));
}

INSTANTIATE_TEST_SUITE_P(
    Languages, ForeignWord,
    testing::Values(Foreign{"de", "Das Gift wirkt", "skull"}, Foreign{"de", "Rat und Art, Hut und Tag", ""},
                    Foreign{"de", "Zwei Kinder", "mood-kid"}, Foreign{"de", "Der Brief", "mail"},
                    Foreign{"de", "Die Honigbienen", "flower"}, Foreign{"de", "wir essen", ""},
                    Foreign{"de", "Ein Drittel", ""}, Foreign{"de", "Drei Eier", "egg"},
                    Foreign{"de", "Das Schloss des Königs", "building-castle"}, Foreign{"de-AT", "Vulkane", "volcano"},
                    Foreign{"fr", "L'océan est bleu", "ripple"}, Foreign{"fr", "Les cerveaux", "brain"},
                    Foreign{"fr", "le chat dans le coin", "cat"}, Foreign{"fr", "les animaux", "paw"},
                    Foreign{"es", "los corazones", "heart"}, Foreign{"es", "Las luces y los volcanes", ""},
                    Foreign{"it", "i vulcani", "volcano"}, Foreign{"it", "la camera", ""},
                    Foreign{"pt", "os corações", "heart"}, Foreign{"pt", "as flores", "flower"},
                    Foreign{"nl", "de katten", "cat"}, Foreign{"nl", "de slang", ""},
                    Foreign{"sv", "barn, gift, fart, star", ""}, Foreign{"ja", "猫と fish", ""}));

TEST(IconSet, ShowsWhatAScriptAsksForWhateverTheLanguage) {
    EXPECT_THAT(found({{"key", "gift"}, "Geschlossen", "", "de"}), ElementsAre("key", "gift"));
    EXPECT_THAT(found({{"volcano"}, "火山", "", "ja"}), Contains("volcano"));
    EXPECT_THAT(found({{"Gift"}, "Das Gift der Natur", "", "de"}), Contains("skull"));
    EXPECT_THAT(found({{"gift"}, "Das Gift der Natur", "", "de"}), Not(Contains("gift")));
}

TEST(IconSet, TheFirstWordComesFirst) {
    EXPECT_EQ(found_for({"rocket", "moon"}, 1), std::vector<std::string>{"rocket"});
    EXPECT_EQ(found_for({"moon", "rocket"}, 1), std::vector<std::string>{"moon"});
    EXPECT_EQ(found({{"moon"}, "A rocket", "", "en"}).front(), "moon");
}

TEST(IconSet, EveryWordHasItsBestIconBeforeAnyHasItsSecond) {
    EXPECT_THAT(found_in("the ocean and the volcano"), ElementsAre("ripple", "volcano", "sailboat", "flame"));
}

TEST(IconSet, IconsOfOneFamilyComeAfterOthers) {
    EXPECT_THAT(found_for({"moon", "moon-stars", "cloud"}, 3), ElementsAre("moon", "cloud", "moon-stars"));
}

TEST(IconSet, FindsANameThatIsLongerThanTheIconsButNotItsOpposite) {
    EXPECT_THAT(found_for({"shield-check"}), ElementsAre("shield"));
    EXPECT_THAT(found_for({"no-such-thing-off"}), IsEmpty());
}

TEST(IconSet, AvoidedIconsComeAfterAllOthers) {
    const auto all = found_for({"moon", "sun"}, 2);
    const auto without = found_for({"moon", "sun"}, 2, {"moon"});
    EXPECT_THAT(all, ElementsAre("moon", "sun"));
    EXPECT_EQ(without.front(), "sun");
    EXPECT_THAT(found_for({"cat"}, 1, {"cat"}), ElementsAre("cat"));
}

TEST(IconSet, UnknownWordsEmptyWordsAndStrangeBytesFindNothing) {
    EXPECT_THAT(found_in("qwertzuiop"), IsEmpty());
    EXPECT_THAT(found_for({"", " ", "--", "qwertzuiop"}), IsEmpty());
    EXPECT_THAT(found({{"\xff\xfe", std::string(5000, '-')}, "\xff\xfe" + std::string(5000, 'x'), "\xff", "\xff"}),
                IsEmpty());
    EXPECT_THAT(found_for({"sun"}, 0), IsEmpty());
}

TEST(IconSet, HasNoBrandsNoLettersAndNoControls) {
    for (const auto& word : {"twitter", "facebook", "letter", "arrow", "github", "chevron", "cancel"})
        EXPECT_THAT(found_for({word}, 20), Each(Not(testing::ContainsRegex("^brand|letter|^arrow-|^chevron|-off$"))))
            << word;
}

}  // namespace
}  // namespace mss::icons
