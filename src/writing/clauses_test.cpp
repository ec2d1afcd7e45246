#include "writing/clauses.hpp"

#include <fmt/ranges.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "text/words.hpp"
#include "writing/pace.hpp"

namespace mss::writing {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

TEST(SpokenParts, LeavesShortTextAlone) {
    EXPECT_THAT(spoken_parts("The sky is blue, and so is the sea.", "en"),
                ElementsAre("The sky is blue, and so is the sea."));
}

TEST(SpokenParts, DividesALongSentenceBeforeAClause) {
    EXPECT_THAT(
        spoken_parts("The replacement bridge, which opened in the autumn of 1950, has deep open trusses that let "
                     "the wind through, and engineers have tested models of every long bridge in a wind tunnel "
                     "ever since that day.",
                     "en"),
        ElementsAre("The replacement bridge, which opened in the autumn of 1950, has deep open trusses that let "
                    "the wind through,",
                    "and engineers have tested models of every long bridge in a wind tunnel ever since that day."));
}

TEST(SpokenParts, NeverCutsAListOrAQuotation) {
    const std::string list =
        "The committee asked the growers of apples, pears, plums, cherries, apricots, peaches, quinces, figs, olives, "
        "almonds, walnuts, hazelnuts, chestnuts, grapes, melons, lemons, oranges, limes, dates, bananas, mangoes and "
        "nuts.";
    EXPECT_THAT(spoken_parts(list, "en"), ElementsAre(list));
    const std::string quote =
        "He said: \"We came here with nothing but our hands and hope, because the fields at home had dried up, and we "
        "will stay here until the rains return and the wells are full again.\"";
    for (const std::string& part : spoken_parts(quote, "en"))
        EXPECT_TRUE(part == quote || part == "He said:") << part;
}

TEST(SpokenParts, KeepsEveryWordInEveryLanguage) {
    for (const auto& [language, text] :
         {std::pair<std::string, std::string>{
              "de",
              "Die Stadt hat im vergangenen Jahr mehr als zweihundert alte Straßenbahnen verkauft, weil die neuen "
              "Wagen leiser und sparsamer sind und weil sich die Fahrgäste seit Jahren über die engen Türen und die "
              "hohen Stufen beschwert hatten."},
          {"fr",
           "Le vieux moulin tournait encore lorsque les premiers ouvriers arrivèrent dans la vallée, et pendant plus "
           "de trente ans il donna de la farine à tous les villages des environs, qui n'avaient pas d'autre moyen "
           "de moudre leur grain."},
          {"hi",
           "नदी के किनारे बसे इस छोटे से गाँव के लोग सदियों "
           "से मिट्टी के बर्तन बनाते आए हैं, और उनके बनाए "
           "हुए घड़े दूर दूर के शहरों में बिकते हैं, जहाँ "
           "लोग गर्मी के दिनों में इनमें ठंडा पानी रखना पसंद "
           "करते हैं।"}}) {
        const auto parts = spoken_parts(text, language);
        EXPECT_GE(parts.size(), 2U) << language;
        EXPECT_EQ(fmt::format("{}", fmt::join(parts, " ")), text);
        for (const std::string& part : parts) {
            EXPECT_LE(spoken_seconds(text::spoken_words(part, language), 1, language), 12.7) << part;
            EXPECT_GE(text::spoken_words(part, language), 6U) << part;
        }
    }
}

TEST(SpokenParts, DividesALongSentenceWithoutClausesBeforeAPhrase) {
    const auto parts = spoken_parts(
        "Die Stadt Bremen will bis zum Jahr 2031 den alten Güterbahnhof am Hafen für rund 84 Millionen Euro zu einem "
        "Wohnviertel mit 1.200 Wohnungen umbauen, wie Bausenatorin Jutta Keller am Montag vor Journalisten mitteilte.",
        "de");
    ASSERT_THAT(parts, SizeIs(3));
    EXPECT_THAT(parts[1], testing::StartsWith("für rund 84 Millionen Euro"));
    EXPECT_THAT(parts[2], testing::StartsWith("wie Bausenatorin"));
}

TEST(SpokenParts, PutsWholeSentencesTogether) {
    const auto parts = spoken_parts(
        "The first ship left the harbour at dawn with forty people on board. Nobody had told them how long the "
        "crossing "
        "would take. On the third day the wind dropped and the sea lay flat like a sheet of grey glass.",
        "en");
    ASSERT_THAT(parts, SizeIs(2));
    EXPECT_TRUE(parts[0].ends_with("would take."));
}

TEST(OpeningParts, DividesWhatATitleWouldStandOverForLong) {
    EXPECT_THAT(opening_parts("The sky is blue, and so is the sea.", "en"), SizeIs(1));
    EXPECT_THAT(opening_parts("In 1450, copying one book by hand could take a monk many months of work. Fifty years "
                              "later, Europe had printed millions.",
                              "en"),
                ElementsAre("In 1450, copying one book by hand could take a monk many months of work.",
                            "Fifty years later, Europe had printed millions."));
    EXPECT_THAT(opening_parts("The first ship left the harbour at dawn on a cold morning, while the families of the "
                              "crew still slept.",
                              "en"),
                ElementsAre("The first ship left the harbour at dawn on a cold morning,",
                            "while the families of the crew still slept."));
}

}  // namespace
}  // namespace mss::writing
