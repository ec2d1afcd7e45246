#pragma once
// plan_visual: what to show while some words are spoken, out of these words alone. Pure; any thread; never fails.

#include <string_view>

#include "model/script.hpp"

namespace mss::writing {

/// A quotation that fits and whose speaker is named gets a quote card, a telling figure a big number, an enumeration a
/// revealed list; all else stays automatic. Headline and icon words are filled in every case where the text has them.
/// Markup in what is `written` is not shown. `subject` (the title) helps to weigh words and may be empty.
model::Visual plan_visual(std::string_view written, std::string_view language, std::string_view subject = {});

/// The opening: the title, as it is, over the first words, with their key points where there is time for them.
model::Visual title_visual(std::string_view title, std::string_view written, std::string_view language);

}  // namespace mss::writing
