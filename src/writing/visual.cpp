#include "writing/visual.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "base/utf8.hpp"
#include "text/clean.hpp"
#include "text/terms.hpp"
#include "writing/figures.hpp"
#include "writing/key_points.hpp"
#include "writing/markup.hpp"
#include "writing/prose.hpp"
#include "writing/tokens.hpp"

namespace mss::writing {
namespace {

constexpr std::size_t kHeadlinePoints = 80;
constexpr std::size_t kIconWords = 6;

// Whether a headline and an item are the same thing, one of them perhaps with more words.
bool names_an_item(const std::string& headline, const std::vector<std::string>& items, std::string_view language) {
    const auto terms_of = [&](std::string_view text) {
        const std::vector<std::string> terms = text::terms(text, language);
        return std::set<std::string>(terms.begin(), terms.end());
    };
    const std::set<std::string> head = terms_of(headline);
    return !head.empty() && std::ranges::any_of(items, [&](const std::string& item) {
        const std::set<std::string> terms = terms_of(item);
        return std::ranges::includes(head, terms) || std::ranges::includes(terms, head);
    });
}

// Whether the headline says what the figure is about: "Loan" over "800,000 pounds". A label that says it needs none,
// and what is told behind the figure is something else.
bool explains(const model::Visual& visual, std::string_view text, std::string_view language) {
    constexpr std::size_t kTellingLabel = 2;  // terms
    if (text::terms(visual.label, language).size() >= kTellingLabel) return false;
    if (names_an_item(visual.headline, {visual.number + " " + visual.label}, language)) return false;
    const std::string lower = text::lower(text);
    return lower.find(text::lower(visual.headline)) < lower.find_first_of("0123456789");
}

// The number in its text: its beginning, or npos where it is written otherwise.
std::size_t place_of(std::string_view number, std::string_view text) {
    constexpr std::string_view kDigits = "0123456789";
    const std::size_t begin = number.find_first_of(kDigits);
    if (begin == number.npos) return number.npos;
    std::size_t end = number.find_first_not_of("0123456789.,", begin);
    const std::string_view digits = number.substr(begin, end == number.npos ? end : end - begin);
    const auto digit = [&](std::size_t at) { return at < text.size() && kDigits.contains(text[at]); };
    std::size_t at = text.find(digits);
    while (at != text.npos && ((at > 0 && digit(at - 1)) || digit(at + digits.size())))
        at = text.find(digits, at + 1);
    return at;
}

// "Water freezes at 0 °C and boils at 100 °C": a headline from before the first number says nothing about one in
// another clause. A year says when, and parts nothing.
bool of_another_clause(std::string_view number, std::string_view text, std::string_view language) {
    constexpr std::string_view kJoints =
        "|and|but|while|whereas|und|aber|während|et|mais|tandis|y|e|pero|mientras|ma|mentre|mas|enquanto|en|maar|";
    const std::size_t end = place_of(number, text);
    if (end == text.npos) return false;
    bool counted = false;
    for (const Token& token : tokens_of(text.substr(0, end), language)) {
        if (counted && listed(kJoints, token.bare)) return true;
        counted = counted || (token.bare.find_first_of("0123456789") != std::string::npos && !year_like(token.bare)) ||
                  token.written.ends_with(';');
        if (counted && token.written.ends_with(';')) return true;
    }
    return false;
}

// "250 °C", but not "200" or "2 million".
bool has_unit(std::string_view number) {
    const auto space = number.rfind(' ');
    return space != std::string_view::npos && text::unit_sign(number.substr(space + 1));
}

}  // namespace

model::Visual plan_visual(std::string_view written, std::string_view language, std::string_view subject) {
    const std::string text = without_markup(written).text;
    model::Visual visual;
    visual.headline = headline(text, language, subject);
    visual.icons = picture_words(text, language, visual.headline, kIconWords);
    const auto quote = quotation(text);
    if (quote && !quote->speaker.empty() && utf8::decode(quote->words).size() <= kHeadlinePoints) {
        visual.kind = model::SceneKind::quote_card;
        visual.label = quote->speaker;
        visual.headline = quote->words;
    } else if (auto list = enumeration(text, language); !list.items.empty()) {
        visual.kind = model::SceneKind::list_reveal;
        if (names_an_item(visual.headline, list.items, language))
            visual.headline = headline(std::string_view(text).substr(0, list.begin), language, subject);
        if (names_an_item(visual.headline, list.items, language)) visual.headline.clear();
        visual.items = std::move(list.items);
    } else if (const auto figure = telling_figure(text, language)) {
        // A number that nobody knows the meaning of says nothing.
        const bool alone = visual.headline.empty() || names_an_item(visual.headline, {figure->number}, language);
        if (figure->label.empty() && alone && !has_unit(figure->number)) return visual;
        const bool elsewhere = !visual.headline.empty() && of_another_clause(figure->number, text, language);
        if (elsewhere && figure->label.empty()) return visual;
        visual.kind = model::SceneKind::big_number;
        visual.number = figure->number;
        visual.label = figure->label;  // never the headline: it would read as what is counted
        if (elsewhere || !explains(visual, text, language)) visual.headline.clear();
    }
    return visual;
}

model::Visual title_visual(std::string_view title, std::string_view written, std::string_view language) {
    const std::string text = without_markup(written).text;
    model::Visual visual;
    visual.kind = model::SceneKind::kinetic_title;
    // As somebody wrote it: the script's title beside the card keeps what looks like a tag as well.
    visual.headline = fitting_words(text::clean_line(title), kHeadlinePoints);
    visual.icons = picture_words(text, language, title, kIconWords);
    visual.items = key_points(text, language, title);
    return visual;
}

}  // namespace mss::writing
