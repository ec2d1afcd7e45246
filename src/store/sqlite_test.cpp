#include "store/sqlite.hpp"

#include <fstream>
#include <limits>
#include <sys/stat.h>

#include <gmock/gmock.h>

#include "base/random.hpp"
#include "store/test_database.hpp"

namespace mss::store {
namespace {

using testing::HasSubstr;

class Sqlite : public testing::Test {
protected:
    Sqlite() : connection_(open({})) {
        must(connection_->run("CREATE TABLE thing (name TEXT PRIMARY KEY, value ANY) STRICT"));
    }

    std::unique_ptr<Connection> open(const ConnectionOptions& options) {
        return must(Connection::open(file(), options));
    }
    std::filesystem::path file() const { return folder_.path() / "mss.db"; }
    Connection& connection() { return *connection_; }

    void add(std::string_view name) {
        Statement statement = connection().prepare("INSERT INTO thing (name, value) VALUES (?1, ?2)");
        must(statement.bind(name).bind(1).execute());
    }

    std::string text_of(std::string_view sql) {
        Statement statement = connection().prepare(sql);
        must(statement.step());
        return statement.text(0);
    }

private:
    TemporaryDirectory folder_;
    std::unique_ptr<Connection> connection_;
};

TEST_F(Sqlite, BringsValuesBackAsTheyWere) {
    const std::string with_zero("a\0b", 3);
    Statement statement = connection().prepare("SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, typeof(?6)");
    statement.bind(std::numeric_limits<std::int64_t>::min()).bind(0.1).bind(with_zero).bind(true).bind_null();
    statement.bind(std::string_view()).bind(std::optional<std::string>()).bind(std::optional<int>(7));
    statement.bind("Zürich");
    ASSERT_TRUE(must(statement.step()));
    EXPECT_EQ(statement.integer(0), std::numeric_limits<std::int64_t>::min());
    EXPECT_EQ(statement.real(1), 0.1);
    EXPECT_EQ(statement.text(2), with_zero);
    EXPECT_EQ(statement.integer(3), 1);
    EXPECT_TRUE(statement.is_null(4));
    EXPECT_EQ(statement.text(4), "");
    EXPECT_FALSE(statement.is_null(5));
    EXPECT_EQ(statement.text(9), "text");
    EXPECT_TRUE(statement.is_null(6));
    EXPECT_EQ(statement.integer(7), 7);
    EXPECT_EQ(statement.text(8), "Zürich");
}

TEST_F(Sqlite, StepsThroughRowsAndStaysAtTheEnd) {
    add("a");
    add("b");
    Statement statement = connection().prepare("SELECT name FROM thing ORDER BY name");
    ASSERT_TRUE(must(statement.step()));
    EXPECT_EQ(statement.text(0), "a");
    ASSERT_TRUE(must(statement.step()));
    EXPECT_EQ(statement.text(0), "b");
    EXPECT_FALSE(must(statement.step()));
    EXPECT_FALSE(must(statement.step()));
}

TEST_F(Sqlite, TellsHowManyRowsChanged) {
    add("a");
    add("b");
    EXPECT_EQ(must(connection().prepare("UPDATE thing SET value = 2").execute()), 2);
    EXPECT_EQ(must(connection().prepare("DELETE FROM thing WHERE name = ?1").bind("none").execute()), 0);
}

TEST_F(Sqlite, TheSameTextMayBeInUseTwice) {
    add("a");
    add("b");
    constexpr std::string_view kSql = "SELECT name FROM thing WHERE name >= ?1 ORDER BY name";
    Statement outer = connection().prepare(kSql);
    outer.bind("a");
    ASSERT_TRUE(must(outer.step()));
    {
        Statement inner = connection().prepare(kSql);
        inner.bind("b");
        ASSERT_TRUE(must(inner.step()));
        EXPECT_EQ(inner.text(0), "b");
    }
    EXPECT_EQ(outer.text(0), "a");
    ASSERT_TRUE(must(outer.step()));
    EXPECT_EQ(outer.text(0), "b");
}

TEST_F(Sqlite, AStatementComesBackWithoutWhatWasBound) {
    constexpr std::string_view kSql = "SELECT ?1 IS NULL";
    ASSERT_TRUE(must(connection().prepare(kSql).bind(1).step()));
    Statement again = connection().prepare(kSql);
    ASSERT_TRUE(must(again.step()));
    EXPECT_EQ(again.integer(0), 1);
}

TEST_F(Sqlite, AMovedStatementGoesOn) {
    add("a");
    Statement first = connection().prepare("SELECT name FROM thing WHERE name = ?1");
    first.bind("a");
    Statement second = std::move(first);
    ASSERT_TRUE(must(second.step()));
    EXPECT_EQ(second.text(0), "a");
}

TEST_F(Sqlite, AStatementLeftInTheMiddleHoldsNoLock) {
    add("a");
    add("b");
    ASSERT_TRUE(must(connection().prepare("SELECT name FROM thing").step()));
    EXPECT_TRUE(connection().run("DROP TABLE thing"));
}

TEST_F(Sqlite, WrongSqlIsADefect) {
    EXPECT_THROW(connection().prepare("SELEC 1"), std::logic_error);
    EXPECT_THROW(connection().prepare("SELECT 1; SELECT 2"), std::logic_error);
    EXPECT_THROW(connection().prepare(""), std::logic_error);
    EXPECT_THROW(connection().prepare("SELECT \"no such column\" FROM thing"), std::logic_error);
    EXPECT_THROW(connection().prepare("SELECT ?1").bind(1).bind(2), std::logic_error);
}

TEST_F(Sqlite, ABrokenConstraintIsAConflict) {
    add("a");
    Statement statement = connection().prepare("INSERT INTO thing (name) VALUES (?1)");
    const auto added = statement.bind("a").execute();
    ASSERT_FALSE(added);
    EXPECT_EQ(added.error().code, Code::conflict);
    EXPECT_THAT(added.error().message, HasSubstr("thing.name"));
}

TEST_F(Sqlite, ForeignKeysAreKept) {
    must(connection().run("CREATE TABLE part (thing TEXT NOT NULL REFERENCES thing (name)) STRICT"));
    EXPECT_EQ(connection().run("INSERT INTO part VALUES ('nothing')").error().code, Code::conflict);
}

TEST_F(Sqlite, KeepsAWriteAheadLog) {
    EXPECT_EQ(text_of("PRAGMA journal_mode"), "wal");
    EXPECT_EQ(text_of("PRAGMA synchronous"), "2");
    const auto fast = open({.full_sync = false});
    Statement statement = fast->prepare("PRAGMA synchronous");
    ASSERT_TRUE(must(statement.step()));
    EXPECT_EQ(statement.integer(0), 1);
}

TEST_F(Sqlite, OnlyTheOwnerMayReadItsFiles) {
    add("a");
    for (const char* ending : {"", "-wal", "-shm"}) {
        struct stat status{};
        ASSERT_EQ(::stat((file().string() + ending).c_str(), &status), 0) << ending;
        EXPECT_EQ(status.st_mode & 0777U, 0600U) << ending;
    }
}

TEST_F(Sqlite, OneThatReadsCannotWriteNorMakeAFile) {
    const auto reader = open({.read_only = true});
    EXPECT_EQ(reader->run("INSERT INTO thing (name) VALUES ('a')").error().code, Code::internal);
    const auto none = Connection::open(file().string() + "-none", {.read_only = true});
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().code, Code::io);
    EXPECT_FALSE(std::filesystem::exists(file().string() + "-none"));
}

TEST_F(Sqlite, ALockThatIsNeverFreeIsUnavailable) {
    must(connection().run("BEGIN IMMEDIATE"));
    const auto other = open({.busy_ms = 20});
    const auto begun = other->run("BEGIN IMMEDIATE");
    ASSERT_FALSE(begun);
    EXPECT_EQ(begun.error().code, Code::unavailable);
    EXPECT_THAT(begun.error().message, HasSubstr(file().string()));
    must(connection().run("ROLLBACK"));
    EXPECT_TRUE(other->run("BEGIN IMMEDIATE; ROLLBACK"));
}

TEST_F(Sqlite, NoRoomIsUnavailableAndTakesTheTransactionBack) {
    must(connection().run("PRAGMA max_page_count = 20"));
    must(connection().run("BEGIN IMMEDIATE"));
    add("a");
    EXPECT_TRUE(connection().in_transaction());
    Statement statement = connection().prepare("INSERT INTO thing (name, value) VALUES (?1, ?2)");
    const auto added = statement.bind("b").bind(std::string(1U << 20U, 'x')).execute();
    ASSERT_FALSE(added);
    EXPECT_EQ(added.error().code, Code::unavailable);
    EXPECT_THAT(added.error().message, HasSubstr("no room"));
    EXPECT_FALSE(connection().in_transaction());
}

TEST_F(Sqlite, APlaceWhereNoFileCanBeIsAnError) {
    EXPECT_EQ(Connection::open(file().parent_path() / "none" / "mss.db", {}).error().code, Code::io);
    EXPECT_EQ(Connection::open(file().parent_path(), {}).error().code, Code::io);
}

TEST_F(Sqlite, AFileThatIsNoDatabaseIsAnError) {
    const auto path = file().string() + "-random";
    Random random(std::uint64_t{7});
    std::string bytes;
    while (bytes.size() < 64U << 10U)
        bytes += static_cast<char>(random.next());
    std::ofstream(path) << bytes;
    const auto opened = Connection::open(path, {});
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, Code::io);
    EXPECT_THAT(opened.error().message, HasSubstr("damaged"));
}

// Whatever byte is wrong: an answer or an error, and never a crash.
TEST_F(Sqlite, ADamagedFileIsAnErrorAtWorst) {
    for (int i = 0; i < 300; ++i)
        add("a thing with the number " + std::to_string(i));
    must(connection().run("PRAGMA wal_checkpoint(TRUNCATE)"));
    const std::string whole = must(read_file(file(), 1U << 20U));
    int errors = 0;
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
        Random random(seed);
        std::string bytes = whole;
        for (int i = 0; i < 400; ++i)
            bytes[100 + random.below(bytes.size() - 100)] = static_cast<char>(random.next());
        const auto path = file().string() + "-damaged-" + std::to_string(seed);
        std::ofstream(path) << bytes;
        const auto opened = Connection::open(path, {});
        const auto changed = opened ? (*opened)->run("UPDATE thing SET value = 2; DELETE FROM thing")
                                    : Result<void>(std::unexpected(opened.error()));
        if (changed) continue;
        ++errors;
        EXPECT_THAT(changed.error().code, testing::AnyOf(Code::io, Code::internal, Code::conflict))
            << changed.error().detail;
    }
    EXPECT_GT(errors, 0);
}

}  // namespace
}  // namespace mss::store
