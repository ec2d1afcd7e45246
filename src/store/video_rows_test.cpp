#include "store/video_rows.hpp"

#include <gmock/gmock.h>

#include "store/test_database.hpp"

namespace mss::store {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr Timestamp kNow{std::chrono::milliseconds{1'700'000'000'000}};

class VideoRowsTest : public testing::Test {
protected:
    VideoRowsTest() : connection_(database_.stranger()), rows(*connection_) {
        must(connection_->run("BEGIN IMMEDIATE"));
    }

    void add(const std::string& id, const std::string& title = "Title", const std::string& owner = "anna",
             Timestamp at = kNow) {
        must(rows.add({.id = id,
                       .owner_id = owner,
                       .task_id = "task of " + id,
                       .title = title,
                       .order = R"({"topic":"x"})",
                       .created_at = at}));
    }

    /// The task that makes a video, as it waits or has ended.
    void add_task(const std::string& id, bool ended = false) {
        Statement statement = connection().prepare(
            "INSERT INTO task (id, name, arguments, owner, queue, priority, retries_max, state, turn, created_at,"
            " ready_since, finished_at) VALUES (?1, 'n', '{}', 'anna', 'q', 5, 3, ?2, 0, 0, 0, ?3)");
        statement.bind(id).bind(ended ? "dead" : "ready");
        statement.bind(ended ? std::optional<std::int64_t>(1) : std::nullopt);
        must(statement.execute());
    }

    /// The ids of a page, in order.
    std::vector<std::string> ids(VideoQuery query) {
        if (query.owner_id.empty()) query.owner_id = "anna";
        std::vector<std::string> all;
        for (const VideoRow& row : must(rows.list(query)).rows)
            all.push_back(row.id);
        return all;
    }
    std::vector<std::string> search(std::string words) { return ids({.search = std::move(words)}); }
    Connection& connection() { return *connection_; }

private:
    TestDatabase database_;
    std::unique_ptr<Connection> connection_;

protected:
    VideoRows rows;
};

TEST_F(VideoRowsTest, AreFoundAsTheyWereAdded) {
    const VideoRow row{.id = "v",
                       .owner_id = "anna",
                       .task_id = "t",
                       .title = "Title",
                       .order = "{}",
                       .result = R"({"width":1280})",
                       .duration_s = 61.5,
                       .bytes = 5'000'000'000,
                       .created_at = kNow,
                       .finished_at = kNow + 1min,
                       .trashed_at = kNow + 2min};
    must(rows.add(row));
    const auto found = must(rows.find("v"));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->id, "v");
    EXPECT_EQ(found->owner_id, "anna");
    EXPECT_EQ(found->task_id, "t");
    EXPECT_EQ(found->title, "Title");
    EXPECT_EQ(found->order, "{}");
    EXPECT_EQ(found->result, row.result);
    EXPECT_EQ(found->duration_s, 61.5);
    EXPECT_EQ(found->bytes, row.bytes);
    EXPECT_EQ(found->created_at, kNow);
    EXPECT_EQ(found->finished_at, row.finished_at);
    EXPECT_EQ(found->trashed_at, row.trashed_at);
    EXPECT_FALSE(must(rows.find("t")));
    EXPECT_EQ(rows.add(row).error().code, Code::conflict);
}

TEST_F(VideoRowsTest, TheNewestComesFirstAPageAtATime) {
    add("b", "Title", "anna", kNow);
    add("c", "Title", "anna", kNow);
    add("a", "Title", "anna", kNow + 1ms);
    add("d", "Title", "anna", kNow - 1ms);
    EXPECT_THAT(ids({}), ElementsAre("a", "c", "b", "d"));
    EXPECT_THAT(ids({.limit = 2}), ElementsAre("a", "c"));
    EXPECT_THAT(ids({.offset = 2, .limit = 2}), ElementsAre("b", "d"));
    EXPECT_THAT(ids({.offset = 4}), IsEmpty());
    EXPECT_THAT(ids({.limit = -1}), IsEmpty());
    EXPECT_EQ(must(rows.list({.owner_id = "anna", .limit = 1})).total, 4);
}

TEST_F(VideoRowsTest, EachOwnerSeesTheirOwn) {
    add("a", "Title", "anna");
    add("b", "Title", "ben");
    EXPECT_THAT(ids({.owner_id = "anna"}), ElementsAre("a"));
    EXPECT_THAT(ids({.owner_id = "ben"}), ElementsAre("b"));
    EXPECT_EQ(must(rows.list({.owner_id = "ben"})).total, 1);
    EXPECT_EQ(must(rows.count()), 2);
}

TEST_F(VideoRowsTest, ASearchIsAPartOfTheTitleInWhateverCase) {
    add("a", "Über den Bodensee");
    add("b", "100% of a_b\\c");
    add("c", "1000 of axb");
    EXPECT_THAT(search("über DEN"), ElementsAre("a"));
    EXPECT_THAT(search("SEE"), ElementsAre("a"));
    EXPECT_THAT(search("100%"), ElementsAre("b"));
    EXPECT_THAT(search("a_b"), ElementsAre("b"));
    EXPECT_THAT(search("B\\C"), ElementsAre("b"));
    EXPECT_THAT(search("%"), ElementsAre("b"));
    EXPECT_THAT(search("'"), IsEmpty());
    EXPECT_EQ(search("").size(), 3U);
    EXPECT_EQ(must(rows.list({.owner_id = "anna", .search = "100", .limit = 1})).total, 2);
    must(rows.finish("c", "Ganz ANDERS", "{}", 1, 1, kNow));
    EXPECT_THAT(search("anders"), ElementsAre("c"));
    EXPECT_THAT(search("axb"), IsEmpty());
}

TEST_F(VideoRowsTest, AreFinishedOnceMoreAfterARetry) {
    for (const char* id : {"a", "b"}) {
        add(id);
        add_task(std::string("task of ") + id);
    }
    EXPECT_THAT(ids({.unfinished_only = true}), ElementsAre("b", "a"));
    ASSERT_TRUE(must(rows.finish("a", "Better", "{}", 12.5, 99, kNow + 1min)));
    EXPECT_THAT(ids({.unfinished_only = true}), ElementsAre("b"));
    const auto found = must(rows.find("a"));
    EXPECT_EQ(found->title, "Better");
    EXPECT_EQ(found->result, "{}");
    EXPECT_EQ(found->duration_s, 12.5);
    EXPECT_EQ(found->bytes, 99);
    EXPECT_EQ(found->finished_at, kNow + 1min);
    EXPECT_THAT(search("better"), ElementsAre("a"));
    add_task("new task");
    ASSERT_TRUE(must(rows.set_task("a", "new task")));
    EXPECT_EQ(must(rows.find("a"))->task_id, "new task");
    EXPECT_THAT(ids({.unfinished_only = true}), ElementsAre("b", "a"));
}

TEST_F(VideoRowsTest, WhatFailedIsNotTakenForWork) {
    add("a");
    add_task("task of a", true);
    add("b");
    add_task("task of b");
    EXPECT_THAT(ids({.unfinished_only = true}), ElementsAre("b"));
    EXPECT_EQ(must(rows.list({.owner_id = "anna", .unfinished_only = true, .limit = 0})).total, 1);
}

TEST_F(VideoRowsTest, ARemovalIsRememberedUntilTheFilesAreGone) {
    for (const char* id : {"a", "b"})
        add(id);
    EXPECT_THAT(must(rows.removals("", 10)), IsEmpty());
    ASSERT_TRUE(must(rows.remove("a")));
    ASSERT_TRUE(must(rows.remove("b")));
    EXPECT_THAT(must(rows.removals("", 10)), ElementsAre("a", "b"));
    EXPECT_THAT(must(rows.removals("", 1)), ElementsAre("a"));
    EXPECT_THAT(must(rows.removals("a", 10)), ElementsAre("b"));
    must(rows.forget_removal("a"));
    EXPECT_THAT(must(rows.removals("", 10)), ElementsAre("b"));
}

TEST_F(VideoRowsTest, TheTrashShowsWhatWasThrownAwayLast) {
    for (const char* id : {"a", "b", "c"})
        add(id);
    ASSERT_TRUE(must(rows.trash("b", kNow + 1min, false)));
    ASSERT_TRUE(must(rows.trash("a", kNow + 2min, false)));
    EXPECT_THAT(ids({}), ElementsAre("c"));
    EXPECT_THAT(ids({.trashed = true}), ElementsAre("a", "b"));
    EXPECT_EQ(must(rows.list({.owner_id = "anna", .trashed = true})).total, 2);
    EXPECT_EQ(must(rows.trashed_before(kNow + 1min, 0, 10)).size(), 0U);
    const auto old = must(rows.trashed_before(kNow + 3min, 0, 1));
    ASSERT_EQ(old.size(), 1U);
    EXPECT_EQ(old[0].id, "b");
    EXPECT_EQ(must(rows.trashed_before(kNow + 3min, 1, 5)).front().id, "a");
    ASSERT_TRUE(must(rows.take_back("b")));
    EXPECT_THAT(ids({.trashed = true}), ElementsAre("a"));
    EXPECT_THAT(ids({}), ElementsAre("c", "b"));
}

TEST_F(VideoRowsTest, WhatIsNotThereIsToldSo) {
    EXPECT_FALSE(must(rows.finish("a", "", "", 0, 0, kNow)));
    EXPECT_FALSE(must(rows.set_task("a", "")));
    EXPECT_FALSE(must(rows.trash("a", kNow, false)));
    EXPECT_FALSE(must(rows.remove("a")));
    EXPECT_THAT(must(rows.removals("", 1)), IsEmpty());
    add("a");
    EXPECT_TRUE(must(rows.remove("a")));
    EXPECT_FALSE(must(rows.find("a")));
}

TEST_F(VideoRowsTest, WhatBelongsToNobodyIsAdopted) {
    add("a", "Title", "");
    add("b", "Title", "ben");
    must(rows.adopt("anna"));
    EXPECT_EQ(must(rows.find("a"))->owner_id, "anna");
    EXPECT_EQ(must(rows.find("b"))->owner_id, "ben");
}

TEST_F(VideoRowsTest, NothingReadsAWholeTable) {
    add("a");
    for (const bool trashed : {false, true})
        for (const bool unfinished : {false, true})
            ids({.search = "x", .trashed = trashed, .unfinished_only = unfinished});
    must(rows.find("a"));
    must(rows.finish("a", "", "", 0, 0, kNow));
    must(rows.set_task("a", ""));
    must(rows.trash("a", kNow, false));
    must(rows.trashed_before(kNow, 0, 10));
    must(rows.adopt("anna"));
    must(rows.remove("a"));
    must(rows.forget_removal("a"));
    EXPECT_THAT(whole_reads(connection(), {}), IsEmpty());
}

}  // namespace
}  // namespace mss::store
