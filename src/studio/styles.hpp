#pragma once
// The looks that a video may have, with what people are told of them. Constants.

#include <span>
#include <string_view>

namespace mss::studio {

struct StyleChoice {
    std::string_view name;   ///< as media_protocol::Style has it
    std::string_view title;  ///< for a page
    std::string_view description;
};

/// One for each media_protocol::Style, in its order.
std::span<const StyleChoice> styles();

}  // namespace mss::studio
