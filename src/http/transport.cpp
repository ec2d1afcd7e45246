#include "http/transport.hpp"

#include <algorithm>

namespace mss::http {

std::optional<std::string> Response::header(std::string_view name) const {
    const auto found = std::ranges::find(headers, name, &Header::name);
    if (found == headers.end()) return std::nullopt;
    return found->value;
}

}  // namespace mss::http
