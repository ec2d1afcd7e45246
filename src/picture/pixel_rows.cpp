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
template <int Count>
using Lanes = Word __attribute__((vector_size(2 * Count)));
constexpr int kMostLanes = 16;

template <class Vector>
constexpr int kCount = static_cast<int>(sizeof(Vector) / sizeof(Word));
template <class Vector>
using BytesOf = Byte __attribute__((vector_size(kCount<Vector>)));

template <class Vector>
[[gnu::always_inline]] inline void load(Vector& lanes, const Byte* samples) {
    BytesOf<Vector> bytes;
    std::memcpy(&bytes, samples, sizeof bytes);
    lanes = __builtin_convertvector(bytes, Vector);
}

template <class Vector>
[[gnu::always_inline]] inline void store(Byte* samples, const Vector& lanes) {
    const auto bytes = __builtin_convertvector(lanes, BytesOf<Vector>);
    std::memcpy(samples, &bytes, sizeof bytes);
}

/// Replaces a row by what `work(i, lanes)` makes of sample i and those after it, in vectors of the largest size that
/// fits. The last vector may overlap the one before it, so it is made first, from samples not yet replaced.
template <int Count, class Work>
[[gnu::always_inline]] inline void replace(Byte* target, int count, const Work& work) {
    if (count < Count) {
        if constexpr (Count > 1) replace<Count / 2>(target, count, work);
        return;
    }
    const int last = count - Count;
    Lanes<Count> ending;
    work(last, ending);
    for (int i = 0; i < last; i += Count) {
        Lanes<Count> lanes;
        work(i, lanes);
        store(target + i, lanes);
    }
    store(target + last, ending);
}

/// What is seen of `target` through alpha, plus the colour that covers it; both faded to `opacity`. Products of a
/// sample and a weight of at most 256 fit 16 bits.
template <class Vector>
[[gnu::always_inline]] inline void cover(Vector& target, const Vector& colour, const Vector& alpha, Word opacity) {
    const Vector opaque = (alpha * opacity + Word{128}) >> 8;
    const Vector clear = Word{256} - (opaque + (opaque >> 7));
    target = ((target * clear + Word{128}) >> 8) + ((colour * opacity + Word{128}) >> 8);
}

/// True where all of the samples for a vector are 0, as most are between the strokes of an outline.
template <class Vector>
[[gnu::always_inline]] inline bool all_clear(const Byte* samples) {
    std::uint64_t bits[2] = {};
    std::memcpy(bits, samples, sizeof(BytesOf<Vector>));
    return (bits[0] | bits[1]) == 0;
}

template <class Vector>
[[gnu::always_inline]] inline bool all_clear(RowPair row, int i) {
    return all_clear<Vector>(row.top + i) && all_clear<Vector>(row.top + i + 1) && all_clear<Vector>(row.bottom + i) &&
           all_clear<Vector>(row.bottom + i + 1);
}

/// One value of a row pair between four samples.
template <class Vector>
[[gnu::always_inline]] inline void between(Vector& result, RowPair row, int i, Weights w) {
    Vector sample;
    load(sample, row.top + i);
    result = sample * w.top_left;
    load(sample, row.top + i + 1);
    result += sample * w.top_right;
    load(sample, row.bottom + i);
    result += sample * w.bottom_left;
    load(sample, row.bottom + i + 1);
    result = (result + sample * w.bottom_right + Word{128}) >> 8;
}

/// cover() in ordinary arithmetic.
inline Byte covered(Byte target, unsigned colour, unsigned alpha, unsigned opacity) {
    const unsigned opaque = (alpha * opacity + 128U) >> 8U;
    const unsigned clear = 256U - (opaque + (opaque >> 7U));
    return static_cast<Byte>(((target * clear + 128U) >> 8U) + ((colour * opacity + 128U) >> 8U));
}

// BT.709.
constexpr double kRedOfLuma = 0.2126;
constexpr double kGreenOfLuma = 0.7152;
constexpr double kBlueOfLuma = 0.0722;

/// A weight in 2^24ths. Negative ones wrap, and so does their sum with the others, which is never negative.
consteval std::uint32_t fixed(double weight) {
    return static_cast<std::uint32_t>(static_cast<std::int64_t>(weight * (1 << 24) + (weight < 0 ? -0.5 : 0.5)));
}
constexpr std::uint32_t kHalf = 1U << 23U;

/// With a fixed size, so that a cell is one vector.
template <int kShift>
[[gnu::always_inline]] inline void spread_cells(Word* __restrict target, const Word* __restrict cells, int cell_count) {
    constexpr int kSize = 1 << kShift;
    for (int cell = 0; cell < cell_count; ++cell) {
        const int from = cells[cell];
        const int difference = cells[cell + 1] - from;
        for (int k = 0; k < kSize; ++k)
            target[cell * kSize + k] = static_cast<Word>(from + ((difference * k) >> kShift));
    }
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
    replace<kMostLanes>(target, count, [=]<class Vector> [[gnu::always_inline]] (int i, Vector& lanes) {
        load(lanes, target + i);
        if (all_clear<Vector>(alpha + i)) return;
        Vector colours, alphas;
        load(colours, colour + i);
        load(alphas, alpha + i);
        cover(lanes, colours, alphas, opaque);
    });
}

MSS_EVERY_CPU
void blend_between(Byte* target, RowPair colour, RowPair alpha, int count, Weights weights, int opacity) {
    const auto opaque = static_cast<Word>(opacity);
    replace<kMostLanes>(target, count, [=]<class Vector> [[gnu::always_inline]] (int i, Vector& lanes) {
        load(lanes, target + i);
        if (all_clear<Vector>(alpha, i)) return;
        Vector colours, alphas;
        between(colours, colour, i, weights);
        between(alphas, alpha, i, weights);
        cover(lanes, colours, alphas, opaque);
    });
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
    replace<kMostLanes>(target, count, [=]<class Vector> [[gnu::always_inline]] (int i, Vector& lanes) {
        load(lanes, target + i);
        Vector over;
        load(over, source + i);
        lanes = (lanes * out + over * in + Word{128}) >> 8;
    });
}

MSS_EVERY_CPU
void ramp(Byte* target, Word* level, const Word* step, const Byte* noise, int count, int noise_gain) {
    const auto gain = static_cast<Word>(noise_gain);
    int i = 0;
    for (; i + kMostLanes <= count; i += kMostLanes) {
        Lanes<kMostLanes> levels, steps, grain;
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
void to_luma(Byte* __restrict luma, Byte* __restrict alpha, const std::uint32_t* __restrict pixels, int count) {
    constexpr std::uint32_t kOffset = fixed(16.0 / 255);
    constexpr std::uint32_t kRed = fixed(219.0 / 255 * kRedOfLuma);
    constexpr std::uint32_t kGreen = fixed(219.0 / 255 * kGreenOfLuma);
    constexpr std::uint32_t kBlue = fixed(219.0 / 255 * kBlueOfLuma);
    for (int i = 0; i < count; ++i) {
        const std::uint32_t pixel = pixels[i];
        alpha[i] = static_cast<Byte>(pixel >> 24U);
        luma[i] = static_cast<Byte>(((pixel >> 24U) * kOffset + (pixel >> 16U & 255U) * kRed +
                                     (pixel >> 8U & 255U) * kGreen + (pixel & 255U) * kBlue + kHalf) >>
                                    24U);
    }
}

MSS_EVERY_CPU
void to_chroma(Byte* __restrict blue, Byte* __restrict red, Byte* __restrict alpha, PixelRows pixels, int count) {
    // Of sums of four pixels. A difference is (own channel - luma) / its range, so every channel has a part in it.
    constexpr double kFull = 4 * 255;
    constexpr double kBlueScale = 224 / (1.8556 * kFull);
    constexpr double kRedScale = 224 / (1.5748 * kFull);
    constexpr std::uint32_t kOffset = fixed(128 / kFull);
    const std::uint32_t* __restrict top = pixels.top;
    const std::uint32_t* __restrict bottom = pixels.bottom;
    for (int i = 0; i < count; ++i) {
        // Two channels a word, each with room for the sum.
        constexpr std::uint32_t kEven = 0x00FF00FF;
        const std::uint32_t a = top[2 * i], b = top[2 * i + 1], c = bottom[2 * i], d = bottom[2 * i + 1];
        const std::uint32_t red_blue = (a & kEven) + (b & kEven) + (c & kEven) + (d & kEven);
        const std::uint32_t alpha_green = (a >> 8U & kEven) + (b >> 8U & kEven) + (c >> 8U & kEven) + (d >> 8U & kEven);
        const std::uint32_t r = red_blue >> 16U, g = alpha_green & 0xFFFFU, u = red_blue & 0xFFFFU;
        const std::uint32_t opaque = alpha_green >> 16U;
        alpha[i] = static_cast<Byte>((opaque + 2) >> 2U);
        blue[i] = static_cast<Byte>((opaque * kOffset + r * fixed(-kRedOfLuma * kBlueScale) +
                                     g * fixed(-kGreenOfLuma * kBlueScale) + u * fixed((1 - kBlueOfLuma) * kBlueScale) +
                                     kHalf) >>
                                    24U);
        red[i] =
            static_cast<Byte>((opaque * kOffset + r * fixed((1 - kRedOfLuma) * kRedScale) +
                               g * fixed(-kGreenOfLuma * kRedScale) + u * fixed(-kBlueOfLuma * kRedScale) + kHalf) >>
                              24U);
    }
}

MSS_EVERY_CPU
void spread(Word* __restrict target, const Word* __restrict cells, int cell_count, int shift) {
    switch (shift) {
        case 2: return spread_cells<2>(target, cells, cell_count);
        case 3: return spread_cells<3>(target, cells, cell_count);
        default: return spread_cells<4>(target, cells, cell_count);
    }
}

}  // namespace mss::picture::rows
