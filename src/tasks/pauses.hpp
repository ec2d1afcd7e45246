#pragma once
// Pauses: how long to wait before something that failed is tried again: growing, with jitter, at most 5 s where nothing
// else is said. Confined to one thread.

#include <algorithm>
#include <chrono>

#include "base/random.hpp"

namespace mss::tasks {

class Pauses {
public:
    static constexpr std::chrono::milliseconds kFirst{50};
    static constexpr std::chrono::milliseconds kMost{5'000};

    explicit Pauses(Random random, std::chrono::milliseconds first = kFirst, std::chrono::milliseconds most = kMost)
        : random_(random), first_(first), most_(most), span_(first) {}

    /// Between half and all of a span that doubles with each call.
    std::chrono::milliseconds next() {
        const auto pause = std::chrono::duration_cast<std::chrono::milliseconds>(span_ * random_.between(0.5, 1.0));
        span_ = std::min(span_ * 2, most_);
        return pause;
    }
    /// After a success.
    void reset() { span_ = first_; }
    /// Whether nothing has failed since.
    bool fresh() const { return span_ == first_; }

private:
    Random random_;
    std::chrono::milliseconds first_;
    std::chrono::milliseconds most_;
    std::chrono::milliseconds span_;
};

}  // namespace mss::tasks
