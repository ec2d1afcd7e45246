#pragma once
// Frame: one picture in planar YUV 4:2:0, 8 bit, limited range, BT.709: what scenes draw into and the encoder reads.
// Owns its memory (32-byte aligned rows, padded at the end so that wide stores may run over). Confined to one thread
// at a time; frames travel between the renderer and the encoder by move.

#include <cstdint>
#include <cstdlib>
#include <memory>

namespace mss::codec {

/// A view of one plane; the Frame owns the bytes.
struct Plane {
    std::uint8_t* data = nullptr;
    int stride = 0;
    int width = 0;
    int height = 0;

    std::uint8_t* row(int y) const { return data + static_cast<std::ptrdiff_t>(y) * stride; }
};

class Frame {
public:
    Frame() = default;
    /// Even width and height. Pixels are not initialised.
    Frame(int width, int height)
        : width_(width), height_(height), stride_((width + 63) / 64 * 64), bytes_(allocate(stride_, height)) {}

    int width() const { return width_; }
    int height() const { return height_; }
    explicit operator bool() const { return bytes_ != nullptr; }

    Plane y() const { return {bytes_.get(), stride_, width_, height_}; }
    Plane u() const { return {bytes_.get() + luma_bytes(), stride_ / 2, width_ / 2, height_ / 2}; }
    Plane v() const { return {bytes_.get() + luma_bytes() / 4 * 5, stride_ / 2, width_ / 2, height_ / 2}; }

private:
    struct Free {
        void operator()(std::uint8_t* bytes) const { std::free(bytes); }
    };
    static std::uint8_t* allocate(int stride, int height) {
        const std::size_t bytes = static_cast<std::size_t>(stride) * static_cast<std::size_t>(height) / 2 * 3 + 64;
        return static_cast<std::uint8_t*>(std::aligned_alloc(64, (bytes + 63) / 64 * 64));
    }
    std::ptrdiff_t luma_bytes() const { return static_cast<std::ptrdiff_t>(stride_) * height_; }

    int width_ = 0;
    int height_ = 0;
    int stride_ = 0;
    std::unique_ptr<std::uint8_t[], Free> bytes_;
};

}  // namespace mss::codec
