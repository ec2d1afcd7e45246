#include "text/superscript.hpp"

#include <gtest/gtest.h>

namespace mss::text {
namespace {

TEST(NoteNumbers, GoBehindWordsYearsAndLongFigures) {
    EXPECT_EQ(without_note_numbers("It has 1,250³ members in the UK³."), "It has 1,250 members in the UK.");
    EXPECT_EQ(without_note_numbers("He said so.¹² Nobody answered."), "He said so. Nobody answered.");
    EXPECT_EQ(without_note_numbers("In 1969³ it rose."), "In 1969 it rose.");
}

TEST(NoteNumbers, LeavePowersAlone) {
    for (const char* text : {"40 m² and 5 km³", "10⁹ and 10⁻⁹", "E = mc²", "2³ is eight", "carbon ¹⁴C", "12² is 144",
                             "25² and 2.5²", "9 miles² of land", "x¹² grows"})
        EXPECT_EQ(without_note_numbers(text), text);
}

TEST(NoteNumbers, LeaveChargesAlone) {
    EXPECT_EQ(without_note_numbers("Ca²⁺ and SO₄²⁻ meet."), "Ca²⁺ and SO₄²⁻ meet.");
}

TEST(NoteNumbers, SurviveTheEndsOfTheText) {
    EXPECT_EQ(without_note_numbers("²"), "²");
    EXPECT_EQ(without_note_numbers(""), "");
    EXPECT_EQ(note_number_length(U"word²", 4), 1U);
    EXPECT_EQ(note_number_length(U"word", 0), 0U);
}

}  // namespace
}  // namespace mss::text
