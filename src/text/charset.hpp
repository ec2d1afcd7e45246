#pragma once
// Text in other encodings than UTF-8. Pure; any thread.

#include <optional>
#include <string>
#include <string_view>

namespace mss::text {

/// The bytes as UTF-8, by the name of their encoding as web pages give it ("windows-1252", "Shift_JIS", "utf-16le");
/// what cannot be read becomes U+FFFD. Nothing where the encoding is not known. As the Encoding Standard demands,
/// ISO 8859-1 and ASCII mean windows-1252, and GB 2312 means GB 18030.
std::optional<std::string> utf8_from(std::string_view bytes, std::string_view encoding);

}  // namespace mss::text
