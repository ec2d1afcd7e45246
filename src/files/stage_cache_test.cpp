#include "files/stage_cache.hpp"

#include <csignal>
#include <ctime>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gmock/gmock.h>

#include "base/background.hpp"
#include "base/file.hpp"
#include "base/hash.hpp"

namespace mss::files {
namespace {

StageCache open_cache(const std::filesystem::path& root, std::uint64_t limit = 1U << 30U) {
    auto cache = StageCache::open(root, limit);
    if (!cache) throw std::runtime_error(cache.error().message);
    return std::move(*cache);
}

std::string add(StageCache& cache, std::string_view name, std::size_t bytes = 10) {
    const std::string key = sha256(name);
    auto workspace = cache.begin();
    EXPECT_TRUE(workspace);
    EXPECT_TRUE(write_file(workspace->folder() / "data", std::string(bytes, 'x')));
    EXPECT_TRUE(cache.commit(std::move(*workspace), key, json::Value(std::string(name)), 1.5));
    return key;
}

TEST(StageCache, WhatWasCommittedIsFoundWithItsFilesAndItsAnswer) {
    const TemporaryDirectory folder;
    auto cache = open_cache(folder.path());
    const std::string key = add(cache, "one");
    const auto entry = cache.find(key);
    ASSERT_TRUE(entry && *entry);
    EXPECT_EQ((*entry)->result, json::Value("one"));
    EXPECT_EQ((*entry)->seconds, 1.5);
    EXPECT_EQ(*read_file((*entry)->folder / "data", 100), std::string(10, 'x'));
}

TEST(StageCache, HalfWrittenFilesOfACrashedTryAreNotCommitted) {
    const TemporaryDirectory folder;
    auto cache = open_cache(folder.path());
    auto workspace = cache.begin();
    ASSERT_TRUE(workspace);
    ASSERT_TRUE(write_file(workspace->folder() / "data.mss-part-a1b2c3", "torn"));
    ASSERT_TRUE(write_file(workspace->folder() / "data", "whole"));
    const auto entry = cache.commit(std::move(*workspace), sha256("retried"), json::Value(), 0);
    ASSERT_TRUE(entry);
    EXPECT_TRUE(std::filesystem::exists(entry->folder / "data"));
    EXPECT_FALSE(std::filesystem::exists(entry->folder / "data.mss-part-a1b2c3"));
}

TEST(StageCache, AnUnknownKeyIsNotAnError) {
    const TemporaryDirectory folder;
    auto cache = open_cache(folder.path());
    const auto entry = cache.find(sha256("nothing"));
    ASSERT_TRUE(entry);
    EXPECT_FALSE(*entry);
}

TEST(StageCache, AnEntryWithATornFileIsMadeAgain) {
    const TemporaryDirectory folder;
    auto cache = open_cache(folder.path());
    const std::string key = add(cache, "one");
    ASSERT_TRUE(write_file((*cache.find(key))->folder / "data", "short"));
    EXPECT_FALSE(*cache.find(key));
    add(cache, "one");
    ASSERT_TRUE(*cache.find(key));
    EXPECT_EQ(read_file((*cache.find(key))->folder / "data", 100)->size(), 10U);
}

// The same size, other bytes: what a disk that rots leaves.
void spoil(const std::filesystem::path& file) {
    std::string bytes = *read_file(file, 1U << 20U);
    bytes.back() = static_cast<char>(bytes.back() ^ 1);
    ASSERT_TRUE(write_file(file, bytes));
}

TEST(StageCache, AnEntryWhoseBytesRottedIsAbsentAndMadeAgain) {
    const TemporaryDirectory folder;
    std::filesystem::path file;
    std::string key;
    {
        auto cache = open_cache(folder.path());
        key = add(cache, "one");
        file = (*cache.find(key))->folder / "data";
    }
    spoil(file);
    auto cache = open_cache(folder.path());
    EXPECT_FALSE(*cache.find(key));
    add(cache, "one");
    EXPECT_TRUE(*cache.find(key));
    EXPECT_EQ(*read_file(file, 100), std::string(10, 'x'));
    EXPECT_TRUE(*open_cache(folder.path()).find(key));
}

TEST(StageCache, BytesAreComparedOnceSoThatLookingAgainIsCheap) {
    const TemporaryDirectory folder;
    auto cache = open_cache(folder.path());
    const std::string key = add(cache, "one");
    spoil((*cache.find(key))->folder / "data");
    EXPECT_TRUE(*cache.find(key));
    EXPECT_FALSE(*open_cache(folder.path()).find(key));
}

TEST(StageCache, ARecordBeyondItsLimitCountsAsNone) {
    const TemporaryDirectory folder;
    auto cache = open_cache(folder.path());
    const std::string key = add(cache, "one");
    ASSERT_TRUE(write_file((*cache.find(key))->folder / "stage.json", std::string(17U << 20U, '{')));
    const auto found = cache.find(key);
    ASSERT_TRUE(found);
    EXPECT_FALSE(*found);
}

TEST(StageCache, AWorkspaceThatVanishedIsTheDisksTrouble) {
    const TemporaryDirectory folder;
    auto cache = open_cache(folder.path());
    auto workspace = cache.begin();
    ASSERT_TRUE(workspace);
    std::filesystem::remove_all(workspace->folder());
    const auto entry = cache.commit(std::move(*workspace), sha256("gone"), json::Value(), 0);
    ASSERT_FALSE(entry);
    EXPECT_EQ(entry.error().code, Code::io);
}

// A dangling link has no size: it must not count as the largest file there can be, or everything would be dropped.
TEST(StageCache, TrimCountsOnlyWhatHasASize) {
    const TemporaryDirectory folder;
    std::string key;
    {
        auto cache = open_cache(folder.path());
        key = add(cache, "one", 5000);
        std::filesystem::create_symlink("nowhere", (*cache.find(key))->folder / "link");
    }
    auto cache = open_cache(folder.path(), 8000);
    ASSERT_TRUE(cache.trim());
    EXPECT_TRUE(*cache.find(key));
}

TEST(StageCache, TrimDropsTheLeastRecentlyUsedFirst) {
    const TemporaryDirectory folder;
    std::string old_key;
    std::string used_key;
    {
        auto cache = open_cache(folder.path());
        old_key = add(cache, "old", 5000);
        used_key = add(cache, "used", 5000);
        std::filesystem::last_write_time((*cache.find(old_key))->folder / "stage.json",
                                         std::filesystem::file_time_type::clock::now() - std::chrono::hours(1));
    }
    auto cache = open_cache(folder.path(), 8000);
    ASSERT_TRUE(cache.trim());
    EXPECT_FALSE(*cache.find(old_key));
    EXPECT_TRUE(*cache.find(used_key));
}

TEST(StageCache, TrimKeepsWhatALivingProcessUses) {
    const TemporaryDirectory folder;
    auto user = open_cache(folder.path());
    const std::string key = add(user, "in use", 5000);
    auto other = open_cache(folder.path(), 1);
    ASSERT_TRUE(other.trim());
    EXPECT_TRUE(*user.find(key));
}

TEST(StageCache, WorkOfAKilledProcessIsSweptAndItsPinsEnd) {
    const TemporaryDirectory folder;
    const pid_t child = ::fork();
    if (child == 0) {
        auto cache = open_cache(folder.path());
        add(cache, "pinned by the dead", 5000);
        auto workspace = cache.begin();
        write_file(workspace->folder() / "half", "half-done").value();
        ::kill(::getpid(), SIGKILL);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status));

    auto cache = open_cache(folder.path(), 1);
    std::size_t living = 0;
    for ([[maybe_unused]] const auto& process : std::filesystem::directory_iterator(folder.path() / "processes"))
        ++living;
    EXPECT_EQ(living, 1U);
    ASSERT_TRUE(cache.trim());
    EXPECT_FALSE(*cache.find(sha256("pinned by the dead")));
}

// A process that was killed after this one swept: its pins must not hold the cache above its limit.
TEST(StageCache, PinsOfAProcessThatDiedLaterDoNotHold) {
    const TemporaryDirectory folder;
    auto cache = open_cache(folder.path(), 1);
    const pid_t child = ::fork();
    if (child == 0) {
        auto other = open_cache(folder.path());
        add(other, "pinned by the dead", 5000);
        ::kill(::getpid(), SIGKILL);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status));
    ASSERT_TRUE(cache.trim());
    EXPECT_FALSE(*cache.find(sha256("pinned by the dead")));
}

// The lock that all handles of a cache share.
UniqueFd hold_entries(const std::filesystem::path& root, const LockWait& wait = {}) {
    const auto path = root / "entries.lock";
    UniqueFd lock(::open(path.c_str(), O_RDWR | O_CLOEXEC));
    return wait_for_lock(lock, LockKind::exclusive, wait, path) ? std::move(lock) : UniqueFd();
}

TEST(StageCache, ANeighbourThatIsStoppedWithTheLockDoesNotStopUs) {
    const TemporaryDirectory folder;
    std::array<int, 2> pipe{};
    ASSERT_EQ(::pipe2(pipe.data(), O_CLOEXEC), 0);
    const UniqueFd cancel(pipe[0]);
    UniqueFd end(pipe[1]);
    auto impatient = StageCache::open(folder.path(), 1U << 30U, {.limit = std::chrono::milliseconds(20)});
    auto cancelled = StageCache::open(folder.path(), 1U << 30U, {.cancel_fd = cancel.get()});
    ASSERT_TRUE(impatient && cancelled);
    const UniqueFd held = hold_entries(folder.path());
    ASSERT_TRUE(held);
    EXPECT_EQ(impatient->find(sha256("one")).error().code, Code::timeout);
    EXPECT_EQ(impatient->trim().error().code, Code::timeout);
    end.reset();
    EXPECT_EQ(cancelled->find(sha256("one")).error().code, Code::cancelled);
}

// A lease on the file (fcntl(2), F_SETLEASE) holds whoever opens it up, and tells us: just then the lock must be free.
TEST(StageCache, NobodyWaitsWhileAnEntryIsCompared) {
    const TemporaryDirectory folder;
    std::string key;
    std::filesystem::path file;
    {
        auto cache = open_cache(folder.path());
        key = add(cache, "one");
        file = (*cache.find(key))->folder / "data";
    }
    sigset_t lease_signal;
    ::sigemptyset(&lease_signal);
    ::sigaddset(&lease_signal, SIGIO);
    ASSERT_EQ(::pthread_sigmask(SIG_BLOCK, &lease_signal, nullptr), 0);
    UniqueFd leased(::open(file.c_str(), O_RDWR | O_CLOEXEC));
    if (::fcntl(leased.get(), F_SETLEASE, F_WRLCK) != 0) GTEST_SKIP() << "no leases on this file system";

    BackgroundWork finding([&](int) -> Result<void> {
        MSS_TRY_ASSIGN(auto cache, StageCache::open(folder.path(), 1U << 30U));
        MSS_TRY_ASSIGN(const auto found, cache.find(key));
        if (!found) return fail(Code::not_found, "it was not found");
        return {};
    });
    constexpr timespec kLongest{20, 0};
    EXPECT_EQ(::sigtimedwait(&lease_signal, nullptr, &kLongest), SIGIO);
    EXPECT_TRUE(hold_entries(folder.path(), {.limit = std::chrono::milliseconds(0)}));
    leased.reset();
    const auto found = finding.wait();
    EXPECT_TRUE(found) << found.error().message;
}

TEST(StageCache, WhatANeighbourMadeMeanwhileStands) {
    const TemporaryDirectory folder;
    auto ours = open_cache(folder.path());
    auto theirs = open_cache(folder.path());
    auto workspace = ours.begin();
    ASSERT_TRUE(workspace);
    ASSERT_TRUE(write_file(workspace->folder() / "data", "ours"));
    const std::string key = add(theirs, "one");
    const auto entry = ours.commit(std::move(*workspace), key, json::Value("ours"), 2);
    ASSERT_TRUE(entry);
    EXPECT_EQ(entry->result, json::Value("one"));
    EXPECT_EQ(*read_file(entry->folder / "data", 100), std::string(10, 'x'));
}

TEST(StageCache, AWorkspaceThatIsNotCommittedLeavesNothing) {
    const TemporaryDirectory folder;
    auto cache = open_cache(folder.path());
    std::filesystem::path path;
    {
        auto workspace = cache.begin();
        path = workspace->folder();
        ASSERT_TRUE(write_file(path / "half", "x"));
    }
    EXPECT_FALSE(std::filesystem::exists(path));
}

}  // namespace
}  // namespace mss::files
