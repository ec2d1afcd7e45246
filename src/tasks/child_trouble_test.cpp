#include "tasks/child_trouble.hpp"

#include <sstream>

#include <gmock/gmock.h>

namespace mss::tasks {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;

class ChildTroubleTest : public testing::Test {
protected:
    /// What the log says at that.
    std::string fail_at(std::chrono::milliseconds time) {
        text_.str({});
        trouble_.failed({Code::unavailable, "it could not be started", "no such library\n"}, ChildTrouble::Time(time));
        return text_.str();
    }

    std::ostringstream text_;
    const observe::Logger log_{text_, observe::Level::info};
    ChildTrouble trouble_{log_};
};

TEST_F(ChildTroubleTest, IsToldAtOnceWithTheLastWords) {
    EXPECT_THAT(fail_at(minutes(5)), AllOf(HasSubstr("level=warning"), HasSubstr("reason=\"it could not be started\""),
                                           HasSubstr("last_words=\"no such library\""), HasSubstr("times=1\n")));
}

TEST_F(ChildTroubleTest, IsThenToldEverMoreSeldom) {
    fail_at(minutes(0));
    EXPECT_THAT(fail_at(seconds(59)), IsEmpty());
    EXPECT_THAT(fail_at(seconds(60)), HasSubstr("times=2"));
    EXPECT_THAT(fail_at(seconds(179)), IsEmpty());
    EXPECT_THAT(fail_at(seconds(180)), HasSubstr("times=2"));
    std::chrono::milliseconds at = seconds(180);
    int lines = 0;
    for (; at < std::chrono::hours(24); at += minutes(1))
        lines += fail_at(at).empty() ? 0 : 1;
    EXPECT_LE(lines, 24 + 5);
    EXPECT_GE(lines, 22);
}

TEST_F(ChildTroubleTest, ThatComesBackSoonIsNotToldMoreOften) {
    fail_at(minutes(0));
    trouble_.over();
    EXPECT_THAT(fail_at(seconds(30)), IsEmpty());
    trouble_.over();
    EXPECT_THAT(fail_at(minutes(30)), HasSubstr("level=warning"));
    EXPECT_THAT(fail_at(minutes(31)), HasSubstr("level=warning")) << "after peace the silence begins short";
}

TEST_F(ChildTroubleTest, ItsEndIsToldOnce) {
    fail_at(minutes(0));
    text_.str({});
    trouble_.over();
    EXPECT_THAT(text_.str(), HasSubstr("failed_starts=1"));
    text_.str({});
    trouble_.over();
    EXPECT_THAT(text_.str(), IsEmpty());
}

}  // namespace
}  // namespace mss::tasks
