#include "base/file.hpp"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <stdexcept>
#include <sys/stat.h>
#include <system_error>

#include <fmt/format.h>

#include "base/fd.hpp"

namespace mss {
namespace fs = std::filesystem;
namespace {

constexpr const char* kPartMark = ".mss-part-";

std::unexpected<Error> failure(Code code, std::string_view action, const fs::path& path, int number) {
    return fail(code, fmt::format("cannot {} {}: {}", action, path.string(), std::generic_category().message(number)));
}

// Whoever names a file to read may have named a wrong one.
std::unexpected<Error> read_failure(const fs::path& path, int number) {
    return failure(number == ENOENT ? Code::not_found : Code::io, "read", path, number);
}

// Where we write, a name that is not there is a folder that vanished under us: the disk's trouble, no wrong name.
std::unexpected<Error> write_failure(const fs::path& path, int number) {
    return failure(Code::io, "write", path, number);
}

// A name beside the target that no other process or thread takes: mkostemp picks it.
Result<std::pair<UniqueFd, fs::path>> open_beside(const fs::path& target) {
    std::string name = target.string() + kPartMark + "XXXXXX";
    UniqueFd file(::mkostemp(name.data(), O_CLOEXEC));
    if (!file) return write_failure(target, errno);
    ::fchmod(file.get(), 0644);
    return std::pair(std::move(file), fs::path(name));
}

// False, with errno set, where a byte could not be written.
bool write_all(int fd, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t count = ::write(fd, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

// False, with errno set, where it cannot; EEXIST: where there is something of that name.
bool rename_to_new(const fs::path& from, const fs::path& to) {
    if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return true;
    if (errno != EINVAL && errno != ENOSYS) return false;
    // Some network file systems have no such rename, but links, which take no name that is taken either.
    if (::link(from.c_str(), to.c_str()) != 0) return false;
    ::unlink(from.c_str());
    return true;
}

Result<void> sync_folder_of(const fs::path& path) {
    return sync_path(path.has_parent_path() ? path.parent_path() : fs::path("."));
}

Result<void> publish(UniqueFd file, const fs::path& temporary, const fs::path& target) {
    if (::fsync(file.get()) != 0 || ::rename(temporary.c_str(), target.c_str()) != 0) {
        auto error = write_failure(target, errno);
        ::unlink(temporary.c_str());
        return error;
    }
    return sync_folder_of(target);
}

// The bytes in a file beside the target. Nothing is left where that fails.
Result<std::pair<UniqueFd, fs::path>> write_beside(const fs::path& target, std::string_view bytes) {
    MSS_TRY_ASSIGN(auto opened, open_beside(target));
    if (write_all(opened.first.get(), bytes)) return opened;
    auto error = write_failure(target, errno);
    ::unlink(opened.second.c_str());
    return error;
}

}  // namespace

Result<std::string> read_file(const fs::path& path, std::uintmax_t max_bytes) {
    const UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file) return read_failure(path, errno);
    struct stat status{};
    if (::fstat(file.get(), &status) != 0) return read_failure(path, errno);
    if (S_ISDIR(status.st_mode)) return fail(Code::io, fmt::format("cannot read {}: it is a folder", path.string()));
    std::string bytes;
    while (true) {
        const std::size_t old_size = bytes.size();
        bytes.resize(old_size + (1U << 16U));
        const ssize_t count = ::read(file.get(), bytes.data() + old_size, 1U << 16U);
        if (count < 0 && errno == EINTR) {
            bytes.resize(old_size);
            continue;
        }
        if (count < 0) return read_failure(path, errno);
        bytes.resize(old_size + static_cast<std::size_t>(count));
        if (count == 0) return bytes;
        if (bytes.size() > max_bytes)
            return fail(Code::too_large, fmt::format("{} has more than {} bytes", path.string(), max_bytes));
    }
}

Result<void> write_file(const fs::path& path, std::string_view bytes) {
    MSS_TRY_ASSIGN(auto written, write_beside(path, bytes));
    return publish(std::move(written.first), written.second, path);
}

Result<bool> write_new_file(const fs::path& path, std::string_view bytes) {
    MSS_TRY_ASSIGN(const auto written, write_beside(path, bytes));
    const auto& [file, temporary] = written;
    if (::fsync(file.get()) != 0 || !rename_to_new(temporary, path)) {
        const int number = errno;
        ::unlink(temporary.c_str());
        if (number == EEXIST) return false;
        return write_failure(path, number);
    }
    MSS_TRY(sync_folder_of(path));
    return true;
}

Result<void> copy_whole_file(const fs::path& from, const fs::path& to) {
    const UniqueFd source(::open(from.c_str(), O_RDONLY | O_CLOEXEC));
    if (!source) return read_failure(from, errno);
    MSS_TRY_ASSIGN(auto opened, open_beside(to));
    auto& [file, temporary] = opened;
    while (true) {
        const ssize_t count = ::copy_file_range(source.get(), nullptr, file.get(), nullptr, 1U << 26U, 0);
        if (count == 0) return publish(std::move(file), temporary, to);
        if (count > 0 || errno == EINTR) continue;
        if (errno != EXDEV && errno != EINVAL && errno != ENOSYS && errno != EOPNOTSUPP) {
            auto error = write_failure(to, errno);
            ::unlink(temporary.c_str());
            return error;
        }
        break;
    }
    // Older kernels and some file systems cannot copy in the kernel: go through memory, from where it stopped.
    std::string buffer(1U << 20U, '\0');
    while (true) {
        const ssize_t got = ::read(source.get(), buffer.data(), buffer.size());
        if (got == 0) return publish(std::move(file), temporary, to);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0 || !write_all(file.get(), std::string_view(buffer.data(), static_cast<std::size_t>(got)))) {
            auto error = failure(Code::io, "copy", to, errno);
            ::unlink(temporary.c_str());
            return error;
        }
    }
}

// By hand, since the ++ of a range-for throws where a folder cannot be read on.
Result<std::vector<fs::directory_entry>> list_folder(const fs::path& folder) {
    std::vector<fs::directory_entry> entries;
    std::error_code error;
    for (fs::directory_iterator at(folder, error); !error && at != fs::directory_iterator(); at.increment(error))
        entries.push_back(*at);
    if (error) return read_failure(folder, error.value());
    return entries;
}

void remove_parts(const fs::path& folder) {
    const auto entries = list_folder(folder);
    if (!entries) return;
    for (const auto& entry : *entries) {
        std::error_code ignored;
        if (entry.path().filename().string().find(kPartMark) != std::string::npos) fs::remove(entry.path(), ignored);
    }
}

Result<void> make_directories(const fs::path& path) {
    std::error_code error;
    fs::create_directories(path, error);
    if (error || !fs::is_directory(path, error))
        return fail(Code::io, fmt::format("cannot make the folder {}: {}", path.string(),
                                          error ? error.message() : "something else has that name"));
    return {};
}

Result<void> sync_path(const fs::path& path) {
    const UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    // Some file systems refuse fsync on a folder with EINVAL; there is nothing more to be done on them.
    if (!file || (::fsync(file.get()) != 0 && errno != EINVAL)) return failure(Code::io, "sync", path, errno);
    return {};
}

TemporaryDirectory::TemporaryDirectory(const fs::path& parent) {
    std::string pattern = ((parent.empty() ? fs::temp_directory_path() : parent) / "mss-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("cannot make a temporary folder: " + pattern);
    path_ = pattern;
}

TemporaryDirectory::~TemporaryDirectory() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

}  // namespace mss
