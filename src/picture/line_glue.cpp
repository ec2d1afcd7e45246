#include "picture/line_glue.hpp"

#include <algorithm>
#include <vector>

#include "base/utf8.hpp"
#include "text/closing_marks.hpp"
#include "text/line_glue.hpp"

namespace mss::picture {

namespace {

constexpr std::size_t kFewestWords = 4;
constexpr std::size_t kShortWord = 3;
constexpr std::size_t kWholeWord = 12;  // letters; a longer word may be broken at its hyphen

// "coal-fired" on one line: a word joiner (U+2060) behind the hyphen takes the break away.
void append_whole(std::string_view word, std::string& out) {
    const bool short_enough = utf8::decode(word).size() <= kWholeWord;
    for (std::size_t i = 0; i < word.size(); ++i) {
        out += word[i];
        if (short_enough && word[i] == '-' && i > 0 && i + 1 < word.size()) out += "\u2060";
    }
}

}  // namespace

std::string glued(std::string_view text) {
    std::vector<std::string_view> words;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find(' ', begin), text.size());
        words.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    std::string out;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const bool last = i + 1 == words.size();
        const bool alone = last && words.size() >= kFewestWords &&
                           utf8::decode(text::without_closing_marks(words[i])).size() <= kShortWord;
        if (i > 0) out += alone || text::stays_together(words[i - 1], words[i]) ? "\u00A0" : " ";
        append_whole(words[i], out);
    }
    return out;
}

}  // namespace mss::picture
