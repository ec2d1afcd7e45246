#include "icons/icons.hpp"

#include <algorithm>
#include <ranges>
#include <stdexcept>

#include "icons/synonyms.hpp"

// NOLINTNEXTLINE(readability-identifier-naming): symbols of the linker
extern "C" const char mss_icon_text_begin[], mss_icon_text_end[];

namespace mss::icons {

namespace {

/// Cuts the part before `separator` off the front of `text` and returns it.
std::string_view take(std::string_view& text, char separator) {
    const std::size_t end = std::min(text.find(separator), text.size());
    const std::string_view part = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return part;
}

/// "moon-2" and "moon-stars" are forms of "moon": two of them side by side would look like a repetition.
std::string_view family_of(std::string_view name) {
    return name.substr(0, name.find('-'));
}

/// A searched word: its letters in lower case, its stem and the icons that the synonym table names for it.
struct Term {
    std::string text;
    Stem stem;
    std::string_view synonyms;
    double weight;
};

std::vector<Term> terms_of(std::span<const std::string> words) {
    std::vector<Term> terms;
    double weight = 1;
    for (const std::string& word : words) {
        std::string text = word;
        for (char& letter : text) {
            if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter + 32);
            if (letter == ' ') letter = '-';
        }
        const Stem stem(text);
        terms.push_back({std::move(text), stem, synonyms_of(stem), weight});
        weight *= 0.6;
    }
    return terms;
}

/// Place of `name` among space-separated names, or -1.
int place_among(std::string_view names, std::string_view name) {
    if (!names.contains(name)) return -1;  // nearly always, and quicker than name by name
    for (int place = 0; !names.empty(); ++place)
        if (take(names, ' ') == name) return place;
    return -1;
}

/// The stems of words, separated by one space.
std::string stems_of(std::string_view words, char separator) {
    std::string stems;
    while (!words.empty()) {
        if (!stems.empty()) stems += ' ';
        stems += Stem(take(words, separator)).text();
    }
    return stems;
}

/// How well an icon fits one word, 0..100.
double fit(const Icon& icon, const Term& term) {
    if (icon.name == term.text) return 100;
    if (const int place = place_among(term.synonyms, icon.name); place >= 0) return 96 - 4 * place;
    if (icon.name_stem == term.stem.text()) return 90;
    double best = place_among(icon.part_stems, term.stem.text()) >= 0 ? 60 : 0;
    // Tags stand in order of importance, so an early one says more.
    if (const int place = place_among(icon.tags, term.text); place >= 0) best = std::max(best, 52.0 - place);
    if (const int place = place_among(icon.tag_stems, term.stem.text()); place >= 0)
        best = std::max(best, 44.0 - place);
    return best - 0.1 * static_cast<double>(icon.name.size());
}

struct Match {
    const Icon* icon;
    double score;
    bool avoided;
};

}  // namespace

IconSet::IconSet() {
    std::string_view text(mss_icon_text_begin, static_cast<std::size_t>(mss_icon_text_end - mss_icon_text_begin));
    version_ = take(text, '\n');
    while (!text.empty()) {
        std::string_view line = take(text, '\n');
        Icon icon;
        icon.name = take(line, '\t');
        icon.category = take(line, '\t');
        icon.tags = take(line, '\t');
        icon.body = line;
        icon.name_stem = Stem(icon.name).text();
        icon.part_stems = stems_of(icon.name, '-');
        icon.tag_stems = stems_of(icon.tags, ' ');
        if (icon.name.empty() || !icon.body.starts_with('<'))
            throw std::runtime_error("the built-in icon set is damaged");
        icons_.push_back(std::move(icon));
    }
    if (icons_.empty() || !std::ranges::is_sorted(icons_, {}, &Icon::name))
        throw std::runtime_error("the built-in icon set is damaged");
}

std::vector<const Icon*> IconSet::find(std::span<const std::string> words, std::size_t count,
                                       const std::set<std::string, std::less<>>& avoid) const {
    const std::vector<Term> terms = terms_of(words);
    std::vector<Match> matches;
    for (const Icon& icon : icons_) {
        double score = 0;
        for (const Term& term : terms)
            if (const double points = fit(icon, term); points > 20) score += points * term.weight;
        if (score > 0) matches.push_back({&icon, score, avoid.contains(icon.name)});
    }
    std::ranges::sort(matches, [](const Match& left, const Match& right) {
        if (left.avoided != right.avoided) return right.avoided;
        return left.score != right.score ? left.score > right.score : left.icon->name < right.icon->name;
    });

    // First one of each family, then the others.
    std::vector<const Icon*> chosen;
    std::set<std::string_view> families;
    std::vector<const Icon*> relatives;
    for (const Match& match : matches) {
        if (chosen.size() == count) break;
        (families.insert(family_of(match.icon->name)).second ? chosen : relatives).push_back(match.icon);
    }
    for (const Icon* relative : relatives | std::views::take(count - chosen.size()))
        chosen.push_back(relative);
    return chosen;
}

const Icon* IconSet::named(std::string_view name) const {
    const auto found = std::ranges::lower_bound(icons_, name, {}, &Icon::name);
    return found != icons_.end() && found->name == name ? &*found : nullptr;
}

}  // namespace mss::icons
