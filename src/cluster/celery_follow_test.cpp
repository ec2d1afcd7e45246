// What is sent when an attempt ends, as Celery's own workers would send it: another try, what is linked, bodies of
// chords.

#include "celery/result_meta.hpp"
#include "support/celery_layout.hpp"

namespace mss::cluster::test {
namespace {

using namespace tasks;
using std::chrono::milliseconds;

TEST_F(CeleryLayout, SendsAnotherTryAsCeleryDoes) {
    const FromPython sent = push("theirs");
    ASSERT_TRUE(settle(claim({"theirs"}).at(0).claim(), Ending::failed));
    EXPECT_EQ(result_of(sent.message.id).status, "RETRY");
    const auto parked = redis({"HVALS", "unacked"}).elements;
    ASSERT_EQ(parked.size(), 1U);
    const auto again = must(read_message(celery::print_wire(must(celery::parse_wire(parked[0].text)).at(0))));
    EXPECT_EQ(again.id, sent.message.id);
    EXPECT_EQ(again.retries, 1);
    EXPECT_EQ(again.eta->at, clock_.now() + milliseconds(1'000));
    EXPECT_NE(again.properties.delivery_tag, sent.message.properties.delivery_tag);
    clock_.advance(milliseconds(1'000));
    const auto claimed = claim({"theirs"});
    ASSERT_EQ(claimed.size(), 1U);
    EXPECT_EQ(claimed[0].task.attempt, 1);
    EXPECT_EQ(claimed[0].task.arguments, R"({"y":2,"*args":[1]})");
}

TEST_F(CeleryLayout, SendsWhatFollowsAnEnding) {
    const auto linked = [](const char* task) {
        celery::Signature signature;
        signature.task = task;
        signature.options["task_id"] = std::string(task) + "-id";
        return signature;
    };
    const auto link = [&](celery::TaskMessage& message) {
        message.embed.callbacks.emplace().push_back(linked("after-success"));
        message.embed.errbacks.emplace().push_back(linked("after-failure"));
    };
    const FromPython good = push("theirs", link);
    ASSERT_TRUE(settle(claim({"theirs"}).at(0).claim(), Ending::succeeded, "41"));
    auto next = must(read_message(redis({"RPOP", "celery"}).text));
    EXPECT_EQ(next.task, "after-success");
    EXPECT_EQ(next.args, json::Array{41});
    EXPECT_EQ(result_of(good.message.id).children->at(0).id, "after-success-id");
    push("theirs", link);
    ASSERT_TRUE(settle(claim({"theirs"}).at(0).claim(), Ending::fatal));
    next = must(read_message(redis({"RPOP", "celery"}).text));
    EXPECT_EQ(next.task, "after-failure");
}

TEST_F(CeleryLayout, SendsTheBodyOfAChordWithItsLastPart) {
    for (const bool fails : {false, true}) {
        redis({"FLUSHALL"});
        store_.reset();
        const auto part = [&](std::int64_t index) {
            push("theirs", [&](auto& message) {
                message.group = "chord-id";
                message.group_index = index;
                message.embed.chord.emplace().task = "body";
                message.embed.chord->options["task_id"] = "body-id";
            });
        };
        redis({"SET", "celery-taskset-meta-chord-id.s", "3"});
        for (const std::int64_t index : {2, 0, 1})
            part(index);
        const auto claimed = claim({"theirs"});
        ASSERT_EQ(claimed.size(), 3U);
        ASSERT_TRUE(settle(claimed[0].claim(), Ending::succeeded, "22"));
        ASSERT_TRUE(settle(claimed[1].claim(), Ending::failed));  // another try, which counts for nothing
        ASSERT_TRUE(settle(claimed[2].claim(), fails ? Ending::fatal : Ending::succeeded, "11"));
        EXPECT_EQ(redis({"LLEN", "celery"}).integer, 0);
        clock_.advance(milliseconds(1'000));
        ASSERT_TRUE(settle(claim({"theirs"}).at(0).claim(), Ending::succeeded, "0"));
        EXPECT_EQ(redis({"LLEN", "celery"}).integer, fails ? 0 : 1);
        if (fails) {
            const auto exception = must(celery::read_exception(result_of("body-id").result));
            EXPECT_EQ(exception.type, "ChordError");
        } else {
            const auto body = must(read_message(redis({"RPOP", "celery"}).text));
            EXPECT_EQ(body.task, "body");
            EXPECT_EQ(body.id, "body-id");
            EXPECT_EQ(json::print(body.args), "[[0,11,22]]");
        }
        EXPECT_EQ(redis({"EXISTS", "celery-taskset-meta-chord-id.s", "celery-taskset-meta-chord-id.j",
                         "celery-taskset-meta-chord-id.d"})
                      .integer,
                  0);
    }
}

TEST_F(CeleryLayout, FailsAChordWhosePartIsCancelledExpiresOrIsOfNoKnownKind) {
    for (const std::string_view how : {"cancelled", "expired", "unknown", "dropped"}) {
        SCOPED_TRACE(how);
        redis({"FLUSHALL"});
        store_.reset();
        RedisStoreOptions told = options();
        told.kinds = {"theirs"};
        store();
        store_ = open_store(told);
        std::vector<std::string> ids;
        for (const std::int64_t index : {0, 1}) {
            const bool ends = index == 1;
            ids.push_back(push(ends && how == "unknown" ? "nobodys" : "theirs", [&](auto& message) {
                              message.group = "chord-id";
                              message.group_index = index;
                              message.embed.chord.emplace().task = "body";
                              message.embed.chord->options["task_id"] = "body-id";
                              if (ends && how == "expired")
                                  message.expires = celery::iso_time(clock_.now() - milliseconds(1));
                              if (ends && how == "cancelled")
                                  message.eta = celery::iso_time(clock_.now() + milliseconds(60'000));
                          }).message.id);
        }
        redis({"SET", "celery-taskset-meta-chord-id.s", "2"});
        const auto claimed = claim({"theirs"});
        ASSERT_TRUE(settle(claimed.at(0).claim(), Ending::succeeded, "1"));
        if (how == "cancelled") must(store().cancel(ids[1]));
        if (how == "dropped") {
            must(store().cancel(ids[1]));
            must(store().leave("w1"));
        }
        must(store().recover());
        const auto exception = must(celery::read_exception(result_of("body-id").result));
        EXPECT_EQ(exception.type, "ChordError");
        EXPECT_EQ(redis({"EXISTS", "mss:uncounted", "celery-taskset-meta-chord-id.j"}).integer, 0);
    }
}

}  // namespace
}  // namespace mss::cluster::test
