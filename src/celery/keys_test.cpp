#include "celery/keys.hpp"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "celery/test_vectors.hpp"

namespace mss::celery {
namespace {

using testing::ElementsAre;

TEST(Keys, APriorityIsReadAsKombuReadsIt) {
    for (const auto& [text, priority] :
         {std::pair("0", 0), std::pair("5", 5), std::pair("9", 9), std::pair("12", 9), std::pair("-3", 0),
          std::pair("5.7", 5), std::pair("\"7\"", 7), std::pair("\"-7\"", 0), std::pair("\"99999999999\"", 9),
          std::pair("\"x\"", 0), std::pair("\"\"", 0), std::pair("null", 0), std::pair("true", 1), std::pair("[]", 0),
          std::pair("{}", 0), std::pair("1e300", 9), std::pair("1e999", 0)})
        EXPECT_EQ(priority_of(test::parsed(text)), priority) << text;
}

TEST(Keys, EachPriorityHasTheListThatWasRecorded) {
    for (const auto& [name, data] : test::vectors("envelope_priority")) {
        for (const json::Value& message : data.at("messages").as_array()) {
            const json::Value& priority = message.at("envelope").at("properties").at("priority");
            EXPECT_EQ(list_key({}, "celery", priority_of(priority)), std::string(message.at("key").as_string()));
        }
    }
}

TEST(Keys, ADeploymentNamesItsListsItself) {
    Naming naming;
    naming.prefix = "tenant1:";
    naming.separator = ":";
    naming.priority_steps = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    EXPECT_EQ(list_key(naming, "celery", 5), "tenant1:celery:5");
    EXPECT_EQ(queue_of(naming, "tenant1:celery:5"), "celery");
    EXPECT_EQ(queue_of(naming, "tenant1:celery"), "celery");
    EXPECT_EQ(queue_of(naming, "tenant1:a:b"), "a:b");
    EXPECT_EQ(unacked_key(naming), "tenant1:unacked");
    EXPECT_EQ(unacked_index_key(naming), "tenant1:unacked_index");
    EXPECT_EQ(unacked_mutex_key(naming), "tenant1:unacked_mutex");
    EXPECT_EQ(control_channel(naming), "tenant1:/0.celery.pidbox");
    naming.fanout_prefix = "";
    EXPECT_EQ(control_channel(naming), "tenant1:celery.pidbox");
    naming.priority_steps = {};
    EXPECT_EQ(list_key(naming, "celery", 5), "tenant1:celery");
    naming.priority_steps = {3, 6};
    EXPECT_EQ(list_key(naming, "celery", 1), "tenant1:celery:6");  // Python's index of -1
}

TEST(Keys, TheOrderOfListsIsTheOneThatWasRecorded) {
    for (const auto& [name, data] : test::vectors("seq_brpop_priorities")) {
        const auto& command = data.at("redis_commands").at(0).at(2).as_array();
        std::vector<std::string> recorded;
        for (std::size_t i = 1; i + 1 < command.size(); ++i)
            recorded.emplace_back(command[i].as_string());
        std::vector<std::string> queues{recorded[0], recorded[1]};
        EXPECT_EQ(lists_of({}, queues), recorded) << name;
        for (const std::string& list : recorded)
            EXPECT_TRUE(std::ranges::count(queues, queue_of({}, list)) == 1) << list;
    }
}

TEST(Keys, BindingsAreWhatWorkersRecorded) {
    for (const auto& [name, data] : test::vectors("mingle_hello")) {
        const auto& bindings = data.at("bindings").as_object();
        const auto members = [&](const std::string& key) {
            std::vector<std::string> texts;
            for (const json::Value& member : bindings.at(key).at("value").as_array())
                texts.emplace_back(member.as_string());
            return texts;
        };
        EXPECT_THAT(members(binding_key({}, "celery")),
                    ElementsAre(binding_member({}, {.routing_key = "celery", .pattern = "", .queue = "celery"})));
        EXPECT_THAT(members(binding_key({}, control_exchange({}))),
                    testing::Contains(binding_member(
                        {}, {.routing_key = "", .pattern = "", .queue = control_queue({}, "w1@host1")})));
        const auto read = binding_of({}, members(binding_key({}, "celery")).front());
        ASSERT_TRUE(read);
        EXPECT_EQ(read->routing_key, "celery");
        EXPECT_EQ(read->pattern, "");
        EXPECT_EQ(read->queue, "celery");
    }
    EXPECT_FALSE(binding_of({}, "celery"));
    EXPECT_FALSE(binding_of({},
                            "a\x06\x16"
                            "b"));
    EXPECT_EQ(permanent_binding_key({}, "x"), "_kombu.binding_permanent.x");
    EXPECT_EQ(binding_deadlines_key({}), "_kombu.binding_deadlines");
}

TEST(Keys, ChannelsAreThoseThatWereRecorded) {
    for (const auto& [name, data] : test::vectors("event_worker-heartbeat"))
        EXPECT_EQ(event_channel({}, event_routing_key("worker-heartbeat")),
                  std::string(data.at("examples").at(0).at("channel").as_string()));
    for (const auto& [name, data] : test::vectors("inspect_ping")) {
        EXPECT_EQ(control_channel({}), std::string(data.at("request").at(0).at("channel").as_string()));
        const std::string list(data.at("reply").at(0).at("key").as_string());
        EXPECT_EQ(control_queue({}, list.substr(0, 36) + ".reply"), list);
    }
    EXPECT_EQ(reply_exchange({}), "reply.celery.pidbox");
    EXPECT_EQ(event_channel({}, "*"), "/0.celeryev/*");
    Naming plain;
    plain.fanout_patterns = false;
    plain.database = 3;
    EXPECT_EQ(event_channel(plain, "task.sent"), "/3.celeryev");
}

TEST(Keys, ResultsAndChordsHaveTheBackendsOwnPrefix) {
    Naming naming;
    EXPECT_EQ(result_key(naming, "t"), "celery-task-meta-t");
    naming.prefix = "broker:";
    naming.result_prefix = "mine";
    EXPECT_EQ(result_key(naming, "t"), "mine_celery-task-meta-t");
    naming.result_prefix = "mine:";
    EXPECT_EQ(group_key(naming, "g"), "mine:celery-taskset-meta-g");
    const ChordKeys keys = chord_keys(naming, "g");
    EXPECT_EQ(keys.results, "mine:celery-taskset-meta-g.j");
    EXPECT_EQ(keys.added, "mine:celery-taskset-meta-g.t");
    EXPECT_EQ(keys.size, "mine:celery-taskset-meta-g.s");
    EXPECT_EQ(keys.done, "mine:celery-taskset-meta-g.d");
    EXPECT_EQ(keys.claim, "mine:celery-taskset-meta-g.c");
}

}  // namespace
}  // namespace mss::celery
