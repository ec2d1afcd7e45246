#include "cluster/revoked_tasks.hpp"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cluster/lamport_clock.hpp"

namespace mss::cluster {
namespace {

using std::chrono::hours;
using testing::ElementsAre;

TEST(RevokedTasks, AreKeptForThreeHours) {
    ManualClock clock;
    RevokedTasks revoked(clock);
    EXPECT_TRUE(revoked.add("a"));
    EXPECT_FALSE(revoked.add("a"));
    clock.advance(hours(2));
    EXPECT_TRUE(revoked.add("b"));
    EXPECT_FALSE(revoked.add("a"));  // once more: it stays longer
    EXPECT_THAT(revoked.all(), ElementsAre("b", "a"));
    clock.advance(hours(2));
    EXPECT_TRUE(revoked.contains("a"));
    clock.advance(hours(1));
    EXPECT_FALSE(revoked.contains("a"));
    EXPECT_FALSE(revoked.contains("b"));
    EXPECT_THAT(revoked.all(), ElementsAre());
    EXPECT_TRUE(revoked.add("a"));
    EXPECT_THAT(revoked.all(), ElementsAre("a"));
}

TEST(RevokedTasks, AreNeverTooMany) {
    ManualClock clock;
    RevokedTasks revoked(clock);
    for (std::size_t i = 0; i <= RevokedTasks::kMost; ++i)
        revoked.add(std::to_string(i));
    EXPECT_FALSE(revoked.contains("0"));
    EXPECT_TRUE(revoked.contains("1"));
    EXPECT_EQ(revoked.all().size(), RevokedTasks::kMost);
    for (std::size_t i = 0; i < 3 * RevokedTasks::kMost; ++i) {
        clock.advance(std::chrono::milliseconds(1));
        revoked.add("again");
    }
    EXPECT_TRUE(revoked.contains("again"));
    EXPECT_FALSE(revoked.add(""));
    EXPECT_FALSE(revoked.add(std::string(RevokedTasks::kIdBytesMax + 1, 'x')));
}

TEST(LamportClock, IsNeverBehindWhatCame) {
    LamportClock clock;
    EXPECT_EQ(clock.forward(), 1);
    clock.adjust(10);
    EXPECT_EQ(clock.now(), 11);
    clock.adjust(3);
    EXPECT_EQ(clock.forward(), 13);
    clock.adjust(-5);
    clock.adjust(INT64_MAX);  // of nobody
    EXPECT_EQ(clock.now(), 13);
}

}  // namespace
}  // namespace mss::cluster
