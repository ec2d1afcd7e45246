// What people look at: lists, positions, counts.

#include <algorithm>

#include "contract/store_contract.hpp"

namespace mss::test {
namespace {

using namespace tasks;

class Views : public StoreContract {
protected:
    std::vector<std::string> listed(const TaskQuery& query) {
        std::vector<std::string> ids;
        for (const Task& task : must(store_.list(query)))
            ids.push_back(task.id);
        return ids;
    }
};
MSS_FOR_EACH_STORE(Views);

TEST_P(Views, ListTheNewestFirstInPagesThatStayPut) {
    std::vector<std::string> ids;
    for (int i = 0; i < 7; ++i)
        ids.push_back(enqueue());
    std::ranges::reverse(ids);
    TaskQuery query;
    query.limit = 3;
    EXPECT_EQ(listed(query), std::vector(ids.begin(), ids.begin() + 3));
    query.before = ids[2];
    enqueue();  // what comes meanwhile moves no later page
    EXPECT_EQ(listed(query), std::vector(ids.begin() + 3, ids.begin() + 6));
    query.before = ids[5];
    EXPECT_EQ(listed(query), std::vector(ids.begin() + 6, ids.end()));
    query.before = ids[6];
    EXPECT_TRUE(listed(query).empty());
    query.before = "no such id";
    EXPECT_EQ(store_.list(query).error().code, Code::not_found);
    query.before.clear();
    query.limit = 0;
    EXPECT_TRUE(listed(query).empty());
    query.limit = 1'000'000;
    EXPECT_EQ(listed(query).size(), 8U);
}

TEST_P(Views, ListByOwnerStateAndKindTogether) {
    const std::string mine = enqueue(call_of("a", "me"));
    const std::string mine_too = enqueue(call_of("b", "me"));
    const std::string theirs = enqueue(call_of("a", "them"));
    const std::string nobodys = enqueue(call_of("a", ""));
    must(store_.cancel(mine));
    TaskQuery query;
    query.owner = "me";
    EXPECT_EQ(listed(query), (std::vector{mine_too, mine}));
    query.name = "a";
    EXPECT_EQ(listed(query), std::vector{mine});
    query.state = State::ready;
    EXPECT_TRUE(listed(query).empty());
    query.owner.reset();
    EXPECT_EQ(listed(query), (std::vector{nobodys, theirs}));
    query.owner = "";
    EXPECT_EQ(listed(query), std::vector{nobodys});
}

TEST_P(Views, TellHowManyAreAhead) {
    std::vector<std::string> ids;
    for (int i = 0; i < 4; ++i)
        ids.push_back(enqueue());
    TaskCall call = call_of();
    call.priority = 1;
    const std::string urgent = enqueue(call);
    call.queue = "elsewhere";
    const std::string elsewhere = enqueue(call);
    EXPECT_EQ(must(store_.position(urgent)), 0);
    EXPECT_EQ(must(store_.position(elsewhere)), 0);
    EXPECT_EQ(must(store_.position(ids[0])), 1);
    EXPECT_EQ(must(store_.position(ids[3])), 4);
    claim(kWorker, 3);  // the urgent ones and the first
    EXPECT_EQ(must(store_.position(ids[0])), 0);
    EXPECT_EQ(must(store_.position(ids[3])), 2);
    must(store_.cancel(ids[3]));
    EXPECT_EQ(must(store_.position(ids[3])), 0);
}

TEST_P(Views, PutWhatIsNotDueBehindAllOfItsPriority) {
    TaskCall call = call_of();
    call.not_before = clock_.now() + milliseconds(1'000);
    const std::string scheduled = enqueue(call);
    enqueue();
    enqueue();
    call.not_before.reset();
    call.priority = 9;
    enqueue(call);
    EXPECT_EQ(must(store_.position(scheduled)), 2);
}

TEST_P(Views, CountEachQueueByState) {
    EXPECT_TRUE(must(store_.counts()).empty());
    TaskCall call = call_of();
    enqueue();
    enqueue();
    enqueue();
    call.not_before = clock_.now() + milliseconds(1'000);
    enqueue(call);
    call.queue = "empty";
    const std::string gone = enqueue(call);
    must(store_.cancel(gone));
    must(store_.pause("paused"));
    auto claimed = claim(kWorker, 3);
    settle(claimed.at(0).claim(), Ending::succeeded);
    settle(claimed.at(1).claim(), Ending::fatal);
    enqueue();
    const auto all = must(store_.counts());
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].queue, "default");
    EXPECT_EQ(all[0].ready, 1);
    EXPECT_EQ(all[0].scheduled, 1);
    EXPECT_EQ(all[0].running, 1);
    EXPECT_EQ(all[0].dead, 1);
    EXPECT_FALSE(all[0].paused);
    EXPECT_EQ(all[1].queue, "paused");
    EXPECT_TRUE(all[1].paused);
    EXPECT_EQ(all[1].ready + all[1].scheduled + all[1].running + all[1].dead, 0);
}

}  // namespace
}  // namespace mss::test
