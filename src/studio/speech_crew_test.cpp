#include "studio/speech_crew.hpp"

#include <filesystem>
#include <set>
#include <sstream>
#include <stdexcept>
#include <sys/eventfd.h>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "base/fd.hpp"
#include "base/file.hpp"
#include "files/stage_cache.hpp"

namespace mss::studio {
namespace {

using testing::HasSubstr;

// A shell script stands for mss-media: real processes that "speak" by writing a file. `line` is the request.
class SpeechCrewTest : public testing::Test {
protected:
    void program(const std::string& before_each) {
        ASSERT_TRUE(write_file(program_,
                               "#!/bin/sh\n"
                               "while read -r line <&3; do\n" +
                                   before_each +
                                   "\n"
                                   "to=$(echo \"$line\" | sed 's/.*\"output\":\"\\([^\"]*\\)\".*/\\1/')\n"
                                   "echo $$ > \"$to\"\n"
                                   "echo '{\"result\": {\"samples\": 7, \"words\": [], "
                                   "\"timing_source\": \"engine\"}}' >&3\n"
                                   "done\n"));
        std::filesystem::permissions(program_, std::filesystem::perms::owner_all);
    }

    static std::vector<SpeechCrew::Sentence> sentences(int count) {
        std::vector<SpeechCrew::Sentence> made;
        for (int i = 0; i < count; ++i) {
            const std::string text = fmt::format("Sentence {}.", i);
            made.push_back(
                {{fmt::format("speech-{}", i), "speech", 1, json::Object{{"text", text}}}, {text, "en", "slt", {}}});
        }
        return made;
    }

    static std::string process_of(const SpeechCrew::Spoken& spoken) {
        return read_file(spoken.entry.folder / "speech.f32", 100).value();
    }

    TemporaryDirectory folder_;
    std::filesystem::path program_ = folder_.path() / "mss-media";
    std::ostringstream records_;
    observe::Logger log_{records_, observe::Level::warning};
    OpenLane open_lane_ = [this](int cancel_fd) -> Result<Lane> {
        MSS_TRY_ASSIGN(files::StageCache cache,
                       files::StageCache::open(folder_.path() / "stages", 1U << 30U, {.cancel_fd = cancel_fd}));
        media::MediaProcessOptions options;
        options.program = program_;
        options.cancel_fd = cancel_fd;
        options.nice = 0;
        return Lane{media::StageRunner(std::move(cache), log_), std::make_unique<media::MediaProcess>(options)};
    };
};

TEST_F(SpeechCrewTest, SpeaksSideBySideInProcessesThatStayWarm) {
    // Each waits until another one speaks as well: alone, neither would come to an end.
    program("touch \"$0.$$\"; until [ $(ls \"$0\".* | wc -l) -ge 2 ]; do :; done");
    SpeechCrew crew(sentences(6), open_lane_, 2);
    std::set<std::string> processes;
    for (std::size_t i = 0; i < 6; ++i) {
        const auto spoken = crew.wait(i, -1);
        ASSERT_TRUE(spoken) << spoken.error().message;
        EXPECT_TRUE(crew.is_ready(i));
        EXPECT_EQ(spoken->reply.samples, 7);
        processes.insert(process_of(*spoken));
    }
    EXPECT_EQ(processes.size(), 2U);
    std::size_t reports = 0;
    for (const media::StageRunner& stages : crew.take_stages())
        reports += stages.reports().size();
    EXPECT_EQ(reports, 6U);
}

TEST_F(SpeechCrewTest, BeginsNothingMoreAfterAnError) {
    program(
        "case $line in *'Sentence 1.'*) echo '{\"failure\": {\"code\": \"invalid\", \"message\": \"nothing to say\"}}' "
        ">&3; continue;; esac");
    SpeechCrew crew(sentences(5), open_lane_, 1);
    EXPECT_TRUE(crew.wait(0, -1));
    for (const std::size_t index : {1U, 2U, 4U}) {
        const auto none = crew.wait(index, -1);
        ASSERT_FALSE(none);
        EXPECT_EQ(none.error().code, Code::invalid);
        EXPECT_THAT(none.error().message, HasSubstr("nothing to say"));
    }
    EXPECT_TRUE(crew.wait(0, -1)) << "what is spoken stays";
}

TEST_F(SpeechCrewTest, AnErrorOfALaneIsToldAsWell) {
    SpeechCrew crew(sentences(2), open_lane_, 2);  // there is no program
    EXPECT_EQ(crew.wait(1, -1).error().code, Code::unavailable);
}

TEST_F(SpeechCrewTest, ADefectIsToldToWhoWaits) {
    const OpenLane broken = [](int) -> Result<Lane> { throw std::runtime_error("no descriptor is left"); };
    SpeechCrew crew(sentences(2), broken, 1);
    const auto none = crew.wait(0, -1);
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().code, Code::internal);
    EXPECT_THAT(none.error().detail, HasSubstr("no descriptor is left"));
}

TEST_F(SpeechCrewTest, IsNotWaitedForWhenNobodyWantsItAnyMore) {
    program("while :; do sleep 60; done");
    SpeechCrew crew(sentences(3), open_lane_, 2);
    const UniqueFd event(::eventfd(1, EFD_CLOEXEC));
    EXPECT_EQ(crew.wait(0, event.get()).error().code, Code::cancelled);
    EXPECT_FALSE(crew.is_ready(0));
}  // and the crew ends although its processes hang

}  // namespace
}  // namespace mss::studio
