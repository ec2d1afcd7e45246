#include "picture/pixel_rows.hpp"

#include <cstring>

// The compiler emits each function for the baseline and for AVX2 and picks at load time. Sanitizers cannot run the
// resolver that early, and other processors need no choice.
#if defined(__x86_64__) && !__has_feature(address_sanitizer) && !__has_feature(thread_sanitizer)
#define MSS_EVERY_CPU __attribute__((target_clones("avx2", "default")))
#else
#define MSS_EVERY_CPU
#endif

namespace mss::picture::rows {

namespace {

using Byte = std::uint8_t;
using Word = std::uint16_t;

// Left to itself the compiler does this arithmetic in 32 bits; sixteen lanes of 16 are twice as fast.
constexpr int kLanes = 16;
using Bytes = Byte __attribute__((vector_size(kLanes)));
using Words = Word __attribute__((vector_size(2 * kLanes)));

[[gnu::always_inline]] inline void load(Words& lanes, const Byte* samples) {
    Bytes bytes;
    std::memcpy(&bytes, samples, sizeof bytes);
    lanes = __builtin_convertvector(bytes, Words);
}

[[gnu::always_inline]] inline void store(Byte* samples, const Words& lanes) {
    const Bytes bytes = __builtin_convertvector(lanes, Bytes);
    std::memcpy(samples, &bytes, sizeof bytes);
}

// The formulas, for one Word and for a vector of them. Products of a sample and a weight of at most 256 fit 16 bits.

/// What is seen of `target` through alpha, plus the colour that covers it; both faded to `opacity`.
template <class Value>
[[gnu::always_inline]] inline void cover(Value& target, const Value& colour, const Value& alpha, Word opacity) {
    const Value opaque = (alpha * opacity + Word{128}) >> 8;
    const Value clear = Word{256} - (opaque + (opaque >> 7));
    target = ((target * clear + Word{128}) >> 8) + ((colour * opacity + Word{128}) >> 8);
}

/// One value of a row pair between four samples.
[[gnu::always_inline]] inline void between(Words& result, RowPair row, int i, Weights w) {
    Words sample;
    load(sample, row.top + i);
    result = sample * w.top_left;
    load(sample, row.top + i + 1);
    result += sample * w.top_right;
    load(sample, row.bottom + i);
    result += sample * w.bottom_left;
    load(sample, row.bottom + i + 1);
    result = (result + sample * w.bottom_right + Word{128}) >> 8;
}

inline unsigned between(RowPair row, int i, Weights w) {
    return static_cast<unsigned>(row.top[i] * w.top_left + row.top[i + 1] * w.top_right +
                                 row.bottom[i] * w.bottom_left + row.bottom[i + 1] * w.bottom_right + 128) >>
           8U;
}

/// The same in ordinary arithmetic, for the ends of rows.
inline Byte covered(Byte target, unsigned colour, unsigned alpha, unsigned opacity) {
    const unsigned opaque = (alpha * opacity + 128U) >> 8U;
    const unsigned clear = 256U - (opaque + (opaque >> 7U));
    return static_cast<Byte>(((target * clear + 128U) >> 8U) + ((colour * opacity + 128U) >> 8U));
}

inline unsigned scaled_sample(RowPair row, std::int32_t position, unsigned vertical) {
    const int left = position >> 16;
    const auto along = static_cast<unsigned>(position >> 8) & 255U;
    const unsigned top = row.top[left] * (256U - along) + row.top[left + 1] * along;
    const unsigned bottom = row.bottom[left] * (256U - along) + row.bottom[left + 1] * along;
    return (top * (256U - vertical) + bottom * vertical + 32768U) >> 16U;
}

}  // namespace

MSS_EVERY_CPU
void blend(Byte* target, const Byte* colour, const Byte* alpha, int count, int opacity) {
    const auto opaque = static_cast<Word>(opacity);
    int i = 0;
    for (; i + kLanes <= count; i += kLanes) {
        Words under, colours, alphas;
        load(under, target + i);
        load(colours, colour + i);
        load(alphas, alpha + i);
        cover(under, colours, alphas, opaque);
        store(target + i, under);
    }
#pragma clang loop vectorize(disable)
    for (; i < count; ++i)
        target[i] = covered(target[i], colour[i], alpha[i], opaque);
}

MSS_EVERY_CPU
void blend_between(Byte* target, RowPair colour, RowPair alpha, int count, Weights weights, int opacity) {
    const auto opaque = static_cast<Word>(opacity);
    int i = 0;
    for (; i + kLanes <= count; i += kLanes) {
        Words under, colours, alphas;
        load(under, target + i);
        between(colours, colour, i, weights);
        between(alphas, alpha, i, weights);
        cover(under, colours, alphas, opaque);
        store(target + i, under);
    }
#pragma clang loop vectorize(disable)
    for (; i < count; ++i)
        target[i] = covered(target[i], between(colour, i, weights), between(alpha, i, weights), opaque);
}

void blend_scaled(Byte* target, RowPair colour, RowPair alpha, int count, Scaling scaling, int opacity) {
    const auto opaque = static_cast<unsigned>(opacity);
    const auto vertical = static_cast<unsigned>(scaling.vertical);
    std::int32_t position = scaling.position;
    for (int i = 0; i < count; ++i, position += scaling.step) {
        target[i] = covered(target[i], scaled_sample(colour, position, vertical),
                            scaled_sample(alpha, position, vertical), opaque);
    }
}

MSS_EVERY_CPU
void mix(Byte* target, const Byte* source, int count, int amount) {
    const auto in = static_cast<Word>(amount);
    const auto out = static_cast<Word>(256 - amount);
    int i = 0;
    for (; i + kLanes <= count; i += kLanes) {
        Words under, over;
        load(under, target + i);
        load(over, source + i);
        store(target + i, (under * out + over * in + Word{128}) >> 8);
    }
#pragma clang loop vectorize(disable)
    for (; i < count; ++i)
        target[i] = static_cast<Byte>((target[i] * out + source[i] * in + 128) >> 8);
}

MSS_EVERY_CPU
void ramp(Byte* target, Word* level, const Word* step, const Byte* noise, int count, int noise_gain) {
    const auto gain = static_cast<Word>(noise_gain);
    int i = 0;
    for (; i + kLanes <= count; i += kLanes) {
        Words levels, steps, grain;
        std::memcpy(&levels, level + i, sizeof levels);
        std::memcpy(&steps, step + i, sizeof steps);
        load(grain, noise + i);
        store(target + i, (levels + grain * gain) >> 8);
        levels += steps;
        std::memcpy(level + i, &levels, sizeof levels);
    }
#pragma clang loop vectorize(disable)
    for (; i < count; ++i) {
        target[i] = static_cast<Byte>(static_cast<Word>(level[i] + noise[i] * gain) >> 8U);
        level[i] = static_cast<Word>(level[i] + step[i]);
    }
}

MSS_EVERY_CPU
void ramp_steps(Word* __restrict step, const Word* __restrict from, const Word* __restrict to, int count, int shift) {
    for (int i = 0; i < count; ++i) {
        const auto difference = static_cast<std::int16_t>(static_cast<Word>(to[i] - from[i]));
        step[i] = static_cast<Word>(difference >> shift);
    }
}

MSS_EVERY_CPU
void spread(Word* __restrict target, const Word* __restrict cells, int cell_count, int shift) {
    const int size = 1 << shift;
    for (int cell = 0; cell < cell_count; ++cell) {
        const int from = cells[cell];
        const int difference = cells[cell + 1] - from;
        for (int k = 0; k < size; ++k)
            target[cell * size + k] = static_cast<Word>(from + ((difference * k) >> shift));
    }
}

}  // namespace mss::picture::rows
