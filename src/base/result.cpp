#include "base/result.hpp"

#include <fmt/format.h>

namespace mss {

std::string_view name_of(Code code) {
    switch (code) {
        case Code::invalid: return "invalid";
        case Code::not_found: return "not_found";
        case Code::no_material: return "no_material";
        case Code::too_large: return "too_large";
        case Code::conflict: return "conflict";
        case Code::unauthenticated: return "unauthenticated";
        case Code::forbidden: return "forbidden";
        case Code::rate_limited: return "rate_limited";
        case Code::unavailable: return "unavailable";
        case Code::bad_answer: return "bad_answer";
        case Code::timeout: return "timeout";
        case Code::cancelled: return "cancelled";
        case Code::gate_failed: return "gate_failed";
        case Code::io: return "io";
        case Code::internal: return "internal";
    }
    return "internal";
}

Error Error::with_context(std::string_view context) const {
    return Error{code, fmt::format("{}: {}", context, message), detail, retry_after};
}

}  // namespace mss
