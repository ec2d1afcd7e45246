#pragma once
// What a sentence takes for known, and whose side it takes: the sentences that introduce "the plant" before it is only
// "the plant", and the voices that disagree with a story. By word lists for en, de, fr, es, it, pt and nl; in other
// languages nothing is found. One Introductions belongs to one thread; never fails.

#include <cstddef>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace mss::writing {

class Introductions {
public:
    /// `known`: stems that need no introduction, such as those of the title.
    Introductions(std::string_view language, std::set<std::string> known);

    /// The sentences, by the numbers they were read under, that introduce what this one names with a definite article;
    /// at most two.
    std::vector<std::size_t> needed_by(std::string_view sentence) const;

    /// Remembers what the sentence introduces: "a plant", "the company Norvane", "Harrow Lane estate".
    void read(std::string_view sentence, std::size_t number);

    /// True for "The company ..." and its like where no company was introduced: the noun stands for a name just told.
    bool stands_for_a_name(std::string_view sentence) const;

private:
    const std::string_view language_;
    const std::set<std::string> known_;
    std::map<std::string, std::size_t, std::less<>> first_;
};

/// True where somebody opposes: "Critics say ...", "Kritiker warnen ...", "Les opposants ...".
bool voices_opposition(std::string_view sentence, std::string_view language);

/// True where a sentence sets something against what was told: opposition, or "However, ...", "jedoch", "sin embargo".
bool contrasts(std::string_view sentence, std::string_view language);

}  // namespace mss::writing
