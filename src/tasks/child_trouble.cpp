#include "tasks/child_trouble.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace mss::tasks {
namespace {

std::string_view without_line_end(std::string_view text) {
    return text.substr(0, text.find_last_not_of("\r\n") + 1);
}

}  // namespace

void ChildTrouble::failed(const Error& error, Time now) {
    int times = 0;
    {
        const std::scoped_lock lock(mutex_);
        // Trouble that comes back after a while of peace is new.
        if (failures_ == 0 && now >= next_line_) silence_ = kFirstSilence;
        ++failures_;
        ++untold_;
        if (now < next_line_) return;
        next_line_ = now + silence_;
        silence_ = std::min<std::chrono::milliseconds>(silence_ * 2, kLongestSilence);
        times = std::exchange(untold_, 0);
    }
    log_.warning("no process can be started for tasks; heavy ones wait",
                 {{"reason", error.message}, {"last_words", without_line_end(error.detail)}, {"times", times}});
}

void ChildTrouble::over() {
    int failures = 0;
    {
        const std::scoped_lock lock(mutex_);
        failures = std::exchange(failures_, 0);
    }
    if (failures > 0) log_.info("a process serves tasks again", {{"failed_starts", failures}});
}

}  // namespace mss::tasks
