#include "writing/shortening.hpp"

#include <gtest/gtest.h>

namespace mss::writing {
namespace {

TEST(WithoutLastAside, CutsWhatAReporterHungOnToASentence) {
    EXPECT_EQ(
        without_last_aside("The county will spend 84 million pounds on a battery store, council leader Priya Nand "
                           "announced on Tuesday, in a move that she said would cut emissions by a fifth.",
                           "en"),
        "The county will spend 84 million pounds on a battery store, council leader Priya Nand announced on "
        "Tuesday.");
    EXPECT_EQ(without_last_aside("The replacement bridge, which opened in 1950, has deep open trusses.", "en"),
              "The replacement bridge has deep open trusses.");
    EXPECT_EQ(without_last_aside("The town will build a new pier, which will take larger ships, the mayor said.", "en"),
              "The town will build a new pier, the mayor said.");
}

TEST(WithoutLastAside, KeepsWhatDeniesLimitsOrSaysWhich) {
    for (const char* sentence :
         {"The council voted for the plant, which it does not yet have the money for.",
          "The plant will open in March, if the inquiry agrees to it.",
          "The ferry will sail again, but only on three days a week.",
          "The county will build a battery store, council leader Priya Nand announced on Tuesday.",
          "The firm works in towns such as Leeds, which it left and came back to, York and Hull this year."})
        EXPECT_EQ(without_last_aside(sentence, "en"), sentence);
    const char* which_ones = "Kritik kommt von den Künstlern, die seit 15 Jahren in den alten Hallen arbeiten.";
    EXPECT_EQ(without_last_aside(which_ones, "de"), which_ones);
    const char* said = "Die Stadt will den Bahnhof umbauen, wie Bausenatorin Jutta Keller am Montag mitteilte.";
    EXPECT_EQ(without_last_aside(said, "de"), said);
}

TEST(WithoutLastAside, KnowsClausesOfOtherLanguages) {
    EXPECT_EQ(without_last_aside("Der Stadtrat hat am Dienstag den Bau einer Anlage beschlossen, die ab 2028 am Hafen "
                                 "stehen und jährlich 35.000 Tonnen Schlamm aufnehmen soll.",
                                 "de"),
              "Der Stadtrat hat am Dienstag den Bau einer Anlage beschlossen.");
    EXPECT_EQ(
        without_last_aside("El pleno aprobó el martes la construcción de una planta junto al puerto, que a partir "
                           "de 2028 deberá suministrar agua a unas 120.000 personas.",
                           "es"),
        "El pleno aprobó el martes la construcción de una planta junto al puerto.");
    const char* chinese = "天空是蓝色的, 因为光会散射.";
    EXPECT_EQ(without_last_aside(chinese, "zh"), chinese);
}

}  // namespace
}  // namespace mss::writing
