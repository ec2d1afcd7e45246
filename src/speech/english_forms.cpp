#include "speech/english_forms.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "base/ascii.hpp"
#include "speech/dates.hpp"
#include "speech/english_amounts.hpp"
#include "speech/english_numbers.hpp"
#include "speech/english_vocabulary.hpp"

namespace mss::speech {
namespace {

bool is_number(std::string_view text) {
    return !text.empty() && leading_number(text) == text;
}

bool is_month(const Piece& piece) {
    for (unsigned month = 1; month <= 12; ++month)
        if (piece.core == month_name(month, "en")) return true;
    const Abbreviation* abbreviation = find_abbreviation(piece.core);
    if (abbreviation == nullptr || (abbreviation->needs_period && piece.pause != '.')) return false;
    return is_month({.core = std::string(abbreviation->elsewhere), .word = 0});
}

// "5", "31".
bool is_day(std::string_view text) {
    return ascii::all_digits(text) && text.size() <= 2 && text.front() != '0' && value_of(text) <= 31;
}

std::string ordinal_figure(std::string_view day) {
    return ordinal(value_of(day));
}

// "fifth to June", of "5-June".
bool ends_with_month(std::string_view said) {
    constexpr std::string_view kTo = " to ";
    const std::size_t to = said.find(kTo);
    return to != std::string_view::npos && is_month({.core = std::string(said.substr(to + kTo.size())), .word = 0});
}

// "5", "5-7" and "5-June" after a month.
std::string day_after_month(std::string_view text) {
    if (is_day(text)) return ordinal_figure(text);
    const std::size_t dash = text.find('-');
    if (dash == std::string_view::npos || !is_day(text.substr(0, dash))) return {};
    const std::string_view to = text.substr(dash + 1);
    if (is_day(to)) return ordinal_figure(text.substr(0, dash)) + " to " + ordinal_figure(to);
    const bool month = is_month({.core = std::string(to), .word = 0});
    return month ? fmt::format("{} to {}", ordinal_figure(text.substr(0, dash)), to) : std::string();
}

class FormsAcrossWords {
public:
    explicit FormsAcrossWords(std::vector<Piece>& pieces) : pieces_(pieces) {}

    void rewrite() {
        for (at_ = 0; at_ < pieces_.size(); ++at_) {
            read_day();
            read_code();
            read_mixed_fraction();
            read_call();
            read_dash();
        }
        std::erase_if(pieces_, [](const Piece& piece) { return piece.core == "-"; });
    }

private:
    // The piece `offset` places on, in one breath with this one; nullptr where there is none.
    Piece* neighbour(std::ptrdiff_t offset) {
        const std::ptrdiff_t place = static_cast<std::ptrdiff_t>(at_) + offset;
        if (place < 0 || place >= static_cast<std::ptrdiff_t>(pieces_.size())) return nullptr;
        const std::size_t index = static_cast<std::size_t>(place);
        const Piece& first = pieces_[std::min(at_, index)];
        const bool breath = first.pause == 0 || first.pause == '.';
        return breath ? &pieces_[index] : nullptr;
    }

    // "May 5", "Jan. 6", "May 5-7"; "5 May" is "the fifth of May".
    void read_day() {
        std::string& core = pieces_[at_].core;
        const Piece* before = neighbour(-1);
        if (before != nullptr && is_month(*before)) {
            // "May 5 km" is no date.
            const Piece* after = neighbour(1);
            const bool measured = pieces_[at_].pause == 0 && after != nullptr && find_unit(after->core) != nullptr;
            if (std::string day = day_after_month(core); !day.empty() && !measured) core = std::move(day);
            if (ends_with_month(core) && after != nullptr && is_day(after->core))
                pieces_[at_ + 1].core = ordinal_figure(after->core);  // "May 5-June 2"
            return;
        }
        const Piece* after = neighbour(1);
        if (pieces_[at_].pause != 0 || after == nullptr || !is_day(core) || !is_month(*after)) return;
        const bool has_article = before != nullptr && ascii::to_lower(before->core) == "the";
        core = fmt::format("{}{} of", has_article ? "" : "the ", ordinal_figure(core));
    }

    // "USD 100" and "100 USD": the amount is said first, the words stay where they are.
    void read_code() {
        Piece& piece = pieces_[at_];
        const std::string_view name = currency_of_code(piece.core);
        if (name.empty()) return;
        Piece* after = piece.pause == 0 ? neighbour(1) : nullptr;
        if (after != nullptr && is_number(after->core)) {
            piece.core = amount(after->core);
            after->core = name;
        } else if (const Piece* before = neighbour(-1); before != nullptr && is_number(before->core)) {
            piece.core = name;
        }
    }

    // "1 1/2 cups".
    void read_mixed_fraction() {
        Piece& piece = pieces_[at_];
        Piece* after = piece.pause == 0 ? neighbour(1) : nullptr;
        if (after == nullptr || !ascii::all_digits(piece.core) || piece.core.size() > 3) return;
        if (!is_proper_fraction(after->core)) return;
        const std::string words = *fraction(after->core);
        after->core = "and " + (words.starts_with("one ") ? "a " + words.substr(4) : words);
    }

    // "call 911".
    void read_call() {
        constexpr std::array<std::string_view, 6> kCalls{"call", "Call", "dial", "Dial", "called", "dialed"};
        const Piece* before = neighbour(-1);
        std::string& core = pieces_[at_].core;
        if (before == nullptr || std::ranges::find(kCalls, before->core) == kCalls.end()) return;
        if (ascii::all_digits(core) && core.size() == 3) core = digit_by_digit(core);
    }

    // "10 - 20 people" is a range, "7 - 3 = 4" is not; between anything else a dash is a pause.
    void read_dash() {
        if (pieces_[at_].core != "-" || at_ == 0) return;
        const Piece* after = neighbour(1);
        if (after != nullptr && is_number(after->core) && is_number(pieces_[at_ - 1].core)) {
            const bool equation = std::ranges::any_of(pieces_, [](const Piece& piece) { return piece.core == "="; });
            pieces_[at_].core = equation ? "minus" : "to";
        } else if (pieces_[at_ - 1].pause == 0) {
            pieces_[at_ - 1].pause = ',';
        }
    }

    std::vector<Piece>& pieces_;
    std::size_t at_ = 0;
};

}  // namespace

void read_together(std::vector<Piece>& pieces) {
    FormsAcrossWords(pieces).rewrite();
}

}  // namespace mss::speech
