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
          "The council will build the plant by the sea, which opens if the inquiry agrees to it.",
          "The ferry will sail again from the old pier, making the trip only on three days a week.",
          "The county will build a battery store, council leader Priya Nand announced on Tuesday.",
          "The firm works in towns such as Leeds, which it left and came back to, York and Hull this year."})
        EXPECT_EQ(without_last_aside(sentence, "en"), sentence);
    const char* which_ones = "Kritik kommt von den Künstlern, die seit 15 Jahren in den alten Hallen arbeiten.";
    EXPECT_EQ(without_last_aside(which_ones, "de"), which_ones);
    const char* said = "Die Stadt will den Bahnhof umbauen, wie Bausenatorin Jutta Keller am Montag mitteilte.";
    EXPECT_EQ(without_last_aside(said, "de"), said);
}

TEST(WithoutLastAside, NeverCutsTheMainClause) {
    for (const char* sentence :
         {"In a country with so many rivers and lakes, providing clean water to every village is the greatest task of "
          "the new government.",
          "In a country with so many abandoned old mines, providing clean water to every village is the greatest task.",
          "After two years of talks with the union, ending the strike was the mayor's first success.",
          "Because the old bridge was closed for two years, ending the works pleased the whole town.",
          "The union has asked for more, ending the strike was the mayor's first success."})
        EXPECT_EQ(without_last_aside(sentence, "en"), sentence);
    const char* this_bridge = "Après des années de débat dans la ville, ce pont sera enfin construit par la région.";
    EXPECT_EQ(without_last_aside(this_bridge, "fr"), this_bridge);
    const char* this_time = "La région a voté pour le nouveau pont, ce pont sera enfin construit par la ville.";
    EXPECT_EQ(without_last_aside(this_time, "fr"), this_time);
    EXPECT_EQ(without_last_aside("La région va enfin construire le pont, ce qui réjouit toute la ville.", "fr"),
              "La région va enfin construire le pont.");
}

TEST(WithoutLastAside, NeverCutsWhatWasSaidOrAsked) {
    struct Case {
        const char* language;
        const char* sentence;
    };
    for (const auto& [language, sentence] :
         {Case{"fr",
               "Le maire de Lille a annoncé hier soir, lors d'une réunion publique dans la grande salle, que le "
               "pont sera fermé pendant deux ans."},
          Case{"fr", "Le maire de Lille a annoncé hier soir, que le pont sera fermé pendant deux ans."},
          Case{"es",
               "El alcalde de Vigo anunció ayer por la tarde, durante una reunión con los vecinos, que el puente "
               "será cerrado dos años."},
          Case{"it",
               "Il sindaco di Lecco ha annunciato ieri sera, durante una riunione nella grande sala, che il ponte "
               "sarà chiuso per due anni."},
          Case{"pt",
               "O presidente da câmara anunciou ontem à noite, durante uma reunião pública, que a ponte será "
               "fechada por dois anos."},
          Case{"de", "Die Stadt prüft nach eigenen Angaben seit Monaten, was der Umbau kostet."},
          Case{"de", "Die Stadt hat nach eigenen Angaben seit Monaten geprüft, womit sie den Umbau bezahlt."},
          Case{"en", "The council has not yet decided after all the talks, which of the plans it will follow."}})
        EXPECT_EQ(without_last_aside(sentence, language), sentence);
}

TEST(WithoutLastAside, KeepsTheCommaThatTheMainClauseNeeds) {
    for (const char* sentence :
         {"Alle Häuser am Fluss, auch die einer alten Mühle, die unter Schutz steht, werden abgerissen.",
          "Der Stadtrat hat den Bau einer Anlage beschlossen, die 2028 öffnen soll, sagte die Bürgermeisterin."})
        EXPECT_EQ(without_last_aside(sentence, "de"), sentence);
    EXPECT_EQ(without_last_aside("Der Stadtrat hat den Bau einer Anlage, die 2028 öffnen soll, beschlossen.", "de"),
              "Der Stadtrat hat den Bau einer Anlage beschlossen.");
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
