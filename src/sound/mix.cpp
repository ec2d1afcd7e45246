#include "sound/mix.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

#include <fmt/format.h>

#include "base/file.hpp"
#include "codec/audio_file.hpp"
#include "media_protocol/timebase.hpp"
#include "sound/ducking.hpp"
#include "sound/limiter.hpp"
#include "sound/loudness.hpp"
#include "sound/music.hpp"
#include "sound/true_peak.hpp"

namespace mss::sound {
namespace {

using codec::StereoSound;
using media_protocol::kSampleRate;
using media_protocol::MixReply;
using media_protocol::MixRequest;

constexpr std::int64_t kLongestTrack = std::int64_t{30} * 60 * kSampleRate;
/// Music alone against the voice, and music under the voice against the voice.
constexpr double kMusicBelowVoice = 7;
constexpr double kDuckedBelowVoice = 16;
/// AAC moves peaks between the samples by some tenths of a decibel.
constexpr double kCodecMarginDb = 0.6;
/// Meters and decoders of others may see a peak a little higher than ours: they interpolate in their own way.
constexpr double kMeterMarginDb = 0.1;
constexpr double kLoudnessTolerance = 0.3;
/// Good enough where the last encoding has come no nearer; the gate's own bound is half a unit.
constexpr double kLastLoudnessTolerance = 0.45;
constexpr int kEncodings = 4;
/// What a ceiling is lowered by beyond the excess that was measured: the next encoding errs in its own way.
constexpr double kCeilingStepDb = 0.3;
/// The limiter is driven no further than this beyond the gain that the target seems to need.
constexpr double kMostDriveDb = 30;
constexpr double kSilenceDbfs = -45;
/// Speech peaks 9 to 14 dB over its loudness; where it is more than the first figure, it is brought down to the second.
constexpr double kStrangeCrestDb = 15;
constexpr double kTamedCrestDb = 12;
constexpr double kBurstRecovery = 1'000;  // dB a second: over before the next sound
/// 40 dB over full scale: what is larger (or not a number) is no sound, and sums of it would not stay finite.
constexpr float kLargestSample = 100;
constexpr std::int64_t kSteps = kEncodings + 3;

/// The narration alone, and where somebody speaks.
struct Narration {
    std::vector<float> samples;
    std::vector<Stretch> speech;
};

Result<std::vector<float>> read_clip(const std::string& path) {
    MSS_TRY_ASSIGN(const std::string bytes, read_file(path, kLongestTrack * sizeof(float)));
    if (bytes.size() % sizeof(float) != 0) return fail(Code::invalid, path + " is not raw 32-bit sound");
    std::vector<float> samples(bytes.size() / sizeof(float));
    if (!samples.empty()) std::memcpy(samples.data(), bytes.data(), bytes.size());
    if (!std::ranges::all_of(samples, [](float sample) { return std::abs(sample) <= kLargestSample; }))
        return fail(Code::invalid, path + " holds values that are no sound");
    return samples;
}

Result<Narration> place_clips(const MixRequest& request) {
    Narration narration{std::vector<float>(static_cast<std::size_t>(request.samples)), {}};
    for (const media_protocol::MixClip& clip : request.clips) {
        MSS_TRY_ASSIGN(const std::vector<float> samples, read_clip(clip.path));
        const auto count = static_cast<std::int64_t>(samples.size());
        if (clip.at < 0 || clip.at > request.samples - count)
            return fail(Code::invalid, fmt::format("{} does not lie within the track", clip.path));
        for (std::size_t i = 0; i < samples.size(); ++i)
            narration.samples[static_cast<std::size_t>(clip.at) + i] += samples[i];
        if (count > 0) narration.speech.push_back({clip.at, clip.at + count});
    }
    return narration;
}

StereoSound in_both_channels(const std::vector<float>& mono) {
    return {mono, mono};
}

double linear(double decibels) {
    return std::pow(10, decibels / 20);
}

void scale(StereoSound& sound, double gain_db) {
    const auto gain = static_cast<float>(linear(gain_db));
    for (std::vector<float>* channel : {&sound.left, &sound.right})
        for (float& sample : *channel)
            sample *= gain;
}

// Bursts far above the words around them (clicks, blown-upon microphones) would hold the limiter down over the whole
// syllable after each, and no gain would reach the target. They alone are turned down first; a narration without them
// passes unchanged. Every round lowers the loudness that the bursts themselves had made.
double tame_bursts(Narration& narration) {
    double lufs = loudness_within(narration.samples, narration.speech);
    for (int round = 0; round < 8 && lufs > kSilentLufs; ++round) {
        StereoSound voice = in_both_channels(narration.samples);
        const double peak = true_peak(voice);
        if (peak <= linear(lufs + (round == 0 ? kStrangeCrestDb : kTamedCrestDb))) break;
        narration.samples = limit(voice, 1, lufs + kTamedCrestDb, kBurstRecovery).left;
        lufs = loudness_within(narration.samples, narration.speech);
    }
    return lufs;
}

/// Voice and music together, and how far apart they are while somebody speaks.
struct Blend {
    StereoSound sound;
    double voice_over_music_lu = 99;
};

// The music is set against the measured voice: first its own level, then how deep it ducks.
Blend add_music(const MixRequest& request, const Narration& narration, double voice_lufs) {
    Blend blend;
    if (!request.music) {
        blend.sound = in_both_channels(narration.samples);
        return blend;
    }
    blend.sound = compose_music({request.samples, request.mood, request.seed});
    scale(blend.sound, voice_lufs - kMusicBelowVoice - loudness(blend.sound));
    const double under_voice = loudness_within(blend.sound, narration.speech);
    const double depth = std::max(3.0, under_voice - (voice_lufs - kDuckedBelowVoice));
    duck(blend.sound, ducking_curve(narration.speech, request.samples), depth);
    const double ducked = loudness_within(blend.sound, narration.speech);
    blend.voice_over_music_lu = std::min(99.0, voice_lufs - ducked);
    for (std::size_t i = 0; i < blend.sound.size(); ++i) {
        blend.sound.left[i] += narration.samples[i];
        blend.sound.right[i] += narration.samples[i];
    }
    return blend;
}

// The limiter costs loudness; the gain is raised until what leaves it is on target. Where hard peaks keep the limiter
// at work, a decibel of gain yields less than a decibel of loudness, so each step goes by what the last one yielded.
StereoSound master(const StereoSound& sound, double target_lufs, double ceiling_dbtp) {
    const double first_gain_db = target_lufs - loudness(sound);
    StereoSound mastered;
    if (true_peak(sound) * linear(first_gain_db) <= linear(ceiling_dbtp)) {
        mastered = sound;
        scale(mastered, first_gain_db);
        return mastered;
    }
    double gain_db = first_gain_db;
    double step_db = 0;
    double last_lufs = 0;
    for (int round = 0; round < 6; ++round) {
        mastered = limit(sound, linear(gain_db), ceiling_dbtp);
        const double lufs = loudness(mastered);
        const double missing = target_lufs - lufs;
        if (std::abs(missing) < 0.05) break;
        const double yield = step_db == 0 ? 1 : std::clamp((lufs - last_lufs) / step_db, 0.2, 1.0);
        step_db = std::min(missing / yield, first_gain_db + kMostDriveDb - gain_db);
        if (step_db == 0) break;  // driven as far as it may be
        gain_db += step_db;
        last_lufs = lufs;
    }
    return mastered;
}

// Facts of the decoded file that the loudness meter does not tell.
void count_silence_and_clipping(const StereoSound& sound, const std::vector<Stretch>& speech, MixReply& reply) {
    const auto quiet = static_cast<float>(linear(kSilenceDbfs));
    std::vector<bool> spoken(sound.size());
    for (const Stretch& stretch : speech) {
        const auto begin = std::min(stretch.begin, std::ssize(spoken));  // a file may decode to less than was mixed
        std::fill(spoken.begin() + begin, spoken.begin() + std::clamp(stretch.end, begin, std::ssize(spoken)), true);
    }
    std::int64_t run = 0;
    for (std::size_t at = 0; at < sound.size(); ++at) {
        const float size = std::max(std::abs(sound.left[at]), std::abs(sound.right[at]));
        if (size >= 1) ++reply.clipped_samples;
        if (size >= quiet)
            run = 0;
        else if (spoken[at])
            ++run;
        reply.longest_silence_in_clips = std::max(reply.longest_silence_in_clips, run);
    }
}

// Masters and encodes until what the file decodes to is right; mostly once. The file stays whatever comes out.
Result<MixReply> encode(const MixRequest& request, const Blend& blend, const std::vector<Stretch>& speech,
                        const std::function<void()>& step) {
    double target_lufs = request.loudness_lufs;
    double ceiling_dbtp = request.true_peak_dbtp - kCodecMarginDb;
    for (int encoding = 1;; ++encoding) {
        MSS_TRY(codec::encode_aac(master(blend.sound, target_lufs, ceiling_dbtp), request.output));
        step();
        MSS_TRY_ASSIGN(const StereoSound decoded, codec::decode_sound(request.output, request.samples));
        const Measurement measured = measure(decoded);
        const double loudness_error = measured.loudness_lufs - request.loudness_lufs;
        const double peak_excess = measured.true_peak_dbtp - (request.true_peak_dbtp - kMeterMarginDb);
        const double tolerance = encoding == kEncodings ? kLastLoudnessTolerance : kLoudnessTolerance;
        if (peak_excess <= 0 && std::abs(loudness_error) <= tolerance) {
            MixReply reply{.loudness_lufs = measured.loudness_lufs,
                           .true_peak_dbtp = measured.true_peak_dbtp,
                           .voice_over_music_lu = blend.voice_over_music_lu};
            count_silence_and_clipping(decoded, speech, reply);
            return reply;
        }
        if (encoding == kEncodings)
            return fail(Code::gate_failed, fmt::format("the sound track came out at {:.1f} LUFS and {:.1f} dBTP",
                                                       measured.loudness_lufs, measured.true_peak_dbtp));
        target_lufs -= loudness_error;
        if (peak_excess > 0) ceiling_dbtp -= peak_excess + kCeilingStepDb;
    }
}

Result<void> check(const MixRequest& request) {
    if (request.clips.empty()) return fail(Code::invalid, "there is no narration to mix");
    if (request.samples <= 0) return fail(Code::invalid, "the track has no length");
    if (request.samples > kLongestTrack) return fail(Code::too_large, "the track is longer than half an hour");
    const auto within = [](double value, double low, double high) { return value >= low && value <= high; };  // no NaN
    if (!within(request.loudness_lufs, -40, -5) || !within(request.true_peak_dbtp, -20, 0))
        return fail(Code::invalid, "loudness or peak is outside of what a video may ask for");
    return {};
}

}  // namespace

Result<MixReply> mix(const MixRequest& request, const MixProgress& progress) {
    MSS_TRY(check(request));
    std::int64_t done = 0;
    const auto step = [&] {
        if (progress) progress(++done, kSteps);
    };
    MSS_TRY_ASSIGN(Narration narration, place_clips(request));
    const double voice_lufs = tame_bursts(narration);
    if (voice_lufs <= kSilentLufs) return fail(Code::invalid, "the narration is silent");
    step();
    const Blend blend = add_music(request, narration, voice_lufs);
    narration.samples = {};
    step();
    auto reply = encode(request, blend, narration.speech, step);
    if (!reply) {
        std::error_code ignored;
        std::filesystem::remove(request.output, ignored);
        return reply;
    }
    if (progress) progress(kSteps, kSteps);
    return reply;
}

}  // namespace mss::sound
