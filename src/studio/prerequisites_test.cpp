#include "studio/prerequisites.hpp"

#include <filesystem>

#include <gmock/gmock.h>

#include "base/file.hpp"

namespace mss::studio {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// A shell script stands for mss-media: it knows three voices of two engines, and answers `check` to whoever asks
// whether one can speak.
class StandInTest : public testing::Test {
protected:
    StandInTest() {
        heart_.name = "heart";
        heart_.engine = "kokoro";
        heart_.language = "en-US";
    }

    Result<media_protocol::Voice> stand_in_for(const std::string& check, const Error& error,
                                               const std::string& name = {}) {
        const std::filesystem::path program = folder_.path() / "mss-media";
        write_file(program,
                   "#!/bin/sh\nwhile read -r line <&3; do\n"
                   "case $line in\n"
                   "*voice_check*) echo '" +
                       check +
                       "' >&3;;\n"
                       "*) echo '{\"result\": {\"voices\": [{\"name\": \"heart\", \"engine\": \"kokoro\"}, "
                       "{\"name\": \"bella\", \"engine\": \"kokoro\"}, "
                       "{\"name\": \"slt\", \"engine\": \"flite\"}]}}' >&3;;\n"
                       "esac\ndone\n")
            .value();
        std::filesystem::permissions(program, std::filesystem::perms::owner_all);
        media::MediaProcessOptions options;
        options.program = program;
        options.nice = 0;
        media::MediaProcess process(options);
        return stand_in(process, heart_, {.name = name, .language = "en", .error = error}, notices_);
    }

    static constexpr const char* kReady = R"({"result": {}})";
    static constexpr const char* kBroken = R"({"failure": {"code": "invalid", "message": "the model is torn"}})";

    TemporaryDirectory folder_;
    media_protocol::Voice heart_;
    std::vector<std::string> notices_;
};

TEST_F(StandInTest, IsTheBestOfAnotherEngine) {
    const auto other = stand_in_for(kBroken, {Code::invalid, "the model is torn", {}});
    ASSERT_TRUE(other) << other.error().message;
    EXPECT_EQ(other->name, "slt");
    EXPECT_THAT(notices_, ElementsAre(AllOf(HasSubstr("\"heart\" cannot speak: the model is torn"),
                                            HasSubstr("\"slt\" speaks instead"))));
}

TEST_F(StandInTest, TakesThePlaceOfAVoiceThatBreaksOffToo) {
    EXPECT_EQ(stand_in_for(kReady, {Code::unavailable, "the media process ended", {}}, "auto")->name, "slt");
    EXPECT_THAT(notices_, ElementsAre(HasSubstr("ended")));
}

TEST_F(StandInTest, IsNobodyWhereTheWordsAreToBlame) {
    const auto none = stand_in_for(kReady, {Code::invalid, "there is nothing in this sentence to say", {}});
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().message, "there is nothing in this sentence to say");
    for (const Code code : {Code::cancelled, Code::io})
        EXPECT_EQ(stand_in_for(kBroken, {code, "stopped", {}}).error().message, "stopped");
    EXPECT_THAT(notices_, IsEmpty());
}

TEST_F(StandInTest, IsNobodyWhereAVoiceWasNamed) {
    const auto none = stand_in_for(kBroken, {Code::invalid, "the model is torn", {}}, "heart");
    ASSERT_FALSE(none);
    EXPECT_THAT(none.error().message, HasSubstr("\"heart\" cannot speak: the model is torn"));
    EXPECT_THAT(notices_, IsEmpty());
}

}  // namespace
}  // namespace mss::studio
