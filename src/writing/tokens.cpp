#include "writing/tokens.hpp"

#include <algorithm>

#include "base/ascii.hpp"
#include "text/clean.hpp"
#include "text/words.hpp"
#include "writing/lexicon.hpp"

namespace mss::writing {
namespace {

using ascii::is_digit;

// "10 000": French and others part thousands by a space.
bool goes_on_with_thousands(std::string_view number, std::string_view next) {
    const auto last_group = number.substr(number.find_last_of(' ') + 1);
    const bool digits = last_group.size() <= 3 && std::ranges::all_of(last_group, is_digit);
    const std::size_t group = std::min(next.find_first_not_of("0123456789"), next.size());
    return !number.empty() && digits && group == 3;
}

}  // namespace

std::vector<Token> tokens_of(std::string_view sentence) {
    const std::vector<std::string> written = text::words(sentence, "");
    const std::vector<std::string> bare = bare_words(sentence);
    std::vector<Token> out;
    for (std::size_t i = 0; i < std::min(written.size(), bare.size()); ++i) {
        if (!out.empty() && goes_on_with_thousands(out.back().written, written[i])) {
            out.back().written += " " + written[i];
            out.back().bare += " " + bare[i];
        } else {
            out.push_back({written[i], bare[i]});
        }
    }
    return out;
}

bool listed(std::string_view list, std::string_view word) {
    return !word.empty() && list.find("|" + std::string(word) + "|") != std::string_view::npos;
}

std::string without_marks(std::string word) {
    const auto mark = [](char c) { return std::string_view(".,;:!?()[]\"").find(c) != std::string_view::npos; };
    while (!word.empty() && mark(word.front()))
        word.erase(0, 1);
    while (!word.empty() && mark(word.back()))
        word.pop_back();
    for (const std::string_view quote : {"“", "”", "„", "«", "»", "—", "–", "،", "؛", "؟", "।"})
        for (auto at = word.find(quote); at != std::string::npos; at = word.find(quote))
            word.erase(at, quote.size());
    return text::clean_line(word);
}

bool size_word(std::string_view word) {
    constexpr std::string_view kSizes =
        "|hundred|thousand|million|millions|billion|billions|trillion|percent|tausend|millionen|milliarden|prozent|"
        "milliards|millones|milioni|miliardi|milhões|miljoen|miljard|procent|"
        "प्रतिशत|हज़ार|लाख|करोड़|ألف|آلاف|مليون|ملايين|مليار|بالمئة|";
    return listed(kSizes, word);
}

}  // namespace mss::writing
