#include "picture/preview.hpp"

#include "codec/jpeg_file.hpp"

namespace mss::picture {
namespace {

constexpr std::int64_t kMostBytes = 100'000;

void shrink_plane(const codec::Plane& source, const codec::Plane& target) {
    constexpr int kPixels = kPreviewDivisor * kPreviewDivisor;
    for (int y = 0; y < target.height; ++y) {
        for (int x = 0; x < target.width; ++x) {
            int sum = kPixels / 2;
            for (int row = 0; row < kPreviewDivisor; ++row) {
                const std::uint8_t* pixels = source.row(y * kPreviewDivisor + row) + x * kPreviewDivisor;
                for (int column = 0; column < kPreviewDivisor; ++column)
                    sum += pixels[column];
            }
            target.row(y)[x] = static_cast<std::uint8_t>(sum / kPixels);
        }
    }
}

}  // namespace

codec::Frame shrink(const codec::Frame& frame) {
    const auto side = [](int pixels) { return pixels / kPreviewDivisor / 2 * 2; };
    codec::Frame small(side(frame.width()), side(frame.height()));
    shrink_plane(frame.y(), small.y());
    shrink_plane(frame.u(), small.u());
    shrink_plane(frame.v(), small.v());
    return small;
}

Result<void> write_preview(const codec::Frame& frame, const std::filesystem::path& path) {
    MSS_TRY(codec::write_jpeg(shrink(frame), path, kMostBytes));
    return {};
}

}  // namespace mss::picture
