#pragma once
// The words that stories use often, in several languages, with the icons that stand for each; a word with several
// meanings has icons only where other words around it tell the meaning. Its tables are assets/icons/words.tsv and
// senses.tsv, inside the program. Immutable after construction; any thread.

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace mss::icons {

/// The words around a looked-up word, in all forms that they may be forms of.
class Surroundings {
public:
    explicit Surroundings(std::string_view language) : language_(language) {}

    void add(std::string_view text);
    bool hold(std::string_view word) const;

private:
    std::string language_;
    std::unordered_set<std::string> forms_;
};

class Vocabulary {
public:
    /// Reads the built-in tables. Throws std::runtime_error where they are damaged.
    Vocabulary();

    /// Names of icons, the most telling first, separated by one space; empty where the word, as words_of() gives it,
    /// has none in this language (a primary subtag such as "de") or where `around` leaves its meaning open.
    std::string_view icons_of(std::string_view word, std::string_view language, const Surroundings& around) const;

    /// As above, of the word's first meaning where it has several.
    std::string_view icons_of_first_sense(std::string_view word, std::string_view language) const;

    /// Each list of icons of both tables, for checking that there are such icons.
    void for_each(const std::function<void(std::string_view word, std::string_view icons)>& visit) const;

private:
    struct Sense {
        std::string_view icons;
        std::vector<std::string_view> supporting;  // none: the word has this meaning only
    };
    using Senses = std::vector<Sense>;
    using Language = std::unordered_map<std::string_view, Senses>;

    void read_words(std::string_view table);
    void read_senses(std::string_view table);
    const Senses* senses_of(std::string_view word, std::string_view language) const;
    static const Senses* senses_of_compound(const std::vector<std::string>& forms, const Language& language);

    std::map<std::string_view, Language, std::less<>> languages_;
};

}  // namespace mss::icons
