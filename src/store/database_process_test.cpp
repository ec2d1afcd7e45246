// The database between processes: shared, killed, out of room.

#include <csignal>
#include <cstring>
#include <mutex>
#include <sys/resource.h>
#include <thread>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "store/test_database.hpp"

namespace mss::store {
namespace {

using Number = std::uint32_t;

Result<void> add_number(Connection& connection, Number number, std::size_t bytes = 10) {
    Statement statement = connection.prepare("INSERT INTO setting (name, value) VALUES (?1, ?2)");
    statement.bind(std::to_string(number)).bind(std::string(bytes, 'x'));
    MSS_TRY(statement.execute());
    return {};
}

void report(int fd, Number number) {
    if (::write(fd, &number, sizeof number) != sizeof number) throw std::runtime_error("cannot report");
}

std::vector<Number> numbers_in(std::string_view bytes) {
    std::vector<Number> numbers(bytes.size() / sizeof(Number));
    std::memcpy(numbers.data(), bytes.data(), numbers.size() * sizeof(Number));
    return numbers;
}

bool has(const TestDatabase& database, Number number) {
    return database.number(fmt::format("SELECT count(*) FROM setting WHERE name = '{}'", number)) == 1;
}

TEST(DatabaseProcess, TwoThatWriteAtOnceLoseNothing) {
    constexpr Number kWrites = 300;
    TestDatabase database;
    database.close();  // an open one must not go through a fork
    const auto work = [&](Number first) {
        return [&database, first](int) {
            const auto own = must(Database::open(database.file()));
            std::vector<std::jthread> threads;
            threads.reserve(3);
            for (Number thread = 0; thread < 3; ++thread)
                threads.emplace_back([&, thread] {
                    for (Number i = thread; i < kWrites; i += 3)
                        must(own->write([&](Connection& connection) { return add_number(connection, first + i); }));
                });
        };
    };
    ForkedProcess one(work(0));
    ForkedProcess two(work(kWrites));
    EXPECT_EQ(one.wait(), 0);
    EXPECT_EQ(two.wait(), 0);
    database.open();
    EXPECT_EQ(database.number("SELECT count(*) FROM setting"), 2 * kWrites);
    EXPECT_EQ(database.integrity(), "ok");
}

// What write() has promised is there, wherever the blow falls.
TEST(DatabaseProcess, WhatWasWrittenOutlivesAKill) {
    for (const bool full_sync : {true, false}) {
        TestDatabase database({.full_sync = full_sync});
        database.close();
        ForkedProcess writer([&](int fd) {
            const auto own = must(Database::open(database.file(), {.full_sync = full_sync}));
            std::mutex mutex;
            std::vector<std::jthread> threads;
            threads.reserve(4);
            for (Number thread = 0; thread < 4; ++thread)
                threads.emplace_back([&, thread] {
                    for (Number number = thread;; number += 4) {
                        must(own->write([&](Connection& connection) { return add_number(connection, number, 2000); }));
                        const std::scoped_lock lock(mutex);
                        report(fd, number);
                    }
                });
        });
        std::string reported = writer.read(600 * sizeof(Number));
        EXPECT_EQ(writer.wait(SIGKILL), -SIGKILL);
        reported += writer.read(1U << 20U);
        database.open();
        const auto numbers = numbers_in(reported);
        EXPECT_GE(numbers.size(), 600U);
        for (const Number number : numbers)
            EXPECT_TRUE(has(database, number)) << number;
        EXPECT_EQ(database.integrity(), "ok");
    }
}

// A limit on the size of files stands in for a full disk: the system refuses to write more.
TEST(DatabaseProcess, AFullDiskRefusesTheWriteAndLosesNone) {
    TestDatabase database;
    database.close();
    ForkedProcess writer([&](int fd) {
        const auto own = must(Database::open(database.file()));
        std::signal(SIGXFSZ, SIG_IGN);
        rlimit limit{};
        ::getrlimit(RLIMIT_FSIZE, &limit);
        const rlim_t most = limit.rlim_max;
        limit.rlim_cur = 1U << 20U;
        if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) throw std::runtime_error("no limit");
        Number number = 0;
        while (true) {
            const auto written =
                own->write([&](Connection& connection) { return add_number(connection, number, 20'000); });
            if (!written && written.error().code != Code::unavailable)
                throw std::runtime_error(written.error().message + written.error().detail);
            if (!written) break;
            report(fd, number++);
        }
        must(own->read([&](Connection& connection) -> Result<void> {
            Statement statement = connection.prepare("SELECT count(*) FROM setting");
            MSS_TRY(statement.step());
            if (statement.integer(0) != number) return fail(Code::internal, "something was lost");
            return {};
        }));
        limit.rlim_cur = most;
        ::setrlimit(RLIMIT_FSIZE, &limit);
        must(own->write([&](Connection& connection) { return add_number(connection, number); }));
        report(fd, number);
    });
    const auto numbers = numbers_in(writer.read(1U << 20U));
    EXPECT_EQ(writer.wait(), 0);
    database.open();
    EXPECT_GE(numbers.size(), 10U);
    for (const Number number : numbers)
        EXPECT_TRUE(has(database, number)) << number;
    EXPECT_EQ(database.number("SELECT count(*) FROM setting"), static_cast<std::int64_t>(numbers.size()));
    EXPECT_EQ(database.integrity(), "ok");
}

}  // namespace
}  // namespace mss::store
