#include "icons/icons.hpp"

#include <algorithm>
#include <stdexcept>

#include "icons/fields.hpp"
#include "icons/word_forms.hpp"
#include "text/language.hpp"
#include "text/negation.hpp"
#include "text/terms.hpp"

// NOLINTNEXTLINE(readability-identifier-naming): symbols of the linker
extern "C" const char mss_icon_text_begin[], mss_icon_text_end[];

namespace mss::icons {
namespace {

constexpr std::string_view kEnglish = "en";

/// "moon-2" and "moon-stars" are forms of "moon": two of them side by side would look like a repetition.
std::string_view family_of(std::string_view name) {
    return name.substr(0, name.find('-'));
}

/// The words of `asked` as the text writes them; none where the text does not hold them all.
std::vector<std::string> written_in(const std::vector<std::string>& text, std::string_view asked) {
    std::vector<std::string> written;
    for (const std::string& word : words_of(text::lower(asked), "")) {
        const auto found = std::ranges::find(text, word, [](const std::string& other) { return text::lower(other); });
        if (found == text.end()) return {};
        written.push_back(*found);
    }
    return written;
}

/// Takes icons in the order of their choice, one of each family first.
class Chooser {
public:
    Chooser(std::size_t count, const std::set<std::string, std::less<>>& avoid) : count_(count), avoid_(avoid) {}

    void consider(const Icon& icon, bool chosen_by_hand) {
        if (!seen_.insert(icon.name).second) return;
        if (avoid_.contains(icon.name) && !chosen_by_hand)
            avoided_.push_back(&icon);
        else
            (families_.insert(family_of(icon.name)).second ? chosen_ : relatives_).push_back(&icon);
    }

    std::vector<const Icon*> finish() && {
        for (const auto* others : {&relatives_, &avoided_})
            chosen_.insert(chosen_.end(), others->begin(), others->end());
        chosen_.resize(std::min(count_, chosen_.size()));
        return std::move(chosen_);
    }

private:
    std::size_t count_;
    const std::set<std::string, std::less<>>& avoid_;
    std::set<std::string_view> seen_;
    std::set<std::string_view> families_;
    std::vector<const Icon*> chosen_;
    std::vector<const Icon*> relatives_;
    std::vector<const Icon*> avoided_;
};

}  // namespace

IconSet::IconSet() {
    std::string_view text(mss_icon_text_begin, static_cast<std::size_t>(mss_icon_text_end - mss_icon_text_begin));
    version_ = take_field(text, '\n');
    while (!text.empty()) {
        std::string_view line = take_field(text, '\n');
        Icon icon;
        icon.name = take_field(line, '\t');
        icon.body = line;
        if (icon.name.empty() || !icon.body.starts_with('<'))
            throw std::runtime_error("the built-in icon set is damaged");
        icons_.push_back(icon);
    }
    if (icons_.empty() || !std::ranges::is_sorted(icons_, {}, &Icon::name))
        throw std::runtime_error("the built-in icon set is damaged");
    vocabulary_.for_each([this](std::string_view word, std::string_view names) {
        while (!names.empty())
            if (named(take_field(names, ' ')) == nullptr)
                throw std::runtime_error("the built-in icon set has no icon for: " + std::string(word));
    });
}

// A name is looked for shortened as well ("shield-check", "shield"), unless its end turns it into its opposite.
std::string_view IconSet::icons_of_name(std::string_view asked) const {
    for (std::string_view name = asked; !name.empty() && !name.ends_with("-off");) {
        if (const Icon* icon = named(name)) return icon->name;
        const std::size_t dash = name.rfind('-');
        name = name.substr(0, dash == std::string_view::npos ? 0 : dash);
    }
    return {};
}

std::vector<const Icon*> IconSet::find(const Query& query, std::size_t count,
                                       const std::set<std::string, std::less<>>& avoid) const {
    const std::string language = text::primary_language(query.language);
    const std::vector<std::string> all_words = words_of(query.text, language);
    const std::vector<std::string> words = words_of(text::without_denied(query.text, language), language);
    Surroundings around(language);
    around.add(query.text);
    around.add(query.context);
    for (const std::string& asked : query.asked)
        around.add(asked);

    std::vector<std::string_view> lists;  // of names, one list a word
    std::set<std::string_view> by_hand;   // names of icons, and not words of the text
    for (const std::string& asked : query.asked) {
        const std::vector<std::string> written = written_in(all_words, asked);
        for (const std::string& word : written_in(words, asked))
            lists.push_back(vocabulary_.icons_of(word, language, around));
        if (!written.empty()) continue;
        // Not a word that was drawn from the text, so somebody chose it as a picture.
        lists.push_back(icons_of_name(asked));
        if (!lists.back().empty()) {
            by_hand.insert(lists.back());
            continue;
        }
        for (const std::string_view tongue : {kEnglish, std::string_view(language)})
            for (const std::string& word : words_of(asked, tongue))
                lists.push_back(vocabulary_.icons_of_first_sense(word, tongue));
    }
    for (const std::string& word : words)
        lists.push_back(vocabulary_.icons_of(word, language, around));

    // The first icon of every word, then the second ones, and so on.
    Chooser chooser(count, avoid);
    while (std::erase_if(lists, [](std::string_view list) { return list.empty(); }), !lists.empty())
        for (std::string_view& list : lists) {
            const std::string_view name = take_field(list, ' ');
            chooser.consider(*named(name), by_hand.contains(name));
        }
    return std::move(chooser).finish();
}

const Icon* IconSet::named(std::string_view name) const {
    const auto found = std::ranges::lower_bound(icons_, name, {}, &Icon::name);
    return found != icons_.end() && found->name == name ? &*found : nullptr;
}

}  // namespace mss::icons
