#include "writing/superscript.hpp"

#include <gtest/gtest.h>

namespace mss::writing {
namespace {

TEST(NoteNumbers, GoBehindWordsAndFigures) {
    EXPECT_EQ(without_note_numbers("It has 1,250³ members in the UK³."), "It has 1,250 members in the UK.");
    EXPECT_EQ(without_note_numbers("He said so.¹² Nobody answered."), "He said so. Nobody answered.");
}

TEST(NoteNumbers, LeavePowersAlone) {
    for (const char* text : {"40 m² and 5 km³", "10⁹ and 10⁻⁹", "E = mc²", "2³ is eight", "carbon ¹⁴C"})
        EXPECT_EQ(without_note_numbers(text), text);
}

}  // namespace
}  // namespace mss::writing
