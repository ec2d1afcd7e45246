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

TEST(RevokedTasks, AreLiftedByARevivalThatCameAfter) {
    ManualClock clock;
    RevokedTasks revoked(clock);
    const auto before = clock.now();
    clock.advance(hours(1));
    revoked.add("a");
    EXPECT_TRUE(revoked.learn("b"));
    EXPECT_FALSE(revoked.learn("a"));
    EXPECT_FALSE(revoked.add("b")) << "it is known, if not since when";
    EXPECT_TRUE(revoked.learn("c"));
    EXPECT_THAT(revoked.all(), ElementsAre("a", "b", "c"));
    for (const char* id : {"a", "b", "c"})
        revoked.lift(id, before);
    EXPECT_THAT(revoked.all(), ElementsAre("a", "b")) << "of what was learned nobody knows when it was said";
    clock.advance(hours(1));
    revoked.lift("a", clock.now());
    EXPECT_FALSE(revoked.contains("a"));
    EXPECT_TRUE(revoked.add("a"));
    EXPECT_TRUE(revoked.contains("a"));
}

TEST(RevokedTasks, AreNeverTooMany) {
    ManualClock clock;
    RevokedTasks revoked(clock);
    for (std::size_t i = 0; i <= RecentTexts::kMost; ++i)
        revoked.add(std::to_string(i));
    EXPECT_FALSE(revoked.contains("0"));
    EXPECT_TRUE(revoked.contains("1"));
    EXPECT_EQ(revoked.all().size(), RecentTexts::kMost);
    for (std::size_t i = 0; i < 3 * RecentTexts::kMost; ++i) {
        clock.advance(std::chrono::milliseconds(1));
        revoked.add("again");
    }
    EXPECT_TRUE(revoked.contains("again"));
    EXPECT_FALSE(revoked.add(""));
    EXPECT_FALSE(revoked.add(std::string(RecentTexts::kBytesMax + 1, 'x')));
}

TEST(RevokedTasks, AreKnownByTheirStampsAsWell) {
    ManualClock clock;
    RevokedTasks revoked(clock);
    EXPECT_FALSE(revoked.contains_stamps({{"tenant", "acme"}}));
    revoked.add_stamps({{"tenant", json::Array{"acme", 7}}, {"other", "x"}});
    EXPECT_TRUE(revoked.contains_stamps({{"tenant", "acme"}}));
    EXPECT_TRUE(revoked.contains_stamps({{"none", 1}, {"tenant", json::Array{"y", 7}}}));
    EXPECT_FALSE(revoked.contains_stamps({{"other", "acme"}, {"tenant", json::Array()}}));
    EXPECT_FALSE(revoked.contains("acme"));
    EXPECT_THAT(revoked.all(), ElementsAre());
    clock.advance(hours(3));
    EXPECT_FALSE(revoked.contains_stamps({{"tenant", "acme"}}));
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
