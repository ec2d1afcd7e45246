#pragma once
// The players: each adds its part of a score to a track. Pure apart from the track; any thread. Every note begins and
// ends at zero, so nothing clicks.

#include "codec/audio_file.hpp"
#include "sound/music_score.hpp"

namespace mss::sound {

/// Detuned, softly filtered string-like chords whose filter drifts; opens during the introduction.
void play_pad(const Score& score, codec::StereoSound& track);

/// A round electric-piano tone for broken chords and the motif, with two echoes.
void play_keys(const Score& score, codec::StereoSound& track);

/// A sine bass with a little second harmonic.
void play_bass(const Score& score, codec::StereoSound& track);

/// Soft kick, brush, shaker and low tom, made from sines and shaped noise.
void play_drums(const Score& score, std::uint64_t seed, codec::StereoSound& track);

}  // namespace mss::sound
