#include "speech/sound_features.hpp"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>

#include "codec/audio_resampler.hpp"

namespace mss::speech {
namespace {

constexpr std::size_t kWindow = 400;  // 25 ms
constexpr std::size_t kTransform = 512;
constexpr std::size_t kBands = 26;
constexpr double kLowestHertz = 100;
constexpr double kHighestHertz = 7'000;
constexpr float kLowestLevel = -100;

using Spectrum = std::array<std::complex<float>, kTransform>;
using Bands = std::array<float, kBands>;
using Cepstra = std::array<float, kCepstra>;

// The fast Fourier transform of Cooley and Tukey (1965), radix 2, in place.
class Transform {
public:
    Transform() {
        for (std::size_t i = 0; i < kTransform / 2; ++i)
            turns_[i] = std::polar(1.0F, static_cast<float>(-2 * std::numbers::pi * static_cast<double>(i) /
                                                            static_cast<double>(kTransform)));
    }

    void apply(Spectrum& data) const {
        for (std::size_t i = 1, mirrored = 0; i < kTransform; ++i) {
            std::size_t bit = kTransform / 2;
            for (; (mirrored & bit) != 0; bit /= 2)
                mirrored ^= bit;
            mirrored ^= bit;
            if (i < mirrored) std::swap(data[i], data[mirrored]);
        }
        for (std::size_t half = 1; half < kTransform; half *= 2)
            for (std::size_t start = 0; start < kTransform; start += 2 * half)
                for (std::size_t i = 0; i < half; ++i) {
                    std::complex<float>& upper = data[start + i];
                    std::complex<float>& lower = data[start + i + half];
                    const std::complex<float>& turn = turns_[i * (kTransform / 2 / half)];
                    // Written out: the library's product looks for infinities.
                    const std::complex<float> turned(lower.real() * turn.real() - lower.imag() * turn.imag(),
                                                     lower.real() * turn.imag() + lower.imag() * turn.real());
                    lower = upper - turned;
                    upper += turned;
                }
    }

private:
    std::array<std::complex<float>, kTransform / 2> turns_;
};

double mel(double hertz) {
    return 1'127 * std::log1p(hertz / 700);
}

// Triangles of equal width on the mel scale.
std::array<std::array<float, kTransform / 2>, kBands> make_filters() {
    std::array<std::array<float, kTransform / 2>, kBands> filters{};
    const double step = (mel(kHighestHertz) - mel(kLowestHertz)) / (kBands + 1);
    for (std::size_t band = 0; band < kBands; ++band)
        for (std::size_t bin = 0; bin < kTransform / 2; ++bin) {
            const double at = (mel(static_cast<double>(bin) * kFeatureRate / kTransform) - mel(kLowestHertz)) / step;
            filters[band][bin] = static_cast<float>(std::max(0.0, 1 - std::abs(at - static_cast<double>(band) - 1)));
        }
    return filters;
}

// Energies by band, and the level, of each frame.
std::vector<Bands> band_energies(std::span<const float> samples, std::vector<float>& levels) {
    const Transform transform;
    const auto filters = make_filters();
    std::array<float, kWindow> window{};
    for (std::size_t i = 0; i < kWindow; ++i)
        window[i] = static_cast<float>(
            0.54 - 0.46 * std::cos(2 * std::numbers::pi * static_cast<double>(i) / static_cast<double>(kWindow - 1)));
    const std::size_t count = samples.size() / kFrameHop;
    std::vector<Bands> energies(count);
    levels.resize(count);
    constexpr auto kBefore = static_cast<std::ptrdiff_t>((kWindow - kFrameHop) / 2);
    const auto size = static_cast<std::ptrdiff_t>(samples.size());
    for (std::size_t frame = 0; frame < count; ++frame) {
        Spectrum spectrum{};
        const std::ptrdiff_t first = static_cast<std::ptrdiff_t>(frame * kFrameHop) - kBefore;
        for (std::size_t i = 0; i < kWindow; ++i) {
            const std::ptrdiff_t at = first + static_cast<std::ptrdiff_t>(i);
            if (at >= 1 && at < size)
                spectrum[i] = window[i] * (samples[static_cast<std::size_t>(at)] -
                                           0.97F * samples[static_cast<std::size_t>(at - 1)]);
        }
        transform.apply(spectrum);
        for (std::size_t band = 0; band < kBands; ++band)
            for (std::size_t bin = 0; bin < kTransform / 2; ++bin)
                energies[frame][band] += filters[band][bin] * std::norm(spectrum[bin]);
        double power = 0;
        for (std::size_t i = frame * kFrameHop; i < (frame + 1) * kFrameHop; ++i)
            power += static_cast<double>(samples[i]) * samples[i];
        levels[frame] = std::max(kLowestLevel, static_cast<float>(10 * std::log10(power / kFrameHop + 1e-12)));
    }
    return energies;
}

// The logarithms; what lies far below a band's usual energy is noise or nothing, and as good as silence.
void take_logarithms(std::vector<Bands>& energies) {
    Bands floor{};
    for (const Bands& frame : energies)
        for (std::size_t band = 0; band < kBands; ++band)
            floor[band] += frame[band] / static_cast<float>(energies.size());
    for (Bands& frame : energies)
        for (std::size_t band = 0; band < kBands; ++band)
            frame[band] = std::log(frame[band] + 1e-3F * floor[band] + 1e-12F);
}

std::vector<Cepstra> cepstra_of(const std::vector<Bands>& logarithms) {
    std::array<Bands, kCepstra> cosines{};
    for (std::size_t i = 0; i < kCepstra; ++i)
        for (std::size_t band = 0; band < kBands; ++band)
            cosines[i][band] = static_cast<float>(
                std::cos(std::numbers::pi * static_cast<double>(i) * (static_cast<double>(band) + 0.5) / kBands));
    std::vector<Cepstra> cepstra(logarithms.size());
    for (std::size_t frame = 0; frame < logarithms.size(); ++frame)
        for (std::size_t i = 0; i < kCepstra; ++i)
            for (std::size_t band = 0; band < kBands; ++band)
                cepstra[frame][i] += cosines[i][band] * logarithms[frame][band];
    return cepstra;
}

// Mean 0 and variance 1 over the frames that are no pause.
void normalise(std::vector<SoundFrame>& frames, const std::vector<float>& levels, float threshold) {
    for (std::size_t i = 0; i < std::tuple_size_v<SoundFrame>; ++i) {
        double sum = 0;
        double squares = 0;
        double count = 0;
        for (std::size_t frame = 0; frame < frames.size(); ++frame) {
            if (levels[frame] < threshold) continue;
            sum += frames[frame][i];
            squares += static_cast<double>(frames[frame][i]) * frames[frame][i];
            ++count;
        }
        if (count == 0) continue;
        const double mean = sum / count;
        const double deviation = std::sqrt(std::max(squares / count - mean * mean, 1e-9));
        for (SoundFrame& frame : frames)
            frame[i] = static_cast<float>((static_cast<double>(frame[i]) - mean) / deviation);
    }
}

}  // namespace

Result<std::vector<float>> at_feature_rate(std::span<const float> samples, int rate) {
    // The resampler takes a minute and a half at most. What its filter misses at the joints is less than a frame.
    const std::size_t part = static_cast<std::size_t>(rate) * 60;
    std::vector<float> made;
    for (std::size_t at = 0; at < samples.size(); at += part) {
        const auto some = samples.subspan(at, std::min(part, samples.size() - at));
        MSS_TRY_ASSIGN(const std::vector<float> resampled, codec::resample(some, rate, kFeatureRate));
        made.insert(made.end(), resampled.begin(), resampled.end());
    }
    return made;
}

SoundFeatures sound_features(std::span<const float> samples) {
    SoundFeatures features;
    std::vector<Bands> energies = band_energies(samples, features.levels);
    take_logarithms(energies);
    const std::vector<Cepstra> cepstra = cepstra_of(energies);
    features.frames.resize(cepstra.size());
    const auto count = static_cast<std::ptrdiff_t>(cepstra.size());
    const auto at = [&](std::ptrdiff_t frame) -> const Cepstra& {
        return cepstra[static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(frame, 0, count - 1))];
    };
    for (std::ptrdiff_t frame = 0; frame < count; ++frame)
        for (std::size_t i = 0; i < kCepstra; ++i) {
            SoundFrame& made = features.frames[static_cast<std::size_t>(frame)];
            made[i] = at(frame)[i];
            made[kCepstra + i] = at(frame + 1)[i] - at(frame - 1)[i] + 2 * (at(frame + 2)[i] - at(frame - 2)[i]);
        }
    normalise(features.frames, features.levels, pause_threshold(features.levels));
    return features;
}

float pause_threshold(std::span<const float> levels) {
    if (levels.empty()) return kLowestLevel;
    std::vector<float> sorted(levels.begin(), levels.end());
    std::ranges::sort(sorted);
    const float quiet = sorted[sorted.size() / 20];
    const float loud = sorted[sorted.size() * 9 / 10];
    return std::clamp(quiet + 0.35F * (loud - quiet), loud - 35, loud - 12);
}

float distance(const SoundFrame& one, const SoundFrame& other) {
    float sum = 0;
    for (std::size_t i = 0; i < one.size(); ++i)
        sum += (one[i] - other[i]) * (one[i] - other[i]);
    return std::sqrt(sum / static_cast<float>(one.size()));
}

}  // namespace mss::speech
