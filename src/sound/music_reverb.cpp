#include "sound/music_reverb.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace mss::sound {
namespace {

using codec::StereoSound;

constexpr std::size_t kLines = 8;
/// Samples; primes, so that the echoes do not pile up at common multiples.
constexpr std::array<std::size_t, kLines> kDelays{1'433, 1'601, 1'867, 2'053, 2'251, 2'399, 2'617, 2'797};
/// Of the one-pole low-pass in each line: air and walls swallow treble first.
constexpr float kDamping = 0.35F;

/// A delay line whose output is damped and weakened by one trip's share of the decay.
class Line {
public:
    Line(std::size_t delay, double seconds) : buffer_(delay, 0) {
        const double trips = seconds * StereoSound::kSampleRate / static_cast<double>(delay);
        gain_ = static_cast<float>(std::pow(10, -3 / trips));
    }

    float read() {
        damped_ = buffer_[at_] + kDamping * (damped_ - buffer_[at_]);
        return damped_ * gain_;
    }
    void write(float value) {
        buffer_[at_] = value;
        if (++at_ == buffer_.size()) at_ = 0;
    }

private:
    std::vector<float> buffer_;
    std::size_t at_ = 0;
    float damped_ = 0;
    float gain_ = 0;
};

// Hadamard mixing without a division: every line feeds every other with equal energy.
void mix(std::array<float, kLines>& values) {
    for (std::size_t width = 1; width < kLines; width *= 2) {
        for (std::size_t i = 0; i < kLines; i += 2 * width) {
            for (std::size_t j = i; j < i + width; ++j) {
                const float sum = values[j] + values[j + width];
                values[j + width] = values[j] - values[j + width];
                values[j] = sum;
            }
        }
    }
    constexpr float kScale = 0.35355339F;  // 1 / sqrt(8)
    for (float& value : values)
        value *= kScale;
}

}  // namespace

void add_reverb(StereoSound& track, float level, double seconds) {
    std::vector<Line> lines;
    for (const std::size_t delay : kDelays)
        lines.emplace_back(delay, seconds);
    std::array<float, kLines> values{};
    for (std::size_t i = 0; i < track.size(); ++i) {
        for (std::size_t line = 0; line < kLines; ++line)
            values[line] = lines[line].read();
        const float left = values[0] + values[2] - values[4] + values[6];
        const float right = values[1] - values[3] + values[5] + values[7];
        mix(values);
        for (std::size_t line = 0; line < kLines; ++line)
            lines[line].write(values[line] + (line % 2 == 0 ? track.left[i] : track.right[i]));
        track.left[i] += level * left;
        track.right[i] += level * right;
    }
}

}  // namespace mss::sound
