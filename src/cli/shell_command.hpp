#pragma once
// Commands that people are offered: whole, and quoted so that a shell reads them as they are meant. Pure; any thread.

#include <string>
#include <string_view>
#include <vector>

#include "cli/arguments.hpp"
#include "config/settings.hpp"
#include "studio/create_video.hpp"

namespace mss::cli {

/// A word as a shell reads it back.
std::string shell_word(std::string_view word);

/// What makes the video of `files` again, in the same way and folder, from its script. Of the settings that came with
/// --set it keeps those that decide on more than the words, none of which is a secret.
std::string next_command(std::string_view program, const CreateArguments& arguments, const config::Settings& settings,
                         const std::vector<studio::FileReport>& files);

}  // namespace mss::cli
