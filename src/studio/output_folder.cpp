#include "studio/output_folder.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <system_error>

#include <fmt/format.h>

#include "base/file.hpp"

namespace mss::studio {

Result<UniqueFd> lock_output_folder(const std::filesystem::path& folder) {
    UniqueFd lock(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    bool held = false;
    while (lock && !held) {
        held = ::flock(lock.get(), LOCK_EX) == 0;
        if (!held && errno != EINTR) break;
    }
    if (!held)
        return fail(Code::io,
                    fmt::format("cannot lock {}: {}", folder.string(), std::generic_category().message(errno)));
    return lock;
}

Result<void> check_output_folder(const std::filesystem::path& folder) {
    MSS_TRY(make_directories(folder));
    MSS_TRY_ASSIGN(const UniqueFd lock, lock_output_folder(folder));
    const auto probe = folder / ".mss-part-check";
    MSS_TRY(write_file(probe, ""));
    std::error_code ignored;
    std::filesystem::remove(probe, ignored);
    return {};
}

}  // namespace mss::studio
