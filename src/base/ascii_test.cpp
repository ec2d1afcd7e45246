#include "base/ascii.hpp"

#include <gmock/gmock.h>

namespace mss::ascii {
namespace {

// The borders of each range, and a byte of a letter beyond ASCII.
static_assert(is_digit('0') && is_digit('9') && !is_digit('/') && !is_digit(':'));
static_assert(is_letter('a') && is_letter('z') && is_letter('A') && is_letter('Z'));
static_assert(!is_letter('`') && !is_letter('{') && !is_letter('@') && !is_letter('[') && !is_letter('\xC3'));
static_assert(is_alphanumeric('7') && is_alphanumeric('q') && !is_alphanumeric('_'));
static_assert(to_upper('m') == 'M' && to_upper('-') == '-');

TEST(Ascii, LowerCaseLeavesEverythingElseAlone) {
    EXPECT_EQ(to_lower("X-API-Key: \xC3\x84z@[`{"), "x-api-key: \xC3\x84z@[`{");
}

}  // namespace
}  // namespace mss::ascii
