#include "writing/key_points.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mss::writing {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(KeyPoints, AreFiguresWithWhatTheyCountAndThings) {
    EXPECT_THAT(key_points("Die Stadt Bremen will bis zum Jahr 2031 den alten G\u00FCterbahnhof am Hafen zu einem "
                           "Wohnviertel mit 1.200 Wohnungen umbauen.",
                           "de", "Bremen baut"),
                ElementsAre("Stadt Bremen", "2031", "1.200 Wohnungen"));
    EXPECT_THAT(key_points("On 3 March 2025 the lamp at Holm Sound was switched to automatic control by the keeper.",
                           "en", "The last keeper"),
                ElementsAre("3 March 2025", "Holm Sound", "Automatic control"));
}

TEST(KeyPoints, AreNeitherDeniedNorSingleWords) {
    EXPECT_THAT(
        key_points("My favourite machine has no battery, no screen and no moving parts, and it cost me nothing.", "en",
                   "The quiet genius of the moka pot"),
        IsEmpty());
    EXPECT_THAT(key_points("It is what it is, and that is that, and it will be so for as long as it lasts.", "en", ""),
                IsEmpty());
    EXPECT_THAT(key_points("", "en", ""), IsEmpty());
}

// Openings as language models write them.
TEST(KeyPoints, AreWholeThings) {
    EXPECT_THAT(key_points("Have you ever wondered why your cat purrs when you stroke its fur, even when it is hurt?",
                           "en", ""),
                IsEmpty());
    EXPECT_THAT(key_points("Most people think that lightning never strikes the same place twice, but tall buildings "
                           "get hit dozens of times a year.",
                           "en", ""),
                IsEmpty());
    EXPECT_THAT(key_points("Coffee makes you feel awake by blocking a molecule called adenosine that builds up in your "
                           "brain all day long.",
                           "en", ""),
                IsEmpty());
    EXPECT_THAT(key_points("Every single day, your heart beats about 100,000 times, quietly pushing blood through "
                           "60,000 miles of vessels.",
                           "en", ""),
                ElementsAre("60,000 miles"));
    EXPECT_THAT(key_points("Imagine a material so strong that it survives two thousand years of crashing waves, and it "
                           "was invented by the Romans.",
                           "en", ""),
                ElementsAre("Two thousand years", "Romans"));
    EXPECT_THAT(key_points("In 1928, a Scottish doctor returned from holiday and found a strange mold killing the "
                           "bacteria on his dishes.",
                           "en", ""),
                testing::AllOf(testing::Contains("Scottish doctor"), testing::Contains("Strange mold")));
    EXPECT_THAT(key_points("Jeden Tag schl\u00E4gt dein Herz und pumpt dabei siebentausend Liter Blut durch deinen "
                           "ganzen K\u00F6rper und zur\u00FCck.",
                           "de", ""),
                testing::Contains("Siebentausend Liter Blut"));
}

TEST(KeyPoints, KeepABoundOrSayNothing) {
    EXPECT_THAT(key_points("For many years now the automatic lamp has cost the town fewer than 9,000 each winter.",
                           "en", "Automatic lamp"),
                IsEmpty());
}

TEST(KeyPoints, ShowNoPartOfARangeAShareOrAName) {
    for (const std::string_view text :
         {"The storm of that long and terrible night killed between 20 and 30 people, as far as anyone knows.",
          "In the village by the sea, as many still remember, one in 10 homes was burned to the ground.",
          "It was so cold there in the winter of that year that it was minus 40 degrees by the evening."})
        for (const std::string& point : key_points(text, "en", ""))
            EXPECT_EQ(point.find_first_of("0123456789"), std::string::npos) << point;
    EXPECT_THAT(
        key_points("Am Abend des 12. M\u00E4rz 2025 ging das Licht des Turms zum letzten Mal von Hand an.", "de", ""),
        testing::Contains("12. M\u00E4rz 2025"));
    EXPECT_THAT(key_points("Le maire de la ville de Lille a annonc\u00E9 hier soir que 5 000 voitures devront passer.",
                           "fr", ""),
                IsEmpty());
}

TEST(KeyPoints, TakeNoPrepositionForWhatIsCounted) {
    EXPECT_THAT(key_points("The bridge of Leeds was opened in 1950 in the presence of the king and of the queen.", "en",
                           "The bridge of Leeds"),
                ElementsAre("1950"));
}

TEST(KeyPoints, FitIntoALine) {
    EXPECT_THAT(key_points("Die Hamburger F\u00E4hrgesellschaft HADAG will bis 2030 mit allen Schiffen ohne Diesel "
                           "fahren, auch im Winter.",
                           "de", "Strom"),
                testing::Contains("F\u00E4hrgesellschaft HADAG"));
}

TEST(KeyPoints, AShortOpeningHasNoTimeForThem) {
    EXPECT_THAT(key_points("The old bridge opened in 1950.", "en", "A bridge"), IsEmpty());
}

}  // namespace
}  // namespace mss::writing
