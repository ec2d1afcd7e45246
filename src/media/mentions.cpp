#include "media/mentions.hpp"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <set>
#include <utility>

#include "base/ascii.hpp"
#include "media/phrases.hpp"
#include "media_protocol/timebase.hpp"
#include "text/numbers.hpp"
#include "text/terms.hpp"
#include "text/units.hpp"
#include "text/words.hpp"

namespace mss::media {
namespace {

constexpr int kLeastApart = 8;
constexpr int kTimeToRead = 30;   // for the last item of a list, before its scene ends
constexpr int kUnsaidApart = 20;  // for each item that no mention places

using Mention = std::optional<std::size_t>;  // the number of a word

// The word at which an item is spoken of: from `from` on, the first that is the item's first telling word, else the
// first that is any of them.
Mention spoken_at(const std::vector<std::string>& wanted, const std::vector<std::vector<std::string>>& said,
                  std::size_t from) {
    Mention any;
    for (std::size_t i = from; i < said.size() && !wanted.empty(); ++i) {
        if (said[i].empty()) continue;
        if (said[i].front() == wanted.front()) return i;
        if (!any && std::ranges::find(wanted, said[i].front()) != wanted.end()) any = i;
    }
    return any;
}

struct ItemSearch {
    std::vector<std::vector<std::string>> items;  // terms of each
    std::vector<std::vector<std::string>> said;   // terms of each word
};

// The mentions that place as many items as can be in order, from the item `next` and the word `from` on. Items are few
// (see ScriptLimits), so trying each with and without its mention is cheap.
std::vector<Mention> mentions(const ItemSearch& search, std::size_t next, std::size_t from) {
    if (next == search.items.size()) return {};
    const auto placed = [](const std::vector<Mention>& found) {
        return std::ranges::count_if(found, [](const Mention& mention) { return mention.has_value(); });
    };
    const auto with = [](Mention first, std::vector<Mention> rest) {
        rest.insert(rest.begin(), first);
        return rest;
    };
    std::vector<Mention> without = with(std::nullopt, mentions(search, next + 1, from));
    const Mention word = spoken_at(search.items[next], search.said, from);
    if (!word) return without;
    std::vector<Mention> taken = with(word, mentions(search, next + 1, *word + 1));
    return placed(taken) >= placed(without) ? taken : without;
}

// Drops the mentions behind which too little time is left for the unsaid items that follow them at the end.
void drop_late(std::vector<std::optional<int>>& known, int latest) {
    for (std::size_t i = known.size(); i-- > 0;) {
        const auto behind = static_cast<int>(known.size() - 1 - i);
        if (!known[i]) continue;
        if (behind == 0 || *known[i] + behind * kUnsaidApart <= latest) return;
        known[i].reset();
    }
}

std::string digits_of(std::string_view text) {
    std::string digits;
    std::ranges::copy_if(text, std::back_inserter(digits), ascii::is_digit);
    return digits;
}

// A figure as it can be compared: its digits, with the mark of its fraction but not those between its thousands.
std::string figure_of(std::string_view text) {
    const auto begin = text.find_first_of("0123456789");
    if (begin == std::string_view::npos) return {};
    text = text.substr(begin, text.find_last_of("0123456789") - begin + 1);
    std::string figure;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::size_t digits = std::min(text.find_first_not_of("0123456789", i + 1), text.size()) - i - 1;
        const bool between_thousands = !ascii::is_digit(text[i]) && digits == 3;
        if (!between_thousands) figure += text[i];
    }
    return figure;
}

std::string stripped(std::string_view word) {
    constexpr std::string_view kMarks = ".,;:!?()\"'%";
    const std::size_t begin = word.find_first_not_of(kMarks);
    if (begin == std::string_view::npos) return {};
    return std::string(word.substr(begin, word.find_last_not_of(kMarks) - begin + 1));
}

}  // namespace

int SpokenScene::frame_of(std::int64_t sample) const {
    return std::clamp(media_protocol::nearest_frame(sample) - span.first_frame, 0, std::max(span.frames - 1, 0));
}

SpokenScene spoken_scene(const Narration& narration, std::size_t scene, const SceneSpan& span,
                         const std::string& language) {
    SpokenScene spoken{{}, span, language};
    std::ranges::copy_if(narration.words, std::back_inserter(spoken.words),
                         [&](const TimedWord& word) { return word.scene == scene; });
    return spoken;
}

std::vector<int> item_frames(const std::vector<std::string>& items, const SpokenScene& scene) {
    ItemSearch search;
    for (const std::string& item : items)
        search.items.push_back(text::terms(item, scene.language));
    for (const TimedWord& word : scene.words)
        search.said.push_back(text::terms(word.text, scene.language));
    std::vector<std::optional<int>> known;
    for (const Mention& mention : mentions(search, 0, 0))
        known.push_back(mention ? std::optional(scene.frame_of(scene.words[*mention].begin)) : std::nullopt);
    const int latest = std::max(scene.span.frames - 1 - kTimeToRead, 0);
    drop_late(known, latest);

    std::vector<int> frames;
    for (std::size_t i = 0; i < items.size(); ++i) {
        const auto next = std::find_if(known.begin() + static_cast<std::ptrdiff_t>(i), known.end(),
                                       [](const auto& frame) { return frame.has_value(); });
        const int before = frames.empty() ? 0 : frames.back();
        const int until = next == known.end() ? latest : **next;
        const auto gaps = static_cast<int>(next - known.begin()) - static_cast<int>(i) + 1;
        const int frame = known[i] ? *known[i] : before + (until - before) / gaps;
        frames.push_back(frames.empty() ? frame : std::max(frame, before + kLeastApart));
    }
    // Nothing comes too late to be read; what has to give way keeps its distance.
    int limit = latest;
    for (std::size_t i = frames.size(); i-- > 0; limit = frames[i] - kLeastApart)
        frames[i] = std::clamp(frames[i], 0, std::max(limit, 0));
    return frames;
}

std::optional<FrameSpan> number_said(const std::string& number, const SpokenScene& scene) {
    const std::string figure = figure_of(number);
    const std::string digits = digits_of(number);
    if (digits.empty() || digits.size() > 15) return std::nullopt;
    const bool whole = figure == digits;
    const std::string in_words =
        whole ? text::NumberSpeller(scene.language)(static_cast<double>(std::strtoll(digits.c_str(), nullptr, 10)))
              : std::string();
    const auto says = [&](const TimedWord& word) {
        return figure_of(word.text) == figure || (!in_words.empty() && text::lower(stripped(word.text)) == in_words);
    };
    auto word = std::ranges::find_if(scene.words, says);
    if (word == scene.words.end()) return std::nullopt;
    const std::int64_t begin = word->begin;
    while (word + 1 != scene.words.end() && text::is_unit(word[1].text) && number.contains(stripped(word[1].text)))
        ++word;
    return FrameSpan{scene.frame_of(begin), scene.frame_of(word->end)};
}

}  // namespace mss::media
