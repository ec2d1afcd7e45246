#include "voices/archive.hpp"

#include <algorithm>
#include <archive.h>
#include <archive_entry.h>
#include <cstdint>
#include <fstream>
#include <memory>
#include <set>
#include <string>

#include <fmt/format.h>

#include "base/file.hpp"

namespace mss::voices {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kBytesMost = 1LL << 30U;

struct FreeArchive {
    void operator()(archive* reader) const { archive_read_free(reader); }
};
using Reader = std::unique_ptr<archive, FreeArchive>;

std::unexpected<Error> unreadable(const fs::path& path, archive* reader) {
    const char* why = archive_error_string(reader);
    return fail(Code::invalid, fmt::format("{} is no package that can be read", path.filename().string()),
                why == nullptr ? "" : why);
}

// One file of the archive, behind what its target has already. `left`: the bytes that may still come.
Result<void> append(const fs::path& path, archive* reader, const fs::path& target, std::int64_t& left) {
    MSS_TRY(make_directories(target.parent_path()));
    std::ofstream out(target, std::ios::binary | std::ios::app);
    while (true) {
        const void* block = nullptr;
        std::size_t size = 0;
        std::int64_t offset = 0;
        const int status = archive_read_data_block(reader, &block, &size, &offset);
        if (status == ARCHIVE_EOF) break;
        if (status != ARCHIVE_OK) return unreadable(path, reader);
        left -= static_cast<std::int64_t>(size);
        if (left < 0)
            return fail(Code::too_large, fmt::format("{} holds more than a gigabyte", path.filename().string()));
        out.write(static_cast<const char*>(block), static_cast<std::streamsize>(size));
    }
    out.close();
    if (!out) return fail(Code::io, fmt::format("cannot write {}", target.string()));
    return sync_path(target);
}

}  // namespace

Result<void> extract(const fs::path& path, std::span<const Extract> wanted, const fs::path& folder) {
    const Reader reader(archive_read_new());
    archive_read_support_format_zip(reader.get());
    archive_read_support_format_tar(reader.get());
    archive_read_support_filter_gzip(reader.get());
    constexpr std::size_t kBlock = 1U << 16U;
    if (archive_read_open_filename(reader.get(), path.c_str(), kBlock) != ARCHIVE_OK)
        return unreadable(path, reader.get());
    std::set<std::string> missing;
    for (const Extract& one : wanted)
        missing.insert(one.inside);
    std::int64_t left = kBytesMost;
    while (!missing.empty()) {
        archive_entry* entry = nullptr;
        const int status = archive_read_next_header(reader.get(), &entry);
        if (status == ARCHIVE_EOF) break;
        if (status != ARCHIVE_OK) return unreadable(path, reader.get());
        const char* name = archive_entry_pathname(entry);
        const auto found = std::ranges::find(wanted, name == nullptr ? "" : name, &Extract::inside);
        if (found == wanted.end() || missing.erase(found->inside) == 0) continue;
        MSS_TRY(append(path, reader.get(), folder / found->to, left));
    }
    if (missing.empty()) return {};
    return fail(Code::invalid, fmt::format("{} does not hold {}", path.filename().string(), *missing.begin()));
}

}  // namespace mss::voices
