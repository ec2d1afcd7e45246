#include "speech_service/base64.hpp"

#include <gtest/gtest.h>

namespace mss::speech_service {
namespace {

// The vectors of RFC 4648, section 10.
TEST(Base64, ReadsWhatTheStandardShows) {
    for (const auto& [text, bytes] :
         {std::pair("", ""), std::pair("Zg==", "f"), std::pair("Zm8=", "fo"), std::pair("Zm9v", "foo"),
          std::pair("Zm9vYg==", "foob"), std::pair("Zm9vYmE=", "fooba"), std::pair("Zm9vYmFy", "foobar")})
        EXPECT_EQ(decode_base64(text), bytes) << text;
    EXPECT_EQ(decode_base64("/+8A"), std::string("\xFF\xEF\0", 3));
}

TEST(Base64, RefusesWhatIsNone) {
    for (const char* text :
         {"Z", "Zg", "Zg=", "Z===", "====", "Zg==Zg==", "Zm9v\n", " Zm9v", "Zm 9", "Zm9-", "Zh==", "Zm9="})
        EXPECT_FALSE(decode_base64(text)) << text;
}

}  // namespace
}  // namespace mss::speech_service
