#pragma once
// What `mss create` tells a person at the end, and the name of the folder that a video gets where none was given.
// Pure; any thread; never fails.

#include <filesystem>
#include <string>
#include <string_view>

#include "studio/create_video.hpp"

namespace mss::cli {

/// The report on some lines: title, length, files, checks, notices, time taken, the next step, for which `next_command`
/// makes the video again after an edit.
std::string report_text(const studio::CreateReport& report, double seconds_taken, std::string_view next_command);

/// "Why is the sky blue?" -> "why-is-the-sky-blue": lower case, letters and digits of any script, at most 60 bytes;
/// "video" where nothing is left.
std::string slug(std::string_view title);

}  // namespace mss::cli
