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

/// One value of each line.
using Values = std::array<float, kLines>;

/// The lines' memories side by side, so that one write serves all; each line reads its own delay behind.
class Lines {
public:
    Lines() : memory_(kSize) {}

    Values read() const {
        Values values;
        for (std::size_t line = 0; line < kLines; ++line)
            values[line] = memory_[(at_ - kDelays[line]) % kSize][line];
        return values;
    }
    void write(const Values& values) { memory_[at_++ % kSize] = values; }

private:
    static constexpr std::size_t kSize = 4'096;  // a power of two above the longest delay
    std::vector<Values> memory_;
    std::size_t at_ = 0;
};

/// What is left of each line's sound after one trip, for a decay of 60 dB in `seconds`.
Values trip_gains(double seconds) {
    Values gains{};
    for (std::size_t line = 0; line < kLines; ++line) {
        const double trips = seconds * StereoSound::kSampleRate / static_cast<double>(kDelays[line]);
        gains[line] = static_cast<float>(std::pow(10, -3 / trips));
    }
    return gains;
}

// Hadamard mixing without a division: every line feeds every other with equal energy.
void mix(Values& values) {
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
    const Values gains = trip_gains(seconds);
    Lines lines;
    Values damped{};
    for (std::size_t i = 0; i < track.size(); ++i) {
        Values values = lines.read();
        for (std::size_t line = 0; line < kLines; ++line) {
            damped[line] = values[line] + kDamping * (damped[line] - values[line]);
            values[line] = damped[line] * gains[line];
        }
        const float left = values[0] + values[2] - values[4] + values[6];
        const float right = values[1] - values[3] + values[5] + values[7];
        mix(values);
        for (std::size_t line = 0; line < kLines; line += 2) {
            values[line] += track.left[i];
            values[line + 1] += track.right[i];
        }
        lines.write(values);
        track.left[i] += level * left;
        track.right[i] += level * right;
    }
}

}  // namespace mss::sound
