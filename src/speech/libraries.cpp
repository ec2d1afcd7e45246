#include "speech/libraries.hpp"

#include <array>
#include <string_view>

#include "base/loaded_libraries.hpp"

namespace mss::speech {

std::string libraries() {
    using namespace std::string_view_literals;
    return loaded_builds(
        std::array{"libespeak-ng.so"sv, "libflite"sv, "libswresample.so"sv, "libebur128.so"sv, "libicuuc.so"sv});
}

}  // namespace mss::speech
