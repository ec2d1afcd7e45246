#include "base/file_lock.hpp"

#include <array>
#include <fcntl.h>
#include <unistd.h>

#include <gmock/gmock.h>

#include "base/background.hpp"
#include "base/file.hpp"

namespace mss {
namespace {

using namespace std::chrono_literals;

class FileLock : public testing::Test {
protected:
    // Each open of the file is a party of its own, as two processes are.
    UniqueFd party() const { return UniqueFd(::open(path_.c_str(), O_RDONLY | O_CREAT | O_CLOEXEC, 0644)); }

    Result<void> lock(const UniqueFd& file, LockKind kind, const LockWait& wait = {}) const {
        return wait_for_lock(file, kind, wait, path_);
    }

    const std::filesystem::path& path() const { return path_; }

private:
    TemporaryDirectory folder_;
    std::filesystem::path path_ = folder_.path() / "lock";
};

TEST_F(FileLock, IsSharedByReadersOnly) {
    const UniqueFd first = party();
    const UniqueFd second = party();
    const UniqueFd writer = party();
    EXPECT_TRUE(lock(first, LockKind::shared));
    EXPECT_TRUE(lock(second, LockKind::shared));
    EXPECT_FALSE(lock(writer, LockKind::exclusive, {.limit = 0ms}));
}

TEST_F(FileLock, ThatIsNeverFreeIsATimeoutThatNamesTheFileToTheLog) {
    const UniqueFd holder = party();
    const UniqueFd waiter = party();
    ASSERT_TRUE(lock(holder, LockKind::exclusive));
    const auto waited = lock(waiter, LockKind::exclusive, {.limit = 20ms});
    ASSERT_FALSE(waited);
    EXPECT_EQ(waited.error().code, Code::timeout);
    EXPECT_THAT(waited.error().detail, testing::HasSubstr(path().string()));
}

TEST_F(FileLock, IsNotWaitedForByWhoWasCancelled) {
    const UniqueFd holder = party();
    const UniqueFd waiter = party();
    ASSERT_TRUE(lock(holder, LockKind::exclusive));
    std::array<int, 2> ends{};
    ASSERT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0);
    const UniqueFd cancel(ends[0]);
    UniqueFd(ends[1]).reset();  // the end of file makes the other end readable
    EXPECT_EQ(lock(waiter, LockKind::shared, {.cancel_fd = cancel.get()}).error().code, Code::cancelled);
}

TEST_F(FileLock, GoesToTheWaiterOnceItIsFree) {
    UniqueFd holder = party();
    const UniqueFd waiter = party();
    ASSERT_TRUE(lock(holder, LockKind::exclusive));
    BackgroundWork waiting([&](int) { return lock(waiter, LockKind::exclusive); });
    holder.reset();
    EXPECT_TRUE(waiting.wait());
    EXPECT_FALSE(lock(party(), LockKind::exclusive, {.limit = 0ms}));
}

TEST_F(FileLock, OfAFileThatIsNotOpenIsAnError) {
    EXPECT_EQ(lock(UniqueFd(), LockKind::shared).error().code, Code::io);
}

}  // namespace
}  // namespace mss
