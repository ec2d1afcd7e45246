#include "writing/tokens.hpp"

#include <gtest/gtest.h>

namespace mss::writing {
namespace {

TEST(Capital, IsKnownInEveryAlphabet) {
    for (const char* word : {"Bonn", "Ärzte", "Éric", "„Ñandú“", "Москва", "(Ökologie)"})
        EXPECT_TRUE(capital(word)) << word;
    for (const char* word : {"bonn", "ärzte", "éric", "москва", "12", "2nd", "", "“", "猫"})
        EXPECT_FALSE(capital(word)) << word;
}

}  // namespace
}  // namespace mss::writing
