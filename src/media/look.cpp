#include "media/look.hpp"

#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

#include "base/random.hpp"
#include "media/palettes.hpp"
#include "text/terms.hpp"

namespace mss::media {
namespace {

using media_protocol::Mood;
using media_protocol::Style;

using TermCounts = std::map<std::string, int, std::less<>>;

// The title and the keywords say most plainly what a video is about, so they count more than the narration.
TermCounts count_terms(const model::Script& script) {
    TermCounts counts;
    const auto add = [&](std::string_view text, int weight) {
        for (auto& term : text::terms(text, script.language))
            counts[std::move(term)] += weight;
    };
    add(script.title, 5);
    for (const auto& keyword : script.keywords)
        add(keyword, 3);
    for (const auto& scene : script.scenes)
        add(scene.text, 1);
    return counts;
}

int score(const TermCounts& counts, std::span<const std::string_view> words) {
    int total = 0;
    for (const std::string_view word : words)
        if (const auto found = counts.find(text::stem(word, "en")); found != counts.end()) total += found->second;
    return total;
}

// The best-scoring choice; where nothing scores, one picked by the title.
template <class Choices, class WordsOf>
const auto& best(const Choices& choices, const TermCounts& counts, std::uint64_t seed, WordsOf words_of) {
    std::size_t best_index = seed % choices.size();
    int best_score = 0;
    for (std::size_t i = 0; i < choices.size(); ++i) {
        const int points = score(counts, words_of(choices[i]));
        if (points > best_score) {
            best_score = points;
            best_index = i;
        }
    }
    return choices[best_index];
}

struct StyleWords {
    Style style;
    std::array<std::string_view, 12> words;
};

constexpr std::array kStyleWords{
    StyleWords{Style::night,
               {"space", "star", "planet", "black", "hole", "moon", "galaxy", "night", "dream", "sleep", "universe",
                "rocket"}},
    StyleWords{Style::paper,
               {"history", "money", "book", "printing", "law", "market", "ancient", "king", "empire", "business",
                "bread", "school"}},
    StyleWords{
        Style::bokeh,
        {"city", "music", "rain", "light", "rainbow", "party", "bee", "honey", "flower", "leaf", "tree", "garden"}},
    StyleWords{Style::aurora,
               {"animal", "heart", "octopus", "ocean", "tide", "sky", "volcano", "glacier", "body", "brain", "energy",
                "computer"}},
};

struct MoodWords {
    Mood mood;
    std::array<std::string_view, 10> words;
};

constexpr std::array kMoodWords{
    MoodWords{Mood::calm, {"sleep", "dream", "ocean", "tide", "glacier", "cat", "moon", "tree", "leaf", "breath"}},
    MoodWords{Mood::bright, {"bee", "honey", "food", "bread", "game", "music", "rainbow", "money", "sport", "holiday"}},
    MoodWords{Mood::grave,
              {"war", "death", "volcano", "disease", "extinction", "collapse", "crisis", "black", "hole", "danger"}},
    MoodWords{Mood::curious,
              {"why", "how", "octopus", "brain", "sky", "computer", "planet", "vaccine", "signal", "touch"}},
};

constexpr std::array kStyles{
    StyleChoice{Style::aurora, "aurora", "slow waves of colour behind glass cards"},
    StyleChoice{Style::bokeh, "bokeh", "soft discs of light, warm and lively"},
    StyleChoice{Style::paper, "paper", "dark ink on a light, textured ground"},
    StyleChoice{Style::night, "night", "a deep sky with drifting stars"},
};

}  // namespace

std::span<const StyleChoice> styles() {
    return kStyles;
}

Result<Look> choose_look(const model::Script& script, std::string_view style_name) {
    const TermCounts counts = count_terms(script);
    const std::uint64_t seed = Random::hash_of(script.title);
    const auto words_of = [](const auto& entry) { return std::span<const std::string_view>(entry.words); };
    Look look;
    look.palette =
        best(palettes(), counts, seed, [](const PaletteChoice& choice) { return std::span(choice.moods); }).palette;
    look.mood = best(kMoodWords, counts, seed, words_of).mood;
    if (style_name.empty()) {
        look.style = best(kStyleWords, counts, seed, words_of).style;
        return look;
    }
    const auto found = std::ranges::find(kStyles, style_name, &StyleChoice::name);
    if (found == kStyles.end()) {
        std::string names;
        for (const StyleChoice& style : kStyles)
            names += fmt::format("{}{}", names.empty() ? "" : ", ", style.name);
        return fail(Code::invalid, fmt::format("there is no style '{}'; there are {}", style_name, names));
    }
    look.style = found->style;
    return look;
}

}  // namespace mss::media
