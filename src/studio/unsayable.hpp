#pragma once
// Words in letters that a voice does not read: it would pass over them in silence. Pure; any thread.

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "media_protocol/speech.hpp"
#include "model/script.hpp"

namespace mss::studio {

/// A sentence of which a voice can say nothing.
struct Unsayable {
    std::size_t scene = 0;
    std::string reason;  ///< for people
};

/// The first of them; a notice names the words that the voice will leave out of others.
std::optional<Unsayable> find_unsayable(const model::Script& script, const media_protocol::Voice& voice,
                                        std::vector<std::string>& notices);

/// The same as an error: invalid.
Result<void> check_sayable(const model::Script& script, const media_protocol::Voice& voice,
                           std::vector<std::string>& notices);

}  // namespace mss::studio
