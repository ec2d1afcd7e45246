#pragma once
// Seeded randomness for pictures and music: the same seed gives the same stream on every machine. Not for secrets.

#include <cstdint>
#include <string_view>

namespace mss {

/// SplitMix64 (Steele, Lea, Flood 2014). A value; confined to one thread.
class Random {
public:
    explicit Random(std::uint64_t seed) : state_(seed) {}
    /// A stream named by text, such as a scene's words.
    explicit Random(std::string_view seed) : state_(hash_of(seed)) {}

    std::uint64_t next() {
        state_ += 0x9E3779B97F4A7C15ULL;
        std::uint64_t mixed = state_;
        mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9ULL;
        mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBULL;
        return mixed ^ (mixed >> 31U);
    }

    /// Uniform in [0, 1).
    double unit() { return static_cast<double>(next() >> 11U) * 0x1.0p-53; }
    /// Uniform in [low, high).
    double between(double low, double high) { return low + (high - low) * unit(); }
    /// Uniform in 0..count-1; count > 0. (The bias of the remainder is below 2^-40 for the counts in use.)
    std::uint64_t below(std::uint64_t count) { return next() % count; }

    /// FNV-1a, 64 bit.
    static std::uint64_t hash_of(std::string_view text) {
        std::uint64_t hash = 0xCBF29CE484222325ULL;
        for (const char byte : text)
            hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001B3ULL;
        return hash;
    }

private:
    std::uint64_t state_;
};

}  // namespace mss
