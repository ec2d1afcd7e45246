#include "sound/loudness.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>

#include <ebur128.h>

namespace mss::sound {
namespace {

using codec::StereoSound;

struct DestroyMeter {
    void operator()(ebur128_state* state) const { ebur128_destroy(&state); }
};
using Meter = std::unique_ptr<ebur128_state, DestroyMeter>;

Meter make_meter(int mode) {
    return Meter(ebur128_init(2, StereoSound::kSampleRate, mode));
}

// The meter reads interleaved samples; a small buffer does.
void feed(ebur128_state& meter, const StereoSound& sound, Stretch stretch) {
    constexpr std::int64_t kBlock = 4'096;
    std::array<float, 2 * kBlock> interleaved{};
    const std::int64_t end = std::min(stretch.end, static_cast<std::int64_t>(sound.size()));
    for (std::int64_t at = std::max<std::int64_t>(0, stretch.begin); at < end; at += kBlock) {
        const auto count = static_cast<std::size_t>(std::min(kBlock, end - at));
        const float* left = sound.left.data() + at;
        const float* right = sound.right.data() + at;
        for (std::size_t i = 0; i < count; ++i) {
            interleaved[2 * i] = left[i];
            interleaved[2 * i + 1] = right[i];
        }
        ebur128_add_frames_float(&meter, interleaved.data(), count);
    }
}

double global_loudness(ebur128_state& meter) {
    double lufs = kSilentLufs;
    ebur128_loudness_global(&meter, &lufs);
    return std::isfinite(lufs) ? lufs : kSilentLufs;
}

Stretch all_of(const StereoSound& sound) {
    return {0, static_cast<std::int64_t>(sound.size())};
}

}  // namespace

double loudness(const StereoSound& sound) {
    return loudness_within(sound, {all_of(sound)});
}

double loudness_within(const StereoSound& sound, const std::vector<Stretch>& stretches) {
    const Meter meter = make_meter(EBUR128_MODE_I);
    if (!meter) return kSilentLufs;
    for (const Stretch& stretch : stretches)
        feed(*meter, sound, stretch);
    return global_loudness(*meter);
}

Measurement measure(const StereoSound& sound) {
    const Meter meter = make_meter(EBUR128_MODE_I | EBUR128_MODE_TRUE_PEAK);
    if (!meter) return {};
    feed(*meter, sound, all_of(sound));
    double left = 0;
    double right = 0;
    ebur128_true_peak(meter.get(), 0, &left);
    ebur128_true_peak(meter.get(), 1, &right);
    const double peak = std::max(left, right);
    return {global_loudness(*meter), peak > 0 ? std::max(kSilentLufs, 20 * std::log10(peak)) : kSilentLufs};
}

}  // namespace mss::sound
