#include "tasks/doorbell.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <cstring>
#include <fcntl.h>
#include <linux/futex.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/fd.hpp"

namespace mss::tasks {
namespace {

using Time = std::chrono::steady_clock;

constexpr std::size_t kMappedBytes = 4096;
constexpr std::chrono::milliseconds kLookWithoutEvents{20};

// Waits while the word has this value. Not FUTEX_PRIVATE_FLAG: other processes wake it.
void futex_wait(std::uint32_t* word, std::uint32_t value) {
    ::syscall(SYS_futex, word, FUTEX_WAIT, value, nullptr, nullptr, 0);
}

void futex_wake_all(std::uint32_t* word) {
    ::syscall(SYS_futex, word, FUTEX_WAKE, INT_MAX, nullptr, nullptr, 0);
}

std::unexpected<Error> failure(const std::filesystem::path& file) {
    const int reason = errno;
    return fail(Code::io, "cannot open " + file.string() + ": " + std::strerror(reason));
}

int poll_milliseconds(Time::duration left) {
    const auto whole = std::chrono::ceil<std::chrono::milliseconds>(left).count();
    return static_cast<int>(std::clamp<std::int64_t>(whole, 0, INT_MAX));
}

}  // namespace

Doorbell::Doorbell() = default;

// The listener is told what was heard so far: a ring before it runs must not be taken for the state of old.
Doorbell::Doorbell(std::uint32_t* shared)
    : word_(shared), listener_([this, heard = std::atomic_ref(*shared).load()] { listen(heard); }) {}

Result<std::unique_ptr<Doorbell>> Doorbell::open(const std::filesystem::path& file) {
    const UniqueFd fd(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (!fd) return failure(file);
    // Room on the disk now: a full disk must not turn a later ring into SIGBUS.
    if (const int code = ::posix_fallocate(fd.get(), 0, kMappedBytes); code != 0) {
        errno = code;
        return failure(file);
    }
    void* memory = ::mmap(nullptr, kMappedBytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd.get(), 0);
    if (memory == MAP_FAILED) return failure(file);
    return std::unique_ptr<Doorbell>(new Doorbell(static_cast<std::uint32_t*>(memory)));
}

Doorbell::~Doorbell() {
    if (!listener_.joinable()) return;
    ending_ = true;
    // A changed number, not only a wake: the listener may be just about to wait. Others take it for one ring more.
    ring();
    listener_.join();
    ::munmap(word_, kMappedBytes);
}

void Doorbell::ring() {
    std::atomic_ref(*word_).fetch_add(1);
    wake_waiters();
    if (listener_.joinable()) futex_wake_all(word_);
}

std::uint64_t Doorbell::number() const {
    return std::atomic_ref(*word_).load();
}

void Doorbell::listen(std::uint32_t heard) {
    while (!ending_) {
        futex_wait(word_, heard);
        const std::uint32_t now = std::atomic_ref(*word_).load();
        if (now == heard) continue;
        heard = now;
        wake_waiters();
    }
}

void Doorbell::wake_waiters() {
    const std::scoped_lock lock(waiters_mutex_);
    for (const int waiter : waiters_)
        ::eventfd_write(waiter, 1);
}

void Doorbell::wait(std::uint64_t seen, std::chrono::milliseconds limit, int stop_fd) {
    const auto deadline = Time::now() + std::min<std::chrono::milliseconds>(limit, std::chrono::hours(24));
    const UniqueFd event(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    if (event) {
        const std::scoped_lock lock(waiters_mutex_);
        waiters_.push_back(event.get());
    }
    // The number is read after the registration: a ring before that is seen here, one after it wakes the poll.
    while (number() == seen) {
        auto left = deadline - Time::now();
        if (left <= Time::duration::zero()) break;
        if (!event) left = std::min<Time::duration>(left, kLookWithoutEvents);  // out of descriptors: look often
        std::array<pollfd, 2> watched{pollfd{stop_fd, POLLIN, 0}, pollfd{event.get(), POLLIN, 0}};
        ::poll(watched.data(), watched.size(), poll_milliseconds(left));
        if (watched[0].revents != 0) break;
        eventfd_t count = 0;
        if (watched[1].revents != 0) ::eventfd_read(event.get(), &count);
    }
    if (event) {
        const std::scoped_lock lock(waiters_mutex_);
        std::erase(waiters_, event.get());
    }
}

}  // namespace mss::tasks
