#include "picture/line_glue.hpp"

#include <gtest/gtest.h>

namespace mss::picture {
namespace {

TEST(LineGlue, KeepsAFigureWithItsUnit) {
    EXPECT_EQ(glued("Only 5 % stays"), "Only 5\u00A0% stays");
    EXPECT_EQ(glued("It took 30 million years"), "It took 30\u00A0million years");
    EXPECT_EQ(glued("\u20AC 20, or 300 km/h."), "\u20AC\u00A020, or 300\u00A0km/h.");
    EXPECT_EQ(glued("Ab dem 3. M\u00E4rz gilt es"), "Ab dem 3.\u00A0M\u00E4rz gilt\u00A0es");
}

TEST(LineGlue, LeavesOtherSpacesAlone) {
    for (const char* text : {"", "one", "In 1969 they landed", "Three things decide", "So do it"})
        EXPECT_EQ(glued(text), text);
}

TEST(LineGlue, BreaksNoShortWordAtItsHyphen) {
    EXPECT_EQ(glued("A coal-fired power station"), "A coal-\u2060fired power station");
    EXPECT_EQ(glued("Energy-intensive work - and more"), "Energy-intensive work - and more");
}

TEST(LineGlue, LeavesNoShortWordAloneAtTheEnd) {
    EXPECT_EQ(glued("How the old bank did it"), "How the old bank did\u00A0it");
    EXPECT_EQ(glued("How the old bank did well"), "How the old bank did well");
}

}  // namespace
}  // namespace mss::picture
