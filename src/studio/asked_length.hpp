#pragma once
// Asked length: what to tell where a finished video is not as long as was asked for. Pure; any thread; never fails.

#include <string>

#include "model/script.hpp"

namespace mss::studio {

/// Empty where nobody asked (`asked_s` 0), where the video is nearly as long as asked for, and where its words were
/// known not to be: then their own notices say so.
std::string missed_length(const model::Script& words, double finished_s, double asked_s);

}  // namespace mss::studio
