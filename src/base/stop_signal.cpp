#include "base/stop_signal.hpp"

#include <atomic>
#include <cerrno>
#include <cstdint>
#include <poll.h>
#include <stdexcept>
#include <sys/eventfd.h>
#include <unistd.h>

namespace mss {
namespace {

// A signal handler gets no argument of ours, so these two cannot be members.
std::atomic<int> event_descriptor{-1};
std::atomic<bool> signalled{false};
static_assert(std::atomic<int>::is_always_lock_free && std::atomic<bool>::is_always_lock_free);

// Only async-signal-safe calls.
void on_signal(int) {
    if (signalled.exchange(true)) ::_exit(StopSignal::kExitCode);
    const int saved_error = errno;
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(event_descriptor.load(), &one, sizeof one);
    errno = saved_error;
}

}  // namespace

StopSignal::StopSignal() : event_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    if (!event_) throw std::runtime_error("the system gives no event descriptor");
    event_descriptor = event_.get();
    signalled = false;
    struct sigaction action{};
    action.sa_handler = on_signal;
    action.sa_flags = SA_RESTART;
    ::sigaction(SIGINT, &action, &previous_interrupt_);
    ::sigaction(SIGTERM, &action, &previous_terminate_);
}

StopSignal::~StopSignal() {
    ::sigaction(SIGINT, &previous_interrupt_, nullptr);
    ::sigaction(SIGTERM, &previous_terminate_, nullptr);
    event_descriptor = -1;
}

bool StopSignal::requested() const {
    pollfd entry{event_.get(), POLLIN, 0};
    return ::poll(&entry, 1, 0) > 0;
}

}  // namespace mss
