#include "writing/sentence_rank.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <span>

#include "base/ascii.hpp"
#include "base/utf8.hpp"
#include "text/clean.hpp"
#include "text/language.hpp"
#include "text/sentences.hpp"
#include "text/stop_words.hpp"
#include "text/terms.hpp"
#include "text/words.hpp"
#include "writing/clauses.hpp"
#include "writing/figures.hpp"
#include "writing/lexicon.hpp"
#include "writing/pace.hpp"
#include "writing/prose.hpp"
#include "writing/references.hpp"
#include "writing/tokens.hpp"

namespace mss::writing {
namespace {

constexpr std::size_t kSentencesMax = 600;
constexpr std::size_t kBytesMax = 2000;
constexpr std::size_t kWordsMin = 4;
constexpr std::size_t kWordsMax = 42;  // in one breath; twice as many where the sentence can be divided
constexpr std::size_t kSpeakableBytesMax = 900;
constexpr std::size_t kQuoteSentencesMax = 4;
constexpr std::size_t kScrapWords = 8;
constexpr std::size_t kRemarkWords = 6;
constexpr std::size_t kAnnouncementWords = 9;
constexpr double kDamping = 0.85;
constexpr int kIterations = 30;

using Vector = std::map<std::string, double, std::less<>>;

bool holds_phrase(const std::string& lower, std::span<const std::string_view> phrases) {
    return std::ranges::any_of(
        phrases, [&](std::string_view phrase) { return find_phrase(lower, phrase) != std::string::npos; });
}

// Addresses and pictures that no listener can follow.
bool out_of_sight(const std::string& lower) {
    constexpr auto kPhrases = std::to_array<std::string_view>(
        {"see figure", "see table", "http", "https", "www.", "click", "tap here", "pictured", "shown here",
         "above image", "image above", "siehe abbildung", "siehe auch", "voir aussi", "véase", "vedi anche",
         "ver também", "zie ook", "see also"});
    return holds_phrase(lower, kPhrases) || lower.find('@') != std::string::npos;
}

bool about_the_page(const std::string& lower) {
    constexpr auto kPhrases = std::to_array<std::string_view>(
        {"figure", "fig.", "et al", "ibid", "in this chapter", "in this video", "in this post", "in this guide",
         "we will", "let us", "let's", "you can find", "learn more", "check out", "stay tuned", "listen"});
    return holds_phrase(lower, kPhrases) || out_of_sight(lower);
}

std::string_view without_closing_marks(std::string_view text) {
    for (const std::string_view mark : {"”", "»", "\"", "’", ")", "」", "“"})
        if (text.ends_with(mark)) text.remove_suffix(mark.size());
    while (text.ends_with(' '))
        text.remove_suffix(1);
    return text;
}

bool ends_as_statement(std::string_view text) {
    text = without_closing_marks(text);
    if (text.ends_with("...") || text.ends_with("…")) return false;
    return text.ends_with('.') || text.ends_with('!') || text.ends_with("。") || text.ends_with("！") ||
           text.ends_with("।") || text.ends_with("۔");
}

bool begins_as_sentence(std::string_view text) {
    while (!text.empty() && std::string_view("\"'(").find(text.front()) != std::string_view::npos)
        text.remove_prefix(1);
    for (const std::string_view mark : {"“", "„", "«", "‘", "¿", "¡", "「"})
        if (text.starts_with(mark)) text.remove_prefix(mark.size());
    if (text.empty()) return false;
    const std::string first = utf8::encode(utf8::decode(text.substr(0, 4)).substr(0, 1));
    return text::lower(first) != first || text::upper(first) == first;
}

// Formulas, tables and code that lost their layout are no prose.
bool mostly_letters(std::string_view whole) {
    const std::string_view text = without_closing_marks(whole);
    std::size_t letters = 0;
    std::size_t others = 0;
    std::size_t digits = 0;
    bool in_number = false;  // a year is one thing, not four, and so is a price
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '"') continue;  // quotation marks stand in any prose
        const auto byte = static_cast<unsigned char>(c);
        if (ascii::is_digit(c)) ++digits;
        const bool letter = ascii::is_letter(c) || byte >= 0x80;
        letters += letter ? 1 : 0;
        const bool joint = (c == '.' || c == ',') && i + 1 < text.size() && ascii::is_digit(text[i + 1]);
        const bool of_number = c == '$' || c == '%' || (in_number && (ascii::is_digit(c) || joint));
        others += !letter && c != ' ' && !of_number ? 1 : 0;
        in_number = ascii::is_digit(c) || (in_number && joint);
    }
    return letters >= 4 * others && digits * 3 < text.size() &&
           text.find_first_of("={}\\|<>^_~#*") == std::string_view::npos;
}

bool shouted(std::string_view text) {
    const std::string lower = text::lower(text);
    return text::upper(text) == text && lower != text;
}

bool ends_as_sentence(std::string_view text) {
    const std::string_view end = without_closing_marks(text);
    return ends_as_statement(text) || std::ranges::any_of(std::array<std::string_view, 5>{"?", "？", "؟", "…", "..."},
                                                          [&](std::string_view mark) { return end.ends_with(mark); });
}

// A reporter's first sentence may have fifty words; where it can be divided, each part is a breath.
bool speakable_length(const Candidate& candidate, std::string_view language) {
    if (candidate.words <= kWordsMax) return true;
    return candidate.words <= 2 * kWordsMax &&
           std::ranges::all_of(spoken_parts(candidate.text, language), [&](const std::string& part) {
               return text::spoken_words(part, language) <= kWordsMax;
           });
}

bool speakable(const Candidate& candidate) {
    return candidate.text.size() <= kSpeakableBytesMax && ends_as_sentence(candidate.text) &&
           begins_as_sentence(candidate.text) && mostly_letters(candidate.text) &&
           !out_of_sight(text::lower(candidate.text)) && !page_furniture(candidate.text);
}

bool usable(const Candidate& candidate, std::string_view language) {
    const std::string lower = text::lower(candidate.text);
    return candidate.words >= kWordsMin && speakable_length(candidate, language) && candidate.terms.size() >= 2 &&
           ends_as_statement(candidate.text) && begins_as_sentence(candidate.text) && balanced(candidate.text) &&
           candidate.text.find('?') == std::string::npos && mostly_letters(candidate.text) &&
           !shouted(candidate.text) && !about_the_page(lower) && !page_furniture(candidate.text);
}

// "The ban was lifted" after a sentence about a ban, and "However, ..." on the same matter: the one before is needed.
bool leans_on(const Candidate& candidate, const Candidate& before, const std::set<std::string>& subject,
              std::string_view language) {
    const auto mentioned = [&](const std::string& term) {
        return !subject.contains(term) && std::ranges::find(before.terms, term) != before.terms.end();
    };
    const bool connected = without_connective(candidate.text, language) != candidate.text;
    if (connected) return std::ranges::any_of(candidate.terms, mentioned);
    const auto words = bare_words(candidate.text);
    return text::primary_language(language) == "en" && words.size() > 2 && words[0] == "the" &&
           mentioned(text::stem(words[1], language));
}

// Words in quotation marks with nobody who says them; the sentence before names the speaker.
bool quotation_without_speaker(std::string_view text) {
    return std::ranges::any_of(kQuotationMarks, [&](const auto& marks) {
        return text.starts_with(marks.first) && text.ends_with(marks.second) &&
               text.find(marks.second, marks.first.size()) + marks.second.size() == text.size();
    });
}

// A few words inside a paragraph say something about what was just told: "Green is the most popular."
bool remark(const Candidate& candidate) {
    return candidate.position > 0 && candidate.words <= kRemarkWords;
}

// A short first sentence that tells nothing yet announces what its paragraph will tell.
bool announces(const Candidate& candidate) {
    return candidate.position == 0 && candidate.words <= kAnnouncementWords && !telling_figure(candidate.text);
}

// A quotation of several sentences is one thing to say: nobody opens it and leaves.
std::vector<std::string> whole_quotations(std::vector<std::string> sentences) {
    std::vector<std::string> out;
    for (std::size_t i = 0; i < sentences.size(); ++i) {
        std::string joined = sentences[i];
        std::size_t last = i;
        while (!balanced(joined) && last + 1 < sentences.size() && last - i + 1 < kQuoteSentencesMax)
            joined += " " + sentences[++last];
        const bool whole = last > i && balanced(joined) && joined.size() <= kSpeakableBytesMax;
        out.push_back(whole ? std::move(joined) : std::move(sentences[i]));
        if (whole) i = last;
    }
    return out;
}

// A text without full stops is divided where words end, so that none of it is lost.
std::vector<std::string> without_endless(const std::vector<std::string>& sentences) {
    constexpr std::size_t kPoints = kSpeakableBytesMax / 4;  // of four bytes at most
    std::vector<std::string> out;
    for (const std::string& sentence : sentences) {
        std::string_view rest = sentence;
        while (rest.size() > kSpeakableBytesMax) {
            // No more than is needed to see that it does not fit: the rest may be a book.
            const std::size_t length = text::leading_words_length(utf8::truncate(rest, 4 * (kPoints + 1)), kPoints);
            out.push_back(text::clean_line(rest.substr(0, length)));
            rest.remove_prefix(length);
            while (rest.starts_with(' '))
                rest.remove_prefix(1);
        }
        if (!rest.empty()) out.emplace_back(rest);
    }
    return out;
}

class Reader {
public:
    Reader(std::string_view language, const std::set<std::string>& subject, bool given)
        : language_(language), subject_(subject), given_(given), introductions_(language, subject) {}

    void read(const std::string& paragraph, std::size_t number) {
        // Whoever gave the text wants it said as it stands.
        const std::string clean = given_ ? paragraph : without_parentheses(without_reference_marks(paragraph));
        std::vector<std::string> sentences = whole_quotations(text::sentences(clean, language_));
        if (given_) sentences = without_endless(sentences);
        std::size_t position = 0;
        for (std::string& sentence : sentences) {
            if (out_.size() == kSentencesMax) {
                unread_ += counted(sentence, text::spoken_words(sentence, language_)) ? 1 : 0;
                continue;
            }
            if (sentence.size() > kBytesMax) sentence.clear();  // no sentence, whatever it is; nothing may lean on it
            add(std::move(sentence), number, position++);
        }
    }

    std::vector<Candidate> take() { return std::move(out_); }
    std::size_t unread() const { return unread_; }

private:
    void add(std::string sentence, std::size_t paragraph, std::size_t position) {
        Candidate candidate;
        candidate.text = std::move(sentence);
        candidate.paragraph = paragraph;
        candidate.position = position;
        candidate.words = text::spoken_words(candidate.text, language_);
        candidate.seconds = spoken_seconds(candidate.text, language_) + kScenePause;
        candidate.terms = text::terms(candidate.text, language_);
        candidate.speakable = given_ ? model::speakable(candidate.text) : speakable(candidate);
        candidate.counted = counted(candidate.text, candidate.words);
        candidate.usable = usable(candidate, language_);
        candidate.opposes = voices_opposition(candidate.text, language_) &&
                            without_connective(candidate.text, language_) == candidate.text;  // no answer to critics
        candidate.needs = introductions_.needed_by(candidate.text);
        candidate.dependent = depends(candidate);
        // In an encyclopedia the paragraph before may belong to another section.
        if (candidate.dependent && (out_.empty() || (position == 0 && !given_))) candidate.usable = false;
        if (position > 0 && announces(out_.back())) out_.back().opens = true;
        introductions_.read(candidate.text, out_.size());
        out_.push_back(std::move(candidate));
    }

    bool counted(std::string_view sentence, std::size_t words) const {
        return given_ || ends_as_sentence(sentence) || words >= kScrapWords;
    }

    bool depends(const Candidate& candidate) const {
        if (refers_back(without_connective(candidate.text, language_), language_)) return true;
        if (quotation_without_speaker(candidate.text) || remark(candidate)) return true;
        return candidate.position > 0 && (leans_on(candidate, out_.back(), subject_, language_) ||
                                          introductions_.stands_for_a_name(candidate.text));
    }

    const std::string_view language_;
    const std::set<std::string>& subject_;
    const bool given_;
    Introductions introductions_;
    std::vector<Candidate> out_;
    std::size_t unread_ = 0;
};

std::vector<Vector> tf_idf(const std::vector<Candidate>& candidates) {
    std::map<std::string, double, std::less<>> documents;
    for (const Candidate& candidate : candidates)
        for (const std::string& term : std::set<std::string>(candidate.terms.begin(), candidate.terms.end()))
            documents[term] += 1;
    const auto count = static_cast<double>(candidates.size());
    std::vector<Vector> vectors;
    for (const Candidate& candidate : candidates) {
        Vector vector;
        for (const std::string& term : candidate.terms)
            vector[term] += std::log(1.0 + count / documents[term]);
        double length = 0;
        for (const auto& [term, weight] : vector)
            length += weight * weight;
        for (auto& [term, weight] : vector)
            weight /= std::sqrt(length);
        vectors.push_back(std::move(vector));
    }
    return vectors;
}

double dot(const Vector& a, const Vector& b) {
    const Vector& shorter = a.size() < b.size() ? a : b;
    const Vector& longer = a.size() < b.size() ? b : a;
    double sum = 0;
    for (const auto& [term, weight] : shorter)
        if (const auto found = longer.find(term); found != longer.end()) sum += weight * found->second;
    return sum;
}

// LexRank: a sentence is central where it is like many sentences that are central themselves. Scaled so that the most
// central one has 1.
std::vector<double> centrality(const std::vector<Vector>& vectors) {
    const std::size_t count = vectors.size();
    std::vector<std::vector<double>> links(count, std::vector<double>(count, 0.0));
    for (std::size_t i = 0; i < count; ++i) {
        for (std::size_t j = 0; j < i; ++j)
            links[i][j] = links[j][i] = dot(vectors[i], vectors[j]);
    }
    std::vector<double> sums(count);
    for (std::size_t i = 0; i < count; ++i)
        for (const double link : links[i])
            sums[i] += link;
    std::vector<double> rank(count, 1.0 / static_cast<double>(std::max<std::size_t>(count, 1)));
    for (int iteration = 0; iteration < kIterations; ++iteration) {
        std::vector<double> next(count, (1.0 - kDamping) / static_cast<double>(count));
        for (std::size_t i = 0; i < count; ++i) {
            if (sums[i] <= 0) continue;
            for (std::size_t j = 0; j < count; ++j)
                next[j] += kDamping * rank[i] * links[i][j] / sums[i];
        }
        rank.swap(next);
    }
    const double highest = rank.empty() ? 1.0 : *std::ranges::max_element(rank);
    for (double& value : rank)
        value /= highest;
    return rank;
}

double focus_share(const Candidate& candidate, const std::set<std::string>& focus) {
    if (focus.empty()) return 0;
    const std::set<std::string> terms(candidate.terms.begin(), candidate.terms.end());
    const auto shared = std::ranges::count_if(focus, [&](const std::string& term) { return terms.contains(term); });
    return static_cast<double>(shared) / static_cast<double>(focus.size());
}

double position_value(const Candidate& candidate) {
    const double paragraph = 1.0 / (1.0 + 0.35 * static_cast<double>(candidate.paragraph));
    const double place = candidate.position == 0 ? 1.0 : candidate.position == 1 ? 0.6 : 0.4;
    return paragraph * place;
}

// Sentences of 8 to 24 words are easy to follow by ear.
double ease(const Candidate& candidate) {
    if (candidate.words >= 8 && candidate.words <= 24) return 1.0;
    return candidate.words < 8 ? 0.6 : std::max(0.0, 1.0 - 0.06 * static_cast<double>(candidate.words - 24));
}

// Whether somebody speaks of themselves: "I", also that of "When I", but not that of "World War I".
bool in_first_person(std::string_view sentence) {
    const std::vector<std::string> words = text::words(sentence, "");
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string& word = words[i];
        const bool numeral = i > 0 && capital(words[i - 1]) && !ends_with_mark(words[i - 1]) &&
                             !text::stop_word(text::lower(words[i - 1]), "en");
        if ((word == "I" && !numeral) || word.starts_with("I'") || word.starts_with("I’")) return true;
    }
    return false;
}

}  // namespace

Ranked ranked_sentences(const Article& article, std::string_view language, std::string_view focus) {
    const auto focus_terms = text::terms(focus, language);
    const std::set<std::string> focus_set(focus_terms.begin(), focus_terms.end());
    const bool given = given_text(article);
    const bool english = text::primary_language(language) == "en";
    Reader reader(language, focus_set, given);
    for (std::size_t i = 0; i < article.paragraphs.size(); ++i)
        reader.read(article.paragraphs[i], i);
    Ranked ranked{.sentences = reader.take(), .unread = reader.unread()};
    std::vector<Candidate>& candidates = ranked.sentences;
    const std::vector<double> central = centrality(tf_idf(candidates));
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        Candidate& candidate = candidates[i];
        const double figure = telling_figure(candidate.text) ? 1.0 : 0.0;
        const auto quote = quotation(candidate.text);
        const double voice = quote && !quote->speaker.empty() ? 1.0 : 0.0;
        // Who gives a text of their own speaks of themselves.
        const bool first_person = !given && english && in_first_person(candidate.text);
        const double contrast = contrasts(candidate.text, language) ? 1.0 : 0.0;
        const double person = first_person && voice == 0 ? 0.15 : 0.0;
        candidate.score = 0.35 * central[i] + 0.25 * focus_share(candidate, focus_set) +
                          0.2 * position_value(candidate) + 0.12 * ease(candidate) + 0.08 * figure + 0.12 * voice +
                          0.08 * contrast - person;
    }
    return ranked;
}

bool given_text(const Article& article) {
    return article.url.empty();
}

double similarity(const std::vector<std::string>& a, const std::vector<std::string>& b) {
    const std::set<std::string> first(a.begin(), a.end());
    const std::set<std::string> second(b.begin(), b.end());
    if (first.empty() || second.empty()) return 0;
    const auto shared = std::ranges::count_if(first, [&](const std::string& term) { return second.contains(term); });
    return static_cast<double>(shared) /
           std::sqrt(static_cast<double>(first.size()) * static_cast<double>(second.size()));
}

}  // namespace mss::writing
