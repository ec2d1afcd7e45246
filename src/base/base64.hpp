#pragma once
// Base64 (RFC 4648, section 4), strictly: padded, without line breaks. Pure; any thread.

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace mss {

/// The text of any bytes.
std::string encode_base64(std::string_view bytes);

/// The bytes. Errors: invalid (a character outside the alphabet, a length that is no multiple of four, padding in the
/// wrong place, bits that are left over).
Result<std::string> decode_base64(std::string_view text);

}  // namespace mss
