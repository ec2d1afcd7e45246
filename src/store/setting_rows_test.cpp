#include "store/setting_rows.hpp"

#include <gmock/gmock.h>

#include "store/test_database.hpp"

namespace mss::store {
namespace {

using testing::ElementsAre;
using testing::Pair;

TEST(SettingRows, KeepTheLastValueOfEachName) {
    const TestDatabase database;
    must(database->write([](Connection& connection) -> Result<void> {
        SettingRows rows(connection);
        EXPECT_TRUE(must(rows.all()).empty());
        MSS_TRY(rows.set("model", "first"));
        MSS_TRY(rows.set("language", "de"));
        MSS_TRY(rows.set("model", "second"));
        MSS_TRY(rows.set("empty", ""));
        EXPECT_THAT(must(rows.all()), ElementsAre(Pair("empty", ""), Pair("language", "de"), Pair("model", "second")));
        MSS_TRY(rows.remove("language"));
        MSS_TRY(rows.remove("none"));
        return {};
    }));
    must(database->read([](Connection& connection) -> Result<void> {
        EXPECT_THAT(must(SettingRows(connection).all()), ElementsAre(Pair("empty", ""), Pair("model", "second")));
        return {};
    }));
}

}  // namespace
}  // namespace mss::store
