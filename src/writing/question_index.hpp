#pragma once
// QuestionIndex: which of some known questions a person means, however they word it. A wrong answer is worse than none,
// so a match must hold both ways: nearly all that was asked belongs to the question, and nearly all of one of the
// question's phrasings was asked. Immutable once built; any thread; never fails. English.

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mss::writing {

/// A word of a question, as typed (in lower case) and as compared.
struct QuestionTerm {
    std::string word;
    std::string stem;
};

/// The words that carry what a question is about: no grammar, no "explain" or "reason", spelling variants and close
/// synonyms united. "How to ..." counts as a word of its own, for it asks for instructions and not for a cause.
std::vector<QuestionTerm> question_terms(std::string_view question);

/// Whether a word may be a slip of a known one: one letter wrong, missing, doubled or swapped, after the right first
/// letter. Short words differ too easily and only count when two letters are swapped.
bool may_be_typo(std::string_view typed, std::string_view known);

class QuestionIndex {
public:
    struct Question {
        std::vector<std::string> phrasings;
        std::vector<std::string> keywords;  ///< may be asked about as well, with less weight
    };

    QuestionIndex() = default;
    explicit QuestionIndex(std::span<const Question> questions);

    /// The index of the question that `text` asks.
    std::optional<std::size_t> find(std::string_view text) const;

private:
    using Stems = std::set<std::string, std::less<>>;
    struct Entry {
        std::vector<Stems> phrasings;
        std::map<std::string, std::string, std::less<>> asked;  ///< words of the phrasings and their stems
        Stems asked_stems;
        Stems keyword_stems;
        bool denies = false;  ///< one of the phrasings asks why something is not so
    };
    struct Match {
        double query_coverage = 0;     ///< share of the asked words that belong to the question
        double phrasing_coverage = 0;  ///< share of the closest phrasing that was asked
    };

    double weight(std::string_view stem) const;
    Match match(const Entry& entry, std::span<const QuestionTerm> query) const;
    double phrasing_coverage(const Entry& entry, const Stems& matched) const;

    std::vector<Entry> entries_;
    std::map<std::string, std::size_t, std::less<>> entries_with_;  ///< stem: how many entries have it
    std::set<std::string, std::less<>> known_words_;
};

}  // namespace mss::writing
