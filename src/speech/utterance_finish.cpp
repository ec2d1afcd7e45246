#include "speech/utterance_finish.hpp"

#include <algorithm>

#include "base/file.hpp"
#include "media_protocol/timebase.hpp"
#include "speech/delivery.hpp"
#include "speech/voice_polish.hpp"
#include "speech/word_times.hpp"

namespace mss::speech {
namespace {

using media_protocol::kSampleRate;

/// Kept at both ends, so that no attack and no release is cut.
constexpr std::int64_t kMargin = kSampleRate / 50;
constexpr std::int64_t kFoundMargin = kSampleRate / 4;

// Cuts the silence around the sound and moves the times with it. Breath and noise that a voice has before its first
// word and after its last are cut too, with as much left as the times may be off.
void trim(std::vector<float>& samples, std::vector<std::optional<Interval>>& times, TimedBy timed_by) {
    Interval sound = sounding_part(samples);
    if (!times.empty() && times.front() && times.back()) {
        const std::int64_t off = timed_by == TimedBy::search ? kFoundMargin : 0;
        sound.begin = std::clamp(times.front()->begin - off, sound.begin, sound.end - 1);
        sound.end = std::clamp(times.back()->end + kMargin + off, sound.begin + 1, sound.end);
    }
    const std::int64_t first = std::max<std::int64_t>(0, sound.begin - kMargin);
    const std::int64_t last = std::min(static_cast<std::int64_t>(samples.size()), sound.end + kMargin);
    samples.erase(samples.begin() + last, samples.end());
    samples.erase(samples.begin(), samples.begin() + first);
    for (auto& time : times) {
        if (time) time = Interval{time->begin - first, time->end - first};
    }
}

const char* name_of(TimedBy timed_by) {
    switch (timed_by) {
        case TimedBy::engine: return "engine";
        case TimedBy::service: return "service";
        case TimedBy::search: return "aligned";
    }
    return "estimated";
}

bool has_sound(const std::vector<float>& samples) {
    const Interval sound = sounding_part(samples);
    return sound.end > sound.begin;
}

}  // namespace

Result<media_protocol::SpeechReply> finish_utterance(Utterance utterance, const std::vector<std::string>& words,
                                                     TimedBy timed_by, const std::filesystem::path& output,
                                                     const std::vector<std::size_t>& raised) {
    rest_before(utterance, raised);
    std::vector<float>& samples = utterance.samples;
    if (!has_sound(samples)) return fail(Code::invalid, "the voice makes no sound of this sentence");
    trim(samples, utterance.times, timed_by);
    polish(samples);

    media_protocol::SpeechReply reply;
    reply.samples = static_cast<std::int64_t>(samples.size());
    MSS_TRY_ASSIGN(reply.words, place_words(words, utterance.times, samples));
    raise(samples, reply.words, raised);
    const bool all_known = std::ranges::all_of(utterance.times, [](const auto& time) { return time.has_value(); });
    reply.timing_source = all_known ? name_of(timed_by) : "estimated";
    MSS_TRY(write_file(
        output, std::string_view(reinterpret_cast<const char*>(samples.data()), samples.size() * sizeof(float))));
    return reply;
}

}  // namespace mss::speech
