#pragma once
// Which libraries pictures are drawn with, for cache keys and for people who report a fault. Pure; any thread.

#include <string>

namespace mss::picture {

/// Such as "cairo 1.16.0, pango 1.50.12, librsvg 2.54.7, libass 1701000, fontconfig 21401".
std::string libraries();

}  // namespace mss::picture
