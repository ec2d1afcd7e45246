#pragma once
// Sound files through libav: a whole stereo track encoded as AAC-LC in MP4, and any file's sound decoded again.
// Whole signals in memory (one minute of stereo is 23 MB). Plain functions; any thread. Failures are Result errors.

#include <cstdint>
#include <filesystem>
#include <vector>

#include "base/result.hpp"

namespace mss::codec {

/// Two channels of 48 kHz float samples of equal length.
struct StereoSound {
    static constexpr int kSampleRate = 48'000;

    std::vector<float> left;
    std::vector<float> right;

    std::size_t size() const { return left.size(); }
};

/// Writes an MP4 with one AAC-LC stream of 192 kbit/s. An edit list hides the encoder's priming samples and the last
/// block's padding, so a player and decode_sound hear exactly sound.size() samples. The same sound gives the same
/// bytes. Errors: invalid (no samples, or channels of different length), io, internal (no AAC encoder).
Result<void> encode_aac(const StereoSound& sound, const std::filesystem::path& output);

/// The first sound stream of a file as 48 kHz stereo, edit list applied. Errors: not_found, invalid (no sound in it,
/// or damaged), too_large (more than `max_samples`), internal.
Result<StereoSound> decode_sound(const std::filesystem::path& path, std::int64_t max_samples);

}  // namespace mss::codec
