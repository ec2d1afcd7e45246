#include "studio/asked_length.hpp"

#include <fmt/format.h>

#include "writing/pace.hpp"

namespace mss::studio {

std::string missed_length(const model::Script& words, double finished_s, double asked_s) {
    if (asked_s <= 0 || writing::near_length(finished_s, asked_s)) return {};
    if (!writing::near_length(writing::video_seconds(words), asked_s)) return {};
    return fmt::format("The video became {:.0f} seconds long; {:.0f} were asked for. The voice is {} than most.",
                       finished_s, asked_s, finished_s < asked_s ? "faster" : "slower");
}

}  // namespace mss::studio
