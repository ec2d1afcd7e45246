#pragma once
// What this machine is called. Any thread.

#include <string>

namespace mss {

/// The host's own name (gethostname(2)); "localhost" where it has none.
std::string host_name();

}  // namespace mss
