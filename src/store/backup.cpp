#include "store/backup.hpp"

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

// With its closing zero (https://sqlite.org/fileformat.html, section 1.3).
constexpr std::string_view kMagic("SQLite format 3\0", 16);

bool begins_like_a_database(const fs::path& file) {
    std::string begin(kMagic.size(), ' ');
    std::ifstream stream(file, std::ios::binary);
    return stream.read(begin.data(), static_cast<std::streamsize>(begin.size())) && begin == kMagic;
}

// A name that was mistyped must not cost anybody a file.
Result<void> check_place(const fs::path& database, const fs::path& copy) {
    std::error_code error;
    const auto status = fs::status(copy, error);
    if (!fs::exists(status)) return {};
    if (fs::equivalent(database, copy, error))
        return fail(Code::conflict, "the copy must be another file than the database itself");
    if (!fs::is_regular_file(status) || !begins_like_a_database(copy))
        return fail(Code::conflict, fmt::format("{} is there already and is no copy of a database; choose another name",
                                                copy.string()));
    return {};
}

// Beside the place where it goes, so that it can be renamed.
Result<void> copy_into(const fs::path& database, const fs::path& folder, const fs::path& copy) {
    const fs::path part = folder / "copy";
    {
        // Not to read only, which SQLite takes to forbid any VACUUM.
        MSS_TRY_ASSIGN(const auto connection, Connection::open(database, {}));
        MSS_TRY(connection->prepare("VACUUM INTO ?1").bind(part.string()).run());
    }
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
