#pragma once
// Which libraries this module encodes with, for cache keys and for people who report a fault. Pure; any thread.

#include <string>

namespace mss::codec {

/// Such as "libavcodec 59.37.100, libavformat 59.27.100, libswresample 4.7.100 (5.1.6-0+deb12u1)": a distribution's
/// rebuild against another x264 shows in the last part.
std::string libraries();

}  // namespace mss::codec
