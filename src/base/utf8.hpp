#pragma once
// UTF-8 at the level of bytes and code points; words and sentences are the text module's business. Any thread.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mss::utf8 {

/// True where every byte belongs to a well-formed code point (RFC 3629: no overlong forms, no surrogates).
bool valid(std::string_view text);

/// The code points of valid UTF-8; each ill-formed byte becomes U+FFFD.
std::u32string decode(std::string_view text);

/// The UTF-8 form of code points.
std::string encode(std::u32string_view points);
void append(std::string& out, char32_t point);

/// At most `max_points` code points on one line: control characters and ill-formed bytes become '?', and a cut is
/// marked with an ellipsis. For showing foreign text in an error or on a terminal.
std::string printable(std::string_view text, std::size_t max_points);

/// The first `max_bytes` bytes, less the code point that they would cut in two.
std::string_view truncate(std::string_view text, std::size_t max_bytes);

}  // namespace mss::utf8
