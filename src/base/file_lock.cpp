#include "base/file_lock.hpp"

#include <algorithm>
#include <cerrno>
#include <poll.h>
#include <sys/file.h>
#include <system_error>

#include <fmt/format.h>

namespace mss {
namespace {

using std::chrono::milliseconds;

// flock knows no deadline, so a lock that is taken is asked for again, each time a little later.
constexpr milliseconds kFirstPause{1};
constexpr milliseconds kLongestPause{50};

}  // namespace

Result<void> wait_for_lock(const UniqueFd& file, LockKind kind, const LockWait& wait,
                           const std::filesystem::path& path) {
    const int operation = (kind == LockKind::shared ? LOCK_SH : LOCK_EX) | LOCK_NB;
    const auto deadline = std::chrono::steady_clock::now() + wait.limit;
    for (milliseconds pause = kFirstPause;; pause = std::min(2 * pause, kLongestPause)) {
        if (::flock(file.get(), operation) == 0) return {};
        if (errno != EWOULDBLOCK && errno != EINTR)
            return fail(Code::io,
                        fmt::format("cannot lock {}: {}", path.string(), std::generic_category().message(errno)));
        if (std::chrono::steady_clock::now() >= deadline)
            return fail(Code::timeout,
                        fmt::format("another process has held the lock on what is needed for {} seconds; end it, or "
                                    "let it go on if it is stopped",
                                    wait.limit.count() / 1000),
                        path.string());
        pollfd cancelled{wait.cancel_fd, POLLIN, 0};
        if (::poll(&cancelled, 1, static_cast<int>(pause.count())) > 0) return fail(Code::cancelled, "interrupted");
    }
}

}  // namespace mss
