#pragma once
// clean: foreign text made safe to store, show and speak. Pure; any thread; never fails (ill-formed UTF-8 becomes
// U+FFFD, which is then dropped).

#include <string>
#include <string_view>

namespace mss::text {

/// NFC; without control characters, bidirectional overrides, byte order marks, soft hyphens and zero-width spaces
/// (the joiners that scripts and emoji need stay); every run of white space is one space, one line break, or, where it
/// held an empty line, one "\n\n". No white space at the ends.
std::string clean(std::string_view text);

/// clean(), then every line break is a space: for titles, labels and other one-line texts.
std::string clean_line(std::string_view text);

}  // namespace mss::text
