#pragma once
// FrameExchange: a fixed pool of frames that go round between the thread that draws and the thread that encodes, so
// that neither runs far ahead and no frame is allocated while a segment is made. Shared; one mutex guards all of it.

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

#include "codec/frame.hpp"

namespace mss::picture {

class FrameExchange {
public:
    FrameExchange(int width, int height, std::size_t frames) {
        for (std::size_t i = 0; i < frames; ++i)
            empty_.emplace_back(width, height);
    }

    /// The next frame to draw into; waits for one. Nothing once closed.
    std::optional<codec::Frame> take_empty() { return take(empty_); }
    void put_drawn(codec::Frame frame) { put(drawn_, std::move(frame)); }

    /// The next frame to encode; waits for one. Nothing once closed and all drawn frames are taken.
    std::optional<codec::Frame> take_drawn() { return take(drawn_); }
    void put_empty(codec::Frame frame) { put(empty_, std::move(frame)); }

    /// No more frames will come: ends all waits.
    void close() {
        const std::lock_guard lock(mutex_);
        closed_ = true;
        changed_.notify_all();
    }

private:
    std::optional<codec::Frame> take(std::deque<codec::Frame>& frames) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return closed_ || !frames.empty(); });
        if (frames.empty() || (closed_ && &frames == &empty_)) return std::nullopt;
        codec::Frame frame = std::move(frames.front());
        frames.pop_front();
        return frame;
    }
    void put(std::deque<codec::Frame>& frames, codec::Frame frame) {
        const std::lock_guard lock(mutex_);
        frames.push_back(std::move(frame));
        changed_.notify_all();
    }

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<codec::Frame> empty_;
    std::deque<codec::Frame> drawn_;
    bool closed_ = false;
};

}  // namespace mss::picture
