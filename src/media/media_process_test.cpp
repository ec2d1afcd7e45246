#include "media/media_process.hpp"

#include <filesystem>
#include <sstream>

#include <gmock/gmock.h>

#include "base/file.hpp"

namespace mss::media {
namespace {

using media_protocol::Operation;
using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

// A shell script stands for mss-media: a real process that speaks over descriptor 3.
class ScriptedProcess {
public:
    explicit ScriptedProcess(const std::string& script, std::chrono::milliseconds limit = std::chrono::seconds(20)) {
        const auto program = folder_.path() / "mss-media";
        write_file(program, "#!/bin/sh\n" + script).value();
        std::filesystem::permissions(program, std::filesystem::perms::owner_all);
        options_.program = program;
        options_.no_progress_limit = limit;
        options_.nice = 0;
        options_.log = &log_;
    }

    Result<json::Value> call(json::Value arguments = {}) {
        MediaProcess process(options_);
        return process.call_json(Operation::probe, std::move(arguments), {});
    }

    std::string log() const { return out_.str(); }

private:
    TemporaryDirectory folder_;
    std::ostringstream out_;
    observe::Logger log_{out_, observe::Level::debug};
    MediaProcessOptions options_;
};

TEST(MediaProcess, RecordsTheChildsStartAndEnd) {
    ScriptedProcess process("read line <&3; echo '{\"result\": 7}' >&3; read line <&3");
    EXPECT_EQ(process.call().value(), json::Value(7));
    EXPECT_THAT(process.log(), ContainsRegex("level=debug message=\"media process started\" pid=[0-9]+\n.*"
                                             "message=\"media process ended\" pid=[0-9]+ reason=\"no longer needed\""));
    EXPECT_THAT(process.log(), Not(HasSubstr("level=warning")));
}

TEST(MediaProcess, ACrashIsToldAndTriedAgain) {
    ScriptedProcess process(
        "if mkdir \"$0.tried\" 2>/dev/null; then echo 'out of luck' >&2; kill -SEGV $$; fi\n"
        "read line <&3; echo '{\"result\": 7}' >&3; read line <&3");
    EXPECT_EQ(process.call().value(), json::Value(7));
    EXPECT_THAT(process.log(),
                AllOf(HasSubstr("level=warning message=\"media process crashed, trying again\""),
                      HasSubstr("operation=probe"), HasSubstr("signal 11"), HasSubstr("detail=\"out of luck\\n\"")));
}

TEST(MediaProcess, ASecondCrashIsAnErrorWithTheLastWords) {
    ScriptedProcess process("echo 'out of luck' >&2; kill -SEGV $$");
    const auto answer = process.call();
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, Code::unavailable);
    EXPECT_THAT(answer.error().message, HasSubstr("signal 11"));
    EXPECT_EQ(answer.error().detail, "out of luck\n");
}

// Until it has had so many hundredths of a second of processor time.
std::string compute(int hundredths) {
    return "while read -r line < /proc/$$/stat; set -- $line; [ $((${14} + ${15})) -lt " + std::to_string(hundredths) +
           " ]; do :; done\n";
}

TEST(MediaProcess, MayComputeInSilenceForLongerThanItMayHang) {
    ScriptedProcess process("read line <&3\n" + compute(80) + "echo '{\"result\": 7}' >&3; read line <&3",
                            std::chrono::milliseconds(500));
    EXPECT_EQ(process.call().value(), json::Value(7));
}

TEST(MediaProcess, IsEndedWhereItComputesWithoutEnd) {
    ScriptedProcess process("read line <&3\n" + compute(1'000'000), std::chrono::milliseconds(50));
    EXPECT_EQ(process.call().error().code, Code::timeout);
}

TEST(MediaProcess, AReportedFailureCarriesWhatTheLibrariesSaid) {
    ScriptedProcess process(
        "read line <&3; echo 'codec: no room' >&2\n"
        "echo '{\"failure\": {\"code\": \"io\", \"message\": \"cannot write\", \"detail\": \"at 7\"}}' >&3; read line "
        "<&3");
    const auto answer = process.call();
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, Code::io);
    EXPECT_EQ(answer.error().message, "cannot write");
    EXPECT_EQ(answer.error().detail, "at 7\ncodec: no room\n");
}

TEST(MediaProcess, NonsenseIsADefectWithTheLastWords) {
    ScriptedProcess process("read line <&3; echo 'confused' >&2; echo 'not JSON' >&3; read line <&3");
    const auto answer = process.call();
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, Code::internal);
    EXPECT_THAT(answer.error().detail, HasSubstr("confused"));
}

TEST(MediaProcess, AChildThatNeverReadsIsATimeout) {
    ScriptedProcess process("while :; do :; done", std::chrono::milliseconds(30));
    EXPECT_EQ(process.call(json::Value(std::string(4'000'000, 'x'))).error().code, Code::timeout);
}

}  // namespace
}  // namespace mss::media
