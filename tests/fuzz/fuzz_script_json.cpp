// Any bytes as a --script file: a valid script or an error, never a crash; what is accepted survives a round trip.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/json.hpp"
#include "base/utf8.hpp"
#include "writing/given_script.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto script = mss::writing::script_from_file(bytes);
    if (!script) {
        if (!mss::utf8::valid(script.error().message)) std::abort();
        return 0;
    }
    if (!mss::model::validate(*script)) std::abort();
    const auto again = mss::writing::script_from_file(mss::json::pretty(mss::json::encode(*script)));
    if (!again || again->scenes.size() != script->scenes.size()) std::abort();
    return 0;
}
