#include "writing/tokens.hpp"

#include <gtest/gtest.h>

namespace mss::writing {
namespace {

TEST(Capital, IsKnownInEveryAlphabet) {
    for (const char* word : {"Bonn", "Ärzte", "Éric", "„Ñandú“", "Москва", "(Ökologie)", "‘Never", "'Nobody"})
        EXPECT_TRUE(capital(word)) << word;
    for (const char* word : {"bonn", "ärzte", "éric", "москва", "12", "2nd", "", "“", "猫"})
        EXPECT_FALSE(capital(word)) << word;
}

TEST(WithoutMarks, KeepsTheStopOfInitialsBesideOtherMarks) {
    for (const char* written : {"U.S.", "U.S.,", "(U.S.)", "(U.S.),", "\"U.S.\""})
        EXPECT_EQ(without_marks(written), "U.S.") << written;
    EXPECT_EQ(without_marks("(end.)"), "end");
    EXPECT_EQ(without_marks("(f(x)),"), "f(x)");
}

}  // namespace
}  // namespace mss::writing
