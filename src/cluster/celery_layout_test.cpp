// What programs of Celery find in Redis where we were, and what we make of what they leave there.

#include "support/celery_layout.hpp"

#include <functional>

#include "base/random.hpp"
#include "base/utf8.hpp"
#include "celery/publishing.hpp"
#include "celery/result_meta.hpp"
#include "celery/test_vectors.hpp"
#include "cluster/task_record.hpp"

namespace mss::cluster::test {
namespace {

using namespace tasks;
using std::chrono::milliseconds;

TEST_F(CeleryLayout, HasOurTasksAsMessagesThatCeleryReads) {
    const std::string id = enqueue("celery", R"({"topic":"tides"})");
    EXPECT_EQ(redis({"SISMEMBER", "_kombu.binding.celery",
                     "celery\x06\x16\x06\x16"
                     "celery"})
                  .integer,
              1);
    const std::string text = redis({"LINDEX", "celery", "-1"}).text;
    const auto message = must(read_message(text));
    EXPECT_EQ(message.task, "ours");
    EXPECT_EQ(message.id, id);
    EXPECT_EQ(message.kwargs.at("topic").as_string(), "tides");
    EXPECT_EQ(message.queue(), "celery");
    EXPECT_TRUE(message.args.empty());
}

TEST_F(CeleryLayout, HasWhatRunsWhereKombuHasItAndNothingOnceItEnded) {
    const FromPython sent = push("theirs");
    const std::string tag = sent.message.properties.delivery_tag;
    const auto claimed = claim({"theirs"});
    ASSERT_EQ(claimed.size(), 1U);
    EXPECT_EQ(redis({"LLEN", "celery"}).integer, 0);
    EXPECT_EQ(redis({"HGET", "unacked", tag}).text,
              celery::write_unacked(sent.text, sent.message.properties.delivery_info));
    const auto seconds = static_cast<double>(to_unix_ms(clock_.now())) / 1'000;
    EXPECT_NEAR(std::stod(redis({"ZSCORE", "unacked_index", tag}).text), seconds, 0.001);
    clock_.advance(milliseconds(5'000));
    EXPECT_TRUE(must(store().renew("w1")).known);
    EXPECT_NEAR(std::stod(redis({"ZSCORE", "unacked_index", tag}).text), seconds + 5, 0.001);
    ASSERT_TRUE(settle(claimed[0].claim(), Ending::succeeded, R"({"frames":7})"));
    EXPECT_EQ(redis({"EXISTS", "unacked", "unacked_index", "mss:held:w1"}).integer, 0);
}

TEST_F(CeleryLayout, TellsClientsTheResult) {
    auto listener = must(redis::Connection::open(must(redis::parse_endpoint(server_.address())), {}));
    const FromPython sent = push("theirs");
    const std::string key = "celery-task-meta-" + sent.message.id;
    must(listener.send({"SUBSCRIBE", key}));
    ASSERT_TRUE(must(listener.next(milliseconds(10'000))));
    ASSERT_TRUE(settle(claim({"theirs"}).at(0).claim(), Ending::succeeded, R"({"frames":7})"));
    const auto told = must(listener.next(milliseconds(10'000)));
    ASSERT_TRUE(told);
    EXPECT_EQ(told->elements.at(2).text, redis({"GET", key}).text);
    const celery::ResultMeta meta = result_of(sent.message.id);
    EXPECT_EQ(meta.status, "SUCCESS");
    EXPECT_EQ(meta.result.at("frames").as_int64(), 7);
    EXPECT_EQ(meta.task_id, sent.message.id);
    EXPECT_TRUE(meta.date_done);
    EXPECT_GT(redis({"TTL", key}).integer, 86'000);
    EXPECT_EQ(task(sent.message.id).result, R"({"frames":7})");
}

TEST_F(CeleryLayout, StoresNoResultForWhoWantsNone) {
    const FromPython sent = push("theirs", [](auto& message) { message.ignore_result = true; });
    ASSERT_TRUE(settle(claim({"theirs"}).at(0).claim(), Ending::succeeded));
    EXPECT_EQ(redis({"EXISTS", "celery-task-meta-" + sent.message.id}).integer, 0);
}

TEST_F(CeleryLayout, GivesTheArgumentsOfEveryRecordedMessage) {
    int seen = 0;
    for (const auto& vector : celery::test::vectors("envelope_")) {
        redis({"FLUSHALL"});
        store_.reset();
        for (const json::Value& each : vector.data.at("messages").as_array()) {
            const std::string text(each.at("raw").as_string());
            const auto message = read_message(text);
            if (!message || message->eta || message->expires) continue;
            redis({"LPUSH", "celery", text});
            const auto claimed = claim({message->task});
            ASSERT_EQ(claimed.size(), 1U) << vector.name;
            json::Object expected = message->kwargs;
            if (!message->args.empty()) expected["*args"] = message->args;
            EXPECT_EQ(claimed[0].task.arguments, json::print(expected)) << vector.name;
            EXPECT_EQ(claimed[0].task.id, message->id);
            EXPECT_EQ(claimed[0].task.queue, "celery");
            EXPECT_TRUE(settle(claimed[0].claim(), Ending::succeeded));
            ++seen;
        }
    }
    EXPECT_GT(seen, 20);
}

TEST_F(CeleryLayout, ServesPriorityListsLowestNumberFirst) {
    std::vector<std::string> expected(4);
    for (const int priority : {9, 3, 0, 6})
        expected[static_cast<std::size_t>(priority / 3)] =
            push("theirs", [&](auto& message) { message.properties.priority = priority; }).message.id;
    for (const std::string& id : expected)
        EXPECT_EQ(claim({"theirs"}, "w1", 1).at(0).task.id, id);
}

TEST_F(CeleryLayout, PutsTheDeploymentsPrefixBeforeEveryKey) {
    naming_.prefix = "tenant:";
    enqueue();
    ASSERT_TRUE(settle(claim({"ours"}).at(0).claim(), Ending::failed));
    for (const redis::Reply& key : redis({"KEYS", "*"}).elements)
        EXPECT_TRUE(key.text.starts_with("tenant:") || key.text.starts_with("celery-task-meta-")) << key.text;
}

TEST_F(CeleryLayout, ListsPythonsTasksFromTheirClaimOn) {
    const FromPython sent = push("theirs", [](auto& message) { message.retries = 2; });
    EXPECT_TRUE(must(store().list({})).empty());
    EXPECT_EQ(must(store().counts()).at(0).ready, 1);
    claim({"theirs"});
    const Task found = task(sent.message.id);
    EXPECT_EQ(found.name, "theirs");
    EXPECT_EQ(found.state, State::running);
    EXPECT_EQ(found.attempt, 2);
    EXPECT_EQ(found.worker, "w1");
    EXPECT_EQ(must(store().list({})).size(), 1U);
    const auto events = must(store().events(sent.message.id, 0, 10));
    ASSERT_EQ(events.size(), 2U);
    EXPECT_EQ(events[0].kind, "enqueued");
    EXPECT_EQ(events[1].kind, "started");
}

TEST_F(CeleryLayout, KeepsWhatIsNotDueWhereAPythonWorkerWould) {
    const Timestamp due = clock_.now() + milliseconds(60'000);
    const FromPython sent = push("theirs", [&](auto& message) { message.eta = celery::iso_time(due); });
    const std::string tag = sent.message.properties.delivery_tag;
    EXPECT_TRUE(claim({"theirs"}).empty());
    EXPECT_EQ(redis({"LLEN", "celery"}).integer, 0);
    EXPECT_EQ(redis({"HGET", "unacked", tag}).text,
              celery::write_unacked(sent.text, sent.message.properties.delivery_info));
    EXPECT_NEAR(std::stod(redis({"ZSCORE", "unacked_index", tag}).text), static_cast<double>(to_unix_ms(due)) / 1'000,
                0.001);
    EXPECT_EQ(must(store().next_due()), due);
    EXPECT_EQ(task(sent.message.id).state, State::scheduled);
    clock_.advance(milliseconds(59'999));
    must(store().register_worker(card_of("w1")));
    EXPECT_TRUE(claim({"theirs"}).empty());
    clock_.advance(milliseconds(1));
    EXPECT_EQ(claim({"theirs"}).at(0).task.id, sent.message.id);
}

TEST_F(CeleryLayout, ReadsTimesInEveryForm) {
    const auto claims_at = [&](const std::string& eta) {
        const FromPython sent =
            message_named("theirs", [&](auto& message) { message.eta = celery::IsoTime{.text = eta, .at = {}}; });
        redis({"LPUSH", "celery", sent.text});
        EXPECT_TRUE(claim({"theirs"}).empty()) << eta;
        return task(sent.message.id).not_before;
    };
    for (const char* eta : {"2030-01-02T03:04:05.678901+00:00", "2030-01-02T03:04:05", "2030-01-02T03:04:05Z",
                            "2032-02-29T23:59:59.5+05:30", "2031-12-31T00:00:00-0800"})
        EXPECT_EQ(claims_at(eta), must(celery::parse_iso_time(eta)).at) << eta;
}

TEST_F(CeleryLayout, RevokesWhatCameTooLate) {
    const FromPython sent = push("theirs", [&](auto& message) {
        celery::set_expires(message, celery::iso_time(clock_.now() - milliseconds(1)), clock_.now());
    });
    EXPECT_TRUE(claim({"theirs"}).empty());
    EXPECT_EQ(task(sent.message.id).state, State::expired);
    const auto meta = result_of(sent.message.id);
    EXPECT_EQ(meta.status, "REVOKED");
    EXPECT_EQ(meta.task_id, sent.message.id);
}

TEST_F(CeleryLayout, KnowsWhatOthersSentBeforeItIsClaimed) {
    const FromPython first = push("theirs");
    const FromPython later =
        push("theirs", [&](auto& message) { message.eta = celery::iso_time(clock_.now() + milliseconds(60'000)); });
    const FromPython late =
        push("theirs", [&](auto& message) { message.expires = celery::iso_time(clock_.now() - milliseconds(1)); });
    const FromPython unwanted = push("theirs");
    EXPECT_EQ(task(first.message.id).state, State::ready);
    EXPECT_EQ(task(first.message.id).arguments, R"({"y":2,"*args":[1]})");
    EXPECT_EQ(task(later.message.id).state, State::scheduled);
    EXPECT_EQ(task(late.message.id).state, State::expired);
    EXPECT_EQ(must(store().cancel(unwanted.message.id)), State::cancelled);
    EXPECT_EQ(result_of(unwanted.message.id).status, "REVOKED");
    EXPECT_FALSE(must(store().find("nobody")));
    const auto claimed = claim({"theirs"});
    ASSERT_EQ(claimed.size(), 1U);
    EXPECT_EQ(claimed[0].task.id, first.message.id);
    EXPECT_TRUE(settle(claimed[0].claim(), Ending::succeeded));
    clock_.advance(milliseconds(60'000));
    must(store().register_worker(card_of("w1")));
    EXPECT_EQ(claim({"theirs"}).at(0).task.id, later.message.id);
}

TEST_F(CeleryLayout, SaysThatATaskHasStartedWhereItIsAskedTo) {
    RedisStoreOptions told = options();
    told.started_by = "mss-1@here";
    store();
    store_ = open_store(told);
    const FromPython sent = push("theirs");
    push("theirs", [](auto& message) { message.ignore_result = true; });
    const auto claimed = claim({"theirs"});
    ASSERT_EQ(claimed.size(), 2U);
    const celery::ResultMeta meta = result_of(sent.message.id);
    EXPECT_EQ(meta.status, "STARTED");
    EXPECT_EQ(meta.task_id, sent.message.id);
    EXPECT_EQ(meta.result.at("hostname").as_string(), "mss-1@here");
    EXPECT_EQ(redis({"KEYS", "celery-task-meta-*"}).elements.size(), 1U);
    EXPECT_TRUE(settle(claimed[0].claim(), Ending::succeeded));
    EXPECT_EQ(result_of(sent.message.id).status, "SUCCESS");
}

TEST_F(CeleryLayout, RefusesKindsThatNobodyKnowsAndKeepsThem) {
    RedisStoreOptions told = options();
    told.kinds = {"ours", "theirs"};
    store();
    store_ = open_store(told);
    const FromPython sent = push("unheard_of");
    const FromPython other = push("theirs");
    EXPECT_TRUE(claim({"ours"}).empty());  // "theirs" is for somebody else
    const auto meta = result_of(sent.message.id);
    EXPECT_EQ(meta.status, "FAILURE");
    const auto exception = must(celery::read_exception(meta.result));
    EXPECT_EQ(exception.type, "NotRegistered");
    EXPECT_EQ(exception.message, json::Value(json::Array{"unheard_of"}));
    EXPECT_EQ(task(sent.message.id).state, State::dead);
    EXPECT_EQ(must(store().counts()).at(0).dead, 1);
    EXPECT_EQ(claim({"theirs"}).at(0).task.id, other.message.id);
    must(store().revive(sent.message.id));
    EXPECT_EQ(claim({"unheard_of"}).at(0).task.arguments, R"({"y":2,"*args":[1]})");
}

TEST_F(CeleryLayout, GoesOnBehindGarbage) {
    for (const char* text : {"", "no json", "[1,2]", "{}", R"({"headers":{},"properties":{"delivery_tag":"t"}})",
                             "\xFF", R"({"headers":{"task":7,"id":"x"},"properties":{"delivery_tag":"t"}})"})
        redis({"LPUSH", "celery", text});
    FromPython pickled = message_named("theirs");
    json::Object envelope = must(celery::parse_wire(pickled.text)).get_object();
    envelope["content-type"] = "application/x-python-serialize";
    redis({"LPUSH", "celery", celery::print_wire(envelope)});
    const FromPython sound = push("theirs");
    const auto claimed = claim({"theirs"});
    ASSERT_EQ(claimed.size(), 1U);
    EXPECT_EQ(claimed[0].task.id, sound.message.id);
    EXPECT_EQ(redis({"LLEN", "mss:garbage"}).integer, 7);
    EXPECT_EQ(redis({"LINDEX", "mss:garbage", "0"}).text.substr(0, 12), R"({"headers":{)");
    EXPECT_EQ(task(pickled.message.id).state, State::dead);
    EXPECT_EQ(result_of(pickled.message.id).status, "FAILURE");
    EXPECT_EQ(redis({"HLEN", "unacked"}).integer, 1);
}

TEST_F(CeleryLayout, GoesOnBehindMessagesThatAreBrokenAnywhere) {
    RedisStoreOptions told = options();
    told.kinds = {"theirs"};
    store();
    store_ = open_store(told);
    Random random(std::uint64_t{7});
    const FromPython model = message_named("theirs", [&](auto& message) {
        message.eta = celery::iso_time(clock_.now() - milliseconds(1'500));
        message.embed.callbacks.emplace().emplace_back().task = "after";
    });
    constexpr int kMessages = 600;
    for (int i = 0; i < kMessages; ++i) {
        std::string text = model.text;
        for (std::uint64_t n = 1 + random.below(3); n > 0; --n) {
            const auto at = random.below(text.size());
            if (random.below(3) == 0)
                text.erase(at, 1 + random.below(20));
            else
                text[at] = static_cast<char>(random.below(256));
        }
        redis({"LPUSH", "celery", text});
    }
    const FromPython sound = push("theirs");
    bool found = false;
    for (int i = 0; i <= kMessages && !found; ++i) {
        clock_.advance(milliseconds(1));
        must(store().renew("w1"));
        for (const ClaimedTask& claimed : claim({"theirs"})) {
            found = found || claimed.task.id == sound.message.id;
            EXPECT_TRUE(settle(claimed.claim(), random.below(2) == 0 ? Ending::succeeded : Ending::fatal));
        }
    }
    EXPECT_TRUE(found);
    for (const Task& each : must(store().list({.owner = {}, .state = {}, .name = {}, .before = {}, .limit = 1'000})))
        EXPECT_TRUE(utf8::valid(each.name));
}

TEST_F(CeleryLayout, GivesBackTheBytesOfAWorkerThatDied) {
    const FromPython first = push("theirs");
    const FromPython second = push("theirs");
    ASSERT_EQ(claim({"theirs"}).size(), 2U);
    clock_.advance(kLease);
    must(store().register_worker(card_of("w3")));
    EXPECT_EQ(must(store().recover()), 2);
    EXPECT_EQ(redis({"LINDEX", "celery", "-1"}).text, first.text);
    EXPECT_EQ(redis({"LINDEX", "celery", "0"}).text, second.text);
    EXPECT_EQ(redis({"EXISTS", "unacked", "unacked_index", "mss:held:w1"}).integer, 0);
    EXPECT_EQ(claim({"theirs"}, "w3").at(0).task.interruptions, 1);
}

TEST_F(CeleryLayout, RestoresWhatAPythonWorkerForgot) {
    const auto taken = [&](const std::string& exchange, const std::string& key, int seconds) {
        const FromPython sent = message_named("theirs", [&](auto& message) {
            message.properties.delivery_info.exchange = exchange;
            message.properties.delivery_info.routing_key = key;
            message.properties.priority = 4;
        });
        const std::string tag = sent.message.properties.delivery_tag;
        redis({"HSET", "unacked", tag, celery::write_unacked(sent.text, sent.message.properties.delivery_info)});
        redis({"ZADD", "unacked_index", std::to_string(to_unix_ms(clock_.now()) / 1'000 + seconds), tag});
        return sent.text;
    };
    redis({"SADD", "_kombu.binding.films", celery::binding_member(naming_, {"other", "", "elsewhere"}),
           celery::binding_member(naming_, {"new", "", "videos"})});
    const std::string plain = taken("", "celery", -3'600);
    const std::string routed = taken("films", "new", -4'000);
    taken("", "celery", -3'590);
    redis({"HSET", "unacked", "odd", "no json"});
    redis({"ZADD", "unacked_index", "1", "odd"});
    must(store().recover());
    EXPECT_EQ(redis({"LINDEX", celery::list_key(naming_, "celery", 4), "-1"}).text, plain);
    EXPECT_EQ(redis({"LINDEX", celery::list_key(naming_, "videos", 4), "-1"}).text, routed);
    EXPECT_EQ(redis({"HLEN", "unacked"}).integer, 1);
    EXPECT_EQ(redis({"ZCARD", "unacked_index"}).integer, 1);
    EXPECT_EQ(claim({"theirs"}).at(0).task.queue, "celery");
}

TEST_F(CeleryLayout, TakesWhatAPythonWorkerRestoredOfOursOnceOnly) {
    const FromPython sent = push("theirs");
    const Claim old = claim({"theirs"}).at(0).claim();
    restore(sent.message.properties.delivery_tag, "celery");
    clock_.advance(kLease);
    must(store().register_worker(card_of("w3")));
    const auto again = claim({"theirs"}, "w3");
    ASSERT_EQ(again.size(), 1U);
    EXPECT_EQ(again[0].task.fence, old.fence + 1);
    EXPECT_EQ(redis({"LLEN", "celery"}).integer, 0);
    EXPECT_FALSE(settle(old, Ending::succeeded));
    EXPECT_TRUE(settle(again[0].claim(), Ending::succeeded));
}

TEST_F(CeleryLayout, DoesNotRunTwiceWhatWasRestoredWhileItRuns) {
    const FromPython sent = push("theirs");
    const std::string tag = sent.message.properties.delivery_tag;
    const Claim held = claim({"theirs"}).at(0).claim();
    restore(tag, "celery");
    EXPECT_TRUE(claim({"theirs"}, "w2").empty());
    EXPECT_EQ(redis({"LLEN", "celery"}).integer, 0);
    EXPECT_EQ(redis({"HEXISTS", "unacked", tag}).integer, 1);
    EXPECT_TRUE(settle(held, Ending::succeeded));
    EXPECT_EQ(redis({"HLEN", "unacked"}).integer, 0);
}

TEST_F(CeleryLayout, RunsAParkedTaskThatAPythonWorkerRestoredOnce) {
    const FromPython sent =
        push("theirs", [&](auto& message) { message.eta = celery::iso_time(clock_.now() + milliseconds(60'000)); });
    EXPECT_TRUE(claim({"theirs"}).empty());
    restore(sent.message.properties.delivery_tag, "celery");
    clock_.advance(milliseconds(60'000));
    must(store().register_worker(card_of("w3")));
    EXPECT_EQ(claim({"theirs"}, "w3").size(), 1U);
    EXPECT_EQ(redis({"LLEN", "celery"}).integer, 0);
}

TEST_F(CeleryLayout, RunsAnIdThatIsSentAgainAsAnotherTask) {
    const FromPython first = push("theirs");
    const Claim old = claim({"theirs"}).at(0).claim();
    const FromPython again = push("theirs", [&](auto& message) { message.id = first.message.id; });
    EXPECT_TRUE(claim({"theirs"}, "w2").empty());  // one at a time
    ASSERT_TRUE(settle(old, Ending::succeeded, "1"));
    const auto claimed = claim({"theirs"}, "w2");
    ASSERT_EQ(claimed.size(), 1U);
    EXPECT_GT(claimed[0].task.fence, old.fence);
    EXPECT_FALSE(settle(old, Ending::succeeded, "2"));
    EXPECT_TRUE(settle(claimed[0].claim(), Ending::succeeded, "3"));
    EXPECT_EQ(must(store().list({})).size(), 1U);
}

TEST_F(CeleryLayout, LearnsWhatAPythonWorkerMadeOfATaskOfOurs) {
    celery::ResultSubject subject;
    const auto ended_by_python = [&](const celery::ResultMeta& meta) {
        redis({"RPOP", "celery"});
        redis({"SET", "celery-task-meta-" + subject.task_id, celery::write_result(meta)});
    };
    subject.task_id = enqueue();
    EXPECT_EQ(task(subject.task_id).state, State::ready);
    ended_by_python(
        celery::success_result(subject, {{"big", 9'007'199'254'740'993}, {"none", json::Array()}}, clock_.now()));
    EXPECT_EQ(task(subject.task_id).state, State::succeeded);
    EXPECT_EQ(task(subject.task_id).result, R"({"big":9007199254740993,"none":[]})");
    subject.task_id = enqueue();
    ended_by_python(celery::failure_result(subject, {.type = "KeyError", .message = json::Array{"x"}, .module = {}},
                                           "File 1", clock_.now()));
    must(store().recover());  // nobody needs to look at it
    EXPECT_EQ(must(store().counts()).at(0).dead, 1);
    EXPECT_EQ(task(subject.task_id).failure->message, R"(KeyError ["x"])");
    EXPECT_EQ(task(subject.task_id).failure->detail, "File 1");
}

TEST_F(CeleryLayout, DoesNotEndWhatIsStillInItsQueue) {
    celery::ResultSubject subject;
    subject.task_id = enqueue();
    redis({"SET", "celery-task-meta-" + subject.task_id,
           celery::write_result(celery::success_result(subject, true, clock_.now()))});
    EXPECT_EQ(task(subject.task_id).state, State::ready);
    EXPECT_EQ(claim({"ours"}).size(), 1U);
}

TEST_F(CeleryLayout, TellsWhoWaitsForWhatWasCancelled) {
    const std::string id = enqueue("celery");
    must(store().cancel(id));
    EXPECT_EQ(redis({"LLEN", "celery"}).integer, 0);
    EXPECT_EQ(result_of(id).status, "REVOKED");
}

TEST_F(CeleryLayout, ForgetsWhatEndedLongAgo) {
    const std::string id = enqueue();
    ASSERT_TRUE(settle(claim({"ours"}).at(0).claim(), Ending::fatal));
    clock_.advance(std::chrono::hours(24 * 7));
    must(store().register_worker(card_of("w3")));
    claim({"ours"}, "w3");
    EXPECT_FALSE(must(store().find(id)));
    EXPECT_TRUE(must(store().list({})).empty());
    EXPECT_TRUE(must(store().counts()).empty());
    EXPECT_TRUE(must(store().events(id, 0, 10)).empty());
}

}  // namespace
}  // namespace mss::cluster::test
