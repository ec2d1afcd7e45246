#include "writing/keywords.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <set>

#include <fmt/format.h>

#include "base/ascii.hpp"
#include "base/utf8.hpp"
#include "text/language.hpp"
#include "text/sentences.hpp"
#include "text/stop_words.hpp"
#include "text/terms.hpp"
#include "text/words.hpp"
#include "writing/lexicon.hpp"
#include "writing/tokens.hpp"

namespace mss::writing {
namespace {

constexpr std::size_t kTitleWordsMax = 4;
constexpr std::size_t kNameWordsMax = 4;
constexpr std::size_t kLettersMin = 4;

// Too general to search by, and verbs that the stop words do not hold.
constexpr std::string_view kGeneric =
    "|year|years|month|months|week|weeks|hour|hours|minute|minutes|time|times|people|person|thing|things|part|parts|"
    "kind|number|example|million|billion|thousand|percent|company|group|area|place|point|side|form|case|anything|"
    "something|everything|nothing|half|whole|hundred|dozen|couple|spokesman|spokeswoman|statement|total|"
    "jahr|jahre|jahren|monat|monate|woche|wochen|stunde|stunden|minute|minuten|zeit|mensch|menschen|teil|euro|prozent|"
    "million|millionen|milliarden|angaben|firma|unternehmen|meter|kilometer|tonnen|stimmen|ende|anfang|ergebnis|"
    "montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|dienstagabend|montagabend|"
    "année|années|mois|semaine|heures|temps|partie|euros|millions|personnes|entreprise|mètres|lundi|mardi|mercredi|"
    "jeudi|vendredi|samedi|dimanche|soir|moins|double|"
    "año|años|meses|semana|horas|tiempo|parte|millones|personas|empresa|noche|martes|lunes|miércoles|jueves|viernes|"
    "sábado|domingo|será|partir|"
    "anno|anni|mesi|persone|milioni|azienda|ano|anos|meses|pessoas|milhões|jaar|maanden|mensen|miljoen|bedrijf|";

constexpr std::string_view kDeterminers =
    "|the|a|an|of|its|their|his|her|our|every|each|no|some|le|la|les|un|une|des|du|de|el|los|las|una|del|il|lo|gli|i|"
    "uno|della|o|os|as|um|uma|do|da|het|een|";

// These begin a sentence and no name: "Yesterday London ...".
constexpr std::string_view kOpeners =
    "|yesterday|today|tomorrow|tonight|now|meanwhile|later|recently|finally|nearby|earlier|soon|perhaps|maybe|monday|"
    "tuesday|wednesday|thursday|friday|saturday|sunday|"
    "gestern|heute|morgen|inzwischen|später|kürzlich|endlich|vielleicht|bald|"
    "hier|aujourd'hui|demain|récemment|enfin|ayer|hoy|mañana|recientemente|finalmente|ieri|oggi|domani|infine|"
    "ontem|hoje|amanhã|gisteren|vandaag|morgen|eindelijk|";

struct Counted {
    int times = 0;
    bool noun = false;
    std::string written;  // the shortest form
};

class Harvest {
public:
    explicit Harvest(std::string_view language) : language_(language), primary_(text::primary_language(language)) {}

    // Before any sentence is read: a word that stands without its capital somewhere is no name where it has one.
    void note_small_words(std::string_view sentence) {
        for (const std::string& word : text::words(sentence, ""))
            if (!capital(word)) small_.insert(text::lower(without_marks(word)));
    }

    void read(std::string_view sentence) {
        const std::vector<std::string> written = text::words(sentence, "");
        const std::vector<std::string> bare = bare_words(sentence);
        if (written.size() != bare.size()) return;
        for (std::size_t i = 0; i < bare.size();) {
            const std::size_t length = name_length(written, bare, i);
            if (length > 1) {
                const auto last = bare.begin() + static_cast<std::ptrdiff_t>(i + length);
                ++names_[fmt::format("{}", fmt::join(bare.begin() + static_cast<std::ptrdiff_t>(i), last, " "))];
                i += length;
                continue;
            }
            count(written, bare, i++);
        }
    }

    std::vector<std::string> ranked() const {
        std::vector<std::pair<int, std::string>> order;
        for (const auto& [name, times] : names_)
            order.emplace_back(-times - 1, name);  // a whole name tells more than a word that comes up once more
        const std::set<std::string, std::less<>> in_names = words_of_names();
        for (const auto& [stem, word] : words_)
            if (word.noun && !in_names.contains(word.written)) order.emplace_back(-word.times, word.written);
        std::ranges::sort(order);
        std::vector<std::string> out;
        for (auto& [times, word] : order)
            out.push_back(std::move(word));
        return out;
    }

private:
    bool useful(const std::string& word) const {
        return !word.empty() && !ascii::is_digit(word[0]) && !text::stop_word(word, language_) &&
               !listed(kGeneric, word) && !(primary_ == "en" && headline_breaker(word));
    }

    // How many words from `at` are one name: "Harrow Lane", "St Elwyn". A German noun has its capital anyway, so that
    // only nouns side by side count.
    std::size_t name_length(const std::vector<std::string>& written, const std::vector<std::string>& bare,
                            std::size_t at) const {
        if (at == 0 && (small_.contains(bare[0]) || listed(kOpeners, bare[0]))) return 0;
        std::size_t length = 0;
        while (at + length < bare.size() && length < kNameWordsMax && begins_with_capital(written[at + length]) &&
               useful(bare[at + length])) {
            ++length;
            if (ends_with_mark(written[at + length - 1]) || bare[at + length - 1].ends_with("'s")) break;
        }
        return length;
    }

    void count(const std::vector<std::string>& written, const std::vector<std::string>& bare, std::size_t i) {
        std::string word = bare[i];
        const bool elided = word.size() > 2 && (word.starts_with("l'") || word.starts_with("d'"));
        if (elided) word.erase(0, 2);
        if (word.ends_with("'s")) word.resize(word.size() - 2);
        if (word.size() < kLettersMin || !useful(word)) return;
        const auto terms = text::terms(word, language_);
        if (terms.size() != 1) return;
        Counted& counted = words_[terms[0]];
        ++counted.times;
        if (counted.written.empty() || word.size() < counted.written.size()) counted.written = word;
        counted.noun = counted.noun || is_noun(written, bare, i) || elided;
    }

    bool is_noun(const std::vector<std::string>& written, const std::vector<std::string>& bare, std::size_t i) const {
        if (text::unspaced_script(language_)) return true;
        if (i > 0 && begins_with_capital(written[i])) return true;
        if (primary_ == "de") return false;  // every noun has its capital
        return i > 0 && listed(kDeterminers, bare[i - 1]) && !bare[i].ends_with("est");
    }

    std::set<std::string, std::less<>> words_of_names() const {
        std::set<std::string, std::less<>> words;
        for (const auto& [name, times] : names_)
            for (std::size_t begin = 0; begin < name.size();) {
                const std::size_t end = std::min(name.find(' ', begin), name.size());
                words.insert(name.substr(begin, end - begin));
                begin = end + 1;
            }
        return words;
    }

    const std::string_view language_;
    const std::string primary_;
    std::set<std::string, std::less<>> small_;  // words that stand without a capital somewhere
    std::map<std::string, int> names_;
    std::map<std::string, Counted> words_;  // by stem
};

bool knows_nouns(std::string_view language) {
    constexpr auto kKnown = std::to_array<std::string_view>({"en", "de", "fr", "es", "it", "pt", "nl"});
    return std::ranges::find(kKnown, text::primary_language(language)) != kKnown.end();
}

// Where nouns cannot be told from the rest: the words that come up most.
std::vector<std::string> frequent_terms(const Article& article, std::string_view language) {
    std::map<std::string, int> times;
    for (const std::string& paragraph : article.paragraphs)
        for (const std::string& term : text::terms(paragraph, language))
            if (term.size() >= kLettersMin && !ascii::is_digit(term[0])) ++times[term];
    std::vector<std::pair<int, std::string>> order;
    for (const auto& [term, count] : times)
        order.emplace_back(-count, term);
    std::ranges::sort(order);
    std::vector<std::string> out;
    for (auto& [count, term] : order)
        out.push_back(std::move(term));
    return out;
}

}  // namespace

std::vector<std::string> keywords_of(const Article& article, std::string_view language, std::size_t count) {
    std::vector<std::string> out;
    const std::string title = text::lower(article.title);
    const std::vector<std::string> title_words = bare_words(title);
    const bool short_title = !title.empty() && title_words.size() <= kTitleWordsMax;
    if (short_title) out.push_back(std::string(utf8::truncate(title, 60)));
    std::vector<std::string> found;
    if (knows_nouns(language)) {
        Harvest harvest(language);
        std::vector<std::string> sentences;
        for (const std::string& paragraph : article.paragraphs)
            std::ranges::move(text::sentences(paragraph, language), std::back_inserter(sentences));
        for (const std::string& sentence : sentences)
            harvest.note_small_words(sentence);
        for (const std::string& sentence : sentences)
            harvest.read(sentence);
        found = harvest.ranked();
    } else {
        found = frequent_terms(article, language);
    }
    const auto said_by_title = [&](const std::string& word) {
        return short_title && std::ranges::find(title_words, word) != title_words.end();
    };
    for (const std::string& word : found)
        if (out.size() < count && !said_by_title(word) && std::ranges::find(out, word) == out.end())
            out.push_back(word);
    return out;
}

}  // namespace mss::writing
