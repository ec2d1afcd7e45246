#include "writing/key_points.hpp"

#include <algorithm>
#include <set>

#include "base/ascii.hpp"
#include "base/utf8.hpp"
#include "text/language.hpp"
#include "text/line_glue.hpp"
#include "text/negation.hpp"
#include "text/terms.hpp"
#include "text/words.hpp"
#include "writing/hedges.hpp"
#include "writing/pace.hpp"
#include "writing/phrases.hpp"
#include "writing/prose.hpp"
#include "writing/tokens.hpp"

namespace mss::writing {
namespace {

constexpr std::size_t kMost = 4;
constexpr std::size_t kWordsApart = 4;
constexpr std::size_t kPointsMost = 26;  // more would be small type beside a large title
constexpr double kShortSeconds = 5;

// Tokens [begin, end) that say something together.
struct Run {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::size_t weight = 0;
    bool figure = false;
};

bool is_figure(const Token& token) {
    return !token.bare.empty() && ascii::is_digit(token.bare.front());
}

class PointReader {
public:
    PointReader(std::string_view text, std::string_view language, std::string_view title)
        : language_(language), tokens_(tokens_of(text, language)), denied_(text::denied_words(tokens_, language)) {
        const std::vector<std::string> terms = text::terms(title, language);
        known_ = {terms.begin(), terms.end()};
    }

    std::vector<std::string> read() const {
        std::vector<Run> chosen;
        for (const Run& run : runs()) {
            if (chosen.empty() || run.begin - chosen.back().begin >= kWordsApart)
                chosen.push_back(run);
            else if (run.weight > chosen.back().weight)
                chosen.back() = run;
        }
        while (chosen.size() > kMost)
            chosen.erase(std::ranges::min_element(chosen, {}, &Run::weight));
        std::vector<std::string> points;
        for (const Run& run : chosen)
            points.push_back(fitting(run));
        return points;
    }

private:
    std::vector<Run> runs() const {
        const std::vector<Phrase> phrases = phrases_in(tokens_, language_);
        std::vector<Run> all;
        for (std::size_t i = 0; i < tokens_.size(); ++i)
            if (is_figure(tokens_[i]) && exact(i)) all.push_back(figure_at(i, phrases));
        for (const Phrase& phrase : phrases) {
            const Run run{phrase.begin, phrase.end, phrase.words.size()};
            const bool counted = std::ranges::any_of(
                all, [&](const Run& other) { return other.begin < run.end && run.begin < other.end; });
            if (!counted && tells(phrase)) all.push_back(run);
        }
        std::erase_if(all, [&](const Run& run) { return denied(run) || !news(run); });
        std::ranges::sort(all, {}, &Run::begin);
        return all;
    }

    // "fewer than 9,000" is not "9,000"; but "by 2030" is a year.
    bool exact(std::size_t at) const {
        if (year_like(tokens_[at].bare)) return true;
        return bound_of(words_for_bounds(tokens_), at, at + 1, language_) == Bound::exact;
    }

    // A figure with its unit, its month or what it counts: "26 Schiffe", "3 March 2025", "100 square metres".
    Run figure_at(std::size_t at, const std::vector<Phrase>& phrases) const {
        std::size_t end = at + 1;
        const auto more = [&] { return end < tokens_.size() && !ends_with_mark(tokens_[end - 1].written); };
        while (more() &&
               (text::stays_together(tokens_[end - 1].written, tokens_[end].written) ||
                text::is_unit(tokens_[end].written) || (year_like(tokens_[end].bare) && !is_figure(tokens_[end - 1]))))
            ++end;
        const auto counted = std::ranges::find(phrases, end, &Phrase::begin);
        const bool year = end == at + 1 && year_like(tokens_[at].bare);
        if (more() && counted != phrases.end() && !year) end = counted->end;
        return {at, end, end - at + 3, true};
    }

    // A thing with its adjective, or a name; a word alone may be anything.
    bool tells(const Phrase& phrase) const {
        const bool name = begins_with_capital(phrase.words.front()) && phrase.begin > 0 && !german(language_);
        return phrase.words.size() >= 2 || name;
    }

    bool denied(const Run& run) const {
        return std::any_of(denied_.begin() + static_cast<std::ptrdiff_t>(run.begin),
                           denied_.begin() + static_cast<std::ptrdiff_t>(run.end), [](bool one) { return one; });
    }

    bool news(const Run& run) const {
        if (run.figure && run.end == run.begin + 1) return !known_.contains(tokens_[run.begin].bare);
        for (std::size_t i = run.begin; i < run.end; ++i)
            for (const std::string& term : text::terms(tokens_[i].bare, language_))
                if (!known_.contains(term)) return true;
        return false;
    }

    // What is too long loses the words that are farthest from the noun, or from the figure.
    std::string fitting(Run run) const {
        // The ending of a German adjective belongs to an article that is not shown.
        while (german(language_) && !run.figure && run.begin + 1 < run.end && !capital(tokens_[run.begin].written))
            ++run.begin;
        const auto shown = [&] {
            std::vector<std::string> words;
            for (std::size_t i = run.begin; i < run.end; ++i)
                words.push_back(i + 1 < run.end ? tokens_[i].written : without_marks(tokens_[i].written));
            return joined(words, language_);
        };
        std::string text = shown();
        while (run.end - run.begin > 1 && utf8::decode(text).size() > kPointsMost) {
            if (run.figure)
                --run.end;
            else
                ++run.begin;
            text = shown();
        }
        return capitalised(text);
    }

    std::string_view language_;
    std::vector<Token> tokens_;
    std::vector<bool> denied_;
    std::set<std::string> known_;
};

}  // namespace

std::vector<std::string> key_points(std::string_view text, std::string_view language, std::string_view title) {
    if (spoken_seconds(text::spoken_words(text, language), 1, language) < kShortSeconds) return {};
    return PointReader(text, language, title).read();
}

}  // namespace mss::writing
