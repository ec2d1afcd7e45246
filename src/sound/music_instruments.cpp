#include "sound/music_instruments.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <span>

#include "base/random.hpp"
#include "codec/audio_filter.hpp"
#include "sound/sine.hpp"

namespace mss::sound {
namespace {

using codec::Biquad;
using codec::StereoSound;

constexpr int kRate = StereoSound::kSampleRate;
constexpr double kTurn = 2 * std::numbers::pi;
/// Of the phases that the pad's oscillators begin at; they need not differ from piece to piece.
constexpr std::uint64_t kOscillatorSeed = 0x9AD;
constexpr float kPadLevel = 0.16F;

double hertz_of(double pitch) {
    return 440 * std::exp2((pitch - 69) / 12);
}
std::int64_t samples_of(double seconds) {
    return static_cast<std::int64_t>(seconds * kRate);
}

/// A phase as a whole number: 2^32 is one turn, so it wraps by itself and never drifts.
using Phase = std::uint32_t;
constexpr double kPhaseTurn = 4'294'967'296.0;

Phase phase_of(double turns) {
    return static_cast<Phase>(static_cast<std::uint64_t>(turns * kPhaseTurn));
}
/// What a phase gains by one sample of a pitch.
Phase step_of(double pitch) {
    return phase_of(hertz_of(pitch) / kRate);
}
/// -0.5 to 0.5.
float turns_of(Phase phase) {
    return static_cast<float>(static_cast<std::int32_t>(phase)) * 0x1p-32F;
}

/// One period of a waveform, read at any phase by linear interpolation.
class WaveTable {
public:
    template <class Shape>
    explicit WaveTable(Shape shape) {
        const auto value = [&](std::size_t i) { return shape(static_cast<double>(i % kSize) / kSize); };
        for (std::size_t i = 0; i < kSize; ++i)
            points_[i] = {static_cast<float>(value(i)), static_cast<float>(value(i + 1) - value(i))};
    }

    float operator()(Phase phase) const {
        const Point& point = points_[phase >> kFractionBits];
        const Phase fraction = phase & ((Phase{1} << kFractionBits) - 1);
        return point.value + point.slope * (static_cast<float>(static_cast<std::int32_t>(fraction)) * 0x1p-21F);
    }

private:
    static constexpr int kFractionBits = 21;
    static constexpr std::size_t kSize = std::size_t{1} << (32 - kFractionBits);
    struct Point {
        float value;
        float slope;  // to the next point
    };
    std::array<Point, kSize> points_{};
};

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
        const float quarter = sine(static_cast<float>(i) / static_cast<float>(4 * length));
        return quarter * quarter;
    }
};

/// Notes are played in blocks of samples, so that the loops over them become vector instructions.
constexpr std::int64_t kBlock = 64;
using Block = std::array<float, kBlock>;

/// e^(-i / time) for the samples of a block.
struct Decay {
    explicit Decay(double seconds) {
        for (std::int64_t i = 0; i < kBlock; ++i)
            powers[static_cast<std::size_t>(i)] =
                static_cast<float>(std::exp(-static_cast<double>(i) / (seconds * kRate)));
        over_block = static_cast<float>(std::exp(-static_cast<double>(kBlock) / (seconds * kRate)));
    }
    Block powers{};
    float over_block = 1;
};

/// The part of the track from `begin` that a block covers; empty past its end.
struct TrackBlock {
    TrackBlock(StereoSound& track, std::int64_t begin, std::int64_t wanted)
        : size(static_cast<std::size_t>(
              std::clamp<std::int64_t>(static_cast<std::int64_t>(track.size()) - begin, 0, std::min(wanted, kBlock)))),
          left(size > 0 ? track.left.data() + begin : nullptr),
          right(size > 0 ? track.right.data() + begin : nullptr) {}
    std::size_t size;
    float* left;
    float* right;
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
    const Phase low = step_of(note.pitch - cents / 100);
    const Phase high = step_of(note.pitch + cents / 100);
    Phase low_phase = phase_of(random.unit());
    Phase high_phase = phase_of(random.unit());
    const Pan pan(note.pan * 0.6F);
    for (std::int64_t at = 0; at < envelope.length(); at += kBlock) {
        const TrackBlock out(track, note.begin + at, envelope.length() - at);
        const float level = kPadLevel * note.velocity * envelope.at(at);
        const float next = kPadLevel * note.velocity * envelope.at(std::min(at + kBlock, envelope.length()));
        const float rise = (next - level) / static_cast<float>(kBlock);
        for (std::size_t i = 0; i < out.size; ++i) {
            const float gain = level + static_cast<float>(static_cast<int>(i)) * rise;
            const float one = gain * table(low_phase);
            const float other = gain * table(high_phase);
            out.left[i] += pan.left * (one + 0.35F * other);
            out.right[i] += pan.right * (other + 0.35F * one);
            low_phase += low;
            high_phase += high;
        }
    }
}

// Two one-pole stages a channel; the corner wanders with a slow sine, left and right apart.
void drift_filter(const Score& score, StereoSound& track) {
    const double opening = static_cast<double>(std::max<std::int64_t>(1, 2 * score.bar));
    std::array<float, 2> first{};
    std::array<float, 2> second{};
    for (std::size_t at = 0; at < track.size(); at += kBlock) {
        const double seconds = static_cast<double>(at) / kRate;
        const double open = std::min(1.0, static_cast<double>(at) / opening);
        std::array<float, 2> share{};
        for (std::size_t channel = 0; channel < 2; ++channel) {
            const double wander = std::sin(kTurn * (seconds / 17.0 + 0.25 * static_cast<double>(channel)));
            const double corner = 1'100 * score.brightness * std::exp2(0.6 * wander + open - 1);
            share[channel] = static_cast<float>(1 - std::exp(-kTurn * corner / kRate));
        }
        const std::size_t end = std::min<std::size_t>(at + kBlock, track.size());
        for (std::size_t i = at; i < end; ++i) {  // both channels in one loop: the processor does them side by side
            first[0] += share[0] * (track.left[i] - first[0]);
            first[1] += share[1] * (track.right[i] - first[1]);
            second[0] += share[0] * (first[0] - second[0]);
            second[1] += share[1] * (first[1] - second[1]);
            track.left[i] = second[0];
            track.right[i] = second[1];
        }
    }
}

/// How a key instrument sounds.
struct Keys {
    double decay;      // seconds to a third
    float modulation;  // of the second oscillator, in turns, at full velocity
    float level;
};

/// Where and how loud a tone is heard, from its note's begin.
struct Sounding {
    std::int64_t delay;
    float level;
    Pan pan;
};

// Two-operator frequency modulation whose index dies away faster than the tone: a hammer, then a round note.
class KeyPlayer {
public:
    explicit KeyPlayer(const Keys& keys) : keys_(keys), tone_(keys.decay), hammer_(0.25 * keys.decay) {}

    /// `hardness` scales the modulation.
    void play(const Note& note, float hardness, std::span<const Sounding> soundings, StereoSound& track) const {
        const double seconds = std::min(static_cast<double>(note.length) / kRate + 3 * keys_.decay, 6 * keys_.decay);
        const std::int64_t length = samples_of(seconds);
        const Phase step = step_of(note.pitch);
        float level = keys_.level * note.velocity;
        float index = keys_.modulation * hardness * note.velocity;
        Phase phase = 0;
        for (std::int64_t at = 0; at < length; at += kBlock) {
            Block block = tone(phase, step, level, index);
            shape_edges(block, at, length);
            for (const Sounding& sounding : soundings)
                add(block, sounding, TrackBlock(track, note.begin + sounding.delay + at, length - at));
            phase += step * static_cast<Phase>(kBlock);
            level *= tone_.over_block;
            index *= hammer_.over_block;
        }
    }

private:
    Block tone(Phase phase, Phase step, float level, float index) const {
        Block block;
        for (std::size_t i = 0; i < block.size(); ++i) {
            const float turns = turns_of(phase + static_cast<Phase>(i) * step);
            const float bend = index * hammer_.powers[i] * sine(turns);
            block[i] = level * tone_.powers[i] * sine(turns + bend);
        }
        return block;
    }

    static void add(const Block& block, const Sounding& sounding, const TrackBlock& out) {
        const float left = sounding.pan.left * sounding.level;
        const float right = sounding.pan.right * sounding.level;
        for (std::size_t i = 0; i < out.size; ++i)
            out.left[i] += left * block[i];
        for (std::size_t i = 0; i < out.size; ++i)
            out.right[i] += right * block[i];
    }

    static void shape_edges(Block& block, std::int64_t at, std::int64_t length) {
        const std::int64_t attack = samples_of(0.004);
        const std::int64_t release = samples_of(0.05);
        if (at >= attack && at + kBlock <= length - release) return;
        for (std::int64_t i = 0; i < kBlock; ++i) {
            float& sample = block[static_cast<std::size_t>(i)];
            if (at + i < attack) sample *= Envelope::ease(at + i, attack);
            if (at + i >= length - release)
                sample *= Envelope::ease(std::max<std::int64_t>(length - at - i, 0), release);
        }
    }

    Keys keys_;
    Decay tone_;
    Decay hammer_;
};

void play_with_echoes(const std::vector<Note>& notes, const Keys& keys, std::int64_t delay, StereoSound& track) {
    constexpr float kEcho = 0.36F;
    constexpr float kDuller = 0.5F * kEcho;
    const KeyPlayer player(keys);
    const std::array echoes{Sounding{delay, kEcho, Pan(0.8F)}, Sounding{2 * delay, kEcho * kEcho, Pan(-0.8F)}};
    for (const Note& note : notes) {
        player.play(note, 1, std::array{Sounding{0, 1, Pan(note.pan)}}, track);
        player.play(note, kDuller, echoes, track);
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
}

void play_keys(const Score& score, StereoSound& track) {
    const std::int64_t dotted_eighth = score.bar * 3 / 16;
    play_with_echoes(score.pluck, {0.45, 0.22F, 0.16F}, dotted_eighth, track);
    play_with_echoes(score.lead, {0.7, 0.3F, 0.17F}, dotted_eighth, track);
}

void play_bass(const Score& score, StereoSound& track) {
    const WaveTable table([](double phase) {
        return std::sin(kTurn * phase) + 0.25 * std::sin(2 * kTurn * phase) + 0.08 * std::sin(3 * kTurn * phase);
    });
    for (const Note& note : score.bass) {
        const std::int64_t attack = std::min(samples_of(0.03), note.length);
        const Envelope envelope{attack, note.length - attack, samples_of(0.18)};
        const Phase step = step_of(note.pitch);
        Phase phase = 0;
        for_each_sample(track, note.begin, envelope.length(), [&](std::int64_t i, float& left, float& right) {
            phase += step;
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
