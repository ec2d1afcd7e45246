#pragma once
// The small grammar that header fields share (RFC 9110, 5.6): tokens, white space, lists. Pure; any thread.

#include <optional>
#include <string_view>
#include <vector>

namespace mss::http_server {

/// One or more of the characters that a method or a field's name may have.
bool is_token(std::string_view text);

/// Whether a field may have this value: no control characters but the tab.
bool is_field_value(std::string_view text);

/// Equal but for the case of ASCII letters.
bool same_word(std::string_view a, std::string_view b);

/// Without spaces and tabs at both ends.
std::string_view trimmed(std::string_view text);

/// The members of a comma-separated list, trimmed, without empty ones. Commas in quoted strings do not separate.
std::vector<std::string_view> list_members(std::string_view value);

/// A weight between 0 and 1 (RFC 9110, 12.4.2) in thousandths, or nothing.
std::optional<int> weight_thousandths(std::string_view text);

}  // namespace mss::http_server
