#pragma once
// Which builds of shared libraries this process runs with. A rebuilt library may give other bytes for the same input
// although its version stays the same (an x264 with a security patch), so cache keys name builds. Any thread.

#include <span>
#include <string>
#include <string_view>

namespace mss {

/// "libx264.so.164=3af2...; ..." for each loaded library whose file name begins with one of `names`, in the order of
/// the names: file name and GNU build id (the SHA-1 that the linker writes, in hexadecimal), or only the file name
/// where a library has none.
std::string loaded_builds(std::span<const std::string_view> names);

}  // namespace mss
