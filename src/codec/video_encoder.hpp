#pragma once
// VideoEncoder: frames in, one MP4 file with an H.264 stream out, made so that files of equal settings can be joined
// packet by packet (fixed x264 parameters, closed groups of pictures, a key frame first). Confined to one thread.

#include <filesystem>
#include <memory>
#include <string>

#include "base/result.hpp"
#include "codec/frame.hpp"

namespace mss::codec {

struct VideoSettings {
    int width = 0;
    int height = 0;
    int frames_per_second = 30;
    std::string x264_preset = "superfast";
    double constant_rate_factor = 21;
    int threads = 1;  ///< at least 3 are used; how many does not change the pictures
};

class VideoEncoder {
public:
    /// Errors: io (the file cannot be made), internal (the library has no libx264).
    static Result<VideoEncoder> open(const VideoSettings& settings, const std::filesystem::path& output);

    VideoEncoder(VideoEncoder&&) noexcept;
    VideoEncoder& operator=(VideoEncoder&&) noexcept;
    ~VideoEncoder();

    /// Encodes the next frame; it may be reused as soon as this returns. Errors: io.
    Result<void> push(const Frame& frame);

    /// Drains the encoder and closes the file. Errors: io.
    Result<void> finish();

private:
    struct State;
    explicit VideoEncoder(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace mss::codec
