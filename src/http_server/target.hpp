#pragma once
// The target of a request (RFC 9112, 3.2): its path and query, decoded once and refused where two readers could take
// them for different things. Pure; any thread.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace mss::http_server {

using Query = std::vector<std::pair<std::string, std::string>>;

struct Target {
    std::string path;       ///< begins with "/", or is "*" (of OPTIONS)
    Query query;            ///< in order
    std::string authority;  ///< of a target that is a whole URL ("http://host:port/path"); else empty
};

/// Errors: invalid: wrong percent-encoding, what is not UTF-8, control characters, a fragment; in the path also a
/// backslash, an encoded slash, or a segment "." or "..".
Result<Target> parse_target(std::string_view target);

/// What stands between "?" and the end: pairs of a form, where "+" is a space. Errors: invalid.
Result<Query> parse_query(std::string_view text);

/// Errors: invalid: "%" without two hex digits, or bytes that are not UTF-8 or hold a NUL.
Result<std::string> percent_decoded(std::string_view text, bool plus_is_space);

}  // namespace mss::http_server
