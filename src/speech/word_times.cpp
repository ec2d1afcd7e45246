#include "speech/word_times.hpp"

#include <algorithm>
#include <cmath>

#include "base/utf8.hpp"
#include "media_protocol/timebase.hpp"
#include "speech/voice_polish.hpp"

namespace mss::speech {
namespace {

using media_protocol::SpokenWord;

std::int64_t length_of(const std::string& word) {
    return std::max<std::int64_t>(1, static_cast<std::int64_t>(utf8::decode(word).size()));
}

// Divides `whole` among words [first, last) by their lengths.
void share(Interval whole, std::size_t first, std::size_t last, std::vector<SpokenWord>& words) {
    std::int64_t total = 0;
    for (std::size_t i = first; i < last; ++i)
        total += length_of(words[i].text);
    std::int64_t before = 0;
    for (std::size_t i = first; i < last; ++i) {
        words[i].begin = whole.begin + (whole.end - whole.begin) * before / total;
        before += length_of(words[i].text);
        words[i].end = whole.begin + (whole.end - whole.begin) * before / total;
    }
}

// Engines that know only beginnings let a word run on through the pause after it.
void pull_in_ends(std::vector<SpokenWord>& words, const std::vector<float>& samples) {
    constexpr std::int64_t kShortest = media_protocol::kSampleRate / 50;
    constexpr std::int64_t kStep = media_protocol::kSampleRate / 200;
    constexpr float kSilence = 0.003F;  // -50 dBFS, at the level that polish() leaves
    for (SpokenWord& word : words) {
        const auto silent = [&](std::int64_t from) {
            return std::all_of(samples.begin() + from, samples.begin() + std::min(from + kStep, word.end),
                               [](float sample) { return std::abs(sample) < kSilence; });
        };
        while (word.end - kStep > word.begin + kShortest && silent(word.end - kStep))
            word.end -= kStep;
    }
}

// Rounding and engines' overlaps must not break the order that readers of the spans rely on.
void put_in_order(std::vector<SpokenWord>& words, std::int64_t samples) {
    const auto count = static_cast<std::int64_t>(words.size());
    std::int64_t floor =
        0;  // never more than `samples` less the words to come, as there are no fewer samples than words
    for (std::int64_t i = 0; i < count; ++i) {
        SpokenWord& word = words[static_cast<std::size_t>(i)];
        const std::int64_t still_to_come = count - i - 1;
        word.begin = std::clamp(word.begin, floor, samples - still_to_come - 1);
        word.end = std::clamp(word.end, word.begin + 1, samples - still_to_come);
        floor = word.end;
    }
}

}  // namespace

Result<std::vector<SpokenWord>> place_words(const std::vector<std::string>& words,
                                            const std::vector<std::optional<Interval>>& times,
                                            const std::vector<float>& samples) {
    if (samples.size() < words.size()) return fail(Code::invalid, "the voice says hardly anything of this sentence");
    std::vector<SpokenWord> placed;
    placed.reserve(words.size());
    for (const std::string& word : words)
        placed.push_back({word, 0, 0});

    const auto known = [&](std::size_t i) { return i < times.size() && times[i].has_value(); };
    std::size_t first = 0;
    while (first < placed.size()) {
        // A group is one word with a time and those without that follow it; leading ones join the first group.
        std::size_t owner = first;
        while (owner < placed.size() && !known(owner))
            ++owner;
        std::size_t last = std::min(owner + 1, placed.size());
        while (last < placed.size() && !known(last))
            ++last;
        share(owner < placed.size() ? *times[owner] : sounding_part(samples), first, last, placed);
        first = last;
    }
    const auto size = static_cast<std::int64_t>(samples.size());
    put_in_order(placed, size);
    pull_in_ends(placed, samples);
    return placed;
}

}  // namespace mss::speech
