#pragma once
// Colours: sRGB values, their luminance and contrast (WCAG 2.2), and their form in a frame: Y'CbCr BT.709, limited
// range. Pure values; any thread.

#include <array>
#include <cstdint>
#include <string_view>

namespace mss::picture {

/// sRGB, each channel 0..1, gamma-encoded as in "#rrggbb".
struct Rgb {
    double red = 0;
    double green = 0;
    double blue = 0;

    friend bool operator==(const Rgb&, const Rgb&) = default;
};

inline constexpr Rgb kBlack{0, 0, 0};
inline constexpr Rgb kWhite{1, 1, 1};

/// Y' 16..235, Cb and Cr 16..240 around 128, as real numbers.
struct Yuv {
    double luma = 16;
    double blue = 128;
    double red = 128;
};

/// "#rrggbb"; anything else gives `otherwise`.
Rgb parse_colour(std::string_view text, Rgb otherwise);

Yuv to_yuv(Rgb colour);
Rgb to_rgb(Yuv colour);

/// Relative luminance, 0..1.
double luminance(Rgb colour);

/// Contrast ratio, 1..21.
double contrast(Rgb one, Rgb other);

/// `amount` 0 gives `from`, 1 gives `to`; a mix of gamma-encoded values.
Rgb mix(Rgb from, Rgb to, double amount);

/// `colour` moved towards `anchor` (black or white, say) just so far that it has at least `ratio` against `other`; the
/// anchor itself where even that has less.
Rgb with_contrast(Rgb colour, Rgb other, double ratio, Rgb anchor);

}  // namespace mss::picture
