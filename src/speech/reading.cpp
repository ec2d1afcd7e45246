#include "speech/reading.hpp"

#include <algorithm>
#include <array>

#include "base/ascii.hpp"
#include "speech/addresses.hpp"
#include "speech/dates.hpp"
#include "speech/english_forms.hpp"
#include "speech/english_reading.hpp"
#include "speech/english_vocabulary.hpp"
#include "speech/other_reading.hpp"
#include "speech/pieces.hpp"
#include "text/language.hpp"

namespace mss::speech {
namespace {

// "12/03/2024" is a day in March where English is not that of the United States.
bool day_first(std::string_view language) {
    constexpr auto kRegions = std::to_array<std::string_view>({"GB", "IE", "AU", "NZ", "IN", "ZA"});
    return std::ranges::find(kRegions, text::region(language)) != kRegions.end();
}

void read_as_english(std::vector<Piece>& pieces, bool day_first) {
    read_together(pieces);
    std::vector<std::string> read(pieces.size());
    const auto is_article = [&](std::size_t piece) { return pieces[piece].core == "a" || pieces[piece].core == "A"; };
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        const std::string_view previous = i > 0 && pieces[i - 1].pause == 0 ? pieces[i - 1].core : std::string_view();
        const bool last = i + 1 == pieces.size();
        const EnglishContext context{
            .previous = previous,
            .piece = pieces[i].core,
            .next = last ? std::string_view() : std::string_view(pieces[i + 1].core),
            .had_period = pieces[i].pause == '.',
            .ends_sentence = last,
            .day_first = day_first,
            .attributive = pieces[i].pause == 0 && i > 0 &&
                           (is_article(i - 1) || (is_magnitude(pieces[i].core) && i > 1 && is_article(i - 2)))};
        read[i] = read_english(context);
        const bool abbreviation = find_abbreviation(pieces[i].core) != nullptr || pieces[i].core.size() == 1 ||
                                  pieces[i].core.find('.') != std::string::npos || pieces[i].core == "in" ||
                                  !counted_abbreviation(pieces[i].core).empty();
        if (pieces[i].pause == '.' && !last && abbreviation) pieces[i].pause = 0;
    }
    for (std::size_t i = 0; i < pieces.size(); ++i)
        pieces[i].core = std::move(read[i]);
}

// The cores from `at` on, up to the first pause.
std::vector<std::string_view> words_without_pause(const std::vector<Piece>& pieces, std::size_t at) {
    constexpr std::size_t kMost = 8;
    std::vector<std::string_view> words;
    for (std::size_t i = at; i < pieces.size() && words.size() < kMost; ++i) {
        if (i > at && pieces[i].opens_bracket) break;
        words.emplace_back(pieces[i].core);
        if (pieces[i].pause != 0) break;
    }
    return words;
}

bool announces_call(std::string_view word) {
    constexpr auto kWords = std::to_array<std::string_view>({"call", "dial", "phone", "telephone", "tel", "fax"});
    return std::ranges::find(kWords, ascii::to_lower(word)) != kWords.end();
}

// Telephone numbers and the like: digit by digit, a pause after each group.
void part_digits(std::vector<Piece>& pieces) {
    const auto apart = [](std::string_view written) {
        std::string out;
        for (const char letter : written) {
            if (!out.empty() && letter != '-' && letter != '/' && !out.ends_with(' ')) out += ' ';
            if (letter == '-' || letter == '/')
                out += ',';
            else
                out += letter;
        }
        return out;
    };
    const auto digits = [](std::string_view text, std::size_t size) {
        return text.size() == size && std::ranges::all_of(text, ascii::is_digit);
    };
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        std::string& core = pieces[i].core;
        // "(555) 123-4567"
        const bool has_area_code = i > 0 && pieces[i - 1].opens_bracket && digits(pieces[i - 1].core, 3) &&
                                   core.size() == 8 && core[3] == '-' && digits(core.substr(0, 3), 3) &&
                                   digits(core.substr(4), 4);
        if (has_area_code) pieces[i - 1].core = apart(pieces[i - 1].core);
        // "555-1234", and other such groups where a call is spoken of; "750-1258" is a range.
        const bool local = core.size() == 8 && core[3] == '-' && digits(core.substr(0, 3), 3) &&
                           digits(core.substr(4), 4) &&
                           (core.starts_with("555") || (i > 0 && announces_call(pieces[i - 1].core)));
        if (has_area_code || local || is_digit_groups(core)) core = apart(core);
        const std::size_t length = spaced_number_length(words_without_pause(pieces, i));
        for (std::size_t part = 0; part < length; ++part) {
            std::string& group = pieces[i + part].core;
            group = apart(group);
            if (part + 1 < length) pieces[i + part].pause = ',';
        }
        if (length > 0) i += length - 1;
    }
}

void read_as_other(std::vector<Piece>& pieces, std::string_view language) {
    std::vector<std::string> cores;
    cores.reserve(pieces.size());
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        // The full stop of "am 12.03." belongs to the date.
        const bool dated = language == "de" && i > 0 && pieces[i].pause == '.' && parse_day(pieces[i].core + '.') &&
                           stands_before_german_day(pieces[i - 1].core);
        if (dated && i + 1 < pieces.size()) pieces[i].pause = 0;
        cores.push_back(pieces[i].core + (dated ? "." : ""));
    }
    cores = read_other(cores, language);
    for (std::size_t i = 0; i < pieces.size(); ++i)
        pieces[i].core = std::move(cores[i]);
}

}  // namespace

std::vector<std::string> readings(const std::vector<std::string>& words, std::string_view language) {
    const std::string primary = text::primary_language(language);
    const bool english = primary == "en";
    std::vector<std::string> written = words;
    for (std::string& word : written)
        if (auto address = spoken_address(word, primary)) word = std::move(*address);
    std::vector<Piece> pieces = pieces_of(written, english);
    part_digits(pieces);
    if (english)
        read_as_english(pieces, day_first(language));
    else
        read_as_other(pieces, primary);

    std::vector<std::string> spoken(words.size());
    for (Piece& piece : pieces) {
        // Comparisons that have no word here ("4>3"): an engine would take angle brackets for markup.
        std::ranges::replace_if(piece.core, [](char letter) { return letter == '<' || letter == '>'; }, ' ');
        std::string& reading = spoken[piece.word];
        if (piece.core.empty()) continue;
        if (!reading.empty()) reading += ' ';
        reading += piece.core;
        if (piece.pause != 0) reading += piece.pause;
    }
    return spoken;
}

}  // namespace mss::speech
