// quotation(): words in quotation marks and the name beside a verb of saying.

#include <algorithm>
#include <string>
#include <vector>

#include "text/clean.hpp"
#include "text/sentences.hpp"
#include "text/stop_words.hpp"
#include "text/terms.hpp"
#include "text/words.hpp"
#include "writing/figures.hpp"
#include "writing/tokens.hpp"

namespace mss::writing {
namespace {

constexpr std::string_view kVerbsOfSaying =
    "|said|says|wrote|writes|argued|explained|noted|declared|remarked|observed|recalled|asked|replied|added|according|"
    "warned|insisted|claimed|sagte|sagt|schrieb|erklärte|betonte|meinte|warnte|kritisierte|écrivait|écrit|dit|déclaré|"
    "affirmé|expliqué|dijo|escribió|explicó|afirmó|declaró|señaló|disse|scrisse|spiegò|affermò|afirmou|explicou|zei|"
    "schreef|vertelde|";

// The name that begins at a token, up to `end`; behind an article it may follow an office ("the mayor, Ingrid Dallow").
std::string name_from(const std::vector<Token>& tokens, std::size_t begin, std::size_t end) {
    constexpr std::size_t kOfficeWords = 4;
    constexpr std::string_view kArticles = "|the|der|die|das|le|la|el|il|lo|o|de|het|";
    if (begin < tokens.size() && listed(kArticles, tokens[begin].bare)) {
        ++begin;
        ++end;
        for (std::size_t skipped = 0;
             skipped < kOfficeWords && begin < tokens.size() && !capital(tokens[begin].written); ++skipped, ++end)
            ++begin;
    }
    std::vector<std::string> words;
    for (std::size_t i = begin; i < end && i < tokens.size() && capital(tokens[i].written); ++i) {
        const bool initial = tokens[i].written.ends_with('.') && text::initials(tokens[i].written);  // "Mark T."
        std::string word = without_marks(tokens[i].written);
        if (initial && !word.ends_with('.')) word += '.';
        words.push_back(std::move(word));
        // Behind "John F." the name goes on, unless another sentence begins there.
        const bool goes_on = initial && i + 1 < tokens.size() && !text::stop_word(tokens[i + 1].bare, "en");
        if (tokens[i].written.ends_with(',') || (tokens[i].written.ends_with('.') && !goes_on)) break;
    }
    return joined(words, "");
}

// "said Marie Curie" or "Marie Curie wrote".
std::string speaker_in(std::string_view outside) {
    constexpr std::size_t kNameWords = 4;
    const std::vector<Token> tokens = tokens_of(outside, "");
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (!listed(kVerbsOfSaying, tokens[i].bare)) continue;
        const std::size_t after = tokens[i].bare == "according" ? i + 2 : i + 1;
        // Behind "said," begin the words themselves, or another sentence.
        const bool closed = ends_with_mark(tokens[std::min(after, tokens.size()) - 1].written);
        if (std::string name = closed ? std::string() : name_from(tokens, after, after + kNameWords); !name.empty())
            return name;
        std::size_t begin = i;
        while (begin > 0 && capital(tokens[begin - 1].written))
            --begin;
        std::string name = name_from(tokens, begin, i);
        if (!name.empty() && !text::stop_word(text::lower(name), "en")) return name;
    }
    return {};
}

}  // namespace

std::optional<Quotation> quotation(std::string_view text) {
    constexpr std::size_t kWordsMin = 5;
    for (const auto& [open, close] : kQuotationMarks) {
        const auto begin = text.find(open);
        if (begin == std::string_view::npos) continue;
        const auto end = text.find(close, begin + open.size());
        if (end == std::string_view::npos) continue;
        std::string words = text::clean_line(text.substr(begin + open.size(), end - begin - open.size()));
        while (words.ends_with(','))
            words.pop_back();
        const std::string outside =
            std::string(text.substr(0, begin)) + " " + std::string(text.substr(end + close.size()));
        if (text::words(words, "").size() >= kWordsMin && words.size() * 5 >= text.size() * 2)
            return Quotation{words, speaker_in(outside)};
    }
    return std::nullopt;
}

}  // namespace mss::writing
