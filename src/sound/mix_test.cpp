#include "sound/mix.hpp"

#include <chrono>
#include <cmath>
#include <ctime>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/file.hpp"
#include "base/random.hpp"
#include "codec/audio_file.hpp"
#include "sound/limiter.hpp"
#include "sound/loudness.hpp"
#include "sound/music.hpp"
namespace mss::sound {
namespace {
double cpu() {
    return double(std::clock()) / CLOCKS_PER_SEC;
}
TEST(Try, Out) {
    for (auto mood : {media_protocol::Mood::calm, media_protocol::Mood::curious, media_protocol::Mood::bright,
                      media_protocol::Mood::grave}) {
        double a = cpu();
        auto m = compose_music({60 * 48000, mood, 7});
        double b = cpu();
        auto me = measure(m);
        double c = cpu();
        double l = loudness(m);
        double d = cpu();
        auto lim = limit(m, 4, -1.6);
        double e = cpu();
        auto ml = measure(lim);
        codec::encode_aac(lim, fmt::format("/tmp/music_{}.mp4", int(mood))).value();
        double f = cpu();
        auto dec = codec::decode_sound(fmt::format("/tmp/music_{}.mp4", int(mood)), 60 * 48000).value();
        double g = cpu();
        auto md = measure(dec);
        fmt::print(
            "compose {:.2f} measure {:.2f} loud {:.2f} limit {:.2f} enc {:.2f} dec {:.2f} | {:.1f} {:.1f} {:.1f}  lim "
            "tp {:.2f} dec tp {:.2f} lufs {:.2f}/{:.2f}\n",
            b - a, c - b, d - c, e - d, f - e, g - f, me.loudness_lufs, me.true_peak_dbtp, l, ml.true_peak_dbtp,
            md.true_peak_dbtp, ml.loudness_lufs, md.loudness_lufs);
    }
}
}  // namespace
}  // namespace mss::sound
