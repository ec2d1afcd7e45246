#pragma once
// The icon set: some 1,400 line drawings (Tabler Icons, MIT) with tags, inside the program, searched by word.
// Immutable after construction; any thread.

#include <cstddef>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mss::icons {

struct Icon {
    std::string_view name;
    std::string_view category;
    std::string_view tags;  ///< separated by one space
    std::string_view body;  ///< SVG elements of a 24x24 picture, to be stroked with width 2 and round joins

    // Made once, because a search compares every one of them with every word.
    std::string name_stem;   ///< of the whole name
    std::string part_stems;  ///< of the parts of the name, separated by one space
    std::string tag_stems;   ///< of the tags, in their order, separated by one space
};

class IconSet {
public:
    /// Reads the built-in set. Throws std::runtime_error where it is damaged.
    IconSet();

    /// The best icons for some words, the first word weighing most: whole-name match, then tag match, then a shared
    /// stem; icons in `avoid` come only after all others. At most `count`, never a brand, a letter or a control arrow.
    std::vector<const Icon*> find(std::span<const std::string> words, std::size_t count,
                                  const std::set<std::string, std::less<>>& avoid = {}) const;

    /// Null where there is none of that name.
    const Icon* named(std::string_view name) const;

    std::size_t size() const { return icons_.size(); }
    /// Of the set; part of every picture's cache key.
    std::string_view version() const { return version_; }

private:
    std::string_view version_;
    std::vector<Icon> icons_;
};

}  // namespace mss::icons
