#include "media_protocol/pronunciations.hpp"

#include <utility>

#include "model/script.hpp"

namespace mss::media_protocol {

text::Replacements read_pronunciations(const std::vector<std::string>& lines, std::string_view language) {
    std::vector<text::Replacement> replacements;
    for (const std::string& line : lines)
        if (auto known = model::parse_pronunciation(line))
            replacements.push_back({std::move(known->written), std::move(known->said)});
    return {std::move(replacements), language};
}

}  // namespace mss::media_protocol
