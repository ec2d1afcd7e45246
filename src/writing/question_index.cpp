#include "writing/question_index.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "base/ascii.hpp"
#include "text/negation.hpp"
#include "text/stop_words.hpp"
#include "text/terms.hpp"
#include "text/written_words.hpp"

namespace mss::writing {
namespace {

constexpr std::string_view kLanguage = "en";
constexpr std::string_view kInstructions = "how-to";

// Both must hold. Tuned on the phrasings in starter_test.cpp: one foreign word among three known ones is too much.
constexpr double kQueryCoverageMin = 0.75;
constexpr double kPhrasingCoverageMin = 0.7;
constexpr double kKeywordShare = 0.6;
constexpr double kTypoShare = 0.9;

// Nobody asks a question that long; it is a text about something.
constexpr std::size_t kQuestionBytesMax = 400;

// Words of asking, of telling and of audiences, beside the language's stop words.
constexpr auto kAskingWords = std::to_array<std::string_view>({
    "actual",    "appear", "basic",     "beginner",  "behind", "called",  "cause",    "child",
    "children",  "come",   "create",    "easy",      "exact",  "explain", "exactly",  "explanation",
    "explainer", "fact",   "form",      "formation", "guide",  "going",   "happen",   "human",
    "kid",       "mean",   "mechanism", "occur",     "people", "please",  "possible", "produce",
    "question",  "quick",  "reason",    "science",   "short",  "simple",  "simply",   "step",
    "story",     "tell",   "thing",     "topic",     "truth",  "video",   "work",     "wonder",
});

struct Variant {
    std::string_view stem;
    std::string_view same_as;
};

// Spellings and close synonyms, by stem.
constexpr auto kVariants = std::to_array<Variant>({
    {"2", "two"},
    {"3", "three"},
    {"aeroplan", "plan"},
    {"airplan", "plan"},
    {"aircraft", "plan"},
    {"cancellation", "cancel"},
    {"chile", "chili"},
    {"chil", "chili"},
    {"chilly", "chili"},
    {"chilis", "chili"},
    {"chily", "chili"},
    {"chilli", "chili"},
    {"color", "colour"},
    {"eruption", "erupt"},
    {"honeybe", "bee"},
    {"honeybee", "bee"},
    {"jet", "plan"},
    {"kitten", "cat"},
    {"kitty", "cat"},
    {"leaf", "leav"},
    {"movement", "mov"},
    {"ocean", "sea"},
    {"octopi", "octopus"},
    {"saltier", "salt"},
    {"saltiness", "salt"},
    {"salty", "salt"},
    {"seawater", "sea"},
    {"tidal", "tid"},
    {"vaccination", "vaccin"},
    {"yeasty", "yeast"},
});

constexpr auto kInstructionOpenings = std::to_array<std::string_view>(
    {"how to ", "how do i ", "how can i ", "how can you ", "how can we ", "how should i ", "ways to ", "tips "});

bool letter(char byte) {
    return ascii::is_lower(byte) || ascii::is_digit(byte) || (static_cast<unsigned char>(byte) >= 0x80U);
}

// Runs of letters; what follows an apostrophe ("octopus's", "don't") is left out unless the whole is a stop word.
std::vector<std::string> split(std::string_view lower) {
    std::vector<std::string> words;
    std::size_t at = 0;
    while (at < lower.size()) {
        std::size_t end = at;
        while (end < lower.size() && (letter(lower[end]) || lower[end] == '\''))
            ++end;
        std::string_view word = lower.substr(at, end - at);
        while (word.starts_with('\''))
            word.remove_prefix(1);
        if (!text::stop_word(word, kLanguage)) word = word.substr(0, word.find('\''));
        if (!word.empty()) words.emplace_back(word);
        at = end + 1;
    }
    return words;
}

std::string comparable_stem(std::string_view word) {
    std::string stem = text::stem(word, kLanguage);
    const auto* variant = std::ranges::find(kVariants, stem, &Variant::stem);
    if (variant != kVariants.end()) return std::string(variant->same_as);
    // "purr" and "purring" (stem "pur") must meet.
    while (stem.size() > 3 && stem.back() == stem[stem.size() - 2])
        stem.pop_back();
    return stem;
}

bool asks_only(std::string_view word, std::string_view stem) {
    if (text::stop_word(word, kLanguage) || text::stop_word(stem, kLanguage)) return true;
    return std::ranges::any_of(
        kAskingWords, [&](std::string_view asking) { return word == asking || stem == text::stem(asking, kLanguage); });
}

bool one_edit_apart(std::string_view a, std::string_view b) {
    if (a.size() > b.size()) std::swap(a, b);
    if (b.size() - a.size() > 1) return false;
    const auto first = static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
    const std::size_t skip = a.size() == b.size() ? 1 : 0;
    return a.substr(std::min(first + skip, a.size())) == b.substr(std::min(first + 1, b.size()));
}

bool swapped_letters(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) return false;
    const auto first = static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
    return first + 1 < a.size() && a[first] == b[first + 1] && a[first + 1] == b[first] &&
           a.substr(first + 2) == b.substr(first + 2);
}

// "Whu do ...", "Waht is ...": a slip in the question word, which the stop word after it gives away.
bool mistyped_question_word(std::span<const std::string> words) {
    if (words.size() < 2 || text::stop_word(words[0], kLanguage) || !text::stop_word(words[1], kLanguage)) return false;
    constexpr auto kQuestionWords = std::to_array<std::string_view>({"why", "how", "what"});
    return std::ranges::any_of(kQuestionWords, [&](std::string_view known) {
        return words[0][0] == known[0] && (one_edit_apart(words[0], known) || swapped_letters(words[0], known));
    });
}

// The stems of what a question denies: "salty" of "Why is the sea not salty?".
std::vector<std::string> denied_stems(std::string_view question) {
    const std::vector<text::WrittenWord> words = text::written_words(question);
    const std::vector<bool> denied = text::denied_words(words, "en");
    std::vector<std::string> stems;
    for (std::size_t i = 0; i < words.size(); ++i)
        if (denied[i]) stems.push_back(comparable_stem(words[i].bare));
    return stems;
}

}  // namespace

std::vector<QuestionTerm> question_terms(std::string_view question) {
    std::string lower = text::lower(question);
    std::replace(lower.begin(), lower.end(), '\n', ' ');
    for (std::size_t at = lower.find("\u2019"); at != std::string::npos; at = lower.find("\u2019", at))
        lower.replace(at, std::string_view("\u2019").size(), "'");

    const std::vector<std::string> words = split(lower);
    std::vector<QuestionTerm> terms;
    for (const std::string& word : std::span(words).subspan(mistyped_question_word(words) ? 1 : 0)) {
        std::string stem = comparable_stem(word);
        if (!asks_only(word, stem)) terms.push_back({word, std::move(stem)});
    }
    const bool instructions =
        std::ranges::any_of(kInstructionOpenings, [&](std::string_view opening) { return lower.starts_with(opening); });
    if (instructions) terms.push_back({std::string(kInstructions), std::string(kInstructions)});
    return terms;
}

bool may_be_typo(std::string_view typed, std::string_view known) {
    if (typed.size() < 4 || known.size() < 4) return false;
    if (swapped_letters(typed, known)) return true;
    return known.size() >= 5 && typed[0] == known[0] && one_edit_apart(typed, known);
}

QuestionIndex::QuestionIndex(std::span<const Question> questions) {
    for (const Question& question : questions) {
        Entry& entry = entries_.emplace_back();
        for (const std::string& phrasing : question.phrasings) {
            entry.denies = entry.denies || !denied_stems(phrasing).empty();
            Stems stems;
            for (QuestionTerm& term : question_terms(phrasing)) {
                known_words_.insert(term.word);
                stems.insert(term.stem);
                entry.asked.emplace(std::move(term.word), std::move(term.stem));
            }
            entry.asked_stems.insert(stems.begin(), stems.end());
            if (!stems.empty()) entry.phrasings.push_back(std::move(stems));
        }
        for (const std::string& keyword : question.keywords) {
            for (QuestionTerm& term : question_terms(keyword)) {
                known_words_.insert(std::move(term.word));
                if (!entry.asked_stems.contains(term.stem)) entry.keyword_stems.insert(std::move(term.stem));
            }
        }
        for (const Stems* stems : {&entry.asked_stems, &entry.keyword_stems})
            for (const std::string& stem : *stems)
                ++entries_with_[stem];
    }
}

// Inverse document frequency; a word that no question has counts as rarer than any that one has.
double QuestionIndex::weight(std::string_view stem) const {
    const auto found = entries_with_.find(stem);
    const double count = found == entries_with_.end() ? 0.5 : static_cast<double>(found->second);
    return std::log((static_cast<double>(entries_.size()) + 1) / count);
}

double QuestionIndex::phrasing_coverage(const Entry& entry, const Stems& matched) const {
    double best = 0;
    for (const Stems& phrasing : entry.phrasings) {
        double all = 0;
        double covered = 0;
        for (const std::string& stem : phrasing) {
            all += weight(stem);
            if (matched.contains(stem)) covered += weight(stem);
        }
        best = std::max(best, covered / all);
    }
    return best;
}

QuestionIndex::Match QuestionIndex::match(const Entry& entry, std::span<const QuestionTerm> query) const {
    Stems matched;
    Stems mistyped;
    double all = 0;
    double known = 0;
    for (const QuestionTerm& term : query) {
        const double importance = weight(term.stem);
        all += importance;
        if (entry.asked_stems.contains(term.stem)) {
            matched.insert(term.stem);
            known += importance;
        } else if (entry.keyword_stems.contains(term.stem)) {
            known += importance * kKeywordShare;
        } else if (!known_words_.contains(term.word)) {
            const auto meant = std::ranges::find_if(
                entry.asked, [&](const auto& asked) { return may_be_typo(term.word, asked.first); });
            if (meant == entry.asked.end()) continue;
            mistyped.insert(meant->second);
            known += importance * kTypoShare;
        }
    }
    // A slip alone proves little ("cream" is not "dream"), unless the word is long.
    const bool sure =
        !matched.empty() || std::ranges::any_of(mistyped, [](const std::string& stem) { return stem.size() >= 6; });
    if (!sure) return {};
    matched.merge(mistyped);
    return {known / all, phrasing_coverage(entry, matched)};
}

std::optional<std::size_t> QuestionIndex::find(std::string_view text) const {
    if (text.size() > kQuestionBytesMax) return std::nullopt;
    const std::vector<QuestionTerm> query = question_terms(text);
    if (query.empty()) return std::nullopt;
    const std::vector<std::string> denied = denied_stems(text);
    std::optional<std::size_t> best;
    double best_score = 0;
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        const bool another = !entries_[i].denies && std::ranges::any_of(denied, [&](const std::string& stem) {
            return entries_[i].asked_stems.contains(stem);
        });
        if (another) continue;
        const Match found = match(entries_[i], query);
        if (found.query_coverage < kQueryCoverageMin || found.phrasing_coverage < kPhrasingCoverageMin) continue;
        const double score = found.query_coverage * found.phrasing_coverage;
        if (score <= best_score) continue;
        best = i;
        best_score = score;
    }
    return best;
}

}  // namespace mss::writing
