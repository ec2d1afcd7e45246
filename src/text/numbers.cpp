#include "text/numbers.hpp"

#include <cmath>

#include <unicode/rbnf.h>

#include "text/language.hpp"
#include "text/unicode.hpp"

namespace mss::text {

struct NumberSpeller::Rules {
    icu::RuleBasedNumberFormat format;
};

NumberSpeller::NumberSpeller(std::string_view language) {
    const std::string primary = primary_language(language);
    UErrorCode status = U_ZERO_ERROR;
    icu::RuleBasedNumberFormat format(icu::URBNF_SPELLOUT, icu::Locale(primary.c_str()), status);
    if (U_FAILURE(status)) return;
    // Where it has no rules, ICU takes those of the root, which are digits, or of the machine's own language.
    const icu::Locale used = format.getLocale(ULOC_ACTUAL_LOCALE, status);
    if (U_SUCCESS(status) && !primary.empty() && primary == used.getLanguage())
        rules_ = std::make_unique<Rules>(std::move(format));
}

NumberSpeller::~NumberSpeller() = default;

std::string NumberSpeller::operator()(double value) const {
    constexpr double kLargest = 1e12;
    if (rules_ == nullptr || !std::isfinite(value) || std::abs(value) > kLargest) return {};
    icu::UnicodeString words;
    rules_->format.format(value, words);
    words.findAndReplace(icu::UnicodeString(char16_t{0xAD}), icu::UnicodeString());  // soft hyphens of long compounds
    return to_utf8(words);
}

}  // namespace mss::text
