#include "base/background.hpp"

#include <array>
#include <cerrno>
#include <cstdint>
#include <exception>
#include <poll.h>
#include <sys/eventfd.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace mss {
namespace {

UniqueFd make_event() {
    UniqueFd event(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    if (!event) throw std::system_error(errno, std::generic_category(), "eventfd");
    return event;
}

void set(const UniqueFd& event) {
    constexpr std::uint64_t kOne = 1;
    // It can only fail where the counter is full, which means that it is set.
    if (::write(event.get(), &kOne, sizeof kOne) < 0) return;
}

}  // namespace

BackgroundWork::BackgroundWork(Work work)
    : stop_(make_event()), ended_(make_event()), thread_([this, work = std::move(work)] { run(work); }) {}

BackgroundWork::~BackgroundWork() {
    set(stop_);
    thread_.join();
}

void BackgroundWork::run(const Work& work) noexcept {
    try {
        outcome_ = work(stop_.get());
    } catch (const std::exception& error) {
        outcome_ = fail(Code::internal, "work in the background met an error of its own", error.what());
    }
    finished_.store(true, std::memory_order_release);
    set(ended_);
}

Result<void> BackgroundWork::wait(int cancel_fd) {
    while (!finished_.load(std::memory_order_acquire)) {
        std::array<pollfd, 2> watched{pollfd{ended_.get(), POLLIN, 0}, pollfd{cancel_fd, POLLIN, 0}};
        if (::poll(watched.data(), watched.size(), -1) < 0 && errno != EINTR)
            return fail(Code::internal, "poll failed");
        if (watched[1].revents != 0) return fail(Code::cancelled, "interrupted");
    }
    return outcome_;
}

void BackgroundWork::ask_to_stop() {
    set(stop_);
}

void BackgroundWork::wait_ended(int other_fd, int milliseconds) const {
    std::array<pollfd, 2> watched{pollfd{ended_.get(), POLLIN, 0}, pollfd{other_fd, POLLIN, 0}};
    ::poll(watched.data(), watched.size(), milliseconds);
}

bool BackgroundWork::failed() const {
    return finished_.load(std::memory_order_acquire) && !outcome_;
}

}  // namespace mss
