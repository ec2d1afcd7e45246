#include "codec/audio_resampler.hpp"

#include <cstdint>
#include <limits>
#include <memory>

extern "C" {
#include <libavutil/channel_layout.h>
#include <libavutil/opt.h>
#include <libswresample/swresample.h>
}

namespace mss::codec {
namespace {

constexpr int kLowestRate = 1'000;
constexpr int kHighestRate = 384'000;
/// Taps of the windowed sinc on each side of a phase, at the lower rate: 64 put images below -90 dB.
constexpr int kFilterSize = 64;
constexpr int kPhaseShift = 10;
/// Of the lower Nyquist frequency; the rest is the transition band.
constexpr double kCutoff = 0.97;

struct FreeResampler {
    void operator()(SwrContext* context) const { swr_free(&context); }
};
using Resampler = std::unique_ptr<SwrContext, FreeResampler>;

Resampler make_resampler(int from_rate, int to_rate) {
    AVChannelLayout mono = {};
    av_channel_layout_default(&mono, 1);
    SwrContext* raw = nullptr;
    if (swr_alloc_set_opts2(&raw, &mono, AV_SAMPLE_FMT_FLTP, to_rate, &mono, AV_SAMPLE_FMT_FLTP, from_rate, 0,
                            nullptr) < 0)
        return nullptr;
    Resampler resampler(raw);
    av_opt_set_int(raw, "filter_size", kFilterSize, 0);
    av_opt_set_int(raw, "phase_shift", kPhaseShift, 0);
    av_opt_set_int(raw, "exact_rational", 1, 0);
    av_opt_set_double(raw, "cutoff", kCutoff, 0);
    return swr_init(raw) < 0 ? nullptr : std::move(resampler);
}

}  // namespace

Result<std::vector<float>> resample(std::span<const float> samples, int from_rate, int to_rate) {
    const auto supported = [](int rate) { return rate >= kLowestRate && rate <= kHighestRate; };
    if (!supported(from_rate) || !supported(to_rate)) return fail(Code::invalid, "unsupported sampling rate");
    if (samples.size() > std::numeric_limits<int>::max() / 512) return fail(Code::too_large, "the sound is too long");
    if (from_rate == to_rate || samples.empty()) return std::vector<float>(samples.begin(), samples.end());

    const auto count = static_cast<std::int64_t>(samples.size());
    const auto wanted = static_cast<std::size_t>((count * to_rate + from_rate / 2) / from_rate);
    const Resampler resampler = make_resampler(from_rate, to_rate);
    if (!resampler) return fail(Code::internal, "the sampling-rate converter could not be set up");

    std::vector<float> converted(wanted);
    const auto convert = [&](std::size_t have, const float* input, int input_count) {
        auto* output = reinterpret_cast<std::uint8_t*>(converted.data() + have);
        const auto* source = reinterpret_cast<const std::uint8_t*>(input);
        return swr_convert(resampler.get(), &output, static_cast<int>(wanted - have), input ? &source : nullptr,
                           input_count);
    };
    int made = convert(0, samples.data(), static_cast<int>(samples.size()));
    std::size_t have = 0;
    // The first call takes the input; the ones after it drain the filter's tail.
    while (made > 0 && (have += static_cast<std::size_t>(made)) < wanted)
        made = convert(have, nullptr, 0);
    if (made < 0) return fail(Code::internal, "the sampling-rate conversion failed");
    return converted;  // a tail that the filter did not fill stays silent
}

}  // namespace mss::codec
