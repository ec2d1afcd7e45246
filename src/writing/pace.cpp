#include "writing/pace.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "base/utf8.hpp"
#include "text/language.hpp"
#include "text/sentences.hpp"

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

struct LetterPace {
    std::string_view language;
    double seconds;
};

// Seconds a letter, beside the figures, marks and sentences below. English: 227 scenes of the starter set with its five
// voices, which differ by three percent. The others: a paragraph each with their voice; no sentence of most of them was
// off by more than a tenth.
constexpr double kUnmeasuredLetter = 0.077;
constexpr auto kLetterPaces = std::to_array<LetterPace>(
    {{"en", 0.0675}, {"de", 0.066},  {"fr", 0.055},  {"es", 0.069},  {"it", 0.069},  {"pt", 0.076}, {"nl", 0.071},
     {"sv", 0.078},  {"ru", 0.063},  {"pl", 0.081},  {"tr", 0.0845}, {"fi", 0.075},  {"hi", 0.083}, {"ar", 0.112},
     {"zh", 0.292},  {"cmn", 0.292}, {"ko", 0.197},  {"yue", 0.234}, {"uk", 0.055},  {"el", 0.088}, {"cs", 0.081},
     {"da", 0.063},  {"no", 0.0775}, {"nb", 0.0775}, {"ro", 0.0785}, {"hu", 0.0785}, {"id", 0.079}, {"vi", 0.074},
     {"he", 0.082},  {"fa", 0.117},  {"bn", 0.0975}, {"ta", 0.069},  {"sw", 0.0965}});

// In every language much the same.
constexpr double kDigitSeconds = 0.37;   // "7", "seventy"
constexpr double kZerosSeconds = 0.5;    // "hundred", "thousand", "million"
constexpr double kJointSeconds = 0.45;   // "thousand" and more behind it, "point"
constexpr double kSignSeconds = 0.45;    // "percent", "dollars", "dot", "slash"
constexpr double kMarkSeconds = 0.33;    // the pause of a comma
constexpr double kCloseSeconds = 0.3;    // a sentence falls, and its last sound is drawn out
constexpr double kSentencePause = 0.26;  // as media::Pauses has it
constexpr double kFrameSeconds = 1.0 / 30;

bool digit(char32_t point) {
    return point >= U'0' && point <= U'9';
}

bool letter(char32_t point) {
    if (point < 0x80) return (point >= U'a' && point <= U'z') || (point >= U'A' && point <= U'Z');
    const bool mark = point < 0xC0 || point == 0xD7 || point == 0xF7 || (point >= 0x2000 && point < 0x2C00) ||
                      (point >= 0x3000 && point < 0x3040) || (point >= 0xFE00 && point < 0xFE70) ||
                      (point >= 0xFF00 && point < 0xFF21) || (point >= 0x1F000 && point < 0x20000) || point >= 0xE0000;
    return !mark;
}

bool parts(std::u32string_view points, std::size_t at) {
    constexpr std::u32string_view kAnywhere = U"，、；：،؛—";
    constexpr std::u32string_view kBeforeSpace = U",;:)–";
    const bool last = at + 1 == points.size();
    return kAnywhere.find(points[at]) != kAnywhere.npos ||
           (kBeforeSpace.find(points[at]) != kBeforeSpace.npos && (last || points[at + 1] == U' '));
}

// Signs that are said: "%", "$", and the points and strokes inside an address.
bool said(std::u32string_view points, std::size_t at) {
    constexpr std::u32string_view kSigns = U"%$€£¥°&+=@/‰₹";
    if (kSigns.find(points[at]) != kSigns.npos) return true;
    const bool inside = at > 0 && at + 1 < points.size() && letter(points[at - 1]) && letter(points[at + 1]);
    return points[at] == U'.' && inside;
}

bool joins_figure(std::u32string_view points, std::size_t at) {
    return (points[at] == U',' || points[at] == U'.') && at + 1 < points.size() && digit(points[at + 1]);
}

double sentence_seconds(std::string_view sentence, double letter_seconds) {
    const std::u32string points = utf8::decode(sentence);
    double seconds = kCloseSeconds;
    std::size_t zeros = 0;  // at the end of the figure that is being read
    bool figure = false;
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (digit(points[i])) {
            zeros = points[i] == U'0' ? zeros + 1 : 0;
            seconds += points[i] == U'0' && figure ? 0 : kDigitSeconds;
            figure = true;
        } else if (figure && joins_figure(points, i)) {
            seconds += std::u32string_view(points).substr(i + 1, 3) == U"000" ? 0 : kJointSeconds;
        } else {
            if (zeros >= 2) seconds += kZerosSeconds;
            zeros = 0;
            figure = false;
            seconds += letter(points[i]) ? letter_seconds : said(points, i) ? kSignSeconds : 0;
            seconds += parts(points, i) ? kMarkSeconds : 0;
        }
    }
    return seconds + (zeros >= 2 ? kZerosSeconds : 0);
}

}  // namespace

double words_per_second(std::string_view language) {
    const std::string primary = text::primary_language(language);
    const auto* found = std::ranges::find(kPaces, std::string_view(primary), &Pace::language);
    return found == kPaces.end() ? kUnmeasured : found->words_per_second;
}

double spoken_seconds(std::size_t words, std::size_t sentences, std::string_view language) {
    return static_cast<double>(words) / words_per_second(language) + kPauseSeconds * static_cast<double>(sentences);
}

double spoken_seconds(std::string_view text, std::string_view language) {
    const std::string primary = text::primary_language(language);
    const auto* found = std::ranges::find(kLetterPaces, std::string_view(primary), &LetterPace::language);
    const double letter_seconds = found == kLetterPaces.end() ? kUnmeasuredLetter : found->seconds;
    double seconds = 0;
    for (const std::string& sentence : text::sentences(text, language))
        seconds += sentence_seconds(sentence, letter_seconds) + (seconds > 0 ? kSentencePause : 0);
    return seconds;
}

double video_seconds(std::span<const model::Scene> scenes, std::string_view language) {
    double seconds = kSilenceAround;
    for (const model::Scene& scene : scenes)
        seconds += spoken_seconds(scene.text, language) + kScenePause + kFrameSeconds / 2 + scene.pause_s;
    return seconds;
}

double video_seconds(const model::Script& script) {
    double spoken = 0;
    for (const model::Scene& scene : script.scenes)
        spoken += spoken_seconds(scene.text, script.language);
    return video_seconds(script.scenes, script.language) + spoken * (1 / script.pace - 1);
}

bool near_length(double seconds, double asked_s) {
    return std::abs(seconds - asked_s) <= kLengthTolerance * asked_s;
}

std::string length_notice(double seconds, double asked_s) {
    if (near_length(seconds, asked_s)) return {};
    return fmt::format("The words take about {:.0f} seconds to say; {:.0f} were asked for.{}", seconds, asked_s,
                       seconds < asked_s ? " They were not padded." : "");
}

}  // namespace mss::writing
