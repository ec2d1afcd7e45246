#pragma once
// The program behind main(): words and environment in, exit code out. Called once by the main thread. Nothing leaves
// it as an exception: a broken invariant is printed as a defect and ends with exit code 1.

#include <string>
#include <vector>

#include "cli/console.hpp"

namespace mss::cli {

/// `words` without the program's name; `environment` as main() gets it.
int run(const std::vector<std::string>& words, const char* const* environment, Console& console);

}  // namespace mss::cli
