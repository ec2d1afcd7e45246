#include "speech/alignment.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/utf8.hpp"
#include "codec/audio_file.hpp"
#include "media_protocol/timebase.hpp"
#include "speech/utterance_finish.hpp"
#include "text/words.hpp"

namespace mss::speech {
namespace {

using media_protocol::kSampleRate;

constexpr std::int64_t kLongestRecording = 600LL * kSampleRate;
constexpr std::size_t kLongestText = 64'000;

// One channel of what may have two.
std::vector<float> mixed(const codec::StereoSound& sound) {
    std::vector<float> samples(sound.size());
    std::ranges::transform(sound.left, sound.right, samples.begin(),
                           [](float left, float right) { return (left + right) / 2; });
    return samples;
}

// The given times in samples: in order, none outside of the recording.
Result<std::vector<std::optional<Interval>>> in_samples(const std::vector<media_protocol::GivenTime>& times,
                                                        std::size_t recorded) {
    std::vector<std::optional<Interval>> intervals;
    double last = 0;
    for (const media_protocol::GivenTime& time : times) {
        const bool in_order =
            std::isfinite(time.begin) && std::isfinite(time.end) && time.begin >= last && time.end >= time.begin;
        if (!in_order) return fail(Code::invalid, "the times of the words are in no order");
        last = time.begin;
        const auto sample = [&](double seconds) {
            return static_cast<std::int64_t>(std::min(seconds * kSampleRate, static_cast<double>(recorded)));
        };
        intervals.push_back(Interval{sample(time.begin), sample(time.end)});
    }
    return intervals;
}

}  // namespace

Result<media_protocol::SpeechReply> align(const media_protocol::AlignmentRequest& request) {
    if (request.text.size() > kLongestText) return fail(Code::too_large, "more words than one recording may have");
    if (!utf8::valid(request.text)) return fail(Code::invalid, "the words are not valid UTF-8");
    const std::vector<std::string> words = text::words(request.text, request.language);
    if (words.empty()) return fail(Code::invalid, "there are no words to find in the recording");
    if (!request.times.empty() && request.times.size() != words.size())
        return fail(Code::invalid, fmt::format("{} times for {} words", request.times.size(), words.size()));

    MSS_TRY_ASSIGN(const codec::StereoSound sound, codec::decode_sound(request.recording, kLongestRecording));
    Utterance utterance{.sample_rate = kSampleRate, .samples = mixed(sound), .times = {}};
    MSS_TRY_ASSIGN(utterance.times, in_samples(request.times, utterance.samples.size()));
    if (request.times.empty()) utterance.times.resize(words.size());
    return finish_utterance(std::move(utterance), words, "service", request.output);
}

}  // namespace mss::speech
