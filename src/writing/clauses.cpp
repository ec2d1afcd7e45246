#include "writing/clauses.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "base/utf8.hpp"
#include "text/clean.hpp"
#include "text/language.hpp"
#include "text/sentences.hpp"
#include "text/stop_words.hpp"
#include "text/terms.hpp"
#include "text/words.hpp"
#include "writing/pace.hpp"
#include "writing/prose.hpp"

namespace mss::writing {
namespace {

constexpr std::size_t kPartMin = 6;  // words; less is a scrap
// A sentence that is hardly too long stays whole rather than to be parted at a poor place.
constexpr double kBearable = 12.3;  // seconds
constexpr int kNatural = 3;         // rank of a border that nobody notices

// Words that begin a clause, by language; behind a comma they part a sentence well, the second list without one, too.
struct ClauseWords {
    std::string_view language;
    std::string_view after_comma;
    std::string_view joins;     // part well only before a subject of their own, else they may close a list
    std::string_view subjects;  // words that begin such a subject
    std::string_view anywhere;
    std::string_view phrases;  // words before which a speaker may breathe where the sentence has no better place
};
constexpr auto kClauseWords = std::to_array<ClauseWords>({
    {"en",
     " but while so although though whereas which who whose where when because since as after before until if unless "
     "with without making allowing causing leading giving including leaving turning yet nor even rather saying adding "
     "according most each it they he she the this these its their there ",
     " and or for in on at by to from ",
     " the it they he she we you this its their a an there that which who where when if most some many these ",
     " because while whereas although when unless until after before where that ",
     " for with from into through between during against across under over among around towards about to in on at by "
     "and or "},
    {"de",
     " aber denn sondern während obwohl weil da dass damit sodass wenn als bevor nachdem bis wobei wodurch wo der die "
     "das "
     "deren dessen um ohne doch jedoch wie ",
     " und oder ", " der die das er sie es wir ein eine viele manche dort dann weil dass ",
     " weil während obwohl wenn bevor nachdem sodass ",
     " für mit zu zum zur aus auf bis bei durch gegen ohne seit unter über von vom zwischen nach in im an am und "
     "oder "},
    {"fr",
     " mais car donc tandis alors lorsque quand parce puisque afin pour qui que dont où sans ce ainsi comme avant "
     "après ",
     " et ou ", " le la les il elle ils elles on ce un une pendant que qui dans beaucoup ",
     " parce lorsque tandis afin car dont ",
     " pour avec dans sur par entre contre depuis pendant chez vers sans et ou "},
    {"es", " pero porque mientras aunque cuando donde que quien cuyo cuya para sin como antes después ya ", " y o ",
     " el la los las un una se ellos ellas que en muchos ", " porque mientras aunque cuando donde ",
     " para con en por entre contra desde hasta durante hacia sin y o "},
    {"it", " ma perché mentre quando dove che cui per senza come prima dopo ", " e o ",
     " il lo la i gli le un una si che in molti ", " perché mentre quando dove ",
     " per con in da tra fra contro durante verso senza e o "},
    {"pt", " mas porque enquanto embora quando onde que cujo cuja para sem como antes depois já ", " e ou ",
     " o a os as um uma ele ela eles elas que em muitos ", " porque enquanto embora quando onde ",
     " para com em por entre contra desde até durante sem e ou "},
    {"nl",
     " maar want terwijl hoewel omdat doordat zodat toen als wanneer waar waarbij waardoor die dat om zonder voordat "
     "nadat ",
     " en of ", " de het een hij zij ze er dit deze dat veel ",
     " omdat doordat terwijl hoewel zodat wanneer voordat nadat ",
     " voor met naar uit op tot bij door tegen zonder sinds onder over van tussen na in aan en of "},
});

std::size_t count_words(std::string_view text, std::string_view language) {
    return text::spoken_words(text, language);
}

// Words from `at` to the next mark that parts.
std::size_t words_to_next_mark(std::string_view text, std::string_view language) {
    return text::words(text.substr(0, text.find_first_of(",;:.")), language).size();
}

std::size_t bearable(std::string_view language) {
    return static_cast<std::size_t>(kBearable * words_per_second(language));
}

struct Border {
    std::size_t at = 0;  // byte where the second part begins; 0: none
    int rank = 0;        // how natural, higher is better
    std::size_t off_middle = 0;
};

class BorderSearch {
public:
    // `least`: the rank that a border must have.
    BorderSearch(std::string_view sentence, std::string_view language, int least)
        : sentence_(sentence), language_(language), least_(least) {
        const auto* found = std::ranges::find(kClauseWords, text::primary_language(language), &ClauseWords::language);
        if (found != kClauseWords.end()) words_ = *found;
    }

    std::size_t best() {
        try_marks("; ", 4);
        try_marks(" – ", 3);
        try_marks(" — ", 3);
        try_marks(": ", 3);
        try_commas();
        try_words(words_.anywhere);
        for (const std::string_view mark : {"、", "，", "；", "، ", "؛ "})
            try_marks(mark, 2);
        if (best_.at == 0) try_words(words_.phrases);
        return best_.at;
    }

private:
    void try_marks(std::string_view mark, int rank) {
        for (auto at = sentence_.find(mark); at != std::string_view::npos; at = sentence_.find(mark, at + 1))
            consider(at + mark.size(), rank);
    }

    void try_commas() {
        for (auto at = sentence_.find(", "); at != std::string_view::npos; at = sentence_.find(", ", at + 1)) {
            // Two commas close together belong to a list or to a remark, which nobody tears apart.
            const auto before = sentence_.substr(0, at).find_last_of(",;:");
            const std::size_t start = before == std::string_view::npos ? 0 : before + 1;
            const bool short_before =
                before != std::string_view::npos && count_words(sentence_.substr(start, at - start), language_) < 4;
            const bool short_after = words_to_next_mark(sentence_.substr(at + 2), language_) < 4;
            if (short_before || short_after) continue;
            consider(at + 2, rank_of_comma(at));
        }
    }

    int rank_of_comma(std::size_t comma) const {
        const std::string word = word_at(comma + 2);
        if (words_.after_comma.empty()) return kNatural;  // nothing is known about this language
        if (contains(words_.after_comma, word)) return kNatural;
        if (!contains(words_.joins, word)) return 1;
        return contains(words_.subjects, word_at(comma + 2 + word.size() + 1)) ? kNatural : 2;
    }

    void try_words(std::string_view list) {
        for (auto at = sentence_.find(' '); at != std::string_view::npos; at = sentence_.find(' ', at + 1)) {
            if (!contains(list, word_at(at + 1))) continue;
            const std::string before = word_before(at);
            if (contains(words_.joins, before))
                consider(at - before.size(), 1);  // "and because" stays together
            else if (!text::stop_word(before, language_))
                consider(at + 1, 1);
        }
    }

    std::string word_before(std::size_t space) const {
        const std::string_view before = sentence_.substr(0, space);
        return text::lower(before.substr(before.rfind(' ') + 1));
    }

    std::string word_at(std::size_t at) const {
        if (at >= sentence_.size()) return {};
        const std::string_view rest = sentence_.substr(at);
        return text::lower(rest.substr(0, rest.find(' ')));
    }

    static bool contains(std::string_view list, const std::string& word) {
        return list.find(" " + word + " ") != std::string_view::npos;
    }

    void consider(std::size_t at, int rank) {
        if (rank < least_) return;
        const std::string_view first = sentence_.substr(0, at);
        const std::string_view second = sentence_.substr(at);
        const std::size_t middle = sentence_.size() / 2;
        const std::size_t off = at > middle ? at - middle : middle - at;
        // A good place far from the middle leaves one part too long; a fair one near it serves better.
        const int value = off * 4 > sentence_.size() ? rank - 2 : rank;
        if (best_.at != 0 && (value < best_.rank || (value == best_.rank && off >= best_.off_middle))) return;
        if (scrap(first) || scrap(second)) return;
        if (!balanced(first) || !balanced(second)) return;
        best_ = {at, value, off};
    }

    // The beginning of a long part tells, so that a sentence without end is not counted again at each of its words.
    bool scrap(std::string_view part) const {
        constexpr std::size_t kEnoughToTell = 400;  // bytes
        return count_words(utf8::truncate(part, kEnoughToTell), language_) < kPartMin;
    }

    const std::string_view sentence_;
    const std::string_view language_;
    const int least_;
    ClauseWords words_{};
    Border best_;
};

void add_parts(std::string_view sentence, std::string_view language, std::vector<std::string>& out) {
    const std::size_t words = count_words(sentence, language);
    const bool fits = words <= scene_words_max(language);
    const int least = words <= bearable(language) ? kNatural : 1;
    const std::size_t border = fits ? 0 : BorderSearch(sentence, language, least).best();
    if (border == 0) {
        out.push_back(text::clean_line(sentence));
        return;
    }
    add_parts(sentence.substr(0, border), language, out);
    add_parts(sentence.substr(border), language, out);
}

}  // namespace

std::size_t scene_words_max(std::string_view language) {
    constexpr double kSeconds = 10.8;
    return static_cast<std::size_t>(kSeconds * words_per_second(language));
}

std::vector<std::string> spoken_parts(std::string_view text, std::string_view language) {
    if (count_words(text, language) <= scene_words_max(language)) return {std::string(text)};
    std::vector<std::string> parts;
    std::size_t words = 0;  // of the last part
    for (const std::string& sentence : text::sentences(text, language)) {
        const std::size_t count = count_words(sentence, language);
        if (!parts.empty() && words + count <= scene_words_max(language)) {
            parts.back() += (text::unspaced_script(language) ? "" : " ") + sentence;
            words += count;
            continue;
        }
        add_parts(sentence, language, parts);
        words = count;
    }
    return parts;
}

std::vector<std::string> opening_parts(std::string_view text, std::string_view language) {
    constexpr double kTitleSeconds = 7;
    constexpr std::size_t kShortest = 4;  // words of a first part
    std::vector<std::string> parts = spoken_parts(text, language);
    const std::string first = parts.front();
    if (spoken_seconds(count_words(first, language), 1, language) <= kTitleSeconds) return parts;
    const std::vector<std::string> sentences = text::sentences(first, language);
    std::size_t border = 0;
    if (sentences.size() > 1 && first.starts_with(sentences[0]) && count_words(sentences[0], language) >= kShortest)
        border = sentences[0].size();
    else if (sentences.size() == 1)
        border = BorderSearch(first, language, kNatural).best();
    if (border == 0) return parts;
    parts.front() = text::clean_line(std::string_view(first).substr(border));
    parts.insert(parts.begin(), text::clean_line(std::string_view(first).substr(0, border)));
    return parts;
}

}  // namespace mss::writing
