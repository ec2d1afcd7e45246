#pragma once
// Exit codes: the one place where an error's class becomes the number that scripts test. Pure; any thread.
// `mss --help` lists them for people.

#include <string_view>

#include "base/result.hpp"

namespace mss::cli {

inline constexpr int kDone = 0;
inline constexpr int kDefect = 1;
inline constexpr int kWrongUse = 2;
inline constexpr int kNothingToSay = 3;
inline constexpr int kGateFailed = 4;
inline constexpr int kUnavailable = 5;
inline constexpr int kInterrupted = 130;  ///< 128 + SIGINT, as shells report it

int exit_code(Code code);

/// The codes with their meaning, as a part of a help page.
std::string_view exit_code_help();

}  // namespace mss::cli
