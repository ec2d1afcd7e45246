#include "speech/kokoro_phonemes.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "base/utf8.hpp"

namespace mss::speech {
namespace {

struct Rule {
    std::u32string_view sounds;
    std::u32string_view letters;
};

// The longest first, of those that begin alike.
constexpr auto kBoth = std::to_array<Rule>(
    {{U"d^ʒ", U"ʤ"},      {U"t^ʃ", U"ʧ"},   {U"a^ɪ", U"I"},        {U"a^ʊ", U"W"},      {U"e^ɪ", U"A"},
     {U"ɔ^ɪ", U"Y"},      {U"ə^l", U"ᵊl"},  {U"ʔn\u0329", U"tᵊn"}, {U"n\u0329", U"ᵊn"}, {U"l\u0329", U"ᵊl"},
     {U"m\u0329", U"ᵊm"}, {U"ʔ", U"t"},     {U"ɚ", U"əɹ"},         {U"r", U"ɹ"},        {U"x", U"k"},
     {U"ç", U"k"},        {U"ɬ", U"l"},     {U"ɐ", U"ə"},          {U"g", U"ɡ"},        {U"ʲ", U""},
     {U"\u0303", U""},    {U"\u0329", U""}, {U"^", U""},           {U"\u200D", U""}});

constexpr auto kAmerican = std::to_array<Rule>({{U"nˈa^ɪntiː", U"nˈInti"},  // nineteen
                                                {U"nˈa^ɪnti", U"nˈIndi"},   // ninety
                                                {U"ɜːɹ", U"ɜɹ"},
                                                {U"ɜː", U"ɜɹ"},
                                                {U"o^ʊ", U"O"},
                                                {U"ɾ", U"T"},
                                                {U"o", U"ɔ"},
                                                {U"e", U"A"},
                                                {U"ː", U""}});

constexpr auto kBritish = std::to_array<Rule>({{U"ə^ʊ", U"Q"}, {U"o^ʊ", U"Q"}, {U"e^ə", U"ɛː"}, {U"i^ə", U"ɪə"}});

const Rule* find(std::span<const Rule> rules, std::u32string_view rest) {
    const auto rule = std::ranges::find_if(rules, [&](const Rule& one) { return rest.starts_with(one.sounds); });
    return rule == rules.end() ? nullptr : &*rule;
}

const Rule* longer(const Rule* one, const Rule* other) {
    if (one == nullptr || other == nullptr) return one == nullptr ? other : one;
    return one->sounds.size() >= other->sounds.size() ? one : other;
}

}  // namespace

std::u32string kokoro_phonemes(std::string_view sounds, Accent accent) {
    const std::u32string written = utf8::decode(sounds);
    const std::span<const Rule> own =
        accent == Accent::american ? std::span<const Rule>(kAmerican) : std::span<const Rule>(kBritish);
    std::u32string letters;
    std::u32string_view rest = written;
    while (!rest.empty()) {
        const Rule* rule = longer(find(own, rest), find(kBoth, rest));
        letters += rule == nullptr ? rest.substr(0, 1) : rule->letters;
        rest.remove_prefix(rule == nullptr ? 1 : rule->sounds.size());
    }
    return letters;
}

}  // namespace mss::speech
