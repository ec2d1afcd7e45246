#include "base/cpu.hpp"

#include <sched.h>
#include <thread>

#include <gtest/gtest.h>

#include "base/file.hpp"

namespace mss {
namespace {

TEST(UsableProcessors, FollowTheAffinityMask) {
    int counted = 0;
    std::thread([&] {
        cpu_set_t one;
        CPU_ZERO(&one);
        CPU_SET(static_cast<std::size_t>(::sched_getcpu()), &one);
        ASSERT_EQ(::sched_setaffinity(0, sizeof one, &one), 0);
        counted = usable_processors();
    }).join();
    EXPECT_EQ(counted, 1);
}

TEST(ProcessorsOfQuota, RoundsAFractionUp) {
    EXPECT_EQ(processors_of_quota("100000 100000\n"), 1);
    EXPECT_EQ(processors_of_quota("150000 100000\n"), 2);
    EXPECT_EQ(processors_of_quota("5000 100000\n"), 1);
    EXPECT_EQ(processors_of_quota("9000000000000000000 1\n"), 4096);
}

TEST(ProcessorsOfQuota, IsZeroWithoutALimitOrForAnotherText) {
    for (const char* text : {"max 100000\n", "", "100000", "100000 ", "100000 0", "-5 100000", "x y"})
        EXPECT_EQ(processors_of_quota(text), 0) << text;
}

TEST(StrictestQuota, CountsTheGroupsAboveToo) {
    const TemporaryDirectory root;
    ASSERT_TRUE(make_directories(root.path() / "service" / "task"));
    ASSERT_TRUE(write_file(root.path() / "service" / "cpu.max", "300000 100000\n"));
    ASSERT_TRUE(write_file(root.path() / "service" / "task" / "cpu.max", "max 100000\n"));
    EXPECT_EQ(strictest_quota(root.path(), "/service/task"), 3);
    ASSERT_TRUE(write_file(root.path() / "cpu.max", "200000 100000\n"));
    EXPECT_EQ(strictest_quota(root.path(), "/service/task"), 2);
    EXPECT_EQ(strictest_quota(root.path(), "/"), 2);
    EXPECT_EQ(strictest_quota(root.path() / "nowhere", "/"), 0);
}

}  // namespace
}  // namespace mss
