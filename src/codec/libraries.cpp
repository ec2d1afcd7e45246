#include "codec/libraries.hpp"

#include <array>
#include <string_view>

#include "base/loaded_libraries.hpp"

namespace mss::codec {

std::string libraries() {
    using namespace std::string_view_literals;
    return loaded_builds(
        std::array{"libavcodec.so"sv, "libavformat.so"sv, "libavutil.so"sv, "libswresample.so"sv, "libx264.so"sv});
}

}  // namespace mss::codec
