#include "writing/visual.hpp"

#include "base/utf8.hpp"
#include "writing/figures.hpp"
#include "writing/prose.hpp"

namespace mss::writing {
namespace {

constexpr std::size_t kHeadlinePoints = 80;
constexpr std::size_t kIconWords = 6;

}  // namespace

model::Visual plan_visual(std::string_view text, std::string_view language, std::string_view subject) {
    model::Visual visual;
    visual.headline = headline(text, language, subject);
    visual.icons = picture_words(text, language, visual.headline, kIconWords);
    const auto quote = quotation(text);
    if (quote && !quote->speaker.empty() && utf8::decode(quote->words).size() <= kHeadlinePoints) {
        visual.kind = model::SceneKind::quote_card;
        visual.label = quote->speaker;
        visual.headline = quote->words;
    } else if (auto items = enumeration(text, language); !items.empty()) {
        visual.kind = model::SceneKind::list_reveal;
        visual.items = std::move(items);
    } else if (const auto figure = telling_figure(text, language)) {
        const std::string& label = figure->label.empty() ? visual.headline : figure->label;
        if (label.empty()) return visual;  // a number that nobody knows the meaning of
        visual.kind = model::SceneKind::big_number;
        visual.number = figure->number;
        visual.label = label;
    }
    return visual;
}

model::Visual title_visual(std::string_view title, std::string_view text, std::string_view language) {
    model::Visual visual;
    visual.kind = model::SceneKind::kinetic_title;
    visual.headline = fitting_words(title, kHeadlinePoints);
    visual.icons = picture_words(text, language, title, kIconWords);
    return visual;
}

}  // namespace mss::writing
