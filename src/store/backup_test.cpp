#include "store/backup.hpp"

#include <gmock/gmock.h>

#include "base/file.hpp"
#include "store/setting_rows.hpp"
#include "store/test_database.hpp"

namespace mss::store {
namespace {

using testing::SizeIs;

class BackupTest : public testing::Test {
protected:
    static void set(Database& database, const std::string& name, const std::string& value) {
        ASSERT_TRUE(database.write([&](Connection& connection) { return SettingRows(connection).set(name, value); }));
    }

    static std::size_t count(Database& database) {
        std::size_t rows = 0;
        EXPECT_TRUE(database.read([&](Connection& connection) -> Result<void> {
            MSS_TRY_ASSIGN(const auto all, SettingRows(connection).all());
            rows = all.size();
            return {};
        }));
        return rows;
    }

    std::unique_ptr<Database> open(const std::string& name) const {
        return Database::open(folder_.path() / name).value();
    }

    const TemporaryDirectory folder_;
    const TemporaryDirectory kept_;
    const std::filesystem::path copy_ = kept_.path() / "mss.db";
};

TEST_F(BackupTest, HoldsWhatWasThereAndNothingLaterWhileTheDatabaseIsInUse) {
    const auto database = open("mss.db");
    set(*database, "a", "1");
    ASSERT_TRUE(back_up(database->file(), copy_));
    set(*database, "b", "2");
    EXPECT_EQ(count(*Database::open(copy_).value()), 1U);
    EXPECT_EQ(count(*database), 2U);
}

TEST_F(BackupTest, IsForItsOwnerAloneAndLeavesNothingElseBehind) {
    const auto database = open("mss.db");
    ASSERT_TRUE(back_up(database->file(), copy_));
    EXPECT_EQ(std::filesystem::status(copy_).permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    EXPECT_THAT(list_folder(kept_.path()).value(), SizeIs(1));
}

TEST_F(BackupTest, TakesThePlaceOfAnEarlierOne) {
    const auto database = open("mss.db");
    ASSERT_TRUE(back_up(database->file(), copy_));
    set(*database, "a", "1");
    ASSERT_TRUE(back_up(database->file(), copy_));
    EXPECT_EQ(count(*Database::open(copy_).value()), 1U);
}

TEST_F(BackupTest, LeavesTheSchemaAsItIs) {
    const auto file = folder_.path() / "old.db";
    {
        const auto old = Connection::open(file, {}).value();
        ASSERT_TRUE(old->run("CREATE TABLE of_an_older_version (a INTEGER)"));
    }
    ASSERT_TRUE(back_up(file, copy_));
    for (const auto& path : {file, copy_}) {
        const auto connection = Connection::open(path, {}).value();
        Statement tables = connection->prepare("SELECT count(*) FROM sqlite_schema");
        ASSERT_TRUE(tables.step().value());
        EXPECT_EQ(tables.integer(0), 1) << path;
    }
}

TEST_F(BackupTest, OverwritesNothingElse) {
    const auto database = open("mss.db");
    set(*database, "a", "1");
    EXPECT_EQ(back_up(database->file(), database->file()).error().code, Code::conflict);
    EXPECT_EQ(count(*database), 1U);
    const auto other = kept_.path() / "other.db";
    {
        set(*Database::open(other).value(), "b", "2");
    }
    EXPECT_EQ(back_up(database->file(), other).error().code, Code::conflict) << "somebody's database";
    EXPECT_EQ(count(*Database::open(other).value()), 1U);
    ASSERT_TRUE(write_file(copy_, "my letters"));
    EXPECT_EQ(back_up(database->file(), copy_).error().code, Code::conflict);
    EXPECT_EQ(read_file(copy_, 100).value(), "my letters");
    EXPECT_EQ(back_up(database->file(), kept_.path()).error().code, Code::conflict);
    EXPECT_EQ(back_up(database->file(), kept_.path() / "nowhere" / "mss.db").error().code, Code::io);
    EXPECT_EQ(back_up(folder_.path() / "none.db", kept_.path() / "none.db").error().code, Code::io);
    EXPECT_FALSE(std::filesystem::exists(kept_.path() / "none.db"));
}

}  // namespace
}  // namespace mss::store
