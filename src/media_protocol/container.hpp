#pragma once
// What is asked of a container child: join segments and sound to a finished file, and measure a finished file.

#include <cstdint>
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace mss::media_protocol {

struct MuxRequest {
    std::vector<std::string> segments;  ///< in order; all made with the same encoder settings
    std::string audio;
    std::string output;  ///< file to make: MP4, index first
    std::string title;
    std::string comment;  ///< credits
};
BOOST_DESCRIBE_STRUCT(MuxRequest, (), (segments, audio, output, title, comment))

struct MuxReply {
    std::int64_t frames = 0;
};
BOOST_DESCRIBE_STRUCT(MuxReply, (), (frames))

struct ProbeRequest {
    std::string path;
};
BOOST_DESCRIBE_STRUCT(ProbeRequest, (), (path))

/// Facts of a finished file, read from its container and by decoding its sound and its key frames.
struct ProbeReply {
    std::string container;  ///< "mp4"
    int video_streams = 0;
    int audio_streams = 0;
    std::string video_codec;    ///< "h264"
    std::string video_profile;  ///< "High"
    std::string pixel_format;   ///< "yuv420p"
    bool progressive = false;
    int width = 0;
    int height = 0;
    int rate_numerator = 0;  ///< nominal frame rate
    int rate_denominator = 0;
    std::string colour_range;  ///< "tv"
    std::string colour_space;  ///< "bt709", as the next two
    std::string colour_primaries;
    std::string colour_transfer;
    std::string audio_codec;    ///< "aac"
    std::string audio_profile;  ///< "LC"
    int audio_rate = 0;
    int audio_channels = 0;
    bool index_first = false;  ///< moov before mdat
    std::int64_t frames = 0;
    std::int64_t video_duration_samples = 0;  ///< both in samples at 48 kHz
    std::int64_t audio_duration_samples = 0;
    int longest_key_interval = 0;  ///< frames
    int most_b_frames = 0;         ///< in a row
    bool timestamps_rise = false;  ///< presentation timestamps strictly rise, one frame apart
    std::vector<std::int64_t> key_frames;
    int decode_errors = 0;
};
BOOST_DESCRIBE_STRUCT(ProbeReply, (),
                      (container, video_streams, audio_streams, video_codec, video_profile, pixel_format, progressive,
                       width, height, rate_numerator, rate_denominator, colour_range, colour_space, colour_primaries,
                       colour_transfer, audio_codec, audio_profile, audio_rate, audio_channels, index_first, frames,
                       video_duration_samples, audio_duration_samples, longest_key_interval, most_b_frames,
                       timestamps_rise, key_frames, decode_errors))

}  // namespace mss::media_protocol
