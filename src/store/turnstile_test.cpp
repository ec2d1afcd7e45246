#include "store/turnstile.hpp"

#include <thread>

#include <gmock/gmock.h>

#include "store/test_database.hpp"

namespace mss::store {
namespace {

using namespace std::chrono_literals;

class TurnstileTest : public testing::Test {
protected:
    Turnstile party() const { return must(Turnstile::open(file())); }
    std::filesystem::path file() const { return folder_.path() / "turns"; }

private:
    TemporaryDirectory folder_;
};

TEST_F(TurnstileTest, OneHasTheTurn) {
    const Turnstile first = party();
    const Turnstile second = party();
    {
        const Turnstile::Turn turn = first.take(0ms);
        EXPECT_TRUE(turn);
        EXPECT_FALSE(second.take(5ms));
    }
    EXPECT_TRUE(second.take(0ms));
    EXPECT_TRUE(first.take(0ms));
}

TEST_F(TurnstileTest, TheEndOfAProcessFreesItsTurn) {
    ForkedProcess other([&](int fd) {
        const Turnstile own = party();
        const Turnstile::Turn turn = own.take(0ms);
        if (!turn) throw std::runtime_error("no turn");
        static_cast<void>(::write(fd, "x", 1));
        while (true)
            ::pause();
    });
    ASSERT_EQ(other.read(1), "x");
    EXPECT_FALSE(party().take(5ms));
    other.wait(SIGKILL);
    EXPECT_TRUE(party().take(0ms));
}

// Whether somebody is next in line: that is a lock on the first byte.
bool is_somebody_next(const std::filesystem::path& path) {
    const UniqueFd file(::open(path.c_str(), O_RDWR | O_CLOEXEC));
    struct flock lock{};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    lock.l_len = 1;
    return ::fcntl(file.get(), F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
}

TEST_F(TurnstileTest, WhoJustHadATurnComesAfterWhoWaits) {
    const Turnstile greedy = party();
    auto turn = std::make_unique<Turnstile::Turn>(greedy.take(0ms));
    ASSERT_TRUE(*turn);
    ForkedProcess waiting([&](int fd) {
        const Turnstile own = party();
        const Turnstile::Turn its = own.take(60s);
        if (its) static_cast<void>(::write(fd, "x", 1));
    });
    const auto deadline = std::chrono::steady_clock::now() + 60s;
    while (!is_somebody_next(file()) && std::chrono::steady_clock::now() < deadline)
        std::this_thread::yield();
    ASSERT_TRUE(is_somebody_next(file()));
    turn.reset();
    turn = std::make_unique<Turnstile::Turn>(greedy.take(60s));
    EXPECT_TRUE(*turn);
    EXPECT_TRUE(waiting.has_reported());
}

TEST_F(TurnstileTest, AFileThatCannotBeIsAnError) {
    EXPECT_EQ(Turnstile::open(file() / "none").error().code, Code::io);
}

}  // namespace
}  // namespace mss::store
