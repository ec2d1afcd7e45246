#include "cli/report_view.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/utf8.hpp"

namespace mss::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

studio::CreateReport finished() {
    studio::CreateReport report;
    report.title = "Honey";
    report.duration_s = 61.6;
    report.files = {{"vertical", "out/honey/vertical.mp4", 12'345'678, "00"},
                    {"script", "out/honey/script.json", 900, "00"}};
    report.gates = {{"vertical.loudness", true, "-14.1 LUFS", "-14 LUFS"}, {"wide.black", true, "0", "0"}};
    report.stages = {{"speech.1", true, 0}, {"sound", false, 1.5}};
    report.notices = {"shorter than asked"};
    return report;
}

TEST(ReportText, TellsTitleLengthFilesChecksNoticesTimeAndTheNextStep) {
    EXPECT_EQ(report_text(finished(), 75.2, "mss create --script out/honey/script.json"),
              "Honey (1:02)\n"
              "  vertical  out/honey/vertical.mp4  (12.3 MB)\n"
              "  script    out/honey/script.json  (900 B)\n"
              "Checks: 2 of 2 passed\n"
              "Note: shorter than asked\n"
              "Took 1:15; 1 of 2 stages were there from an earlier run\n"
              "Next: change the words in out/honey/script.json, then: mss create --script "
              "out/honey/script.json\n");
}

TEST(ReportText, NamesAGateThatDidNotPass) {
    auto report = finished();
    report.gates[0].passed = false;
    EXPECT_THAT(report_text(report, 1, "mss"),
                HasSubstr("Checks: 1 of 2 passed\n  vertical.loudness: -14.1 LUFS, wanted -14"));
}

TEST(ReportText, KeepsControlCharactersOffTheTerminal) {
    auto report = finished();
    report.title = "\x1b[31mred";
    const std::string page = report_text(report, 1, "mss");
    EXPECT_THAT(page, Not(HasSubstr("\x1b")));
}

TEST(Slug, KeepsLettersAndDigitsOfAnyScript) {
    EXPECT_EQ(slug("Why is the sky blue?"), "why-is-the-sky-blue");
    EXPECT_EQ(slug("  The Moon's 12 Faces -- now! "), "the-moons-12-faces-now");
    EXPECT_EQ(slug("\xC3\x9C"
                   "ber B\xC3\xA4ume"),
              "\xC3\xBC"
              "ber-b\xC3\xA4ume");
    EXPECT_EQ(slug("\xE7\xA9\xBA\xE4\xB8\xBA\xE4\xBB\x80\xE4\xB9\x88"),
              "\xE7\xA9\xBA\xE4\xB8\xBA\xE4\xBB\x80\xE4\xB9\x88");
}

TEST(Slug, NeverLeavesItsFolder) {
    EXPECT_EQ(slug("../../etc/passwd"), "etc-passwd");
    EXPECT_EQ(slug("/"), "video");
    EXPECT_EQ(slug(".."), "video");
    EXPECT_EQ(slug(""), "video");
}

TEST(Slug, IsCutBetweenCodePoints) {
    std::string title;
    for (int i = 0; i < 100; ++i)
        title += "\xE7\xA9\xBA";
    const std::string name = slug(title);
    EXPECT_LE(name.size(), 60U);
    EXPECT_TRUE(utf8::valid(name));
}

}  // namespace
}  // namespace mss::cli
