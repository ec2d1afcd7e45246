#include "picture/fonts.hpp"

#include <cstdlib>
#include <fstream>

#include <gmock/gmock.h>

#include "base/file.hpp"

namespace mss::picture {
namespace {

TEST(CheckFonts, NamesTheFontsThatItWouldUse) {
    const auto reply = check_fonts({"Plain text, 123\nand a second line"});
    ASSERT_TRUE(reply) << reply.error().message;
    EXPECT_EQ(reply->missing, "");
    EXPECT_THAT(reply->fonts, testing::ContainsRegex("[A-Za-z]+ .*[0-9]\\.[0-9]"));
    EXPECT_EQ(check_fonts({"Plain text, 123\nand a second line"})->fonts, reply->fonts);
}

TEST(CheckFonts, TellsTheFontsOfEachPartAlone) {
    const auto reply = check_fonts({.text = "Title", .parts = {"Plain words", "An arrow \u2192\u21DD", "Plain again"}});
    ASSERT_TRUE(reply) << reply.error().message;
    ASSERT_EQ(reply->part_fonts.size(), 3U);
    EXPECT_EQ(reply->part_fonts[0], reply->part_fonts[2]);
    EXPECT_EQ(reply->part_fonts[0], check_fonts({"Plain words"})->fonts);
    EXPECT_EQ(reply->part_fonts[1], check_fonts({"An arrow \u2192\u21DD"})->fonts);
    EXPECT_EQ(reply->missing, "");
}

TEST(CheckFonts, ReportsEachMissingCodePointOnceAndAtMostTwenty) {
    // Noncharacters and unassigned planes: no font has them.
    const auto few = check_fonts({"a\U000EFFF0b\U000EFFF0"});
    ASSERT_TRUE(few);
    EXPECT_EQ(few->missing, "\U000EFFF0");
    std::string many;
    for (int i = 0; i < 50; ++i)
        many += std::string("\xF3\xAE\xBE") + static_cast<char>(0x80 + i);
    EXPECT_EQ(check_fonts({many})->missing.size(), 20U * 4);
}

TEST(CheckFonts, SaysWhatToInstallWhereThereIsNoFont) {
    const TemporaryDirectory folder;
    const auto config = folder.path() / "fonts.conf";
    std::ofstream(config) << "<?xml version=\"1.0\"?><fontconfig><cachedir>" << folder.path().string()
                          << "/cache</cachedir></fontconfig>";
    setenv("FONTCONFIG_FILE", config.c_str(), 1);
    const auto reply = check_fonts({"text"});
    unsetenv("FONTCONFIG_FILE");
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().code, Code::unavailable);
    EXPECT_THAT(reply.error().message, testing::HasSubstr("apt-get install fonts-inter fonts-dejavu-core"));
}

}  // namespace
}  // namespace mss::picture
