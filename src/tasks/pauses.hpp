#pragma once
// Pauses: how long to wait before something that failed is tried again: growing, with jitter, at most 5 s. Confined to
// one thread.

#include <algorithm>
#include <chrono>

#include "base/random.hpp"

namespace mss::tasks {

class Pauses {
public:
    static constexpr std::chrono::milliseconds kFirst{50};
    static constexpr std::chrono::milliseconds kMost{5'000};

    explicit Pauses(Random random) : random_(random) {}

    /// Between half and all of a span that doubles with each call.
    std::chrono::milliseconds next() {
        const auto pause = std::chrono::duration_cast<std::chrono::milliseconds>(span_ * random_.between(0.5, 1.0));
        span_ = std::min(span_ * 2, kMost);
        return pause;
    }
    /// After a success.
    void reset() { span_ = kFirst; }

private:
    Random random_;
    std::chrono::milliseconds span_ = kFirst;
};

}  // namespace mss::tasks
