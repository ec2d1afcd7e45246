// The child's side of a heavy slot, spoken to as its worker would.
#include "tasks/child_server.hpp"

#include <chrono>

#include <gmock/gmock.h>

#include "base/file.hpp"
#include "base/process.hpp"
#include "support/task_child/running_worker.hpp"
#include "tasks/child_protocol.hpp"

namespace mss::tasks {
namespace {

using testing::HasSubstr;

class ChildServerTest : public testing::Test {
protected:
    void SetUp() override { ASSERT_TRUE(next().ready); }

    static ChildProcess::Time soon() { return std::chrono::steady_clock::now() + test::kPatience; }
    child::Reply next() { return child::parse_reply(child_.read_line(soon()).value()).value(); }
    void run(const std::string& name, const json::Value& arguments) {
        child::Request request;
        request.run = child::Run{"an id", name, arguments, "somebody", 0};
        ASSERT_TRUE(child_.send_line(child::print(request), soon()));
        ASSERT_TRUE(next().begun);
    }
    void cancel() {
        child::Request request;
        request.cancel.emplace();
        ASSERT_TRUE(child_.send_line(child::print(request), soon()));
    }

    const TemporaryDirectory folder_;
    ChildProcess child_ =
        ChildProcess::spawn({.program = MSS_TASK_CHILD, .arguments = {}, .working_directory = {}}).value();
};

TEST_F(ChildServerTest, RunsOneTaskAfterTheOther) {
    for (const char* text : {"one", "two"}) {
        run("heavy.echo", {{"text", text}});
        const auto reply = next();
        ASSERT_TRUE(reply.done);
        EXPECT_EQ(reply.done->result.at("text"), text);
        EXPECT_EQ(reply.done->result.at("pid").as_int64(), child_.pid());
    }
}

TEST_F(ChildServerTest, ACancelIsForTheTaskThatRunsAndNotForTheNext) {
    const json::Value until{{"file", (folder_.path() / "go").string()}};
    run("heavy.until", until);
    EXPECT_TRUE(next().progress);
    cancel();
    ASSERT_EQ(next().failed->code, "cancelled");
    cancel();  // too late for it
    run("heavy.until", until);
    EXPECT_TRUE(next().progress);
    ASSERT_TRUE(write_file(folder_.path() / "go", "go"));
    EXPECT_TRUE(next().done);
}

TEST_F(ChildServerTest, AKindThatItDoesNotKnowIsAFailure) {
    run("nobody.knows", json::Object());
    EXPECT_EQ(next().failed->code, "internal");
    run("none.elsewhere", json::Object());
    EXPECT_EQ(next().failed->code, "internal");
}

TEST_F(ChildServerTest, ItEndsWithItsWorker) {
    EXPECT_EQ(child_.end(test::kPatience), "exit code 0");
}

TEST_F(ChildServerTest, AFunctionThatDoesNotStopEndsWithTheProcess) {
    run("heavy.deaf", json::Object());
    EXPECT_TRUE(next().progress);
    EXPECT_EQ(child_.end(test::kPatience), "exit code 3");
}

TEST_F(ChildServerTest, NonsenseEndsItWithWords) {
    ASSERT_TRUE(child_.send_line("nonsense", soon()));
    const auto line = child_.read_line(soon());
    ASSERT_FALSE(line);
    EXPECT_THAT(line.error().message, HasSubstr("exit code 1"));
    EXPECT_THAT(line.error().detail, HasSubstr("JSON"));
}

}  // namespace
}  // namespace mss::tasks
