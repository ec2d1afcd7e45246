#include "speech/recording_file.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "codec/audio_file.hpp"
#include "media_protocol/timebase.hpp"

namespace mss::speech {

Result<std::vector<float>> read_recording(const std::string& path) {
    constexpr std::int64_t kMostSamples = std::int64_t{kLongestRecordingSeconds} * media_protocol::kSampleRate;
    std::error_code error;
    if (!std::filesystem::exists(path, error)) return fail(Code::not_found, "there is no such recording");
    auto sound = codec::decode_sound(path, kMostSamples);
    // The file is there, so what cannot be opened is of no kind that is known.
    if (!sound && sound.error().code == Code::io) return fail(Code::invalid, "it is no file of sound that can be read");
    if (!sound && sound.error().code == Code::invalid) return fail(Code::invalid, "it has no sound that can be read");
    if (!sound && sound.error().code == Code::too_large)
        return fail(Code::too_large, "the recording is longer than ten minutes");
    if (!sound) return std::unexpected(sound.error());
    std::vector<float> samples = std::move(sound->left);
    std::ranges::transform(samples, sound->right, samples.begin(),
                           [](float left, float right) { return (left + right) / 2; });
    return samples;
}

}  // namespace mss::speech
