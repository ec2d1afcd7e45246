#include "speech/delivery.hpp"

#include <algorithm>
#include <cmath>

#include "media_protocol/timebase.hpp"
#include "text/word_match.hpp"

namespace mss::speech {
namespace {

constexpr double kRestSeconds = 0.06;
constexpr double kFadeSeconds = 0.004;
constexpr float kRaise = 1.41F;  // 3 dB
constexpr float kCeiling = 0.89F;
constexpr std::int64_t kRamp = media_protocol::kSampleRate / 50;

}  // namespace

std::vector<std::size_t> emphasised(const std::vector<std::string>& words, const std::vector<std::string>& emphasis,
                                    const std::string& language) {
    std::vector<std::size_t> numbers;
    if (emphasis.empty()) return numbers;
    const text::FoldedWords sentence(words);
    for (const std::string& phrase : emphasis)
        for (const text::WordMatch& match : text::find_phrase(sentence, text::FoldedWords(phrase, language)))
            for (std::size_t i = 0; i < match.count; ++i)
                numbers.push_back(match.first + i);
    std::ranges::sort(numbers);
    const auto repeated = std::ranges::unique(numbers);
    numbers.erase(repeated.begin(), repeated.end());
    return numbers;
}

void rest_before(Utterance& utterance, const std::vector<std::size_t>& words) {
    const auto rest = static_cast<std::int64_t>(kRestSeconds * utterance.sample_rate);
    const auto fade = static_cast<std::int64_t>(kFadeSeconds * utterance.sample_rate);
    for (const std::size_t word : words) {
        // Words that are stressed together are said together.
        const bool continues = word > 0 && std::ranges::binary_search(words, word - 1);
        if (word == 0 || continues || word >= utterance.times.size() || !utterance.times[word]) continue;
        std::vector<float>& samples = utterance.samples;
        const std::int64_t at =
            std::clamp<std::int64_t>(utterance.times[word]->begin, 0, static_cast<std::int64_t>(samples.size()));
        for (std::int64_t i = 0; i < fade; ++i) {
            const float gain = static_cast<float>(i) / static_cast<float>(fade);
            if (at - 1 - i >= 0) samples[static_cast<std::size_t>(at - 1 - i)] *= gain;
            if (at + i < static_cast<std::int64_t>(samples.size())) samples[static_cast<std::size_t>(at + i)] *= gain;
        }
        samples.insert(samples.begin() + at, static_cast<std::size_t>(rest), 0.0F);
        for (auto& time : utterance.times) {
            if (!time) continue;
            if (time->begin >= at) time->begin += rest;
            if (time->end > at) time->end += rest;
        }
    }
}

void raise(std::vector<float>& samples, const std::vector<media_protocol::SpokenWord>& words,
           const std::vector<std::size_t>& raised) {
    for (const std::size_t number : raised) {
        if (number >= words.size()) continue;
        const media_protocol::SpokenWord& word = words[number];
        const auto begin = samples.begin() + word.begin;
        const auto end = samples.begin() + std::min(word.end, static_cast<std::int64_t>(samples.size()));
        float peak = 0;
        for (auto sample = begin; sample < end; ++sample)
            peak = std::max(peak, std::abs(*sample));
        const float gain = peak > 0 ? std::clamp(kCeiling / peak, 1.0F, kRaise) : 1.0F;
        const std::int64_t length = end - begin;
        for (std::int64_t i = 0; i < length; ++i) {
            const std::int64_t from_edge = std::min({i, length - 1 - i, kRamp});
            const float share = static_cast<float>(from_edge) / static_cast<float>(kRamp);
            begin[i] *= 1 + (gain - 1) * share;
        }
    }
}

}  // namespace mss::speech
