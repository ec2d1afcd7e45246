#include "tasks/lease_keeper.hpp"

#include <algorithm>
#include <utility>

#include "tasks/store_trouble.hpp"

namespace mss::tasks {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds kBetweenLooks{100};

int milliseconds_until(Clock::time_point time) {
    const auto left = std::chrono::ceil<milliseconds>(time - Clock::now()).count();
    return static_cast<int>(std::clamp<std::int64_t>(left, 0, kRenewEvery.count()));
}

}  // namespace

LeaseKeeper::LeaseKeeper(TaskStore& store, const observe::Logger& log, std::string worker,
                         const std::atomic<bool>& busy, Callbacks callbacks, Random random)
    : store_(store),
      log_(log),
      worker_(std::move(worker)),
      busy_(busy),
      callbacks_(std::move(callbacks)),
      thread_([this, random] { serve(random); }) {}

LeaseKeeper::~LeaseKeeper() {
    stop_.set();
    thread_.join();
}

void LeaseKeeper::serve(Random random) {
    StoreTrouble trouble("the lease was not renewed", log_, random);
    while (!is_readable(stop_.fd())) {
        const std::uint64_t seen = store_.wake_number();
        const auto begun = Clock::now();
        const auto renewal = store_.renew(worker_);
        if (!renewal) {
            // Sooner than usual: the lease runs out meanwhile.
            trouble.wait_after(renewal.error(), store_, seen, stop_.fd(), kRenewEvery);
            continue;
        }
        trouble.over();
        if (!renewal->known) {
            callbacks_.lost();
            return;
        }
        wait(seen, begun, callbacks_.renewed(*renewal));
    }
}

void LeaseKeeper::wait(std::uint64_t seen, Clock::time_point renewed, bool soon) const {
    const auto next = renewed + (soon ? kBetweenLooks : kRenewEvery);
    while (Clock::now() < next) {
        store_.wait_for_change(seen, milliseconds(milliseconds_until(next)), stop_.fd());
        // After a change, or what looks like one, there is a pause: looks that come thick and fast are one look.
        const auto earliest = std::max(renewed + kBetweenLooks, Clock::now() + kBetweenLooks / 10);
        if (wait_readable(stop_.fd(), milliseconds_until(std::min(earliest, next)))) return;
        const std::uint64_t number = store_.wake_number();
        if (number != seen && busy_.load()) return;
        seen = number;
    }
}

}  // namespace mss::tasks
