// enumeration(): the things that a sentence lists behind a colon or a word such as "including".

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "base/ascii.hpp"
#include "text/language.hpp"
#include "text/negation.hpp"
#include "text/stop_words.hpp"
#include "text/terms.hpp"
#include "text/words.hpp"
#include "writing/figures.hpp"
#include "writing/prose.hpp"
#include "writing/tokens.hpp"

namespace mss::writing {
namespace {

constexpr std::size_t kItemWords = 4;
constexpr std::size_t kItemsMin = 3;
constexpr std::size_t kItemsMax = 5;

using Item = std::vector<Token>;

bool relative(std::string_view bare) {
    return listed("|that|which|who|", bare);
}

struct ListWords {
    std::string_view language;
    std::string_view triggers;  // a list may follow these
    std::string_view closers;   // stand before its last thing
    std::string_view leaders;   // in front of a thing, of which they are no part: "even the pickles"
};
// clang-format off
constexpr auto kListWords = std::to_array<ListWords>({
    {"en", "|such as|including|includes|include|included|namely|consists of|consist of|contains|contain|made of|are|",
     "|and|or|", "|also|perhaps|maybe|sometimes|finally|"},
    {"de", "|wie|darunter|", "|und|oder|", "|sogar|auch|selbst|vielleicht|manchmal|natürlich|"},
    {"fr", "|comme|", "|et|ou|", "|même|aussi|parfois|peut-être|enfin|"},
    {"es", "|como|", "|y|e|o|u|", "|incluso|también|hasta|quizá|quizás|"},
    {"it", "|come|", "|e|ed|o|", "|anche|perfino|persino|forse|"},
    {"pt", "|como|", "|e|ou|", "|até|também|mesmo|talvez|"},
    {"nl", "|zoals|", "|en|of|", "|zelfs|ook|misschien|"},
});
// clang-format on

ListWords list_words(std::string_view language) {
    const auto* found = std::ranges::find(kListWords, text::primary_language(language), &ListWords::language);
    return found == kListWords.end() ? ListWords{} : *found;
}

// A letter in it, and more than grammar.
bool carries_meaning(const Token& token, std::string_view language) {
    const bool letters = std::ranges::any_of(
        token.bare, [](char c) { return ascii::is_letter(c) || static_cast<unsigned char>(c) >= 0x80; });
    return letters && !text::stop_word(token.bare, language);
}

bool carries_meaning(const Item& item, std::string_view language) {
    return std::ranges::any_of(item, [&](const Token& token) { return carries_meaning(token, language); });
}

// How many tokens lead to a thing and are no part of it: "of course", "even the pickles", but not "even numbers".
std::size_t leaders_before(std::span<const Token> tokens, const ListWords& known) {
    const Token& first = tokens.front();
    if (ends_with_mark(first.written)) return 0;
    if (listed(known.leaders, first.bare)) return 1;
    if (known.language != "en" || tokens.size() < 2) return 0;
    if (first.bare == "of" && tokens[1].bare == "course") return ends_with_mark(tokens[1].written) ? 0 : 2;
    const bool thing_with_article = listed("|a|an|the|some|my|your|his|her|its|our|their|", tokens[1].bare);
    return first.bare == "even" && (thing_with_article || capital(tokens[1].written)) ? 1 : 0;
}

// The list that begins with the first token; empty where nothing closes it with "and" or "or".
std::vector<Item> items_in(std::span<const Token> tokens, std::string_view language) {
    const ListWords known = list_words(language);
    std::vector<Item> items(1);
    bool last = false;
    for (std::size_t at = 0; at < tokens.size(); ++at) {
        if (const std::size_t passed = items.back().empty() ? leaders_before(tokens.subspan(at), known) : 0;
            passed > 0) {
            at += passed - 1;
            continue;
        }
        const Token& token = tokens[at];
        // The last thing ends where the sentence goes on; a small word in front of it ("a scale") is part of it.
        const bool goes_on = !carries_meaning(items.back(), language) || relative(token.bare);
        if (last && !goes_on && text::stop_word(token.bare, language)) break;
        if (!last && listed(known.closers, token.bare)) {
            last = true;
            if (!items.back().empty()) items.emplace_back();
            continue;
        }
        items.back().push_back(token);
        const char end = token.written.back();
        const bool ends = std::string_view(",.;:!?)").find(end) != std::string_view::npos;
        if (ends) items.back().back().written.pop_back();
        if (ends && (last || end != ',')) break;
        if (ends) items.emplace_back();
    }
    std::erase_if(items, [](const Item& item) { return item.empty(); });
    return last ? items : std::vector<Item>();
}

// "A glass jar that holds about one litre" is a glass jar where the whole is too long to show.
void shorten(Item& item) {
    if (item.size() <= kItemWords) return;
    const auto remark = std::ranges::find_if(item, [](const Token& token) { return relative(token.bare); });
    if (remark != item.begin()) item.erase(remark, item.end());
}

bool sentence_like(const Item& item) {
    return std::ranges::any_of(
        item, [](const Token& token) { return listed("|is|are|was|were|has|have|it|they|", token.bare); });
}

bool showable(const std::vector<Item>& items, std::string_view language) {
    return items.size() >= kItemsMin && items.size() <= kItemsMax && std::ranges::all_of(items, [&](const Item& item) {
               return item.size() <= kItemWords && !sentence_like(item) && carries_meaning(item, language);
           });
}

std::string shown(const Item& item, std::string_view language) {
    std::vector<std::string> words;
    words.reserve(item.size());
    for (const Token& token : item)
        words.push_back(token.written);
    return capitalised(joined(words, language));
}

// Behind a trigger whose first or last word is denied ("are not fish, whales or seals") there is no list of what is.
bool denied_from(std::string_view sentence, std::size_t begin, std::string_view language) {
    const std::vector<Token> tokens = tokens_of(sentence, language);
    const std::size_t before = tokens_of(sentence.substr(0, begin), language).size();
    const std::vector<bool> denied = text::denied_words(tokens, language);
    if (std::find(denied.begin() + static_cast<std::ptrdiff_t>(std::min(before, denied.size())), denied.end(), true) !=
        denied.end())
        return true;
    return before > 1 && text::negator(tokens[before - 2].bare, language);  // "does not include ..."
}

}  // namespace

Enumeration enumeration(std::string_view sentence, std::string_view language) {
    std::vector<std::string> triggers{": "};
    std::string_view words = list_words(language).triggers;
    while (!words.empty()) {
        words.remove_prefix(1);
        const std::string_view word = words.substr(0, words.find('|'));
        if (!word.empty()) triggers.push_back(" " + std::string(word) + " ");
        words.remove_prefix(word.size());
    }
    for (const std::string& trigger : triggers) {
        const auto at = sentence.find(trigger);
        if (at == std::string_view::npos) continue;
        const std::size_t begin = at + trigger.size();
        std::vector<Item> items = items_in(tokens_of(sentence.substr(begin), language), language);
        std::ranges::for_each(items, shorten);
        if (!showable(items, language) || denied_from(sentence, begin, language)) continue;
        Enumeration out{{}, begin};
        out.items.reserve(items.size());
        for (const Item& item : items)
            out.items.push_back(shown(item, language));
        return out;
    }
    return {};
}

}  // namespace mss::writing
