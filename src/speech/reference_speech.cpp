#include "speech/reference_speech.hpp"

#include <algorithm>
#include <cmath>

#include "base/utf8.hpp"

namespace mss::speech {
namespace {

// Voices that take longer would make people wait for what they cannot hear.
constexpr double kQuickVoice = 0.1;

// Whether whoever reads on is expected to pause behind a word.
bool ends_with_pause(const std::string& word) {
    constexpr std::u32string_view kPauses = U".,;:!?…—–-)\"”»。，、！？；：।؟،";
    const std::u32string points = utf8::decode(word);
    return !points.empty() && kPauses.find(points.back()) != std::u32string_view::npos;
}

float loudest(const std::vector<float>& samples) {
    float peak = 0;
    for (const float sample : samples)
        peak = std::max(peak, std::abs(sample));
    return peak;
}

// Engines that know only beginnings let a word run on through the pause after it.
Interval without_pause(Interval time, const std::vector<float>& samples, float silence) {
    constexpr auto kStep = static_cast<std::int64_t>(kFrameHop) / 2;
    constexpr std::int64_t kShortest = 3 * static_cast<std::int64_t>(kFrameHop);
    const auto silent = [&](std::int64_t from) {
        return std::all_of(samples.begin() + from, samples.begin() + from + kStep,
                           [&](float sample) { return std::abs(sample) < silence; });
    };
    time.end = std::min(time.end, static_cast<std::int64_t>(samples.size()));
    while (time.end > time.begin + kShortest && silent(time.end - kStep))
        time.end -= kStep;
    return time;
}

class Gathering {
public:
    Gathering(Speaker& speaker, const media_protocol::Voice& voice, const std::string& language)
        : speaker_(speaker), voice_(voice), language_(language) {}

    Result<void> add(const std::vector<std::string>& words) {
        const std::size_t first = count_;
        count_ += words.size();
        auto spoken = speaker_.utter(words, language_, voice_.name);
        if (!spoken && spoken.error().code == Code::invalid) return {};
        if (!spoken) return std::unexpected(spoken.error());
        MSS_TRY_ASSIGN(const std::vector<float> samples, at_feature_rate(spoken->samples, spoken->sample_rate));
        const float silence = loudest(samples) * 0.02F;
        const auto start = static_cast<std::int64_t>(samples_.size());
        for (std::size_t i = 0; i < words.size(); ++i) {
            const auto& time = spoken->times[i];
            if (!time) continue;
            const Interval given{time->begin * kFeatureRate / spoken->sample_rate,
                                 time->end * kFeatureRate / spoken->sample_rate};
            const Interval word = without_pause(given, samples, silence);
            made_.words.push_back(
                {frame(start + word.begin), frame(start + word.end), i == 0 || ends_with_pause(words[i - 1])});
            made_.written.push_back(first + i);
        }
        samples_.insert(samples_.end(), samples.begin(), samples.end());
        samples_.resize((samples_.size() + kFrameHop - 1) / kFrameHop * kFrameHop);
        return {};
    }

    ReferenceSpeech finish() {
        made_.features = sound_features(samples_);
        const std::size_t frames = made_.features.frames.size();
        if (frames == 0) return {};
        for (std::size_t i = 0; i < made_.words.size(); ++i) {
            ReferenceWord& word = made_.words[i];
            word.begin = std::min(word.begin, frames - 1);
            if (i + 1 < made_.words.size()) word.end = std::min(word.end, made_.words[i + 1].begin);
            word.end = std::clamp(word.end, word.begin + 1, frames);
        }
        return std::move(made_);
    }

private:
    static std::size_t frame(std::int64_t sample) { return static_cast<std::size_t>(sample) / kFrameHop; }

    Speaker& speaker_;
    const media_protocol::Voice& voice_;
    const std::string& language_;
    std::vector<float> samples_;
    std::size_t count_ = 0;
    ReferenceSpeech made_;
};

}  // namespace

Result<ReferenceSpeech> speak_reference(Speaker& speaker, const media_protocol::Voice& voice,
                                        const Sentences& sentences, const std::string& language,
                                        const SentenceDone& done) {
    Gathering gathering(speaker, voice, language);
    for (std::size_t i = 0; i < sentences.size(); ++i) {
        MSS_TRY(gathering.add(sentences[i]));
        done(i + 1);
    }
    return gathering.finish();
}

std::vector<media_protocol::Voice> reference_voices(const Speaker& speaker, const std::string& language) {
    std::vector<media_protocol::Voice> chosen;
    for (media_protocol::Voice& voice : speaker.voices({language}).voices) {
        const bool known = std::ranges::find(chosen, voice.engine, &media_protocol::Voice::engine) != chosen.end();
        if (voice.cost <= kQuickVoice && !known) chosen.push_back(std::move(voice));
    }
    return chosen;
}

}  // namespace mss::speech
