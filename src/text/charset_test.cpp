#include "text/charset.hpp"

#include <gtest/gtest.h>

namespace mss::text {
namespace {

TEST(Utf8From, ReadsOtherEncodings) {
    EXPECT_EQ(utf8_from("caf\xe9", "ISO-8859-1"), "caf\u00e9");
    EXPECT_EQ(utf8_from("\x93hi\x94", "latin1"), "\u201chi\u201d");
    EXPECT_EQ(utf8_from("\x93\xfa\x96\x7b", "Shift_JIS"), "\u65e5\u672c");
    EXPECT_EQ(utf8_from("\xd6\xd0\xb9\xfa", "gb2312"), "\u4e2d\u56fd");
    EXPECT_EQ(utf8_from(std::string_view("h\0i\0", 4), "utf-16le"), "hi");
}

TEST(Utf8From, DoesNotKnowEveryName) {
    EXPECT_EQ(utf8_from("x", ""), std::nullopt);
    EXPECT_EQ(utf8_from("x", "no-such-encoding"), std::nullopt);
    EXPECT_EQ(utf8_from("+ADw-script+AD4-", "UTF-7"), std::nullopt);
}

TEST(Utf8From, MarksWhatCannotBeRead) {
    EXPECT_EQ(utf8_from("a\xff", "utf-8"), "a\ufffd");
}

}  // namespace
}  // namespace mss::text
