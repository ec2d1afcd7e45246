#pragma once
// The words that somebody gives in a file or through standard input, and what is said where they cannot be used: which
// file it is and what to do next. Confined to the main thread, which owns the console.

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "cli/console.hpp"

namespace mss::cli {

/// The bytes of a file that `option` ("--text" or "--script") names, at most 1 MiB; "-" is standard input.
/// Errors: as read_input, with the option's name.
Result<std::string> read_words(Console& console, std::string_view option, const std::string& path);

/// An error about words from `path`, with the path and, where their bytes tell it, the way on.
Error unusable_words(const Error& error, const std::string& path, std::string_view bytes);

}  // namespace mss::cli
