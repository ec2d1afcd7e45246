#include "store/backup.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <system_error>

#include <fmt/format.h>

#include "base/file.hpp"
#include "store/sqlite.hpp"

namespace mss::store {
namespace {

namespace fs = std::filesystem;

// The beginning of a database (https://sqlite.org/fileformat.html, section 1.3): a magic text with its closing zero,
// and a place for the mark of whose file it is, which the copies have.
constexpr std::string_view kMagic("SQLite format 3\0", 16);
constexpr std::string_view kMark = "MSSb";
constexpr std::streamoff kMarkAt = 68;

bool is_a_copy(const fs::path& file) {
    std::string begin(static_cast<std::size_t>(kMarkAt) + kMark.size(), ' ');
    std::ifstream stream(file, std::ios::binary);
    return stream.read(begin.data(), static_cast<std::streamsize>(begin.size())) && begin.starts_with(kMagic) &&
           begin.ends_with(kMark);
}

bool mark(const fs::path& file) {
    std::fstream stream(file, std::ios::binary | std::ios::in | std::ios::out);
    stream.seekp(kMarkAt);
    stream.write(kMark.data(), static_cast<std::streamsize>(kMark.size()));
    stream.close();
    return !stream.fail();
}

// What lies beside a database that somebody works with; a copy has none of it.
bool is_in_use(const fs::path& file) {
    return std::ranges::any_of(std::array{"-wal", "-journal", "-doorbell", "-workers"}, [&](const char* end) {
        std::error_code ignored;
        return fs::exists(file.string() + end, ignored);
    });
}

// A name that was mistyped must not cost anybody a file.
Result<void> check_place(const fs::path& database, const fs::path& copy) {
    std::error_code error;
    if (fs::equivalent(database, copy, error))
        return fail(Code::conflict, "the copy must be another file than the database itself");
    const auto status = fs::symlink_status(copy, error);
    const bool replaceable = !fs::exists(status) || (fs::is_regular_file(status) && is_a_copy(copy));
    if (replaceable && !is_in_use(copy)) return {};
    return fail(Code::conflict, fmt::format("{} is there already and is no copy that `mss db backup` made; choose "
                                            "another name",
                                            copy.string()));
}

// Beside the place where it goes, so that it can be renamed.
Result<void> copy_into(const fs::path& database, const fs::path& folder, const fs::path& copy) {
    const fs::path part = folder / "copy";
    {
        // Not to read only, which SQLite takes to forbid any VACUUM.
        MSS_TRY_ASSIGN(const auto connection, Connection::open(database, {}));
        MSS_TRY(connection->prepare("VACUUM INTO ?1").bind(part.string()).run());
    }
    if (!mark(part)) return fail(Code::io, fmt::format("cannot write {}", part.string()));
    std::error_code error;
    fs::permissions(part, fs::perms::owner_read | fs::perms::owner_write, error);
    if (!error) MSS_TRY(sync_path(part));
    if (!error) fs::rename(part, copy, error);
    if (error) return fail(Code::io, fmt::format("cannot write {}: {}", copy.string(), error.message()));
    return sync_path(copy.parent_path());
}

}  // namespace

Result<void> back_up(const fs::path& database, const fs::path& copy) {
    std::error_code error;
    if (!fs::is_regular_file(database, error))
        return fail(Code::io, fmt::format("there is no database {}", database.string()));
    MSS_TRY(check_place(database, copy));
    const fs::path place = fs::absolute(copy, error);
    if (error || !fs::is_directory(place.parent_path(), error))
        return fail(Code::io, fmt::format("there is no folder {}", place.parent_path().string()));
    std::optional<TemporaryDirectory> folder;
    try {
        folder.emplace(place.parent_path());
    } catch (const std::runtime_error& trouble) {
        return fail(Code::io, trouble.what());
    }
    return copy_into(database, folder->path(), place);
}

}  // namespace mss::store
