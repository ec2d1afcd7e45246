// Any bytes as the body of an order: every wrong member is named, or the order is taken and survives the queue; never a
// crash. The words of what is taken go the way that they go in the server.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/json.hpp"
#include "base/utf8.hpp"
#include "studio/video_order.hpp"
#include "writing/given_script.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    auto order = mss::json::decode_text<mss::studio::VideoOrder>(bytes);
    if (!order) {
        if (!mss::utf8::valid(order.error().message)) std::abort();
        return 0;
    }
    for (const auto& wrong : mss::studio::check(*order))
        if (!mss::utf8::valid(wrong.detail)) std::abort();
    const auto again = mss::json::decode<mss::studio::VideoOrder>(mss::json::encode(*order));
    if (!again) std::abort();
    const auto request = mss::studio::words_request(*again);
    if (request.script_file) static_cast<void>(mss::writing::script_from_file(*request.script_file, request.language));
    return 0;
}
