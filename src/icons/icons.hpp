#pragma once
// The icon set: some 1,400 line drawings (Tabler Icons, MIT) inside the program, found by the words of a text in the
// meaning that they have there. Immutable after construction; any thread.

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "icons/vocabulary.hpp"

namespace mss::icons {

struct Icon {
    std::string_view name;
    std::string_view body;  ///< SVG elements of a 24x24 picture, to be stroked with width 2 and round joins
};

/// What icons are looked for.
struct Query {
    std::vector<std::string> asked;  ///< names of icons or English words for them; they come before the text's words
    std::string text;                ///< in its order; words that name nothing, or are denied, are passed over
    std::string context;             ///< where the text stands, such as under a title: it only helps to tell meanings
    std::string language;            ///< of text and context, BCP 47
};

class IconSet {
public:
    /// Reads the built-in set. Throws std::runtime_error where it is damaged.
    IconSet();

    /// At most `count` icons, those of `asked` first; better none than one of another meaning. Icons in `avoid` come
    /// only after all others, unless `asked` names the icon itself. In a language that the vocabulary does not speak,
    /// and for words of the text that are asked for as well, nothing is taken for English.
    std::vector<const Icon*> find(const Query& query, std::size_t count,
                                  const std::set<std::string, std::less<>>& avoid = {}) const;

    /// Null where there is none of that name.
    const Icon* named(std::string_view name) const;

    std::size_t size() const { return icons_.size(); }
    /// Of the set; part of every picture's cache key.
    std::string_view version() const { return version_; }

private:
    std::string_view icons_of_name(std::string_view asked) const;

    std::string_view version_;
    std::vector<Icon> icons_;
    Vocabulary vocabulary_;
};

}  // namespace mss::icons
