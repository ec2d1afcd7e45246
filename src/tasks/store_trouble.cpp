#include "tasks/store_trouble.hpp"

#include <algorithm>

#include "base/flag.hpp"

namespace mss::tasks {

using std::chrono::milliseconds;

void StoreTrouble::over() {
    if (pauses_.fresh()) return;
    log_.info("the store of tasks is back", {{"after", what_}});
    pauses_.reset();
}

milliseconds StoreTrouble::begins(const Error& error) {
    const bool first = pauses_.fresh();
    const milliseconds pause = pauses_.next();
    log_.record(first ? observe::Level::warning : observe::Level::debug, what_,
                {{"reason", error.message}, {"pause_ms", pause.count()}});
    return pause;
}

void StoreTrouble::wait_after(const Error& error, TaskStore& store, std::uint64_t seen, int stop_fd,
                              milliseconds most) {
    const milliseconds pause = std::min(begins(error), most);
    const milliseconds least = std::min(pause, kLeast);
    if (wait_readable(stop_fd, static_cast<int>(least.count()))) return;
    store.wait_for_change(seen, pause - least, stop_fd);
}

}  // namespace mss::tasks
