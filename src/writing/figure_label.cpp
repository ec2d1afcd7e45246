#include "writing/figure_label.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "base/ascii.hpp"
#include "text/language.hpp"
#include "text/stop_words.hpp"
#include "text/terms.hpp"
#include "writing/lexicon.hpp"
#include "writing/prose.hpp"

namespace mss::writing {
namespace {

constexpr std::size_t kWordsMax = 5;

struct LabelEnds {
    std::string_view language;
    std::string_view words;  // begin something new: a verb, a clause, a pronoun
};

// clang-format off
constexpr auto kLabelEnds = std::to_array<LabelEnds>({
    {"en",
     "|and|but|or|nor|that|which|who|whose|is|are|am|was|were|be|been|while|when|as|because|than|has|have|had|can|"
     "could|will|would|may|might|must|should|do|does|did|not|never|it|they|he|she|we|you|this|these|those|ago|each|"
     "every|through|thanks|where|to|into|since|before|after|until|though|although|with|without|if|so|there|here|"
     "compared|"},
    {"fr",
     "|et|mais|ou|qui|que|dont|où|est|sont|était|étaient|fut|furent|sera|seront|a|ont|avait|avaient|peut|peuvent|ne|"
     "il|elle|ils|elles|on|se|pour|par|avec|sans|lorsque|quand|tandis|alors|depuis|plus|"},
    {"es",
     "|y|e|pero|o|que|quien|donde|es|son|era|eran|fue|fueron|será|ha|han|había|puede|pueden|no|se|él|ella|ellos|para|"
     "con|sin|cuando|mientras|desde|más|está|están|tiene|tienen|"},
    {"it",
     "|e|ed|ma|o|che|cui|dove|è|sono|era|erano|fu|furono|sarà|ha|hanno|aveva|può|possono|non|si|lui|lei|loro|per|con|"
     "senza|quando|mentre|più|"},
    {"pt",
     "|e|mas|ou|que|quem|onde|é|são|era|eram|foi|foram|será|tem|têm|há|havia|pode|podem|não|se|ele|ela|eles|para|com|"
     "sem|quando|enquanto|mais|está|estão|"},
    {"nl",
     "|en|maar|of|die|dat|waar|is|zijn|was|waren|wordt|worden|werd|werden|heeft|hebben|had|hadden|kan|kunnen|niet|hij|"
     "zij|ze|het|om|met|zonder|toen|terwijl|meer|"},
});
// clang-format on

std::string_view ends_of(std::string_view language) {
    const auto* found = std::ranges::find(kLabelEnds, text::primary_language(language), &LabelEnds::language);
    return found == kLabelEnds.end() ? std::string_view() : found->words;
}

bool has_digit(std::string_view word) {
    return std::ranges::any_of(word, ascii::is_digit);
}

class LabelReader {
public:
    LabelReader(std::span<const Token> tokens, std::size_t at, std::string_view language)
        : tokens_(tokens), at_(at), language_(language) {}

    std::string read() {
        const std::string language = text::primary_language(language_);
        if (language != "de" && ends_of(language_).empty()) return rest_of_sentence();
        if (language == "de")
            take_german();
        else
            take_words();
        while (!words_.empty() && small(text::lower(without_marks(words_.back()))))
            words_.pop_back();
        if (words_.empty()) return {};
        words_.back() = without_marks(words_.back());
        return without_stray_quotes(joined(words_, language_));
    }

private:
    bool small(const std::string& bare) const { return bare.empty() || text::stop_word(bare, language_); }
    bool more() const { return at_ < tokens_.size(); }
    const std::string& bare() const { return tokens_[at_].bare; }

    // False where a mark ends the label.
    bool take() {
        words_.push_back(tokens_[at_].written);
        return !ends_with_mark(tokens_[at_++].written);
    }

    // The first word is what is counted, even where it may be a verb as well ("200 million lives").
    bool ends_here() const {
        if (listed(ends_of(language_), bare()) || has_digit(bare()) ||
            frequent_verb(bare(), language_, capital(tokens_[at_].written)))
            return true;
        const bool inside_phrase = !words_.empty() && small(text::lower(words_.back()));  // "in the first (winter)"
        return !words_.empty() && !inside_phrase && bare() != "per" && text::primary_language(language_) == "en" &&
               headline_breaker(bare());
    }

    bool name_goes_on() const { return !words_.empty() && capital(words_.back()) && capital(tokens_[at_].written); }

    void take_words() {
        // "€30 million comes from the bank" reads on as well without the verb.
        if (more() && listed("|comes|goes|came|went|", bare())) ++at_;
        if (more() && listed("|the|its|their|his|her|", bare())) return;
        bool compares = more() && bare() == "times";
        while (more()) {
            const bool first_as = compares && bare() == "as";  // "40 times as much air as ..."
            if (first_as) compares = false;
            if ((words_.size() >= kWordsMax && !name_goes_on()) || words_.size() >= 2 * kWordsMax) {
                if (!ends_here()) drop_last_phrase();
                return;
            }
            if (!first_as && ends_here()) return;
            if (!take()) return;
        }
    }

    // Where a label ends is not known in every language; there it is the whole of what follows, if that is short.
    std::string rest_of_sentence() {
        constexpr std::size_t kShort = 7;
        constexpr std::string_view kParticles = "|と|が|は|を|に|で|も|へ|から|まで|より|";  // "円と見込まれている"
        while (more() && !listed(kParticles, bare()) && take()) {
        }
        if (words_.empty() || words_.size() > kShort) return {};
        words_.back() = without_marks(words_.back());
        return without_stray_quotes(joined(words_, language_));
    }

    // "people on the frozen (lake)": what would end in the middle of a phrase ends before it.
    void drop_last_phrase() {
        const auto last = std::find_if(words_.rbegin(), words_.rend(),
                                       [&](const std::string& word) { return small(text::lower(word)); });
        const auto kept = words_.rend() - last;  // of the words, the small one included
        if (last != words_.rend() && kept > 1) words_.resize(static_cast<std::size_t>(kept));
    }

    // German: nouns are known by their capitals, and verbs follow them; so a label is a noun with its adjectives, and
    // what "der", "aus" and the like add to it.
    void take_german() {
        constexpr std::string_view kJoints =
            "|der|des|den|dem|die|das|von|vom|aus|in|im|am|an|pro|für|je|auf|bei|unter|über|zwischen|einer|eines|ihrer|"
            "seiner|aller|";
        constexpr std::string_view kMeasured =
            "|lang|hoch|tief|breit|dick|alt|groß|schwer|weit|schnell|entfernt|lange|unter|über|";
        const std::string measured = more() ? bare() : std::string();
        const bool unit = measure_word(measured);
        if (!take_german_thing()) return;
        // "Tonnen Kohlendioxid", but not "nach 20 Jahren Menschen"
        constexpr std::string_view kOfStuff =
            "|tonnen|kilogramm|kilo|gramm|liter|litern|hektar|quadratmeter|quadratkilometer|kubikmeter|prozent|";
        if (listed(kOfStuff, measured) && more() && capital(tokens_[at_].written) && !has_digit(bare()) && !take())
            return;
        if (unit && more() && listed(kMeasured, bare())) {
            const bool goes_on = take();
            if (!goes_on || !more()) return;
        }
        while (more() && words_.size() < kWordsMax) {
            const std::size_t words = words_.size();
            const std::size_t at = at_;
            bool joint = false;
            while (more() && listed(kJoints, bare()) && !ends_with_mark(tokens_[at_].written))
                joint = take();
            const bool goes_on = joint && take_german_thing();
            if (words_.size() > words && capital(words_.back()) && words_.size() <= kWordsMax) {
                if (!goes_on) return;
                continue;
            }
            words_.resize(words);
            at_ = at;
            return;
        }
    }

    // Adjectives and their noun; at the beginning also with its article ("der Bienen"). False where nothing follows.
    bool take_german_thing() {
        if (words_.empty() && more() && listed("|der|des|aller|vom|von|pro|im|in|am|für|", bare())) take();
        const std::size_t words = words_.size();
        while (more() && !capital(tokens_[at_].written) && german_adjective()) {
            if (!take()) break;
        }
        if (!more() || !capital(tokens_[at_].written) || has_digit(bare())) {
            words_.resize(words);
            return false;
        }
        // "Nutz- und Wildpflanzen"
        while (tokens_[at_].written.ends_with('-') && at_ + 2 < tokens_.size() && capital(tokens_[at_ + 2].written)) {
            take();
            take();
        }
        return take();
    }

    bool german_adjective() const {
        const std::string& word = bare();
        return inflected_in_german(word) && !small(word) && !has_digit(word);
    }

    std::span<const Token> tokens_;
    std::size_t at_;
    std::string_view language_;
    std::vector<std::string> words_;
};

}  // namespace

std::string figure_label(std::span<const Token> tokens, std::size_t at, std::string_view language) {
    return LabelReader(tokens, at, language).read();
}

}  // namespace mss::writing
