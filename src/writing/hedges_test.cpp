#include "writing/hedges.hpp"

#include <gtest/gtest.h>

#include "writing/figures.hpp"
#include "writing/narration.hpp"

namespace mss::writing {
namespace {

struct Case {
    std::string_view sentence;
    std::string_view number;  // as it is shown, with its mark
    std::string_view language = "en";
};

// Both readers of figures must agree: the one that takes them from a sentence, and the one that checks what a language
// model wants to show.
void expect_number(const Case& one) {
    const auto figure = telling_figure(one.sentence, one.language);
    ASSERT_TRUE(figure) << one.sentence;
    EXPECT_EQ(figure->number, one.number) << one.sentence;
    const Narration narration(one.sentence, one.language);
    EXPECT_EQ(narration.figure_as_said(figure->number, figure->label).value_or("not said"), one.number) << one.sentence;
}

TEST(BoundOf, IsNotTurnedRoundByWhatIsDeniedInAnotherClause) {
    for (const Case& one : {
             Case{"It was not long before more than 3,000 people came each day.", "3,000+"},
             Case{"Nobody knows why more than 5,000 birds died.", "5,000+"},
             Case{"They did not stop until more than 3,000 people had signed.", "3,000+"},
             Case{"She cannot say how more than 5,000 birds died.", "5,000+"},
             Case{"He does not know where more than 5,000 birds went.", "5,000+"},
             Case{"They could not say whether fewer than 5,000 birds were left.", "<5,000"},
             Case{"Es dauerte nicht lange bis mehr als 3.000 Menschen kamen.", "3.000+", "de"},
             Case{"Niemand weiß wie mehr als 5.000 Menschen hinein kamen.", "5.000+", "de"},
             Case{"Personne ne sait pourquoi plus de 5 000 oiseaux sont morts.", "5 000+", "fr"},
             Case{"Rien n'a changé avant qu'arrivent plus de 5 000 oiseaux.", "5 000+", "fr"},
             Case{"Nadie sabe cómo más de 5.000 aves murieron.", "5.000+", "es"},
             Case{"Non si sa come più di 5.000 uccelli siano morti.", "5.000+", "it"},
             Case{"Ninguém sabe como mais de 5.000 aves morreram.", "5.000+", "pt"},
             Case{"Niemand weet waarom meer dan 5.000 vogels stierven.", "5.000+", "nl"},
         })
        expect_number(one);
}

TEST(BoundOf, IsNotTurnedRoundByADenialThatIsTakenBack) {
    expect_number({"Not only did more than 5,000 people come.", "5,000+"});
    expect_number({"They saw not just more than 5,000 birds.", "5,000+"});
    expect_number({"Nicht nur kamen mehr als 5.000 Menschen.", "5.000+", "de"});
    expect_number({"Il n'y avait pas seulement plus de 5 000 oiseaux.", "5 000+", "fr"});
}

TEST(BoundOf, IsTurnedRoundInsideItsClause) {
    expect_number({"It does not carry more than 5,000 people.", "≤5,000"});
    expect_number({"Not more than 5,000 people came.", "≤5,000"});
    expect_number({"Es kamen nicht mehr als 5.000 Menschen.", "≤5.000", "de"});
    expect_number({"Il n'y a pas plus de 5 000 oiseaux.", "≤5 000", "fr"});
}

TEST(BoundOf, ReadsHedgesThatAreCutShort) {
    expect_number({"Ca. 3.000 Menschen kamen zum Fest.", "~3.000", "de"});
    expect_number({"Das Fest kostete ca. 30 Millionen Euro.", "~30 Millionen", "de"});
    expect_number({"Er kwamen ca. 3.000 mensen.", "~3.000", "nl"});
    expect_number({"The fair drew ca. 3,000 people.", "~3,000"});
    expect_number({"The fair drew approx. 3,000 people.", "~3,000"});
    expect_number({"La feria reunió a aprox. 3.000 personas.", "~3.000", "es"});
}

}  // namespace
}  // namespace mss::writing
