#include "speech/word_phonemes.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace mss::speech {
namespace {

constexpr char32_t kWordEnd = U'|';
constexpr int kNever = 1'000;  // for one step

// Stress moves from word to word within a clause.
bool is_stress(char32_t letter) {
    return letter == U'ˈ' || letter == U'ˌ';
}

bool is_vowel(char32_t letter) {
    return std::u32string_view(U"aeiouyæɑɒɔəɚɛɜɪʊʌøœɐɨᵊᵻAIOQWY").find(letter) != std::u32string_view::npos;
}

// Of a letter that stands on one side alone.
int alone_cost(char32_t letter) {
    return is_stress(letter) ? 1 : 2;
}

int change_cost(char32_t heard, char32_t expected) {
    const bool both_part = heard == U' ' && (expected == U' ' || expected == kWordEnd);
    if (heard == expected || both_part) return 0;
    if (heard == U' ' || expected == U' ' || expected == kWordEnd) return kNever;
    if (is_stress(heard) || is_stress(expected)) return is_stress(heard) == is_stress(expected) ? 1 : kNever;
    return is_vowel(heard) == is_vowel(expected) ? 1 : 4;
}

enum class Step : std::uint8_t { both, heard, expected };

// The cheapest way through both texts, as the last step to each pair of places in them.
std::vector<Step> align(std::u32string_view heard, std::u32string_view expected) {
    const std::size_t width = expected.size() + 1;
    std::vector<Step> steps((heard.size() + 1) * width, Step::both);
    std::vector<int> above(width, 0);
    std::vector<int> row(width, 0);
    for (std::size_t j = 1; j < width; ++j) {
        above[j] = above[j - 1] + alone_cost(expected[j - 1]);
        steps[j] = Step::expected;
    }
    for (std::size_t i = 1; i <= heard.size(); ++i) {
        row[0] = above[0] + alone_cost(heard[i - 1]);
        steps[i * width] = Step::heard;
        for (std::size_t j = 1; j < width; ++j) {
            const int both = above[j - 1] + change_cost(heard[i - 1], expected[j - 1]);
            const int of_heard = above[j] + alone_cost(heard[i - 1]);
            const int of_expected = row[j - 1] + alone_cost(expected[j - 1]);
            row[j] = std::min({both, of_heard, of_expected});
            steps[i * width + j] = row[j] == both ? Step::both : row[j] == of_heard ? Step::heard : Step::expected;
        }
        std::swap(above, row);
    }
    return steps;
}

std::u32string without_spaces_at_ends(std::u32string_view text) {
    const auto first = text.find_first_not_of(U' ');
    if (first == std::u32string_view::npos) return {};
    return std::u32string(text.substr(first, text.find_last_not_of(U' ') + 1 - first));
}

}  // namespace

std::vector<std::u32string> cut_into_words(std::u32string_view clause, const std::vector<std::u32string>& alone) {
    if (alone.empty()) return {};
    std::u32string expected;
    for (const std::u32string& word : alone)
        (expected += word) += kWordEnd;
    expected.pop_back();  // the last word ends with the clause
    const std::vector<Step> steps = align(clause, expected);

    std::vector<std::size_t> ends(alone.size(), clause.size());
    std::size_t word = alone.size() - 1;
    std::size_t i = clause.size();
    for (std::size_t j = expected.size(); j > 0;) {
        const Step step = steps[i * (expected.size() + 1) + j];
        if (step != Step::expected) --i;
        if (step == Step::heard) continue;
        --j;
        if (expected[j] == kWordEnd) ends[--word] = i;
    }

    std::vector<std::u32string> pieces;
    std::size_t begin = 0;
    for (const std::size_t end : ends) {
        pieces.push_back(without_spaces_at_ends(clause.substr(begin, end - begin)));
        begin = end;
    }
    return pieces;
}

}  // namespace mss::speech
