#pragma once
// What an audio child is asked and answers: the whole sound track in one piece (AAC is never cut). Values; any thread.

#include <cstdint>
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace mss::media_protocol {

/// A spoken sentence and where it begins.
struct MixClip {
    std::string path;  ///< raw float32, mono, 48 kHz
    std::int64_t at = 0;
};
BOOST_DESCRIBE_STRUCT(MixClip, (), (path, at))

enum class Mood { calm, curious, bright, grave };
BOOST_DESCRIBE_ENUM(Mood, calm, curious, bright, grave)

struct MixRequest {
    std::vector<MixClip> clips;
    std::int64_t samples = 0;  ///< length of the track; a whole number of video frames
    bool music = true;
    Mood mood = Mood::curious;
    std::uint64_t seed = 0;  ///< of the generated music
    double loudness_lufs = -14.0;
    double true_peak_dbtp = -1.0;  ///< the ceiling that the measured file keeps, AAC included
    std::string output;            ///< file to make: MP4 with one AAC-LC stream, 48 kHz stereo
};
BOOST_DESCRIBE_STRUCT(MixRequest, (), (clips, samples, music, mood, seed, loudness_lufs, true_peak_dbtp, output))

/// Measured (ITU-R BS.1770-4, EBU R 128) on the decoded result; the balance of voice and music before they are joined.
struct MixReply {
    double loudness_lufs = 0;
    double true_peak_dbtp = 0;
    double voice_over_music_lu = 0;  ///< voice against music while somebody speaks; 99 without music
    /// Samples below -45 dBFS in a row where there is a clip; a pause between clips neither counts nor interrupts.
    std::int64_t longest_silence_in_clips = 0;
    std::int64_t clipped_samples = 0;
};
BOOST_DESCRIBE_STRUCT(MixReply, (),
                      (loudness_lufs, true_peak_dbtp, voice_over_music_lu, longest_silence_in_clips, clipped_samples))

}  // namespace mss::media_protocol
