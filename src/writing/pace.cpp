#include "writing/pace.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "text/language.hpp"

namespace mss::writing {
namespace {

constexpr double kPauseSeconds = 0.35;
constexpr double kUnmeasured = 2.2;

struct Pace {
    std::string_view language;
    double words_per_second;
};

// Measured on a paragraph in each language with the voices of this program.
constexpr auto kPaces = std::to_array<Pace>({{"en", 2.7},
                                             {"de", 2.15},
                                             {"fr", 2.8},
                                             {"es", 2.45},
                                             {"it", 2.35},
                                             {"pt", 2.1},
                                             {"nl", 2.25},
                                             {"sv", 2.25},
                                             {"ru", 2.2},
                                             {"pl", 1.7},
                                             {"tr", 1.8},
                                             {"fi", 1.5},
                                             {"hi", 2.4},
                                             {"ar", 1.65},
                                             {"zh", 1.5},
                                             {"ko", 1.45}});

}  // namespace

double words_per_second(std::string_view language) {
    const std::string primary = text::primary_language(language);
    const auto* found = std::ranges::find(kPaces, std::string_view(primary), &Pace::language);
    return found == kPaces.end() ? kUnmeasured : found->words_per_second;
}

double spoken_seconds(std::size_t words, std::size_t sentences, std::string_view language) {
    return static_cast<double>(words) / words_per_second(language) + kPauseSeconds * static_cast<double>(sentences);
}

}  // namespace mss::writing
