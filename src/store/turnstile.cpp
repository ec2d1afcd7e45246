#include "store/turnstile.hpp"

#include <algorithm>
#include <cerrno>
#include <ctime>
#include <fcntl.h>
#include <poll.h>
#include <system_error>

#include <fmt/format.h>

namespace mss::store {
namespace {

using std::chrono::microseconds;
using std::chrono::steady_clock;

// Two locks, each on a byte of the file. Whoever has the turn has given the other to the next in line. So who was just
// served, and asks again before anybody else is awake, finds the place of the next taken and lines up.
constexpr off_t kNext = 0;
constexpr off_t kTurn = 1;

// The kernel knows no deadline for such locks, so one that is taken is asked for again, each time a little later.
constexpr microseconds kFirstPause{100};
constexpr microseconds kLongestPause{2'000};

bool set_lock(int file, off_t byte, short kind) {
    struct flock lock{};
    lock.l_type = kind;
    lock.l_whence = SEEK_SET;
    lock.l_start = byte;
    lock.l_len = 1;
    return ::fcntl(file, F_OFD_SETLK, &lock) == 0;
}

bool wait_for(int file, off_t byte, steady_clock::time_point deadline) {
    for (microseconds pause = kFirstPause;; pause = std::min(2 * pause, kLongestPause)) {
        if (set_lock(file, byte, F_WRLCK)) return true;
        if ((errno != EAGAIN && errno != EACCES && errno != EINTR) || steady_clock::now() >= deadline) return false;
        const timespec time{.tv_sec = 0, .tv_nsec = std::chrono::nanoseconds(pause).count()};
        ::ppoll(nullptr, 0, &time, nullptr);
    }
}

}  // namespace

Turnstile::Turn::~Turn() {
    if (file_ >= 0) set_lock(file_, kTurn, F_UNLCK);
}

Result<Turnstile> Turnstile::open(const std::filesystem::path& file) {
    UniqueFd opened(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (opened) return Turnstile(std::move(opened));
    return fail(Code::io, fmt::format("cannot open {}: {}", file.string(), std::generic_category().message(errno)));
}

Turnstile::Turn Turnstile::take(std::chrono::milliseconds limit) const {
    const auto deadline = steady_clock::now() + limit;
    if (!wait_for(file_.get(), kNext, deadline)) return Turn(-1);
    const bool taken = wait_for(file_.get(), kTurn, deadline);
    set_lock(file_.get(), kNext, F_UNLCK);
    return Turn(taken ? file_.get() : -1);
}

}  // namespace mss::store
