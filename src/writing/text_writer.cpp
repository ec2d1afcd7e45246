#include "writing/text_writer.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "base/utf8.hpp"
#include "text/clean.hpp"
#include "text/language.hpp"
#include "text/terms.hpp"
#include "text/words.hpp"
#include "writing/figures.hpp"
#include "writing/lexicon.hpp"
#include "writing/prose.hpp"
#include "writing/sentence_rank.hpp"
#include "writing/visual.hpp"

namespace mss::writing {
namespace {

constexpr double kWordsPerSecond = 2.6;
constexpr double kPauseSeconds = 0.35;
constexpr double kAlikeMax = 0.6;
constexpr double kEnough = 0.8;  // of the asked length; below it the maker is told
constexpr std::size_t kSceneWordsMax = 28;
constexpr std::size_t kShortSentence = 13;
constexpr std::size_t kChainMax = 4;
constexpr double kContinuity = 0.1;  // what a sentence gains where its context is told or not needed
constexpr std::size_t kHalfMin = 6;

using Chosen = std::set<std::size_t>;

// A sentence with those before it that it needs, in order; empty where one of them cannot be used.
std::vector<std::size_t> with_antecedents(const std::vector<Candidate>& all, std::size_t index) {
    std::vector<std::size_t> chain;
    for (std::size_t i = index;; --i) {
        if (!all[i].usable || chain.size() == kChainMax) return {};
        chain.insert(chain.begin(), i);
        if (!all[i].dependent) return chain;
        if (all[i].position == 0 || i == 0) return {};
    }
}

double seconds_of(const std::vector<Candidate>& all, const std::vector<std::size_t>& indices) {
    double seconds = 0;
    for (const std::size_t i : indices)
        seconds += spoken_seconds(all[i].words, 1);
    return seconds;
}

class Selection {
public:
    Selection(const std::vector<Candidate>& all, double seconds) : all_(all), left_(seconds) {}

    bool add(std::size_t index, bool must = false) {
        std::vector<std::size_t> chain = with_antecedents(all_, index);
        std::erase_if(chain, [&](std::size_t i) { return chosen_.contains(i); });
        if (chain.empty()) return false;
        const double seconds = seconds_of(all_, chain);
        if (!must && (seconds > left_ || repeats(chain))) return false;
        chosen_.insert(chain.begin(), chain.end());
        left_ -= seconds;
        return true;
    }

    const Chosen& chosen() const { return chosen_; }

private:
    bool repeats(const std::vector<std::size_t>& chain) const {
        return std::ranges::any_of(chain, [&](std::size_t i) {
            return std::ranges::any_of(
                chosen_, [&](std::size_t other) { return similarity(all_[i].terms, all_[other].terms) > kAlikeMax; });
        });
    }

    const std::vector<Candidate>& all_;
    double left_;
    Chosen chosen_;
};

// The first sentence that stands alone: the article's own opening. Nothing where the first paragraphs have none.
std::optional<std::size_t> lead_of(const std::vector<Candidate>& all) {
    for (std::size_t i = 0; i < all.size() && all[i].paragraph < 3; ++i)
        if (all[i].usable && !all[i].dependent) return i;
    return std::nullopt;
}

double worth(const std::vector<Candidate>& all, std::size_t index) {
    const std::vector<std::size_t> chain = with_antecedents(all, index);
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
        lines.push_back({std::move(text), candidate.words, candidate.paragraph, candidate.dependent && adjacent});
    }
    return lines;
}

// The byte where a long sentence may be divided: before a clause with a subject of its own. 0 where there is none.
std::size_t clause_border(std::string_view sentence, std::string_view language) {
    if (!language.starts_with("en")) {
        const auto semicolon = sentence.find("; ");
        return semicolon == std::string_view::npos ? 0 : semicolon + 2;
    }
    constexpr std::string_view kJoins[] = {"; ", ", but ", ", and ", ", while ", ", so ", ", although ", ", whereas "};
    constexpr std::string_view kSubjects =
        " the  it  they  he  she  this  its  their  a  an  there  most  some  many  these  scientists ";
    std::size_t best = 0;
    const auto middle = static_cast<std::ptrdiff_t>(sentence.size() / 2);
    for (const std::string_view join : kJoins) {
        for (auto at = sentence.find(join); at != std::string_view::npos; at = sentence.find(join, at + 1)) {
            const std::string_view rest = sentence.substr(at + join.size());
            const std::string word = text::lower(rest.substr(0, rest.find(' ')));
            if (join != "; " && kSubjects.find(" " + word + " ") == std::string_view::npos) continue;
            const std::size_t border = at + 2;  // what joins goes with the second half; "; " stays behind
            const bool long_enough = text::words(sentence.substr(0, border), language).size() >= kHalfMin &&
                                     text::words(sentence.substr(border), language).size() >= kHalfMin;
            const auto distance = [&](std::size_t x) { return std::abs(static_cast<std::ptrdiff_t>(x) - middle); };
            const bool whole = balanced(sentence.substr(0, border)) && balanced(sentence.substr(border));
            if (long_enough && whole && (best == 0 || distance(border) < distance(best))) best = border;
        }
    }
    return best;
}

std::vector<std::string> scene_texts(const std::vector<Line>& lines, std::string_view language) {
    std::vector<std::string> scenes;
    std::size_t words = 0;
    std::size_t sentences = 0;
    const Line* before = nullptr;
    for (const Line& line : lines) {
        const bool same_thought = before != nullptr && line.paragraph == before->paragraph && sentences == 1;
        const bool short_pair = before != nullptr && (before->words <= kShortSentence || line.words <= kShortSentence);
        const bool joins = same_thought && words + line.words <= kSceneWordsMax && (line.continues || short_pair) &&
                           scenes.size() > 1;  // the opening stands alone
        if (joins) {
            scenes.back() += (text::unspaced_script(language) ? "" : " ") + line.text;
            words += line.words;
            ++sentences;
        } else {
            const std::size_t border = line.words > kSceneWordsMax ? clause_border(line.text, language) : 0;
            if (border > 0) scenes.push_back(text::clean_line(std::string_view(line.text).substr(0, border)));
            scenes.push_back(border > 0 ? line.text.substr(border) : line.text);
            words = line.words;
            sentences = border > 0 ? 2 : 1;
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

std::string fitting(const std::string& text, std::size_t bytes) {
    return std::string(utf8::truncate(text, bytes));
}

}  // namespace

double spoken_seconds(std::size_t words, std::size_t sentences) {
    return static_cast<double>(words) / kWordsPerSecond + kPauseSeconds * static_cast<double>(sentences);
}

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
            if (terms.size() != 1 || word.size() < 4 || std::isdigit(static_cast<unsigned char>(word[0])) != 0)
                continue;
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
    const Chosen chosen = select(all, options.duration_s);
    if (chosen.size() < 2)
        return fail(Code::no_material,
                    fmt::format("\"{}\" has too few sentences that can be told as they stand",
                                article.title.empty() ? "the text" : utf8::printable(article.title, 80)));
    const auto subject_terms = text::terms(article.title.empty() ? script.title : article.title, language);
    const auto hook = hook_of(all, chosen, {subject_terms.begin(), subject_terms.end()});
    const std::vector<Line> lines = ordered_lines(all, chosen, hook, language);
    if (script.title.empty()) script.title = headline(lines[0].text, language, "");
    for (const std::string& text : scene_texts(lines, language)) {
        const bool opening = script.scenes.empty();
        script.scenes.push_back(
            {text, opening ? title_visual(script.title, text, language) : plan_visual(text, language, script.title)});
    }
    double seconds = 0;
    for (const Line& line : lines)
        seconds += spoken_seconds(line.words, 1);
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
