#include "studio/output_folder.hpp"

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>

#include <fmt/format.h>

#include "base/file.hpp"

namespace mss::studio {
namespace {

std::unexpected<Error> failure(std::string_view action, const std::filesystem::path& folder) {
    return fail(Code::io, fmt::format("cannot {} the folder {}: {}", action, folder.string(),
                                      std::generic_category().message(errno)));
}

}  // namespace

Result<void> check_output_folder(const std::filesystem::path& folder) {
    std::error_code error;
    std::filesystem::path nearest = std::filesystem::absolute(folder, error);
    while (nearest.has_relative_path() && !std::filesystem::exists(nearest, error))
        nearest = nearest.parent_path();
    std::string probe = (nearest / ".mss-part-XXXXXX").string();
    if (::mkdtemp(probe.data()) == nullptr) return failure("write in", folder);
    ::rmdir(probe.c_str());
    return {};
}

Result<UniqueFd> open_output_folder(const std::filesystem::path& folder, const LockWait& wait) {
    MSS_TRY(make_directories(folder));
    UniqueFd opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!opened) return failure("open", folder);
    MSS_TRY(wait_for_lock(opened, LockKind::exclusive, wait, folder));
    return opened;
}

}  // namespace mss::studio
