#include "http_server/stream.hpp"

#include <utility>

namespace mss::http_server {

bool Stream::send(std::string bytes) {
    const std::lock_guard lock(mutex_);
    if (closed_) return false;
    if (waiting_.size() + bytes.size() > kBufferMax) {
        closed_ = true;
        overflowed_ = true;
    } else if (waiting_.empty()) {
        waiting_ = std::move(bytes);
    } else {
        waiting_ += bytes;
    }
    if (wake_) wake_();
    return !closed_;
}

void Stream::close() {
    const std::lock_guard lock(mutex_);
    if (closed_) return;
    closed_ = true;
    if (wake_) wake_();
}

bool Stream::closed() const {
    const std::lock_guard lock(mutex_);
    return closed_;
}

Stream::Taken Stream::take() {
    const std::lock_guard lock(mutex_);
    return {.bytes = std::exchange(waiting_, {}), .ended = closed_, .whole = !overflowed_};
}

void Stream::detach() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    wake_ = nullptr;
}

}  // namespace mss::http_server
