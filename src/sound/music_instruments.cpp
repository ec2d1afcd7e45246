#include "sound/music_instruments.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "base/random.hpp"
#include "codec/audio_filter.hpp"

namespace mss::sound {
namespace {

using codec::Biquad;
using codec::StereoSound;

constexpr int kRate = StereoSound::kSampleRate;
constexpr double kTurn = 2 * std::numbers::pi;
/// Of the phases that the pad's oscillators begin at; they need not differ from piece to piece.
constexpr std::uint64_t kOscillatorSeed = 0x9AD;

double hertz_of(double pitch) {
    return 440 * std::exp2((pitch - 69) / 12);
}
std::int64_t samples_of(double seconds) {
    return static_cast<std::int64_t>(seconds * kRate);
}

/// One period of a waveform, read at any phase by linear interpolation.
class WaveTable {
public:
    template <class Shape>
    explicit WaveTable(Shape shape) {
        for (std::size_t i = 0; i <= kSize; ++i)
            values_[i] = static_cast<float>(shape(static_cast<double>(i % kSize) / kSize));
    }

    /// `phase` in turns; only its fraction counts, and it must not be negative.
    float operator()(float phase) const {
        const float position = (phase - static_cast<float>(static_cast<int>(phase))) * kSize;
        const auto index = static_cast<std::size_t>(position);
        const float share = position - static_cast<float>(index);
        return values_[index] + share * (values_[index + 1] - values_[index]);
    }

private:
    static constexpr std::size_t kSize = 2'048;
    std::array<float, kSize + 1> values_{};
};

WaveTable sine_table() {
    return WaveTable([](double phase) { return std::sin(kTurn * phase); });
}

// A saw whose upper partials fall off quickly, like bowed strings at some distance.
WaveTable string_table() {
    return WaveTable([](double phase) {
        double sum = 0;
        for (int partial = 1; partial <= 20; ++partial)
            sum += std::sin(kTurn * partial * phase) / std::pow(partial, 1.35);
        return 0.5 * sum;
    });
}

/// Equal-power gains of a position between the loudspeakers.
struct Pan {
    explicit Pan(float position) {
        const float angle = (position + 1) * std::numbers::pi_v<float> / 4;
        left = std::cos(angle);
        right = std::sin(angle);
    }
    float left;
    float right;
};

/// Raised-cosine rise, hold, raised-cosine fall.
struct Envelope {
    std::int64_t attack;
    std::int64_t hold;
    std::int64_t release;

    std::int64_t length() const { return attack + hold + release; }
    float at(std::int64_t i) const {
        if (i < attack) return ease(i, attack);
        if (i < attack + hold) return 1;
        return ease(length() - i, release);
    }
    static float ease(std::int64_t i, std::int64_t length) {
        return 0.5F - 0.5F * std::cos(std::numbers::pi_v<float> * static_cast<float>(i) / static_cast<float>(length));
    }
};

/// Calls play(i, left, right) for the samples of a note that lie within the track.
template <class Play>
void for_each_sample(StereoSound& track, std::int64_t begin, std::int64_t length, Play play) {
    const std::int64_t end = std::min(begin + length, static_cast<std::int64_t>(track.size()));
    for (std::int64_t at = std::max<std::int64_t>(begin, 0); at < end; ++at)
        play(at - begin, track.left[static_cast<std::size_t>(at)], track.right[static_cast<std::size_t>(at)]);
}

// Two oscillators a few cents apart, each leaning to its side: slow beating makes the chord wide.
void play_pad_note(const Note& note, const WaveTable& table, Random& random, StereoSound& track) {
    const std::int64_t attack = std::min(samples_of(0.9), note.length / 2);
    const Envelope envelope{attack, note.length - attack, samples_of(1.4)};
    const double cents = 5;
    const auto low = static_cast<float>(hertz_of(note.pitch - cents / 100) / kRate);
    const auto high = static_cast<float>(hertz_of(note.pitch + cents / 100) / kRate);
    auto low_phase = static_cast<float>(random.unit());
    auto high_phase = static_cast<float>(random.unit());
    const Pan pan(note.pan * 0.6F);
    float level = 0;
    for_each_sample(track, note.begin, envelope.length(), [&](std::int64_t i, float& left, float& right) {
        if (i % 32 == 0) level = envelope.at(i) * note.velocity;
        low_phase += low;
        high_phase += high;
        if (low_phase >= 1) low_phase -= 1;
        if (high_phase >= 1) high_phase -= 1;
        const float one = table(low_phase) * level;
        const float other = table(high_phase) * level;
        left += pan.left * (one + 0.35F * other);
        right += pan.right * (other + 0.35F * one);
    });
}

// Two one-pole stages a channel; the corner wanders with a slow sine, left and right apart.
void drift_filter(const Score& score, StereoSound& track) {
    constexpr std::size_t kBlock = 64;
    const double opening = static_cast<double>(std::max<std::int64_t>(1, 2 * score.bar));
    std::array<std::array<float, 2>, 2> memory{};
    const std::array<std::vector<float>*, 2> channels{&track.left, &track.right};
    for (std::size_t at = 0; at < track.size(); at += kBlock) {
        const double seconds = static_cast<double>(at) / kRate;
        const double open = std::min(1.0, static_cast<double>(at) / opening);
        for (std::size_t channel = 0; channel < 2; ++channel) {
            const double wander = std::sin(kTurn * (seconds / 17.0 + 0.25 * static_cast<double>(channel)));
            const double corner = 1'100 * score.brightness * std::exp2(0.6 * wander + open - 1);
            const auto share = static_cast<float>(1 - std::exp(-kTurn * corner / kRate));
            auto& [first, second] = memory[channel];
            const std::size_t end = std::min(at + kBlock, track.size());
            for (std::size_t i = at; i < end; ++i) {
                float& sample = (*channels[channel])[i];
                first += share * (sample - first);
                second += share * (first - second);
                sample = second;
            }
        }
    }
}

/// How a key instrument sounds.
struct Keys {
    double decay;      // seconds to a third
    float modulation;  // of the second oscillator, in turns, at full velocity
    float level;
};

// Two-operator frequency modulation whose index dies away faster than the tone: a hammer, then a round note.
void play_key(const Note& note, const Keys& keys, const WaveTable& sine, StereoSound& track) {
    const double seconds = std::min(static_cast<double>(note.length) / kRate + 3 * keys.decay, 6 * keys.decay);
    const std::int64_t length = samples_of(seconds);
    const std::int64_t release = samples_of(0.05);
    const std::int64_t attack = samples_of(0.004);
    const auto step = static_cast<float>(hertz_of(note.pitch) / kRate);
    const auto fade = static_cast<float>(std::exp(-1 / (keys.decay * kRate)));
    const auto soften = static_cast<float>(std::exp(-1 / (0.25 * keys.decay * kRate)));
    float level = keys.level * note.velocity;
    float index = keys.modulation * note.velocity;
    float phase = 0;
    const Pan pan(note.pan);
    for_each_sample(track, note.begin, length, [&](std::int64_t i, float& left, float& right) {
        float edge = 1;
        if (i < attack) edge = Envelope::ease(i, attack);
        if (i >= length - release) edge = Envelope::ease(length - i, release);
        phase += step;
        if (phase >= 1) phase -= 1;
        const float sample = edge * level * sine(phase + index * sine(phase) + 1);
        level *= fade;
        index *= soften;
        left += pan.left * sample;
        right += pan.right * sample;
    });
}

void play_with_echoes(const std::vector<Note>& notes, const Keys& keys, std::int64_t delay, const WaveTable& sine,
                      StereoSound& track) {
    for (Note note : notes) {
        play_key(note, keys, sine, track);
        Keys echo = keys;
        echo.modulation *= 0.5F;  // echoes come back duller
        for (int bounce = 0; bounce < 2; ++bounce) {
            note.begin += delay;
            note.velocity *= 0.36F;
            note.pan = bounce == 0 ? 0.8F : -0.8F;
            play_key(note, echo, sine, track);
        }
    }
}

using Shot = std::vector<float>;

// A falling sine; `decay` in seconds to a third.
Shot make_thump(double from_hertz, double to_hertz, double decay) {
    Shot shot(static_cast<std::size_t>(samples_of(decay * 5)));
    double phase = 0;
    const auto size = static_cast<double>(shot.size());
    for (std::size_t i = 0; i < shot.size(); ++i) {
        const double seconds = static_cast<double>(i) / kRate;
        phase += (to_hertz + (from_hertz - to_hertz) * std::exp(-seconds / 0.03)) / kRate;
        const double edges = std::min(1.0, seconds / 0.002) * std::min(1.0, (size - static_cast<double>(i)) / 500);
        shot[i] = static_cast<float>(std::sin(kTurn * phase) * std::exp(-seconds / decay) * edges);
    }
    return shot;
}

// Band-passed noise that swells in `attack` and dies in `decay` seconds.
Shot make_noise(double low_hertz, double high_hertz, double attack, double decay, Random& random) {
    Shot shot(static_cast<std::size_t>(samples_of(attack + decay * 5)));
    Biquad high_pass = Biquad::high_pass(low_hertz, 0.7, kRate);
    Biquad low_pass = Biquad::low_pass(high_hertz, 0.7, kRate);
    const auto size = static_cast<double>(shot.size());
    for (std::size_t i = 0; i < shot.size(); ++i) {
        const double seconds = static_cast<double>(i) / kRate;
        const double swell = seconds < attack ? seconds / attack : std::exp(-(seconds - attack) / decay);
        const double edge = std::min(1.0, (size - static_cast<double>(i)) / 300);
        shot[i] = low_pass(high_pass(static_cast<float>(random.between(-1, 1)))) * static_cast<float>(swell * edge);
    }
    return shot;
}

void strike(const Hit& hit, const Shot& shot, float level, StereoSound& track) {
    const Pan pan(hit.pan);
    for_each_sample(track, hit.begin, static_cast<std::int64_t>(shot.size()),
                    [&](std::int64_t i, float& left, float& right) {
                        const float sample = level * hit.velocity * shot[static_cast<std::size_t>(i)];
                        left += pan.left * sample;
                        right += pan.right * sample;
                    });
}

}  // namespace

void play_pad(const Score& score, StereoSound& track) {
    const WaveTable table = string_table();
    Random random(kOscillatorSeed);
    for (const Note& note : score.pad)
        play_pad_note(note, table, random, track);
    drift_filter(score, track);
    for (std::size_t i = 0; i < track.size(); ++i) {
        track.left[i] *= 0.16F;
        track.right[i] *= 0.16F;
    }
}

void play_keys(const Score& score, StereoSound& track) {
    const WaveTable sine = sine_table();
    const std::int64_t dotted_eighth = score.bar * 3 / 16;
    play_with_echoes(score.pluck, {0.45, 0.22F, 0.16F}, dotted_eighth, sine, track);
    play_with_echoes(score.lead, {0.7, 0.3F, 0.17F}, dotted_eighth, sine, track);
}

void play_bass(const Score& score, StereoSound& track) {
    const WaveTable table([](double phase) {
        return std::sin(kTurn * phase) + 0.25 * std::sin(2 * kTurn * phase) + 0.08 * std::sin(3 * kTurn * phase);
    });
    for (const Note& note : score.bass) {
        const std::int64_t attack = std::min(samples_of(0.03), note.length);
        const Envelope envelope{attack, note.length - attack, samples_of(0.18)};
        const auto step = static_cast<float>(hertz_of(note.pitch) / kRate);
        float phase = 0;
        for_each_sample(track, note.begin, envelope.length(), [&](std::int64_t i, float& left, float& right) {
            phase += step;
            if (phase >= 1) phase -= 1;
            const float sample = 0.2F * note.velocity * envelope.at(i) * table(phase);
            left += sample;
            right += sample;
        });
    }
}

void play_drums(const Score& score, std::uint64_t seed, StereoSound& track) {
    Random random(seed);
    constexpr std::size_t kVariants = 4;  // no two strokes on a skin are the same
    std::array<Shot, kVariants> brushes;
    std::array<Shot, kVariants> shakers;
    for (std::size_t i = 0; i < kVariants; ++i) {
        brushes[i] = make_noise(900, 5'500, 0.012, 0.07, random);
        shakers[i] = make_noise(5'000, 12'000, 0.02, 0.025, random);
    }
    const Shot kick = make_thump(130, 48, 0.11);
    const Shot tom = make_thump(110, 62, 0.22);

    for (const Hit& hit : score.drums) {
        const std::size_t variant = random.below(kVariants);
        switch (hit.drum) {
            case Drum::kick: strike(hit, kick, 0.34F, track); break;
            case Drum::tom: strike(hit, tom, 0.34F, track); break;
            case Drum::brush: strike(hit, brushes[variant], 0.30F, track); break;
            case Drum::shaker: strike(hit, shakers[variant], 0.16F, track); break;
        }
    }
}

}  // namespace mss::sound
