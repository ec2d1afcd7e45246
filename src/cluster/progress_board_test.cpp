#include "cluster/progress_board.hpp"

#include "celery/result_meta.hpp"
#include "support/redis_store.hpp"

namespace mss::cluster::test {
namespace {

class ProgressBoardTest : public StoreTest {
protected:
    ProgressBoard board_{must(redis::parse_endpoint(server_.address())), {}, std::chrono::seconds(100)};

    celery::ResultMeta shown(const std::string& id) {
        return must(celery::read_result(redis({"GET", "celery-task-meta-" + id}).text));
    }
};

TEST_F(ProgressBoardTest, ShowsWhatARunningTaskReports) {
    const std::string id = enqueue();
    const tasks::Claim claimed = claim({"ours"}).at(0).claim();
    board_.show(claimed, R"({"done":3})");
    EXPECT_EQ(shown(id).status, "PROGRESS");
    EXPECT_EQ(shown(id).result, (json::Object{{"done", 3}}));
    EXPECT_EQ(shown(id).task_id, id);
    EXPECT_GT(redis({"TTL", "celery-task-meta-" + id}).integer, 90);
}

TEST_F(ProgressBoardTest, NeverCoversAResultNorSpeaksForAnotherClaim) {
    const std::string id = enqueue();
    const tasks::Claim claimed = claim({"ours"}).at(0).claim();
    board_.show({.task_id = id, .fence = claimed.fence + 1}, R"({"done":3})");
    board_.show({.task_id = "nobody", .fence = 1}, R"({"done":3})");
    board_.show(claimed, "no JSON");
    EXPECT_TRUE(redis({"GET", "celery-task-meta-" + id}).is_nil());
    ASSERT_TRUE(settle(claimed, tasks::Ending::succeeded));
    board_.show(claimed, R"({"done":3})");
    EXPECT_EQ(shown(id).status, "SUCCESS");
}

TEST_F(ProgressBoardTest, AServerThatIsAwayIsNoTrouble) {
    const std::string id = enqueue();
    const tasks::Claim claimed = claim({"ours"}).at(0).claim();
    server_.kill();
    board_.show(claimed, R"({"done":3})");
}

}  // namespace
}  // namespace mss::cluster::test
