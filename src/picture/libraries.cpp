#include "picture/libraries.hpp"

#include <array>
#include <string_view>

#include "base/loaded_libraries.hpp"

namespace mss::picture {

std::string libraries() {
    using namespace std::string_view_literals;
    return loaded_builds(std::array{"libcairo.so"sv, "libpixman"sv, "libpango"sv, "libharfbuzz.so"sv,
                                    "libfreetype.so"sv, "libfribidi.so"sv, "libfontconfig.so"sv, "librsvg"sv,
                                    "libass.so"sv});
}

}  // namespace mss::picture
