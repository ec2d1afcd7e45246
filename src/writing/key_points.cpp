#include "writing/key_points.hpp"

#include <algorithm>
#include <set>

#include "base/ascii.hpp"
#include "base/utf8.hpp"
#include "text/language.hpp"
#include "text/line_glue.hpp"
#include "text/negation.hpp"
#include "text/stop_words.hpp"
#include "text/terms.hpp"
#include "text/words.hpp"
#include "writing/figures.hpp"
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
            if (std::string point = fitting(run); !point.empty()) points.push_back(std::move(point));
        return points;
    }

private:
    std::vector<Run> runs() const {
        const std::vector<Phrase> phrases = phrases_in(tokens_, language_);
        std::vector<Run> all;
        for (std::size_t i = 0; i < tokens_.size(); ++i)
            if (is_figure(tokens_[i]) && showable(i) && !inside(all, i)) all.push_back(figure_at(i, phrases));
        for (const Phrase& phrase : phrases) {
            const std::size_t begin = with_number_words(phrase.begin);
            const bool counted_thing = number_word(tokens_[begin].bare);
            const Run run{begin, phrase.end, phrase.end - begin, counted_thing};
            const bool counted = std::ranges::any_of(
                all, [&](const Run& other) { return other.begin < run.end && run.begin < other.end; });
            if (!counted && tells(phrase)) all.push_back(run);
        }
        std::erase_if(all, [&](const Run& run) { return denied(run) || !news(run); });
        std::ranges::sort(all, {}, &Run::begin);
        return all;
    }

    static bool inside(const std::vector<Run>& runs, std::size_t at) {
        return std::ranges::any_of(runs, [&](const Run& run) { return run.begin <= at && at < run.end; });
    }

    // A year, a day with its month, or a figure that no bound, range or name belongs to.
    bool showable(std::size_t at) const {
        if (year_like(tokens_[at].bare))
            return at == 0 || german(language_) || !begins_with_capital(tokens_[at - 1].written);
        const bool day = at + 1 < tokens_.size() &&
                         text::stays_together(tokens_[at].written, tokens_[at + 1].written) &&
                         !text::is_unit(tokens_[at + 1].written);
        return day || stands_alone(tokens_, at, language_);
    }

    // A figure with its unit, its month or what it counts: "26 Schiffe", "3 March 2025", "100 square metres".
    Run figure_at(std::size_t at, const std::vector<Phrase>& phrases) const {
        std::size_t end = at + 1;
        if (year_like(tokens_[at].bare)) return {at, end, 4, true};
        const auto closed = [&] { return ends_with_mark(tokens_[end - 1].written); };
        while (end < tokens_.size()) {
            const bool together = text::stays_together(tokens_[end - 1].written, tokens_[end].written);
            const bool unit = text::is_unit(tokens_[end].written) || year_like(tokens_[end].bare);
            if (!together && (closed() || !unit)) break;
            ++end;
        }
        const auto counted = std::ranges::find(phrases, end, &Phrase::begin);
        const bool date = year_like(tokens_[end - 1].bare);
        if (end < tokens_.size() && !closed() && !date && counted != phrases.end()) end = counted->end;
        return {at, end, end - at + 3, true};
    }

    // "two thousand years": a thing that is counted loses its sense without its number.
    std::size_t with_number_words(std::size_t begin) const {
        while (begin > 0 && number_word(tokens_[begin - 1].bare) && !ends_with_mark(tokens_[begin - 1].written))
            --begin;
        return begin;
    }

    static bool number_word(std::string_view word) {
        constexpr std::string_view kNumbers =
            "|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|seventy|"
            "eighty|ninety|hundred|thousand|million|billion|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|"
            "zwanzig|dreißig|vierzig|fünfzig|hundert|tausend|";
        return listed(kNumbers, word) || word.ends_with("tausend") || word.ends_with("hundert");
    }

    // A thing with its adjective, or a name; a word alone may be anything.
    bool tells(const Phrase& phrase) const {
        if (german(language_)) return phrase.words.size() >= 2;
        const bool name = phrase.begin > 0 && std::ranges::all_of(phrase.words, begins_with_capital);
        return name || (phrase.words.size() >= 2 && whole_thing(phrase));
    }

    // In English any word may be a verb, and an adverb hang behind its noun: "(your) cat purrs", "(all) day long". What
    // stands before the phrase tells that a thing begins there, with nothing before it that belongs to it.
    bool whole_thing(const Phrase& phrase) const {
        constexpr std::string_view kThingFollows =
            "|a|an|the|of|with|from|by|to|into|in|on|at|for|out|because|and|or|between|against|through|over|under|than|"
            "like|called|named|";
        constexpr std::string_view kNoThing =
            "|day|days|night|nights|week|weeks|month|months|year|years|time|times|moment|place|way|ways|thing|things|"
            "lot|lots|kind|kinds|sort|part|parts|bit|same|single|few|twice|once|long|again|ago|away|home|today|tonight|"
            "tomorrow|yesterday|ever|never|too|alone|together|else|enough|instead|";
        const std::size_t begin = with_number_words(phrase.begin);
        if (begin == 0) return false;
        const std::string& before = tokens_[begin - 1].bare;
        const std::string first = text::lower(phrase.words.front());
        const std::string last = text::lower(phrase.words.back());
        const bool counted = begin < phrase.begin || number_word(first);
        if (!counted && !listed(kThingFollows, before)) return false;
        if (listed(kNoThing, first) && !counted) return false;
        if (listed(kNoThing, last) || last.ends_with("ly") || last.ends_with("ed")) return false;
        // Behind "a" stands one thing, behind "the" one or several: an s is as often that of a verb.
        const bool s = last.ends_with('s') && !last.ends_with("ss") && !last.ends_with("us") && !last.ends_with("is");
        const bool joined_by_of = std::ranges::find(phrase.words, "of") != phrase.words.end();
        return !(s && !joined_by_of && listed("|a|an|the|", before));
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

    std::string shown(const Run& run) const {
        std::vector<std::string> words;
        for (std::size_t i = run.begin; i < run.end; ++i)
            words.push_back(i + 1 < run.end ? tokens_[i].written : without_marks(tokens_[i].written));
        return without_stray_quotes(joined(words, language_));
    }

    bool too_long(const Run& run) const { return utf8::decode(shown(run)).size() > kPointsMost; }

    bool small(std::size_t at) const { return text::stop_word(tokens_[at].bare, language_); }

    // What is too long loses the words that are farthest from the noun, or from the figure, and what then hangs in the
    // air: small words, and a German adjective, whose ending belongs to an article. Empty where one word is left that
    // is no name.
    std::string fitting(Run run) const {
        const std::size_t words = run.end - run.begin;
        const auto hangs = [&](std::size_t at) {
            return small(at) || (german(language_) && !run.figure && !capital(tokens_[at].written));
        };
        const auto trim = [&] {
            while (run.end - run.begin > 1 && !run.figure && hangs(run.begin))
                ++run.begin;
            while (run.end - run.begin > 1 &&
                   (small(run.end - 1) ||
                    (german(language_) && run.figure && !capital(tokens_[run.end - 1].written) &&
                     !text::is_unit(tokens_[run.end - 1].written) && !is_figure(tokens_[run.end - 1]))))
                --run.end;
        };
        trim();
        // "Two thousand years of crashing waves": what stands before "of" is whole.
        for (std::size_t at = run.end; at-- > run.begin + 1 && too_long(run);)
            if (tokens_[at].bare == "of") run.end = at;
        while (run.end - run.begin > 1 && too_long(run)) {
            if (run.figure)
                --run.end;
            else
                ++run.begin;
            trim();
        }
        const bool thin = !run.figure && run.end - run.begin == 1 && words > 1;
        return thin ? std::string() : capitalised(shown(run));
    }

    std::string_view language_;
    std::vector<Token> tokens_;
    std::vector<bool> denied_;
    std::set<std::string> known_;
};

}  // namespace

std::vector<std::string> key_points(std::string_view text, std::string_view language, std::string_view title) {
    // Elsewhere verbs are not told from things.
    const std::string primary = text::primary_language(language);
    if (primary != "en" && primary != "de") return {};
    if (spoken_seconds(text::spoken_words(text, language), 1, language) < kShortSeconds) return {};
    return PointReader(text, language, title).read();
}

}  // namespace mss::writing
