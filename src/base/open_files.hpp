#pragma once
// How many files, sockets included, this process may have open at once. Any thread; for the whole process.

#include <cstddef>

namespace mss {

/// Raises the limit as far as the system lets it, at most to 65,536, and tells it. The usual 1,024 is no more than one
/// busy server has connections.
std::size_t raise_open_files_limit();

}  // namespace mss
