#include "files/stage_cache.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <set>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <vector>

#include <fmt/format.h>

#include "base/file.hpp"
#include "base/hash.hpp"

namespace mss::files {
namespace fs = std::filesystem;
namespace {

constexpr const char* kRecordName = "stage.json";
constexpr std::uintmax_t kRecordBytesMax = 16U << 20U;

struct RecordedFile {
    std::string name;
    std::int64_t bytes = 0;
    std::string sha256;
};
BOOST_DESCRIBE_STRUCT(RecordedFile, (), (name, bytes, sha256))

struct Record {
    double seconds = 0;
    std::vector<RecordedFile> files;
    json::Value result;
};
BOOST_DESCRIBE_STRUCT(Record, (), (seconds, files, result))

std::unexpected<Error> io_failure(std::string_view action, const fs::path& path, const std::error_code& error) {
    return fail(Code::io, fmt::format("cannot {} {}: {}", action, path.string(), error.message()));
}

std::error_code last_error() {
    return {errno, std::generic_category()};
}

UniqueFd open_lock(const fs::path& path) {
    return UniqueFd(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
}

// Nobody named these folders to us, so one that is missing is the disk's trouble and no wrong name.
Result<std::vector<fs::directory_entry>> list(const fs::path& folder) {
    auto entries = list_folder(folder);
    if (!entries) entries.error().code = Code::io;
    return entries;
}

// The files that a stage made, as its record will hold them.
Result<std::vector<RecordedFile>> describe_files(const fs::path& folder) {
    std::vector<RecordedFile> files;
    MSS_TRY_ASSIGN(const auto entries, list(folder));
    for (const fs::directory_entry& entry : entries) {
        std::error_code error;
        const auto bytes = entry.file_size(error);
        if (error) return io_failure("read", entry.path(), error);
        auto hash = sha256_file(entry.path());
        if (!hash) return fail(Code::io, hash.error().message);
        files.push_back({entry.path().filename().string(), static_cast<std::int64_t>(bytes), std::move(*hash)});
    }
    return files;
}

bool sizes_hold(const fs::path& folder, const Record& record) {
    return std::ranges::all_of(record.files, [&](const RecordedFile& file) {
        std::error_code error;
        const auto bytes = fs::file_size(folder / file.name, error);
        return !error && bytes == static_cast<std::uintmax_t>(file.bytes);
    });
}

bool contents_hold(const fs::path& folder, const Record& record) {
    return std::ranges::all_of(record.files, [&](const RecordedFile& file) {
        const auto hash = sha256_file(folder / file.name);
        return hash && *hash == file.sha256;
    });
}

// A process whose lock is held lives; one without a lock file was killed while it made its folder, since both happen
// under the entries lock. Where we cannot tell, it lives: better litter than a running job without its files.
bool alive(const fs::path& process) {
    const UniqueFd lock(::open((process / "lock").c_str(), O_RDWR | O_CLOEXEC));
    if (!lock) return errno != ENOENT;
    return ::flock(lock.get(), LOCK_EX | LOCK_NB) != 0;
}

struct Candidate {
    fs::path folder;
    std::string key;
    fs::file_time_type used;
    std::uint64_t bytes = 0;
};

std::uint64_t size_of_files(const fs::path& folder) {
    const auto files = list(folder);
    std::uint64_t total = 0;
    for (const fs::directory_entry& file : files ? *files : std::vector<fs::directory_entry>()) {
        std::error_code error;
        if (const auto bytes = file.file_size(error); !error) total += bytes;
    }
    return total;
}

Result<std::vector<Candidate>> list_entries(const fs::path& entries) {
    std::vector<Candidate> found;
    MSS_TRY_ASSIGN(const auto groups, list(entries));
    for (const fs::directory_entry& group : groups) {
        const auto members = list(group.path());
        if (!members) continue;  // no folder of ours
        for (const fs::directory_entry& entry : *members) {
            // Where the record is missing this is the earliest of all times, so that the useless goes first.
            std::error_code ignored;
            found.push_back({.folder = entry.path(),
                             .key = group.path().filename().string() + entry.path().filename().string(),
                             .used = fs::last_write_time(entry.path() / kRecordName, ignored),
                             .bytes = size_of_files(entry.path())});
        }
    }
    return found;
}

// The keys that living processes use, this one among them.
Result<std::set<std::string>> pinned_keys(const fs::path& processes) {
    std::set<std::string> keys;
    MSS_TRY_ASSIGN(const auto folders, list(processes));
    for (const fs::directory_entry& process : folders) {
        if (!alive(process.path())) continue;
        auto pins = read_file(process.path() / "pins", 64U << 20U);
        if (!pins && pins.error().code == Code::not_found) continue;
        if (!pins) return std::unexpected(pins.error());
        for (std::size_t at = 0; at + 65 <= pins->size(); at += 65)
            keys.insert(pins->substr(at, 64));
    }
    return keys;
}

}  // namespace

StageWorkspace::~StageWorkspace() {
    std::error_code ignored;
    if (!folder_.empty()) fs::remove_all(folder_, ignored);
}

Result<StageCache> StageCache::open(const fs::path& root, std::uint64_t limit_bytes, const LockWait& wait) {
    MSS_TRY(make_directories(root / "entries"));
    MSS_TRY(make_directories(root / "processes"));
    StageCache cache(root, limit_bytes, wait);
    MSS_TRY(cache.register_process());
    MSS_TRY(cache.sweep_dead_processes());
    return cache;
}

StageCache::~StageCache() {
    std::error_code ignored;
    if (process_lock_) fs::remove_all(process_folder_, ignored);
}

// Held (shared) while an entry is looked up and pinned, and (exclusive) while entries or processes come and go: so no
// entry vanishes between its look-up and its pin.
Result<UniqueFd> StageCache::lock_entries(LockKind kind) const {
    const fs::path path = root_ / "entries.lock";
    UniqueFd lock = open_lock(path);
    if (!lock) return io_failure("open", path, last_error());
    MSS_TRY(wait_for_lock(lock, kind, wait_, path));
    return lock;
}

// Under the entries lock, so that a sweeper never sees a folder whose lock is not yet held.
Result<void> StageCache::register_process() {
    MSS_TRY_ASSIGN(const UniqueFd entries, lock_entries(LockKind::exclusive));
    std::string pattern = (root_ / "processes" / "XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) return io_failure("make a folder in", root_, last_error());
    process_folder_ = pattern;
    process_lock_ = open_lock(process_folder_ / "lock");
    pins_ = UniqueFd(::open((process_folder_ / "pins").c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644));
    if (!process_lock_ || !pins_ || ::flock(process_lock_.get(), LOCK_EX | LOCK_NB) != 0)
        return io_failure("lock", process_folder_, last_error());
    return {};
}

Result<void> StageCache::sweep_dead_processes() {
    std::vector<StageWorkspace> remains;  // deleted after the lock is free again
    MSS_TRY_ASSIGN(const UniqueFd entries, lock_entries(LockKind::exclusive));
    MSS_TRY_ASSIGN(const auto processes, list(root_ / "processes"));
    for (const fs::directory_entry& process : processes) {
        if (alive(process.path())) continue;
        if (auto taken = take_away(process.path())) remains.push_back(std::move(*taken));
    }
    return {};
}

fs::path StageCache::entry_folder(const std::string& key) const {
    return root_ / "entries" / key.substr(0, 2) / key.substr(2);
}

Result<void> StageCache::pin(const std::string& key) {
    const std::string line = key + "\n";
    if (::write(pins_.get(), line.data(), line.size()) != static_cast<ssize_t>(line.size()))
        return io_failure("write in", process_folder_, last_error());
    return {};
}

// Empty where there is none, or nothing that a record could be. Errors: io.
Result<std::string> StageCache::read_record(const std::string& key) const {
    auto bytes = read_file(entry_folder(key) / kRecordName, kRecordBytesMax);
    if (!bytes && bytes.error().code != Code::io) return std::string();
    return bytes;
}

Result<StageCache::Finding> StageCache::examine(const std::string& key) {
    const fs::path folder = entry_folder(key);
    Finding finding;
    {
        MSS_TRY_ASSIGN(const UniqueFd entries, lock_entries(LockKind::shared));
        MSS_TRY_ASSIGN(finding.record, read_record(key));
        if (finding.record.empty()) return finding;
        MSS_TRY(pin(key));
    }
    auto record = json::decode_text<Record>(finding.record, kRecordBytesMax);
    if (!record || !sizes_hold(folder, *record)) return finding;
    // A disk or memory that rots keeps sizes. SHA-256 costs 0.5 ms a megabyte with the processor's help and some 2 ms
    // without, next to nothing beside the work that stands behind a megabyte of video; once for each entry, since
    // a run looks its entries up several times. What this process wrote itself it hashed then.
    if (!verified_.contains(key)) {
        if (!contents_hold(folder, *record)) return finding;
        verified_.insert(key);
    }
    finding.entry = StageEntry{key, folder, std::move(record->result), record->seconds};
    return finding;
}

Result<std::optional<StageEntry>> StageCache::find(const std::string& key) {
    MSS_TRY_ASSIGN(Finding finding, examine(key));
    if (finding.entry) ::utimensat(AT_FDCWD, (finding.entry->folder / kRecordName).c_str(), nullptr, 0);
    return std::move(finding.entry);
}

StageWorkspace StageCache::next_workspace() {
    return StageWorkspace(process_folder_ / fmt::format("work-{}", ++workspaces_));
}

Result<StageWorkspace> StageCache::begin() {
    StageWorkspace workspace = next_workspace();
    std::error_code error;
    if (!fs::create_directory(workspace.folder(), error) || error)
        return io_failure("make the folder", workspace.folder(), error);
    return workspace;
}

// Moves what nobody may find any more to where it is deleted without haste, by its workspace or by a later sweep.
Result<StageWorkspace> StageCache::take_away(const fs::path& folder) {
    StageWorkspace workspace = next_workspace();
    std::error_code error;
    fs::rename(folder, workspace.folder(), error);
    if (error) return io_failure("move", folder, error);
    return workspace;
}

Result<StageEntry> StageCache::commit(StageWorkspace workspace, const std::string& key, const json::Value& result,
                                      double seconds) {
    remove_parts(workspace.folder());  // of a media process that crashed before its second try went well
    MSS_TRY_ASSIGN(auto files, describe_files(workspace.folder()));
    const Record record{seconds, std::move(files), result};
    MSS_TRY(write_file(workspace.folder() / kRecordName, json::print(json::encode(record))));

    const fs::path folder = entry_folder(key);
    while (true) {
        MSS_TRY_ASSIGN(Finding present, examine(key));
        if (present.entry) return std::move(*present.entry);
        std::optional<StageWorkspace> damaged;  // deleted after the lock is free again
        MSS_TRY_ASSIGN(const UniqueFd entries, lock_entries(LockKind::exclusive));
        MSS_TRY_ASSIGN(const std::string record_now, read_record(key));
        // Where another process was first, just now, theirs is yet to be examined.
        if (record_now != present.record) continue;
        MSS_TRY(make_directories(folder.parent_path()));
        std::error_code error;
        if (fs::exists(folder, error)) {
            MSS_TRY_ASSIGN(StageWorkspace taken, take_away(folder));
            damaged.emplace(std::move(taken));
        }
        fs::rename(workspace.folder(), folder, error);
        if (error) return io_failure("write", folder, error);
        MSS_TRY(pin(key));
        break;
    }
    MSS_TRY(sync_path(folder.parent_path()));
    MSS_TRY(sync_path(root_ / "entries"));  // the parent may be new as well
    verified_.insert(key);
    return StageEntry{key, folder, result, seconds};
}

Result<void> StageCache::trim() {
    std::vector<StageWorkspace> dropped;  // deleted after the lock is free again
    MSS_TRY_ASSIGN(const UniqueFd entries, lock_entries(LockKind::exclusive));
    MSS_TRY_ASSIGN(std::vector<Candidate> candidates, list_entries(root_ / "entries"));
    std::uint64_t total = 0;
    for (const Candidate& candidate : candidates)
        total += candidate.bytes;
    if (total <= limit_bytes_) return {};
    MSS_TRY_ASSIGN(const std::set<std::string> pinned, pinned_keys(root_ / "processes"));
    std::ranges::sort(candidates, {}, &Candidate::used);
    for (const Candidate& candidate : candidates) {
        if (total <= limit_bytes_) break;
        if (pinned.contains(candidate.key)) continue;
        auto taken = take_away(candidate.folder);
        if (!taken) continue;
        dropped.push_back(std::move(*taken));
        total -= candidate.bytes;
    }
    return {};
}

}  // namespace mss::files
