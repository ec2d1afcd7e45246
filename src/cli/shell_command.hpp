#pragma once
// Commands that people are offered: whole, and quoted so that a shell reads them as they are meant. Pure; any thread.

#include <string>
#include <string_view>
#include <vector>

#include "cli/arguments.hpp"
#include "studio/create_video.hpp"

namespace mss::cli {

/// A word as a shell reads it back.
std::string shell_word(std::string_view word);

/// What makes the video of `files` again, in the same way and folder, from its script.
std::string next_command(std::string_view program, const CreateArguments& arguments,
                         const std::vector<studio::FileReport>& files);

}  // namespace mss::cli
