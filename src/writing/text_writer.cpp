#include "writing/text_writer.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "base/ascii.hpp"
#include "base/utf8.hpp"
#include "text/clean.hpp"
#include "text/language.hpp"
#include "text/stop_words.hpp"
#include "text/terms.hpp"
#include "text/words.hpp"
#include "writing/clauses.hpp"
#include "writing/figures.hpp"
#include "writing/lexicon.hpp"
#include "writing/prose.hpp"
#include "writing/sentence_rank.hpp"
#include "writing/visual.hpp"

namespace mss::writing {
namespace {

constexpr double kAlikeMax = 0.6;
constexpr double kOvershoot = 0.08;  // how far a script may pass the asked length
constexpr double kEnough = 0.8;      // of the asked length; below it the maker is told
constexpr std::size_t kShortSentence = 13;
constexpr std::size_t kChainMax = 4;
constexpr double kClosingFrom = 40;  // seconds; a shorter video has no room for a farewell
constexpr double kClosingShare = 0.25;
constexpr std::size_t kClosingParagraphsMax = 25;
constexpr double kContinuity = 0.1;  // what a sentence gains where its context is told or not needed

using Chosen = std::set<std::size_t>;

// A sentence with those around it that it needs, in order; empty where one of them cannot be used.
std::vector<std::size_t> with_context(const std::vector<Candidate>& all, std::size_t index) {
    std::vector<std::size_t> chain;
    for (std::size_t i = index;; --i) {
        if (!all[i].usable || chain.size() == kChainMax) return {};
        chain.insert(chain.begin(), i);
        if (!all[i].dependent) break;
        if (all[i].position == 0 || i == 0) return {};
    }
    if (!all[chain.front()].opens || chain.size() > 1) return chain;
    const std::size_t next = chain.front() + 1;
    if (next >= all.size() || !all[next].usable) return {};
    chain.push_back(next);
    return chain;
}

double seconds_of(const std::vector<Candidate>& all, const std::vector<std::size_t>& indices) {
    double seconds = 0;
    for (const std::size_t i : indices)
        seconds += all[i].seconds;
    return seconds;
}

class Selection {
public:
    Selection(const std::vector<Candidate>& all, double seconds) : all_(all), asked_(seconds), left_(seconds) {}

    bool add(std::size_t index, bool must = false) {
        std::vector<std::size_t> chain = with_context(all_, index);
        std::erase_if(chain, [&](std::size_t i) { return chosen_.contains(i); });
        if (chain.empty()) return false;
        const double seconds = seconds_of(all_, chain);
        if (!must && (seconds > left_ + slack() || repeats(chain))) return false;
        chosen_.insert(chain.begin(), chain.end());
        left_ -= seconds;
        return true;
    }

    const Chosen& chosen() const { return chosen_; }

private:
    // A little too long is better than far too short.
    double slack() const { return left_ > (1 - kEnough) * asked_ ? kOvershoot * asked_ : 0; }

    bool repeats(const std::vector<std::size_t>& chain) const {
        return std::ranges::any_of(chain, [&](std::size_t i) {
            return std::ranges::any_of(
                chosen_, [&](std::size_t other) { return similarity(all_[i].terms, all_[other].terms) > kAlikeMax; });
        });
    }

    const std::vector<Candidate>& all_;
    const double asked_;
    double left_;
    Chosen chosen_;
};

// The first sentence that stands alone: the article's own opening. Nothing where the first paragraphs have none.
std::optional<std::size_t> lead_of(const std::vector<Candidate>& all) {
    for (std::size_t i = 0; i < all.size() && all[i].paragraph < 3; ++i)
        if (all[i].usable && !all[i].dependent) return i;
    return std::nullopt;
}

// What the article ends with, so that the video ends and does not only stop. A long article of an encyclopaedia ends
// with whatever was added last.
std::optional<std::size_t> closing_of(const std::vector<Candidate>& all, double seconds) {
    if (all.empty() || seconds < kClosingFrom || all.back().paragraph > kClosingParagraphsMax) return std::nullopt;
    std::optional<std::size_t> best;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i].paragraph + 1 < all.back().paragraph) continue;  // earlier than the last two paragraphs
        const std::vector<std::size_t> chain = with_context(all, i);
        if (chain.empty() || seconds_of(all, chain) > kClosingShare * seconds) continue;
        best = i;
    }
    return best;
}

double worth(const std::vector<Candidate>& all, std::size_t index) {
    const std::vector<std::size_t> chain = with_context(all, index);
    if (chain.empty()) return -1;
    double sum = 0;
    for (const std::size_t i : chain)
        sum += all[i].score;
    return sum / static_cast<double>(chain.size());
}

// The best sentences that fit, one after the other; each choice makes its successor a little more welcome, because a
// pair in the source's own order is understood better than two strangers.
Chosen select(const std::vector<Candidate>& all, double seconds) {
    Selection selection(all, seconds);
    if (const auto lead = lead_of(all)) selection.add(*lead, true);
    if (const auto closing = closing_of(all, seconds)) selection.add(*closing);
    std::vector<std::pair<double, std::size_t>> open;
    for (std::size_t i = 0; i < all.size(); ++i)
        if (const double value = worth(all, i); value > 0) open.emplace_back(value, i);
    const auto value_of = [&](const std::pair<double, std::size_t>& entry) {
        const std::size_t i = entry.second;
        const bool placed = all[i].position == 0 || all[i].dependent || selection.chosen().contains(i - 1);
        return entry.first + (placed ? kContinuity : 0.0);
    };
    while (!open.empty()) {
        const auto best = std::ranges::max_element(open, {}, value_of);
        selection.add(best->second);
        open.erase(best);
    }
    return selection.chosen();
}

bool begins_with_capital(std::string_view word) {
    const std::string first = utf8::encode(utf8::decode(word).substr(0, 1));
    return text::lower(first) != first;
}

// True where every "the" names something that needs no introduction: "the world", "the largest", "the number of".
bool self_contained(const Candidate& candidate, const std::set<std::string>& subject) {
    constexpr std::string_view kKnown =
        " world earth sun moon sea ocean sky universe human first only same most second third name end ";
    const auto words = bare_words(candidate.text);
    const auto written = text::words(candidate.text, "");
    for (std::size_t i = 0; i + 1 < words.size(); ++i) {
        if (words[i] == "had" && words[i + 1] == "been") return false;
        if (words[i] != "the") continue;
        const std::string& next = words[i + 1];
        const std::string_view after = i + 2 < words.size() ? std::string_view(words[i + 2]) : "";
        const bool known = kKnown.find(" " + next + " ") != std::string_view::npos || next.ends_with("est");
        const bool of = after == "of" || after == "that" || after == "which" || after == "who";
        const bool name = begins_with_capital(written[i + 1]);
        if (!known && !of && !name && !subject.contains(text::stem(next, "en"))) return false;
    }
    return true;
}

// How well a sentence opens a video: short, with a figure or a superlative, and with the subject's name in it.
int hook_value(const Candidate& candidate, const std::set<std::string>& subject) {
    constexpr std::string_view kStrong =
        " only  first  never  largest  smallest  oldest  fastest  deadliest  most  longest  tallest  deepest  "
        "strangest  "
        "rarest  brightest  hottest  coldest  strongest  no  without  every  entire  ever ";
    const bool named =
        std::ranges::any_of(candidate.terms, [&](const std::string& term) { return subject.contains(term); });
    if (!named || candidate.words > 20 || !self_contained(candidate, subject)) return 0;
    int value = candidate.words <= 14 ? 2 : 1;
    if (const auto figure = telling_figure(candidate.text)) value += 2;
    const auto words = bare_words(candidate.text);
    const bool strong = std::ranges::any_of(
        words, [&](const std::string& word) { return kStrong.find(" " + word + " ") != std::string_view::npos; });
    return value + (strong ? 1 : 0);
}

// A chosen sentence that may be told first: nothing chosen leans on it and it leans on nothing.
std::optional<std::size_t> hook_of(const std::vector<Candidate>& all, const Chosen& chosen,
                                   const std::set<std::string>& subject) {
    constexpr int kGood = 3;
    std::optional<std::size_t> best;
    int best_value = kGood - 1;
    for (const std::size_t i : chosen) {
        const bool leaned_on = i + 1 < all.size() && chosen.contains(i + 1) && all[i + 1].dependent;
        // A sentence that opened with a connective answers something said before it.
        const bool connected = without_connective(all[i].text, "en") != all[i].text;
        if (all[i].dependent || leaned_on || connected) continue;
        const int value = hook_value(all[i], subject);
        if (value > best_value) {
            best = i;
            best_value = value;
        }
    }
    return best;
}

// What is said, in order, with what a scene needs to know about it.
struct Line {
    std::string text;
    std::size_t words = 0;
    double seconds = 0;  // to speak
    std::size_t paragraph = 0;
    bool continues = false;  // depends on the line before
};

std::vector<Line> ordered_lines(const std::vector<Candidate>& all, const Chosen& chosen,
                                std::optional<std::size_t> hook, std::string_view language) {
    std::vector<std::size_t> order(chosen.begin(), chosen.end());
    if (hook) {
        std::erase(order, *hook);
        order.insert(order.begin(), *hook);
    }
    std::vector<Line> lines;
    for (std::size_t n = 0; n < order.size(); ++n) {
        const Candidate& candidate = all[order[n]];
        const bool adjacent = n > 0 && order[n - 1] + 1 == order[n] && candidate.position > 0;
        std::string text = adjacent ? candidate.text : without_connective(candidate.text, language);
        lines.push_back({std::move(text), candidate.words, candidate.seconds, candidate.paragraph,
                         candidate.dependent && adjacent});
    }
    return lines;
}

std::vector<std::string> scene_texts(const std::vector<Line>& lines, std::string_view language) {
    std::vector<std::string> scenes;
    std::size_t words = 0;
    std::size_t sentences = 0;
    const Line* before = nullptr;
    for (const Line& line : lines) {
        const bool same_thought = before != nullptr && line.paragraph == before->paragraph && sentences == 1;
        const bool short_pair = before != nullptr && (before->words <= kShortSentence || line.words <= kShortSentence);
        // A figure or a list that would be shown before it is said gets a picture of its own.
        const bool shows = before != nullptr && plan_visual(line.text, language).kind != model::SceneKind::automatic;
        const bool joins = same_thought && words + line.words <= scene_words_max(language) &&
                           (line.continues || short_pair) && !shows && scenes.size() > 1;  // the opening stands alone
        if (joins) {
            scenes.back() += (text::unspaced_script(language) ? "" : " ") + line.text;
            words += line.words;
            ++sentences;
        } else {
            const std::vector<std::string> parts = spoken_parts(line.text, language);
            scenes.insert(scenes.end(), parts.begin(), parts.end());
            words = line.words;
            sentences = parts.size();
        }
        before = &line;
    }
    return scenes;
}

std::string language_of(const Article& article, const WriteOptions& options) {
    if (!options.language.empty()) return options.language;
    if (!article.language.empty()) return article.language;
    const std::string guess = text::guess_language(fmt::format("{}", fmt::join(article.paragraphs, "\n")));
    return guess.empty() ? "en" : guess;
}

// Prose is a quarter to a half stop words. Filler text and keyboard noise are not, and no voice could read them well.
Result<void> check_language(const Article& article, std::string_view language) {
    constexpr std::size_t kWordsToTell = 20;
    constexpr double kProseShare = 0.08;
    std::size_t words = 0;
    std::size_t stop_words = 0;
    for (const std::string& paragraph : article.paragraphs) {
        for (const std::string& word : bare_words(paragraph)) {
            words += word.empty() ? 0 : 1;
            stop_words += text::stop_word(word, language) ? 1 : 0;
        }
    }
    const auto known = text::stop_word_languages();
    const std::string_view primary = language.substr(0, language.find('-'));
    if (std::ranges::find(known, primary) == known.end() || words < kWordsToTell ||
        static_cast<double>(stop_words) >= kProseShare * static_cast<double>(words))
        return {};
    return fail(
        Code::no_material,
        fmt::format("the text does not read as prose in the language \"{}\"; if it is in another language, name "
                    "that one",
                    utf8::printable(language, 40)));
}

std::string fitting(const std::string& text, std::size_t bytes) {
    return std::string(utf8::truncate(text, bytes));
}

}  // namespace

std::string description_for(const std::string& lead, const model::Source& source) {
    std::string out = lead;
    if (source.title.empty() && source.url.empty()) return out;
    out += "\n\nSource: " + (source.title.empty() ? source.url : "\"" + source.title + "\"");
    if (!source.author.empty()) out += " by " + source.author;
    if (!source.url.empty() && !source.title.empty()) out += ", " + source.url;
    if (!source.licence.empty()) out += ", licensed under " + source.licence;
    return out + ".";
}

std::vector<std::string> keywords_of(const Article& article, std::string_view language, std::size_t count) {
    std::map<std::string, std::pair<int, std::string>> found;  // stem: how often, first written form
    for (const std::string& paragraph : article.paragraphs) {
        for (const std::string& word : bare_words(paragraph)) {
            const auto terms = text::terms(word, language);
            if (terms.size() != 1 || word.size() < 4 || ascii::is_digit(word[0])) continue;
            if (language.starts_with("en") && headline_breaker(word)) continue;
            auto& [times, written] = found[terms[0]];
            ++times;
            if (written.empty() || word.size() < written.size()) written = word;
        }
    }
    std::vector<std::pair<int, std::string>> order;
    for (const auto& [stem, entry] : found)
        order.emplace_back(-entry.first, entry.second);
    std::ranges::sort(order);
    std::vector<std::string> out;
    if (!article.title.empty()) out.push_back(fitting(text::lower(article.title), 60));
    for (const auto& [times, word] : order)
        if (out.size() < count && std::ranges::find(out, word) == out.end()) out.push_back(word);
    return out;
}

Result<model::Script> write_from_article(const Article& article, const WriteOptions& options) {
    if (!(options.duration_s >= 5 && options.duration_s <= 3600))
        return fail(Code::invalid, "the length must be between 5 seconds and one hour");
    const std::string language = language_of(article, options);
    model::Script script;
    script.title = fitting(text::clean_line(options.title.empty() ? article.title : options.title), 200);
    script.language = language;
    script.writer = "text";
    const std::string focus = options.question.empty() ? script.title + " " + article.title : options.question;
    const std::vector<Candidate> all = ranked_sentences(article, language, focus);
    MSS_TRY(check_language(article, language));
    const Chosen chosen = select(all, options.duration_s);
    if (chosen.size() < 2)
        return fail(Code::no_material,
                    fmt::format("{} has too few sentences that can be told as they stand",
                                article.title.empty() ? std::string("the text")
                                                      : fmt::format("\"{}\"", utf8::printable(article.title, 80))));
    const auto subject_terms = text::terms(article.title.empty() ? script.title : article.title, language);
    // Only English is known well enough to tell whether a sentence may be told before its time.
    const auto hook =
        language.starts_with("en") ? hook_of(all, chosen, {subject_terms.begin(), subject_terms.end()}) : std::nullopt;
    const std::vector<Line> lines = ordered_lines(all, chosen, hook, language);
    if (script.title.empty()) script.title = headline(lines[0].text, language, "");
    for (const std::string& text : scene_texts(lines, language)) {
        const bool opening = script.scenes.empty();
        script.scenes.push_back(
            {text, opening ? title_visual(script.title, text, language) : plan_visual(text, language, script.title)});
    }
    double seconds = 0;
    for (const Line& line : lines)
        seconds += line.seconds;
    if (seconds < kEnough * options.duration_s)
        script.notices.push_back(
            fmt::format("The source has material for about {:.0f} of the {:.0f} seconds asked for; "
                        "the script is shorter rather than padded.",
                        seconds, options.duration_s));
    const auto lead = lead_of(all);
    script.sources.push_back(source_of(article));
    if (script.sources[0].title.empty()) script.sources[0].title = script.title;
    script.keywords = keywords_of(article, language, 12);
    script.description = fitting(description_for(lead ? all[*lead].text : lines[0].text, script.sources[0]), 4900);
    MSS_TRY(model::validate(script));
    return script;
}

}  // namespace mss::writing
