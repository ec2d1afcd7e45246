#pragma once
// URLs that we are willing to fetch (RFC 3986, read by libcurl's parser so that what is checked is what is fetched).
// Pure; any thread.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace mss::http {

struct Url {
    std::string scheme;  ///< "http" or "https"
    std::string host;    ///< lower case; IPv6 in brackets
    std::string port;    ///< empty for the scheme's own
    std::string full;    ///< normalised, without a fragment

    /// Scheme, host and port: what credentials may be sent to.
    std::string origin() const;
};

/// Errors: invalid for schemes other than http and https, user names or passwords, white space, control characters,
/// backslashes, and what is no absolute URL.
Result<Url> parse_url(std::string_view text);

/// For messages: the URL without query, fragment, user name and password, on one line; "that address" where it cannot
/// be read.
std::string shown(std::string_view url);

/// A query string of percent-encoded pairs: "a=1&b=x%20y".
std::string query(const std::vector<std::pair<std::string, std::string>>& pairs);

}  // namespace mss::http
