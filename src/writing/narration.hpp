#pragma once
// Narration: the words of a scene, to check whether what its picture shows large is also said. A language model likes
// to add to a headline or a list what its narration never says, and nobody could check that. Immutable; one thread;
// never fails.

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
    /// figure, as figure or in words. False for text without any meaning of its own.
    bool says(std::string_view shown) const;

    /// True where the figure is said with its unit: "$4 million" as "4 million dollars", "30%" as "thirty percent",
    /// "10 times" as "ten times". A mark such as "~" or "+" needs a word such as "about" or "over".
    bool says_figure(std::string_view figure) const;

private:
    std::vector<std::string> tokens_of(std::string_view text) const;
    bool stands(const std::vector<std::string>& run) const;
    bool says_unspaced(std::string_view shown) const;

    const std::string text_;
    const std::string language_;
    const text::NumberSpeller spell_;
    const std::set<std::string> numerals_;  // the words that numbers are made of
    const std::vector<std::string> tokens_;
};

}  // namespace mss::writing
