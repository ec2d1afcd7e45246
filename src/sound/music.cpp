#include "sound/music.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "codec/audio_filter.hpp"
#include "sound/music_instruments.hpp"
#include "sound/music_reverb.hpp"
#include "sound/music_score.hpp"

namespace mss::sound {
namespace {

using codec::Biquad;
using codec::StereoSound;

// Rumble out, and a shallow valley where the consonants of speech live. Both channels in one loop: each filter waits
// for its own last sample, and meanwhile the processor works on the other channel's.
void make_room_for_speech(StereoSound& track) {
    Biquad rumble_left = Biquad::high_pass(40, 0.7, StereoSound::kSampleRate);
    Biquad valley_left = Biquad::peak(2'500, 0.7, -3, StereoSound::kSampleRate);
    Biquad rumble_right = rumble_left;
    Biquad valley_right = valley_left;
    for (std::size_t i = 0; i < track.size(); ++i) {
        track.left[i] = valley_left(rumble_left(track.left[i]));
        track.right[i] = valley_right(rumble_right(track.right[i]));
    }
}

// The beginning comes out of silence; the last chord goes back into it by the end of the track.
void fade(StereoSound& track, std::int64_t ending) {
    const auto size = static_cast<std::int64_t>(track.size());
    const std::int64_t in = std::min<std::int64_t>(StereoSound::kSampleRate / 4, size / 4);
    const std::int64_t out =
        std::max<std::int64_t>(1, std::min<std::int64_t>(size - ending, 4 * StereoSound::kSampleRate));
    const auto apply = [&](std::int64_t at, double share) {
        const auto gain = static_cast<float>(0.5 - 0.5 * std::cos(std::numbers::pi * share));
        track.left[static_cast<std::size_t>(at)] *= gain;
        track.right[static_cast<std::size_t>(at)] *= gain;
    };
    for (std::int64_t i = 0; i < in; ++i)
        apply(i, static_cast<double>(i) / static_cast<double>(in));
    for (std::int64_t i = 0; i < out; ++i)
        apply(size - 1 - i, static_cast<double>(i) / static_cast<double>(out));
}

void normalise(StereoSound& track) {
    float peak = 0;
    for (const std::vector<float>* channel : {&track.left, &track.right})
        for (const float sample : *channel)
            peak = std::max(peak, std::abs(sample));
    if (peak <= 0) return;
    const float gain = 0.8F / peak;
    for (std::vector<float>* channel : {&track.left, &track.right})
        for (float& sample : *channel)
            sample *= gain;
}

}  // namespace

StereoSound compose_music(const MusicRequest& request) {
    StereoSound track;
    if (request.samples <= 0) return track;
    track.left.resize(static_cast<std::size_t>(request.samples));
    track.right.resize(static_cast<std::size_t>(request.samples));
    const Score score = write_score(request);
    play_pad(score, track);  // first: its filter must not touch the others
    play_keys(score, track);
    add_reverb(track, 0.22F, 2.2);
    play_bass(score, track);  // low notes and strokes stay dry, or they blur
    play_drums(score, request.seed, track);
    make_room_for_speech(track);
    fade(track, score.ending);
    normalise(track);
    return track;
}

}  // namespace mss::sound
