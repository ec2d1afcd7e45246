#pragma once
// The sample that a new installation makes, so that its first user finds something in the library. Blocking.

#include <functional>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "studio/library.hpp"
#include "studio/word_sources.hpp"

namespace mss::studio {

/// Orders a video about a topic where nobody has any yet; it belongs to the first account, or whoever makes that.
/// Nothing where there are videos. Errors: as Words::script_for, with `cancelled` as there, and of the library.
Result<std::optional<Video>> order_first_video(Library& library, const WordSources& sources, const std::string& topic,
                                               const std::function<bool()>& cancelled);

}  // namespace mss::studio
