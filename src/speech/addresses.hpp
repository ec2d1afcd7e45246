#pragma once
// Web and mail addresses as people read them aloud: "example dot org slash plant". Pure; any thread; never fails.

#include <optional>
#include <string>
#include <string_view>

namespace mss::speech {

/// A written word that is an address, with the marks around it, in words of the language (a primary subtag); nothing
/// where it is none, or where the language's names of the signs are not known here and its voice must do. The scheme
/// and what stands behind a question mark are not read: nobody types them.
std::optional<std::string> spoken_address(std::string_view word, std::string_view language);

}  // namespace mss::speech
