// bench_compositor: CPU milliseconds a frame for drawing each scene kind in each style at 1080x1920, captions included,
// encoding excluded. The limit that a kind must keep is 3 ms.
#include <algorithm>
#include <cstdio>
#include <ctime>

#include <fmt/format.h>

#include "base/json.hpp"
#include "media/palettes.hpp"
#include "picture/segment_painter.hpp"

namespace {

using namespace mss;
using media_protocol::Style;
using model::SceneKind;

constexpr int kFrames = 240;

double thread_milliseconds() {
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) * 1e-6;
}

media_protocol::SegmentRequest request_for(SceneKind kind, Style style) {
    media_protocol::SegmentRequest request;
    request.width = 1080;
    request.height = 1920;
    request.scene = {.kind = kind,
                     .style = style,
                     .palette = media::palettes().front().palette,
                     .headline = "Three hearts, blue blood",
                     .number = "2,500",
                     .label = "suckers on eight arms",
                     .items = {"Two feed the gills", "One feeds the body", "All beat together"},
                     .item_frames = {20, 50, 80},
                     .icons = {"heart", "fish", "droplet", "ripple"},
                     .language = "en",
                     .seed = 7,
                     .frames = kFrames,
                     .start_frame = 0};
    for (int i = 0; i < kFrames / 40; ++i)
        request.captions.push_back(
            {{{"pumping", i * 40}, {"blue", i * 40 + 10}, {"blood", i * 40 + 20}, {"around", i * 40 + 30}},
             i * 40,
             i * 40 + 40});
    return request;
}

}  // namespace

int main() {
    double worst = 0;
    codec::Frame frame(1080, 1920);
    const auto measure = [&](SceneKind kind, const char* kind_name, Style style, const char* style_name) {
        auto painter = mss::picture::SegmentPainter::make(request_for(kind, style));
        if (!painter) {
            fmt::print(stderr, "bench_compositor: {}\n", painter.error().message);
            return;
        }
        const double start = thread_milliseconds();
        for (int i = 0; i < kFrames; ++i)
            painter->draw(i, frame);
        const double each = (thread_milliseconds() - start) / kFrames;
        worst = std::max(worst, each);
        fmt::print("{:<20} {:<8} {:5.2f} ms a frame\n", kind_name, style_name, each);
    };
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<SceneKind>>([&](auto kind) {
        if (kind.value == SceneKind::automatic) return;
        boost::mp11::mp_for_each<boost::describe::describe_enumerators<Style>>(
            [&](auto style) { measure(kind.value, kind.name, style.value, style.name); });
    });
    fmt::print("worst: {:.2f} ms (limit 3)\n", worst);
    return worst > 3.0 ? 1 : 0;
}
