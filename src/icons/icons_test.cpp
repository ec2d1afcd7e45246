#include "icons/icons.hpp"

#include <gmock/gmock.h>

namespace mss::icons {
namespace {

using testing::Contains;
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
                    Sense{"It is rich in detail", ""}, Sense{"An octopus jets away", ""}, Sense{"A crab", ""},
                    Sense{"Bear with them", ""}, Sense{"The bear left its den", "paw"},
                    Sense{"He is of the old school", ""}, Sense{"The teacher of the school", "school"},
                    Sense{"A school of fish", "fish"}, Sense{"The whole country", ""},
                    Sense{"The president of the country", "flag"}, Sense{"Keep in mind", ""},
                    Sense{"Memory and mind", "brain"}, Sense{"They took flight", ""},
                    Sense{"The pilot of the flight", "plane"}, Sense{"The nucleus of a cell with its DNA", "cell"},
                    Sense{"The nucleus and its neutron", "atom"}, Sense{"Get the picture", ""},
                    Sense{"A camera for the picture", "photo"}, Sense{"A cold shoulder", ""},
                    Sense{"A cough and a cold", "virus"}, Sense{"Cold winter", "snowflake"}, Sense{"A hot topic", ""},
                    Sense{"The hot oven", "flame"}, Sense{"A long journey", ""},
                    Sense{"The journey of a tourist", "luggage"}, Sense{"Once a year, in a week or a month", ""}));

TEST(IconSet, ShowsNothingThatOnlySomeReadersWouldExpect) {
    EXPECT_THAT(found_in("The bees are insects"), Not(Contains("bug")));
    EXPECT_THAT(found_in("A parking space costs 300 dollars a month"), Contains("car-garage"));
    EXPECT_THAT(found_in("A parking space costs 300 dollars a month"), Not(Contains("calendar")));
    EXPECT_THAT(found({{"spoon"}, "So the spoonful in your tea is work", "", "en"}, 1), ElementsAre("bowl-spoon"));
    EXPECT_THAT(found_in("Their journey through the winter"), Not(Contains("luggage")));
}

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
    testing::Values(
        Foreign{"de", "Das Gift wirkt", "skull"}, Foreign{"de", "Rat und Art, Hut und Tag", ""},
        Foreign{"de", "Zwei Kinder", "mood-kid"}, Foreign{"de", "Der Brief", "mail"},
        Foreign{"de", "Die Honigbienen", "flower"}, Foreign{"de", "wir essen", ""}, Foreign{"de", "Ein Drittel", ""},
        Foreign{"de", "Drei Eier", "egg"}, Foreign{"de", "Das Schloss des Königs", "building-castle"},
        Foreign{"de-AT", "Vulkane", "volcano"}, Foreign{"de", "Die neue Grundschule", "school"},
        Foreign{"de", "Seltene Wildbienen", "flower"}, Foreign{"de", "Zwei Segelboote", "sailboat"},
        Foreign{"de", "Der Einfluss", ""}, Foreign{"de", "Ein Mitglied", ""}, Foreign{"de", "Der Tintenfisch", ""},
        Foreign{"de", "Der Handschuh", ""}, Foreign{"de", "Die Bürgermeisterin", "podium"},
        Foreign{"de", "Die Miete", "home"}, Foreign{"de", "Im nächsten Jahr", ""},
        Foreign{"de", "Ein Gericht mit Rezept", "tools-kitchen-2"}, Foreign{"de", "Der Richter im Gericht", "gavel"},
        Foreign{"fr", "un lycéen", "school"}, Foreign{"es", "el alcalde", "podium"},
        Foreign{"fr", "L'océan est bleu", "ripple"}, Foreign{"fr", "Les cerveaux", "brain"},
        Foreign{"fr", "le chat dans le coin", "cat"}, Foreign{"fr", "les animaux", "paw"},
        Foreign{"es", "los corazones", "heart"}, Foreign{"es", "Las luces y los volcanes", ""},
        Foreign{"it", "i vulcani", "volcano"}, Foreign{"it", "la camera", ""}, Foreign{"pt", "os corações", "heart"},
        Foreign{"pt", "as flores", "flower"}, Foreign{"nl", "de katten", "cat"}, Foreign{"nl", "de slang", ""},
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

TEST(IconSet, DrawsNothingThatIsDenied) {
    EXPECT_THAT(
        found({.asked = {"battery", "machine"}, .text = "My machine has no battery.", .context = "", .language = "en"}),
        Not(Contains("battery")));
    EXPECT_THAT(found({.asked = {"gift"}, .text = "Das ist kein Gift.", .context = "", .language = "de"}), IsEmpty());
}

TEST(IconSet, AvoidedIconsComeAfterAllOthers) {
    const auto all = found_for({"moon", "sun"}, 2);
    const auto without = found_for({"moon", "sun"}, 2, {"moon"});
    EXPECT_THAT(all, ElementsAre("moon", "sun"));
    EXPECT_EQ(without.front(), "moon");  // asked for by its name
    const IconSet set;
    const Query query{.asked = {}, .text = "moon sun", .context = {}, .language = "en"};
    EXPECT_EQ(set.find(query, 2, {"moon"}).front()->name, "sun");
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
    // All of them are drawings of the package that the set is made from.
    for (const char* name : {"brand-twitter", "brand-github", "letter-a", "number-1", "arrow-left", "chevron-down",
                             "player-stop", "volume-off", "bell-off", "database-off", "git-branch", "layout"})
        EXPECT_EQ(icon_set().named(name), nullptr) << name;
    for (const char* name : {"volume", "bell", "database"})
        EXPECT_NE(icon_set().named(name), nullptr) << name;
}

}  // namespace
}  // namespace mss::icons
