#include "studio/output_folder.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

#include <fmt/format.h>

#include "base/file.hpp"

namespace mss::studio {
namespace fs = std::filesystem;
namespace {

constexpr std::array kFormats{Format::vertical, Format::wide};

// Behind a file's name while it is written.
constexpr std::string_view kPartEnding = ".mss-part-XXXXXX";

std::unexpected<Error> failure(std::string_view action, const fs::path& folder, int number) {
    return fail(Code::io, fmt::format("cannot {} the folder {}: {}", action, folder.string(),
                                      std::generic_category().message(number)));
}

// 0 where the name leads to a folder, else errno. A link to nothing is in the way of a folder, unlike nothing itself.
int look_at(const fs::path& path) {
    struct stat status{};
    if (::stat(path.c_str(), &status) == 0) return S_ISDIR(status.st_mode) ? 0 : ENOTDIR;
    const int number = errno;
    const bool link_to_nothing = number == ENOENT && ::lstat(path.c_str(), &status) == 0;
    return link_to_nothing ? EEXIST : number;
}

std::size_t longest_file() {
    std::size_t bytes = 0;
    for (const std::string& name : result_files())
        bytes = std::max(bytes, name.size() + kPartEnding.size());
    return bytes;
}

// The kernel tells of a name that is too long only once it gets that far.
bool names_too_long(const fs::path& folder, const fs::path& existing) {
    const long longest_name = ::pathconf(existing.c_str(), _PC_NAME_MAX);
    const long longest_path = ::pathconf(existing.c_str(), _PC_PATH_MAX);
    const auto exceeds = [](std::size_t size, long limit) {
        return limit >= 0 && size > static_cast<std::size_t>(limit);
    };
    return exceeds(folder.native().size() + 1 + longest_file() + 1, longest_path) ||
           std::ranges::any_of(folder,
                               [&](const fs::path& name) { return exceeds(name.native().size(), longest_name); });
}

// A folder is made and removed again to see whether anything can be made. It has the same name each time, so that the
// next run takes away what a run that was killed between the two left; but not for each user, since in a folder like
// /tmp nobody may remove what another user left.
Result<void> check_writable(const fs::path& existing, const fs::path& folder) {
    const fs::path probe = existing / fmt::format(".mss-probe-{}", ::geteuid());
    if (::mkdir(probe.c_str(), 0700) != 0 && errno != EEXIST) return failure("write in", folder, errno);
    if (::rmdir(probe.c_str()) != 0 && errno != ENOENT) return failure("write in", folder, errno);
    return {};
}

// No file can be renamed over a folder.
Result<void> check_names(const fs::path& folder) {
    for (const std::string& name : result_files()) {
        std::error_code ignored;
        if (fs::is_directory(fs::symlink_status(folder / name, ignored)))
            return fail(Code::io, fmt::format("cannot write {}: a folder has that name", (folder / name).string()));
    }
    return {};
}

}  // namespace

std::string video_file(Format format) {
    return fmt::format("{}.mp4", boost::describe::enum_to_string(format, ""));
}

std::string thumbnail_file(int number, Format format) {
    return fmt::format("thumbnail-{}{}.jpg", number, format == Format::vertical ? "-vertical" : "");
}

std::vector<std::string> result_files() {
    std::vector<std::string> names;
    names.reserve(std::size(kFormats) * (1 + kThumbnails) + 5);
    for (const Format format : kFormats)
        names.push_back(video_file(format));
    for (int number = 1; number <= kThumbnails; ++number)
        for (const Format format : kFormats)
            names.push_back(thumbnail_file(number, format));
    for (const std::string_view name : {kSubRipFile, kWebVttFile, kScriptFile, kCreditsFile, kChaptersFile})
        names.emplace_back(name);
    return names;
}

Result<void> check_output_folder(const fs::path& folder) {
    std::error_code error;
    const fs::path whole = fs::absolute(folder, error);
    fs::path existing = whole;
    int number = look_at(existing);
    while (number == ENOENT && existing.has_relative_path()) {
        existing = existing.parent_path();
        number = look_at(existing);
    }
    if (number == 0 && names_too_long(whole, existing)) number = ENAMETOOLONG;
    if (number == EEXIST)
        return fail(Code::io, fmt::format("cannot use the folder {}: {} is a link to nothing", folder.string(),
                                          existing.string()));
    if (number != 0) return failure("use", folder, number);
    MSS_TRY(check_writable(existing, folder));
    if (existing != whole) return {};
    // Whoever writes there holds its lock, for which it is opened.
    if (::faccessat(AT_FDCWD, whole.c_str(), R_OK, AT_EACCESS) != 0) return failure("read", folder, errno);
    return check_names(whole);
}

Result<UniqueFd> open_output_folder(const fs::path& folder, const LockWait& wait) {
    MSS_TRY(make_directories(folder));
    UniqueFd opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!opened) return failure("open", folder, errno);
    MSS_TRY(wait_for_lock(opened, LockKind::exclusive, wait, folder));
    return opened;
}

}  // namespace mss::studio
