#include "writing/hedges.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "writing/negation.hpp"
#include "writing/tokens.hpp"

namespace mss::writing {
namespace {

struct Hedge {
    Bound bound;
    std::string_view phrases;  // separated by '|', with one at each end
    bool compares = false;     // a negation turns it round: "never more than 40" is at most 40
};

// The phrase ends right before its figure.
// clang-format off
constexpr auto kBefore = std::to_array<Hedge>({
    {Bound::at_least,
     "|more than|exceeding|mehr als|über|plus de|más de|più di|oltre|mais de|meer dan|", true},
    {Bound::at_least,
     "|at least|upwards of|no fewer than|mindestens|wenigstens|au moins|al menos|por lo menos|almeno|pelo menos|"
     "minstens|ruim|至少|"},
    {Bound::at_most,
     "|up to|at most|as many as|as much as|bis zu|höchstens|maximal|"
     "jusqu'à|jusqu à|au plus|hasta|fino a|até|tot wel|hooguit|"},
    {Bound::below,
     "|less than|fewer than|weniger als|unter|moins de|menos de|meno di|minder dan|", true},
    {Bound::about,
     "|about|around|roughly|nearly|almost|approximately|some|estimated|close to|etwa|rund|circa|ca|ungefähr|fast|"
     "knapp|beinahe|schätzungsweise|environ|près de|presque|quelque|unos|unas|cerca de|casi|alrededor de|"
     "aproximadamente|quasi|a circa|quase|ongeveer|bijna|大约|大約|约|約|"},
});

// The phrase follows its figure and what it counts ("40 people or more") at no great distance.
constexpr auto kAfter = std::to_array<Hedge>({
    {Bound::at_least, "|or more|oder mehr|ou plus|o más|o più|ou mais|of meer|"},
    {Bound::at_most, "|or less|or fewer|oder weniger|ou moins|o menos|o meno|ou menos|of minder|"},
    {Bound::about, "|or so|"},
});
// clang-format on

// Whether "over" or "under" before a figure is a bound ("weighs over 90 tonnes") and no place ("under 90 m of ice").
bool place_may_be_meant(std::span<const std::string> words, std::size_t at) {
    if (at < 2) return false;
    return !listed(
        "|is|are|was|were|be|been|has|have|had|well|just|weighs|weigh|weighed|costs|cost|lasts|lasted|reaches|reach|"
        "holds|hold|for|by|at|of|to|and|",
        words[at - 2]);
}

std::string phrase_ending_at(std::span<const std::string> words, std::size_t end, std::size_t length) {
    if (length > end) return {};
    return fmt::format("{}", fmt::join(words.subspan(end - length, length), " "));
}

// "Never more than 40" is at most 40.
Bound turned_round(Bound bound) {
    return bound == Bound::at_least ? Bound::at_most : Bound::at_least;
}

bool denied_before(std::span<const std::string> words, std::size_t at, std::string_view language) {
    constexpr std::size_t kReach = 6;
    for (std::size_t back = 1; back <= std::min(kReach, at); ++back) {
        if (negator(words[at - back], language)) return true;
        if (listed("|and|but|und|aber|sondern|et|mais|y|pero|e|ma|mas|en|maar|", words[at - back])) return false;
    }
    return false;
}

Bound bound_before(std::span<const std::string> words, std::size_t at, std::string_view language) {
    if (at == 0) return Bound::exact;
    Hedge found{Bound::exact, {}};
    const bool over = words[at - 1] == "over";
    if (over || words[at - 1] == "under") {
        if (!place_may_be_meant(words, at)) found = {over ? Bound::at_least : Bound::below, {}, true};
    } else {
        for (const std::size_t length : {3U, 2U, 1U}) {
            const std::string phrase = phrase_ending_at(words, at, length);
            const auto* hedge =
                std::ranges::find_if(kBefore, [&](const Hedge& entry) { return listed(entry.phrases, phrase); });
            if (hedge == kBefore.end()) continue;
            found = *hedge;
            break;
        }
    }
    return found.compares && denied_before(words, at, language) ? turned_round(found.bound) : found.bound;
}

Bound bound_after(std::span<const std::string> words, std::size_t end) {
    constexpr std::size_t kReach = 2;  // words between the figure and the phrase
    for (std::size_t at = end + 2; at <= end + 2 + kReach && at <= words.size(); ++at) {
        const std::string phrase = phrase_ending_at(words, at, 2);
        const auto* hedge =
            std::ranges::find_if(kAfter, [&](const Hedge& entry) { return listed(entry.phrases, phrase); });
        if (hedge != kAfter.end()) return hedge->bound;
    }
    return Bound::exact;
}

}  // namespace

Bound bound_of(std::span<const std::string> words, std::size_t begin, std::size_t end, std::string_view language) {
    const Bound before = bound_before(words, begin, language);
    return before == Bound::exact ? bound_after(words, end) : before;
}

std::string with_bound(Bound bound, std::string_view number) {
    switch (bound) {
        case Bound::about: return fmt::format("~{}", number);
        case Bound::at_least: return fmt::format("{}+", number);
        case Bound::at_most: return fmt::format("≤{}", number);
        case Bound::below: return fmt::format("<{}", number);
        case Bound::exact: break;
    }
    return std::string(number);
}

MarkedFigure without_bound(std::string_view figure) {
    struct Mark {
        std::string_view mark;
        Bound bound;
    };
    constexpr auto kMarks = std::to_array<Mark>({{"~", Bound::about},
                                                 {"≈", Bound::about},
                                                 {">", Bound::at_least},
                                                 {"≥", Bound::at_least},
                                                 {"<", Bound::below},
                                                 {"≤", Bound::at_most}});
    for (const auto& [mark, bound] : kMarks) {
        if (!figure.starts_with(mark)) continue;
        figure.remove_prefix(mark.size());
        figure.remove_prefix(std::min(figure.find_first_not_of(' '), figure.size()));
        return {bound, figure};
    }
    if (!figure.ends_with('+')) return {Bound::exact, figure};
    figure.remove_suffix(1);
    return {Bound::at_least, figure};
}

}  // namespace mss::writing
