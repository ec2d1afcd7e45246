#include "studio/library.hpp"

#include <gmock/gmock.h>

#include "base/file.hpp"
#include "studio/generate_video.hpp"
#include "studio/task_catalog.hpp"

namespace mss::studio {
namespace {

using testing::HasSubstr;

constexpr std::string_view kAnn = "0197a3c2-0000-7000-8000-00000000000a";
constexpr std::string_view kWorker = "0197a3c2-0000-7000-8000-000000000001";

class LibraryTest : public testing::Test {
protected:
    LibraryTest()
        : database_(store::Database::open(folder_.path() / "mss.db").value()),
          tasks_(tasks::SqliteTaskStore::open(*database_, clock_).value()),
          library_(*database_, *tasks_, registry_, files_, clock_) {
        tasks::WorkerCard card;
        card.id = kWorker;
        tasks_->register_worker(card).value();
    }

    Video order() {
        VideoOrder bees;
        bees.topic = "Bees";
        return library_.order(kAnn, bees, "Bees").value();
    }
    /// The next task that waits fails for good.
    void fail_next(Code code) {
        end_next({.ending = tasks::Ending::fatal,
                  .result = {},
                  .failure = {std::string(name_of(code)), "why", {}},
                  .retry_after = {}});
    }
    void succeed_next() {
        end_next({.ending = tasks::Ending::succeeded, .result = "{}", .failure = {}, .retry_after = {}});
    }
    void end_next(const tasks::Outcome& outcome) {
        const auto claimed = tasks_->claim(
            {.worker = std::string(kWorker), .queues = {}, .names = {std::string(kGenerateVideo)}, .limits = {}});
        const tasks::Settlement settlement{.claim = claimed.value().at(0).claim(), .outcome = outcome, .policy = {}};
        ASSERT_TRUE(tasks_->settle({&settlement, 1}, 0).value().at(0));
    }
    void write_words(const std::string& id) {
        model::Script script;
        script.title = "Bees";
        script.scenes.push_back({.text = "Bees make honey.", .visual = {}});
        ASSERT_TRUE(files_.begin_making(id, script));
    }
    bool has_words(const std::string& id) { return files_.script(id).value().has_value(); }
    std::vector<std::string> removals() {
        std::vector<std::string> ids;
        const auto read = database_->read([&](store::Connection& connection) -> Result<void> {
            MSS_TRY_ASSIGN(ids, store::VideoRows(connection).removals("", 10));
            return {};
        });
        EXPECT_TRUE(read);
        return ids;
    }

    TemporaryDirectory folder_;
    ManualClock clock_;
    std::unique_ptr<store::Database> database_;
    std::unique_ptr<tasks::SqliteTaskStore> tasks_;
    tasks::Registry registry_ = task_catalog({});
    VideoFiles files_{folder_.path()};
    Library library_;
};

TEST_F(LibraryTest, AnEarlierTryIsNotRevivedBesideALaterOne) {
    const Video first = order();
    fail_next(Code::unavailable);
    ASSERT_TRUE(library_.revive(first.row.task_id));
    ASSERT_TRUE(library_.trash(kAnn, first.row.id));
    EXPECT_THAT(library_.revive(first.row.task_id).error().message, HasSubstr("trash"));
    const Video again = library_.retry(kAnn, first.row.id).value();
    const auto refused = library_.revive(first.row.task_id);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Code::conflict);
    EXPECT_THAT(refused.error().message, HasSubstr(again.row.task_id));
    EXPECT_EQ(library_.revive("0197a3c2-0000-7000-8000-00000000000f").error().code, Code::not_found);
}

TEST_F(LibraryTest, FailedTriesThatAnotherTryReplacedAreToldApart) {
    const Video first = order();
    fail_next(Code::unavailable);
    EXPECT_THAT(library_.failures_made_up_for().value(), testing::IsEmpty());
    ASSERT_TRUE(library_.retry(kAnn, first.row.id));
    EXPECT_THAT(library_.failures_made_up_for().value(), testing::ElementsAre(testing::Pair("default", 1)));
    fail_next(Code::unavailable);
    EXPECT_THAT(library_.failures_made_up_for().value(), testing::ElementsAre(testing::Pair("default", 1)))
        << "of two failed tries the last one still counts";
    ASSERT_TRUE(library_.retry(kAnn, first.row.id));
    succeed_next();
    order();
    fail_next(Code::unavailable);
    EXPECT_THAT(library_.failures_made_up_for().value(), testing::ElementsAre(testing::Pair("default", 2)))
        << "another video's failure is not made up for";
}

TEST_F(LibraryTest, WordsThatCannotBeUsedAreFoundAnewAndOthersAreKept) {
    const Video video = order();
    write_words(video.row.id);
    fail_next(Code::unavailable);
    ASSERT_TRUE(library_.retry(kAnn, video.row.id));
    EXPECT_TRUE(has_words(video.row.id));
    fail_next(Code::invalid);  // such as a font or a voice that is missing
    ASSERT_TRUE(library_.retry(kAnn, video.row.id));
    EXPECT_TRUE(has_words(video.row.id));
    fail_next(Code::too_large);
    ASSERT_TRUE(library_.retry(kAnn, video.row.id));
    EXPECT_FALSE(has_words(video.row.id));
}

TEST_F(LibraryTest, NobodyFillsTheQueueWithoutEnd) {
    for (int i = 0; i < 100; ++i)
        order();
    VideoOrder bees;
    bees.topic = "Bees";
    const auto refused = library_.order(kAnn, bees, "Bees");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Code::rate_limited);
    EXPECT_TRUE(library_.order("0197a3c2-0000-7000-8000-00000000000b", bees, "Bees"));
    fail_next(Code::invalid);
    EXPECT_TRUE(library_.order(kAnn, bees, "Bees"));
    EXPECT_EQ(library_.unfinished(kAnn).value().size(), 100U);
}

TEST_F(LibraryTest, AnOrderThatIsSentTwiceIsOne) {
    VideoOrder bees;
    bees.topic = "Bees";
    const Video first = library_.order(kAnn, bees, "Bees", "a key").value();
    const Video second = library_.order(kAnn, bees, "Bees", "a key").value();
    EXPECT_EQ(second.row.id, first.row.id);
    EXPECT_EQ(second.task.id, first.task.id);
    EXPECT_EQ(library_.find_by_key(kAnn, "a key").value()->row.id, first.row.id);
    EXPECT_FALSE(library_.find_by_key(kAnn, "another").value());
    EXPECT_NE(library_.order(kAnn, bees, "Bees", "another").value().row.id, first.row.id);
    EXPECT_NE(library_.order("somebody else", bees, "Bees", "a key").value().row.id, first.row.id);
    EXPECT_NE(library_.order(kAnn, bees, "Bees").value().row.id, library_.order(kAnn, bees, "Bees").value().row.id);
}

TEST_F(LibraryTest, ARemovalThatWasCutShortIsEnded) {
    const Video video = order();
    const Video kept = order();
    write_words(video.row.id);
    write_words(kept.row.id);
    // As a stop between the row and the files leaves it.
    ASSERT_TRUE(database_->write([&](store::Connection& connection) -> Result<void> {
        MSS_TRY(store::VideoRows(connection).remove(video.row.id));
        return {};
    }));
    EXPECT_TRUE(has_words(video.row.id));
    EXPECT_EQ(library_.empty_old_trash().value(), 0);
    EXPECT_FALSE(has_words(video.row.id));
    EXPECT_TRUE(has_words(kept.row.id));
    EXPECT_THAT(removals(), testing::IsEmpty());
}

TEST_F(LibraryTest, WhatWasFinishedWhenItWasThrownAwayStaysFinished) {
    const Video video = order();
    succeed_next();
    ASSERT_TRUE(library_.trash(kAnn, video.row.id));
    const Video back = library_.restore(kAnn, video.row.id).value();
    EXPECT_EQ(back.row.task_id, video.row.task_id);
    EXPECT_EQ(back.task.state, tasks::State::succeeded);
}

TEST_F(LibraryTest, ThrowingAwayTwiceForgetsNoWish) {
    const Video video = order();
    ASSERT_TRUE(library_.trash(kAnn, video.row.id));
    ASSERT_TRUE(library_.trash(kAnn, video.row.id));
    EXPECT_EQ(library_.restore(kAnn, video.row.id).value().task.state, tasks::State::ready);
}

TEST_F(LibraryTest, EverythingOfAnAccountGoesAtOnce) {
    const Video waiting = order();
    const Video thrown = order();
    write_words(waiting.row.id);
    write_words(thrown.row.id);
    ASSERT_TRUE(library_.trash(kAnn, thrown.row.id));
    // Where the account cannot go, its videos stay.
    const auto refused = library_.remove_all_of(kAnn, [](store::Connection&, std::int64_t videos) -> Result<void> {
        return fail(Code::conflict, std::to_string(videos));
    });
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().message, "2");
    EXPECT_TRUE(library_.find(kAnn, thrown.row.id));
    EXPECT_EQ(library_.find(kAnn, waiting.row.id).value().task.state, tasks::State::ready);

    const auto nothing_more = [](store::Connection&, std::int64_t) -> Result<void> { return {}; };
    EXPECT_EQ(library_.remove_all_of(kAnn, nothing_more).value(), 2);
    EXPECT_TRUE(library_.empty().value());
    EXPECT_FALSE(has_words(waiting.row.id));
    EXPECT_FALSE(has_words(thrown.row.id));
    EXPECT_FALSE(tasks_->find(waiting.row.task_id).value()) << "its order holds what was asked for";
    EXPECT_THAT(removals(), testing::IsEmpty());
}

TEST_F(LibraryTest, WhatRunsWhenItsAccountGoesIsStoppedAndKeepsNoWords) {
    const Video video = order();
    const auto claimed = tasks_->claim(
        {.worker = std::string(kWorker), .queues = {}, .names = {std::string(kGenerateVideo)}, .limits = {}});
    ASSERT_EQ(claimed.value().size(), 1U);
    const auto nothing_more = [](store::Connection&, std::int64_t) -> Result<void> { return {}; };
    ASSERT_EQ(library_.remove_all_of(kAnn, nothing_more).value(), 1);
    const auto task = tasks_->find(video.row.task_id).value();
    ASSERT_TRUE(task);
    EXPECT_TRUE(task->cancel_requested);
    EXPECT_EQ(task->arguments, "{}");
    EXPECT_THAT(removals(), testing::ElementsAre(video.row.id)) << "its files go when it has stopped";
}

TEST_F(LibraryTest, WhatIsRemovedForGoodLeavesNoTryBehind) {
    const Video video = order();
    const Video other = order();
    ASSERT_EQ(tasks_->cancel(video.row.task_id).value(), tasks::State::cancelled);
    const Video again = library_.retry(kAnn, video.row.id).value();
    ASSERT_NE(again.row.task_id, video.row.task_id);
    ASSERT_TRUE(library_.trash(kAnn, video.row.id));
    ASSERT_TRUE(library_.remove(kAnn, video.row.id));
    EXPECT_FALSE(tasks_->find(video.row.task_id).value());
    EXPECT_FALSE(tasks_->find(again.row.task_id).value());
    EXPECT_THAT(tasks_->events(again.row.task_id, 0, 10).value(), testing::IsEmpty());
    EXPECT_TRUE(tasks_->find(other.row.task_id).value());
}

TEST_F(LibraryTest, WhatIsInTheTrashIsNotRevived) {
    const Video video = order();
    fail_next(Code::io);
    ASSERT_TRUE(library_.trash(kAnn, video.row.id));
    EXPECT_EQ(library_.revive(video.row.task_id).error().code, Code::conflict);
    ASSERT_TRUE(library_.restore(kAnn, video.row.id));
    ASSERT_TRUE(library_.revive(video.row.task_id));
    EXPECT_EQ(library_.find(kAnn, video.row.id).value().task.state, tasks::State::ready);
    EXPECT_EQ(library_.retry(kAnn, video.row.id).error().code, Code::conflict) << "it waits again already";
}

TEST_F(LibraryTest, TheTrashIsEmptiedAfterThirtyDays) {
    std::vector<std::string> ids;
    for (int i = 0; i < 120; ++i) {  // more than are looked at at once
        if (i == 60) clock_.advance(std::chrono::hours(1));
        const Video video = order();
        ids.push_back(video.row.id);
        ASSERT_TRUE(library_.trash(kAnn, video.row.id));
    }
    write_words(ids.front());
    write_words(ids.back());
    clock_.advance(kTrashKept - std::chrono::minutes(30));
    EXPECT_EQ(library_.empty_old_trash().value(), 60);
    EXPECT_FALSE(has_words(ids.front()));
    EXPECT_TRUE(has_words(ids.back()));
    clock_.advance(std::chrono::hours(1));
    EXPECT_EQ(library_.empty_old_trash().value(), 60);
    EXPECT_TRUE(library_.empty().value());
    EXPECT_THAT(removals(), testing::IsEmpty());
}

}  // namespace
}  // namespace mss::studio
