#pragma once
// Words that stories use often, with the drawings that stand for them, and the light stemmer that makes the forms of a
// word equal. Immutable data and values; any thread.

#include <cstddef>
#include <string_view>

namespace mss::icons {

/// What the forms of an English word share: lower case, less plural, -ing, -ed, -ly and a last e or y, so that
/// "berries" and "berry", "swimming" and "swim" agree. Words of other languages only lose their case (ASCII).
class Stem {
public:
    explicit Stem(std::string_view word);

    std::string_view text() const { return {letters_, size_}; }
    friend bool operator==(const Stem& left, const Stem& right) { return left.text() == right.text(); }

private:
    char letters_[48];
    std::size_t size_ = 0;
};

/// Names of icons, the best first, separated by one space; empty where the word has no entry.
std::string_view synonyms_of(const Stem& stem);

}  // namespace mss::icons
