#pragma once
// Wrong use: what people are told on one line where the command line cannot be understood. It names the word, says what
// is allowed and what was probably meant. Pure; any thread.

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "base/result.hpp"

namespace mss::cli {

/// Accepts numbers from `least` to `most`.
CLI::Validator number(double least, double most);

/// Accepts whole numbers from `least` to `most`; `unit` names what is counted, such as "seconds".
CLI::Validator whole_number(int least, int most, const std::string& unit);

/// Accepts one of `names`. `kind` says what they are, such as "style"; `hint`, where not empty, what shows more of
/// them.
CLI::Validator one_of(std::vector<std::string> names, const std::string& kind, const std::string& hint = {});

/// The error of a command line that `root` refused to parse: invalid, with the help page to look at.
Error wrong_use(const CLI::ParseError& error, const CLI::App& root);

}  // namespace mss::cli
