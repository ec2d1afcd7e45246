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
constexpr double kLoudnessTolerance = 0.3;
constexpr int kEncodings = 3;
constexpr double kSilenceDbfs = -45;
constexpr std::int64_t kSteps = 6;

/// The narration alone, and where somebody speaks.
struct Narration {
    std::vector<float> samples;
    std::vector<Stretch> speech;
};

Result<std::vector<float>> read_clip(const std::string& path) {
    MSS_TRY_ASSIGN(const std::string bytes, read_file(path, kLongestTrack * sizeof(float)));
    if (bytes.size() % sizeof(float) != 0) return fail(Code::invalid, path + " is not raw 32-bit sound");
    std::vector<float> samples(bytes.size() / sizeof(float));
    std::memcpy(samples.data(), bytes.data(), bytes.size());
    if (!std::ranges::all_of(samples, [](float sample) { return std::isfinite(sample); }))
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

void scale(StereoSound& sound, double gain_db) {
    const auto gain = static_cast<float>(std::pow(10, gain_db / 20));
    for (std::vector<float>* channel : {&sound.left, &sound.right})
        for (float& sample : *channel)
            sample *= gain;
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

// The limiter costs a little loudness; the gain is raised until what leaves it is on target.
StereoSound master(const StereoSound& sound, double target_lufs, double ceiling_dbtp) {
    double gain_db = target_lufs - loudness(sound);
    StereoSound mastered;
    for (int round = 0; round < 3; ++round) {
        mastered = limit(sound, std::pow(10, gain_db / 20), ceiling_dbtp);
        const double missing = target_lufs - loudness(mastered);
        if (std::abs(missing) < 0.05) break;
        gain_db += missing;
    }
    return mastered;
}

// Facts of the decoded file that the loudness meter does not tell.
void count_silence_and_clipping(const StereoSound& sound, const std::vector<Stretch>& speech, MixReply& reply) {
    const auto quiet = static_cast<float>(std::pow(10, kSilenceDbfs / 20));
    std::int64_t first = static_cast<std::int64_t>(sound.size());
    std::int64_t last = 0;
    for (const Stretch& stretch : speech) {
        first = std::min(first, stretch.begin);
        last = std::max(last, stretch.end);
    }
    std::int64_t run = 0;
    for (std::int64_t at = 0; at < static_cast<std::int64_t>(sound.size()); ++at) {
        const auto index = static_cast<std::size_t>(at);
        const float size = std::max(std::abs(sound.left[index]), std::abs(sound.right[index]));
        if (size >= 1) ++reply.clipped_samples;
        run = size < quiet && at >= first && at < last ? run + 1 : 0;
        reply.longest_silence = std::max(reply.longest_silence, run);
    }
}

Result<void> check(const MixRequest& request) {
    if (request.clips.empty()) return fail(Code::invalid, "there is no narration to mix");
    if (request.samples <= 0) return fail(Code::invalid, "the track has no length");
    if (request.samples > kLongestTrack) return fail(Code::too_large, "the track is longer than half an hour");
    if (request.loudness_lufs > -5 || request.loudness_lufs < -40 || request.true_peak_dbtp > 0 ||
        request.true_peak_dbtp < -20)
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
    const double voice_lufs = loudness_within(in_both_channels(narration.samples), narration.speech);
    if (voice_lufs <= kSilentLufs) return fail(Code::invalid, "the narration is silent");
    step();
    const Blend blend = add_music(request, narration, voice_lufs);
    narration.samples = {};
    step();

    double target_lufs = request.loudness_lufs;
    double ceiling_dbtp = request.true_peak_dbtp - kCodecMarginDb;
    for (int encoding = 1;; ++encoding) {
        MSS_TRY(codec::encode_aac(master(blend.sound, target_lufs, ceiling_dbtp), request.output));
        step();
        MSS_TRY_ASSIGN(const StereoSound decoded, codec::decode_sound(request.output, request.samples));
        const Measurement measured = measure(decoded);
        const double loudness_error = measured.loudness_lufs - request.loudness_lufs;
        const double peak_excess = measured.true_peak_dbtp - request.true_peak_dbtp;
        if (peak_excess <= 0 && std::abs(loudness_error) <= kLoudnessTolerance) {
            MixReply reply{.loudness_lufs = measured.loudness_lufs,
                           .true_peak_dbtp = measured.true_peak_dbtp,
                           .voice_over_music_lu = blend.voice_over_music_lu};
            count_silence_and_clipping(decoded, narration.speech, reply);
            if (progress) progress(kSteps, kSteps);
            return reply;
        }
        if (encoding == kEncodings)
            return fail(Code::gate_failed, fmt::format("the sound track came out at {:.1f} LUFS and {:.1f} dBTP",
                                                       measured.loudness_lufs, measured.true_peak_dbtp));
        target_lufs -= loudness_error;
        if (peak_excess > 0) ceiling_dbtp -= peak_excess + 0.1;
    }
}

}  // namespace mss::sound
