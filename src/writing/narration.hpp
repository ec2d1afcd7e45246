#pragma once
// Narration: the words of a scene, to check whether what its picture shows large is also said. A language model likes
// to add to a headline or a list what its narration never says, and nobody could check that. Immutable; one thread;
// never fails.

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "text/numbers.hpp"

namespace mss::writing {

class Narration {
public:
    Narration(std::string_view text, std::string_view language);

    /// True where every word of `shown` that carries meaning is said, in whatever form ("waves" for "wave"), and every
    /// figure, as figure or in words. What is denied is not said: neither "Known cure" by "no known cure", nor "Bees
    /// can fly" by "bees cannot fly". False for text without any meaning of its own.
    bool says(std::string_view shown) const;

    /// The figure as it may be shown, where it is said with its sign and unit: "$4 million" as "4 million dollars",
    /// "30%" as "thirty percent", "10 times" as "ten times". It gets the mark that the words beside it ask for: "40" of
    /// "about 40" is "~40". Nothing where it is not said, as one end of a range only, or with a mark that the words do
    /// not bear out. `label`, which is shown below it, may hold its unit.
    std::optional<std::string> figure_as_said(std::string_view figure, std::string_view label) const;

private:
    struct SaidWord {
        std::string stem;
        bool denied = false;
    };

    std::vector<std::string> plain_tokens(std::string_view text) const;
    std::vector<std::string> comparable(std::vector<std::string> plain) const;
    std::vector<SaidWord> words_of(std::string_view text) const;
    bool numeral(const std::string& token) const;
    std::optional<std::size_t> place_of(const std::vector<std::string>& run, std::size_t from) const;
    bool denies(std::string_view shown) const;
    bool says_unspaced(std::string_view shown) const;

    const std::string text_;
    const std::string language_;
    const text::NumberSpeller spell_;
    const std::set<std::string> numerals_;   // the words that numbers are made of
    const std::vector<std::string> plain_;   // numbers in words, units under one name
    const std::vector<std::string> tokens_;  // the same as stems, one for one
    const std::vector<SaidWord> words_;
};

}  // namespace mss::writing
