#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "writing/figures.hpp"

namespace mss::writing {
namespace {

using testing::ElementsAre;

TEST(EnumerationLeaders, AreNoneWhereTheyBelongToTheThing) {
    EXPECT_THAT(enumeration("The shop sells things such as course books, English muffins and old maps.", "en").items,
                ElementsAre("Course books", "English muffins", "Old maps"));
    EXPECT_THAT(enumeration("It contains even numbers, odd numbers and primes.", "en").items,
                ElementsAre("Even numbers", "Odd numbers", "Primes"));
}

TEST(EnumerationLeaders, ArePassedOverInFrontOfAThing) {
    EXPECT_THAT(
        enumeration("It has four parts: the bun, the meat, of course the lettuce and perhaps even the pickles.", "en")
            .items,
        ElementsAre("The bun", "The meat", "The lettuce", "The pickles"));
    EXPECT_THAT(enumeration("He went to towns such as Leeds, York and even Aberdeen.", "en").items,
                ElementsAre("Leeds", "York", "Aberdeen"));
}

}  // namespace
}  // namespace mss::writing
