#include "speech_service/budget.hpp"

#include <thread>
#include <vector>

#include <gmock/gmock.h>

#include "base/file.hpp"

namespace mss::speech_service {
namespace {

using testing::AllOf;
using testing::HasSubstr;

class BudgetTest : public testing::Test {
protected:
    Budget budget(std::int64_t limit) const { return {spendings_file(folder_.path()), limit, clock_}; }

    TemporaryDirectory folder_;
    ManualClock clock_{Timestamp(std::chrono::sys_days(std::chrono::year(2026) / 12 / 30))};
};

TEST_F(BudgetTest, CountsAcrossObjectsUpToTheLimit) {
    EXPECT_EQ(budget(100).spent(), 0);
    EXPECT_EQ(budget(100).take(60), "2026-12");
    EXPECT_EQ(budget(100).take(40), "2026-12");
    EXPECT_EQ(budget(100).spent(), 100);
    const auto refused = budget(100).take(1);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Code::forbidden);
    EXPECT_THAT(refused.error().message, AllOf(HasSubstr("MSS_SPEECH_BUDGET"), HasSubstr("1 January 2027 (UTC)")));
    EXPECT_EQ(budget(100).spent(), 100);
    EXPECT_TRUE(budget(101).check(1));
    EXPECT_FALSE(budget(100).check(1));
}

TEST_F(BudgetTest, StartsAnewWithTheMonthAndGivesBackToTheOldOne) {
    const std::string december = budget(100).take(100).value();
    clock_.advance(std::chrono::hours(72));
    EXPECT_EQ(budget(100).spent(), 0);
    EXPECT_EQ(budget(100).take(100), "2027-01");
    ASSERT_TRUE(budget(100).give_back(december, 100));
    EXPECT_EQ(budget(100).spent(), 100);
}

TEST_F(BudgetTest, OfNothingRefusesEverything) {
    EXPECT_THAT(budget(0).take(1).error().message, HasSubstr("MSS_SPEECH_BUDGET is 0"));
}

TEST_F(BudgetTest, ThatCannotBeReadLetsNothingBeSpent) {
    for (const char* text : {"", "{\"months\": {\"2026-12\": -5}}", "{\"months\": 3}", "nonsense"}) {
        write_file(spendings_file(folder_.path()), text).value();
        const auto refused = budget(100).take(1);
        ASSERT_FALSE(refused) << text;
        EXPECT_THAT(refused.error().message, HasSubstr("speech-spent.json"));
    }
}

// flock tells open files apart and not processes, so that threads with files of their own stand for those.
TEST_F(BudgetTest, IsKeptByManyAtOnce) {
    constexpr int kSpenders = 4;
    constexpr int kTimes = 20;
    std::vector<std::thread> spenders;
    for (int i = 0; i < kSpenders; ++i)
        spenders.emplace_back([&] {
            for (int time = 0; time < kTimes; ++time)
                static_cast<void>(budget(50).take(1));
        });
    for (std::thread& spender : spenders)
        spender.join();
    EXPECT_EQ(budget(50).spent(), 50);
}

}  // namespace
}  // namespace mss::speech_service
