#include "base/base64.hpp"

#include <gtest/gtest.h>

namespace mss {
namespace {

// The vectors of RFC 4648, section 10.
TEST(Base64, ReadsAndWritesWhatTheStandardShows) {
    for (const auto& [text, bytes] :
         {std::pair("", ""), std::pair("Zg==", "f"), std::pair("Zm8=", "fo"), std::pair("Zm9v", "foo"),
          std::pair("Zm9vYg==", "foob"), std::pair("Zm9vYmE=", "fooba"), std::pair("Zm9vYmFy", "foobar")}) {
        EXPECT_EQ(decode_base64(text), bytes) << text;
        EXPECT_EQ(encode_base64(bytes), text) << bytes;
    }
    EXPECT_EQ(decode_base64("/+8A"), std::string("\xFF\xEF\0", 3));
    EXPECT_EQ(encode_base64(std::string("\xFF\xEF\0", 3)), "/+8A");
}

TEST(Base64, RefusesWhatIsNone) {
    for (const char* text :
         {"Z", "Zg", "Zg=", "Z===", "====", "Zg==Zg==", "Zm9v\n", " Zm9v", "Zm 9", "Zm9-", "Zh==", "Zm9="})
        EXPECT_FALSE(decode_base64(text)) << text;
}

}  // namespace
}  // namespace mss
