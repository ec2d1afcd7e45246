#pragma once
// One part of a URL's path. Pure; any thread.

#include <string>
#include <string_view>

namespace mss::speech_service {

/// Percent-encoded (RFC 3986, section 2.1), so that whatever is in it stays one part.
std::string path_part(std::string_view text);

}  // namespace mss::speech_service
