#pragma once
// Asks fontconfig whether the installed fonts can draw a text, before anything is rendered. Blocking; any thread.

#include "base/result.hpp"
#include "media_protocol/picture.hpp"

namespace mss::picture {

/// Errors: unavailable (no font is installed at all; the message says what to install).
Result<media_protocol::FontCheckReply> check_fonts(const media_protocol::FontCheckRequest& request);

}  // namespace mss::picture
