// Whatever others write to the server, one line in the log says so, what was a task is kept, and tasks are taken all
// the same.

#include <fstream>
#include <sstream>
#include <zlib.h>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "base/base64.hpp"
#include "celery/envelope.hpp"
#include "celery/publishing.hpp"
#include "celery/wire_json.hpp"
#include "cluster/strange_keys.hpp"
#include "cluster/task_record.hpp"
#include "support/redis_store.hpp"

namespace mss::cluster::test {
namespace {

using namespace tasks;
using testing::HasSubstr;

std::string repeated(std::string_view text, std::size_t times) {
    std::string all;
    for (std::size_t i = 0; i < times; ++i)
        all += text;
    return all;
}

std::int64_t peak_memory() {
    std::ifstream status("/proc/self/status");
    std::string line;
    while (std::getline(status, line))
        if (line.starts_with("VmHWM:")) return std::stoll(line.substr(6)) * 1024;
    return 0;
}

// From now on it is the highest since now (proc(5), clear_refs).
void reset_peak_memory() {
    std::ofstream("/proc/self/clear_refs") << "5";
}

class BadInput : public StoreTest {
protected:
    BadInput() {
        open_again();
        must(store_->register_worker(card_of("w1")));
        must(store_->register_worker(card_of("w2")));
    }

    void open_again() {
        RedisStoreOptions told = options();
        told.log = &log_;
        store_ = open_store(told);
    }
    Result<std::vector<ClaimedTask>> claim_limited() {
        return store().claim(
            {.worker = "w1", .queues = {}, .names = {"theirs"}, .most = 10, .limits = {{"theirs", 5}}});
    }
    /// A sound message with its body in place of its own, as a task named "theirs".
    std::string with_body(std::string_view id, const std::string& body, json::Object more = {}) {
        json::Object properties{{"delivery_tag", id},
                                {"body_encoding", "base64"},
                                {"delivery_info", {{"exchange", ""}, {"routing_key", "celery"}}}};
        json::Object headers{{"task", "theirs"}, {"id", id}};
        for (const auto& member : more)
            headers[member.key()] = member.value();
        return json::print(json::Object{{"body", body},
                                        {"content-type", "application/json"},
                                        {"content-encoding", "utf-8"},
                                        {"headers", headers},
                                        {"properties", properties}});
    }
    void push(const std::string& text) { redis({"LPUSH", "celery", text}); }
    std::string sound(const std::string& id) { return with_body(id, encode_base64(R"([[],{},{}])")); }
    /// Sends a sound one behind all others and takes what there is: exactly that one.
    void expect_goes_on() {
        const std::string id = fmt::format("sound-{}", ++sent_);
        push(sound(id));
        std::vector<std::string> taken;
        for (int i = 0; i < 5; ++i)
            for (const ClaimedTask& each : claim({"theirs"})) {
                taken.push_back(each.task.id);
                EXPECT_TRUE(settle(each.claim(), Ending::succeeded));
            }
        EXPECT_EQ(taken, std::vector{id});
    }
    std::int64_t lines() const { return std::ranges::count(log_text_.str(), '\n'); }

    std::ostringstream log_text_;
    observe::Logger log_{log_text_, observe::Level::warning};
    int sent_ = 0;
};

TEST_F(BadInput, ThatIsNoMessageIsKeptAsGarbageWithALineEach) {
    const std::vector<std::string> garbage{
        "",
        std::string(1, '\0'),
        "\xFF\xFE\x80",
        "no json",
        "null",
        "[1,2]",
        "\"text\"",
        "1e999999",
        repeated("[", 100'000),
        repeated("[", 1'100) + repeated("]", 1'100),
        repeated(R"({"a":)", 5'000),
        R"({"headers":[],"properties":{"delivery_tag":"t"}})",
        R"({"headers":{"task":"theirs","id":{}},"properties":{"delivery_tag":"t"}})",
        R"({"headers":{"task":["theirs"],"id":"x"},"properties":{"delivery_tag":"t"}})",
        R"({"headers":{"task":"theirs","id":"x"},"properties":{"delivery_tag":7}})",
        R"({"headers":{"task":"theirs","id":"x"},"properties":null})",
        R"({"headers":{"task":"theirs","id":")" + std::string(300, 'x') + R"("},"properties":{"delivery_tag":"t"}})",
        sound("cut").substr(0, 100),
    };
    for (const std::string& text : garbage)
        push(text);
    expect_goes_on();
    EXPECT_EQ(redis({"LLEN", "mss:garbage"}).integer, static_cast<std::int64_t>(garbage.size()));
    EXPECT_EQ(lines(), static_cast<std::int64_t>(garbage.size())) << log_text_.str();
}

TEST_F(BadInput, ThatIsATaskEndsDeadWithALineEach) {
    const std::vector<std::pair<std::string, std::string>> tasks{
        {"no-base64", "!!!!"},
        {"half-base64", "W1tdLHt9LHt9XQ"},
        {"no-json", encode_base64("nothing of the kind")},
        {"no-list", encode_base64("{}")},
        {"empty", ""},
        {"two-parts", encode_base64("[[],{}]")},
        {"wrong-parts", encode_base64(R"(["a","b","c"])")},
        {"no-utf8", encode_base64("[[\"\xFF\"],{},{}]")},
        {"zero-bytes", encode_base64(std::string("[[\"a\0b\"],{},{}]", 16))},
        {"deep", encode_base64("[[" + repeated("[", 10'000) + repeated("]", 10'000) + "],{},{}]")},
        {"large-arguments", encode_base64(R"([[")" + std::string(2U << 20U, 'x') + R"("],{},{}])")},
        {"large-body", encode_base64(R"([[")" + std::string(kTaskBodyBytesMax, 'x') + R"("],{},{}])")},
    };
    for (const auto& [id, body] : tasks)
        push(with_body(id, body));
    push(with_body("strange-coding", encode_base64("x"), {{"compression", "application/x-strange"}}));
    push(with_body("no-coding", encode_base64("x"), {{"compression", 7}}));
    push(with_body("not-deflated", encode_base64("x"), {{"compression", "application/x-gzip"}}));
    expect_goes_on();
    for (const auto& [id, body] : tasks) {
        EXPECT_EQ(task(id).state, State::dead) << id;
        EXPECT_THAT(redis({"GET", "celery-task-meta-" + id}).text, HasSubstr("FAILURE")) << id;
    }
    for (const char* id : {"strange-coding", "no-coding", "not-deflated"})
        EXPECT_EQ(task(id).state, State::dead) << id;
    EXPECT_EQ(lines(), static_cast<std::int64_t>(tasks.size() + 3)) << log_text_.str();
    EXPECT_EQ(redis({"EXISTS", "mss:garbage"}).integer, 0);
}

TEST_F(BadInput, OfNumbersBeyondAllBoundsStillRuns) {
    for (const char* retries :
         {"1e308", "-7", "1e999", "99999999999999999999", "\"nan\"", "\"0x7fffffffffffffff\"", "[]"}) {
        const std::string id = fmt::format("retries-{}", ++sent_);
        std::string text = with_body(id, encode_base64(R"([[],{},{}])"), {{"retries", "@"}, {"eta", "@"}});
        text.replace(text.find("\"@\""), 3, retries);
        push(text);
        const auto claimed = claim({"theirs"});
        for (const ClaimedTask& each : claimed) {
            EXPECT_GE(each.task.attempt, 0);
            EXPECT_LE(each.task.attempt, 1'000'000);
            EXPECT_TRUE(settle(each.claim(), Ending::succeeded));
        }
    }
    for (const char* eta : {"0000-00-00T00:00:00", "9999-99-99T99:99:99+99:99", "2030-01-01", "x"})
        push(with_body(fmt::format("eta-{}", eta), encode_base64(R"([[],{},{}])"), {{"eta", eta}}));
    for (const ClaimedTask& each : claim({"theirs"}))
        EXPECT_TRUE(settle(each.claim(), Ending::succeeded));
    expect_goes_on();
}

// 60 kB that become 60 MB, of which each byte would be a value of its own.
TEST_F(BadInput, ThatIsInflatedTakesNoMemory) {
    std::string inflated = "[[";
    inflated += repeated("0,", 30U << 20U) + "0],{},{}]";
    uLongf size = ::compressBound(inflated.size());
    std::string bomb(size, '\0');
    ASSERT_EQ(::compress(reinterpret_cast<Bytef*>(bomb.data()), &size, reinterpret_cast<const Bytef*>(inflated.data()),
                         inflated.size()),
              Z_OK);
    bomb.resize(size);
    inflated = {};
    reset_peak_memory();
    const auto before = peak_memory();
    push(with_body("bomb", encode_base64(bomb), {{"compression", "application/x-gzip"}}));
    expect_goes_on();
    EXPECT_LT(peak_memory() - before, 64 << 20);
    EXPECT_EQ(task("bomb").state, State::dead);
    EXPECT_EQ(task("bomb").failure->code, "too_large");
    EXPECT_EQ(lines(), 1) << log_text_.str();
}

TEST_F(BadInput, BeyondAllBoundsStaysOnTheServer) {
    // The server makes it itself, so that this process never has it.
    redis({"EVAL", "redis.call('LPUSH', 'celery', string.rep('x', 128 * 1024 * 1024))", "0"});
    redis({"EVAL", "redis.call('LPUSH', 'celery', '{\"body\":\"' .. string.rep('A', 64 * 1024 * 1024) .. '\"}')", "0"});
    reset_peak_memory();
    const auto before = peak_memory();
    expect_goes_on();
    EXPECT_LT(peak_memory() - before, 16 << 20);
    EXPECT_EQ(redis({"LLEN", "mss:garbage"}).integer, 2);
    EXPECT_EQ(lines(), 2) << log_text_.str();
}

TEST_F(BadInput, OfManyGreatTasksComesInPortions) {
    const std::string body = encode_base64(R"([[],{"a":")" + std::string(900'000, 'x') + R"("},{}])");
    for (int i = 0; i < 40; ++i)
        push(with_body(fmt::format("great-{}", i), body));
    const auto first = claim({"theirs"}, "w1", 100).size();
    EXPECT_LT(first, 40U);
    EXPECT_GT(first, 20U);
    EXPECT_EQ(claim({"theirs"}, "w1", 100).size(), 40U - first);
}

TEST_F(BadInput, OfAnotherTypeAtAKeyIsSetAsideWithALine) {
    const std::string known = enqueue();
    for (const char* key : {"mss:tasks",
                            "mss:state:ready",
                            "mss:state:running",
                            "mss:seq",
                            "mss:event",
                            "mss:fence",
                            "mss:counts",
                            "mss:events",
                            "mss:queues",
                            "mss:paused",
                            "mss:delayed",
                            "mss:expiring",
                            "mss:finished",
                            "mss:garbage",
                            "mss:held:w1",
                            "mss:running:theirs",
                            "unacked",
                            "unacked_index",
                            "celery",
                            "celery\x06\x16"
                            "3",
                            "mss:owner:"}) {
        SCOPED_TRACE(key);
        log_text_.str("");
        redis({"DEL", key});
        const bool is_text = std::string_view(key) != "celery";
        if (is_text)
            redis({"SET", key, "something else"});
        else
            redis({"HSET", key, "something", "else"});
        open_again();
        must(store().renew("w1"));
        const std::string id = fmt::format("sound-{}", ++sent_);
        // What cannot be pushed before is pushed once it was looked at.
        static_cast<void>(claim_limited());
        push(sound(id));
        bool taken = false;
        for (int i = 0; i < 5 && !taken; ++i) {
            const auto claimed = claim_limited();
            ASSERT_TRUE(claimed) << claimed.error().message;
            for (const ClaimedTask& each : *claimed) {
                taken = taken || each.task.id == id;
                EXPECT_TRUE(settle(each.claim(), Ending::succeeded));
            }
        }
        EXPECT_TRUE(taken);
        EXPECT_LE(lines(), 1) << log_text_.str();
    }
}

TEST_F(BadInput, OfAnotherTypeAtATaskIsSetAsideToo) {
    redis({"SET", "mss:task:x", "something else"});
    redis({"HSET", "celery-task-meta-y", "something", "else"});
    push(sound("x"));
    push(sound("y"));
    int taken = 0;
    for (const ClaimedTask& each : claim({"theirs"})) {
        ++taken;
        EXPECT_TRUE(settle(each.claim(), Ending::succeeded));
    }
    EXPECT_EQ(taken, 2);
    EXPECT_EQ(redis({"GET", "mss:strange:mss:task:x"}).text, "something else");
    EXPECT_EQ(task("x").state, State::succeeded);
    EXPECT_EQ(task("y").state, State::succeeded);
    EXPECT_THAT(redis({"GET", "celery-task-meta-y"}).text, HasSubstr("SUCCESS"));
    EXPECT_GE(lines(), 1);
}

TEST_F(BadInput, InAResultIsNoResult) {
    for (const char* text : {"", "no json", "[]", R"({"status":7})", R"({"status":"SUCCESS","result":)", "\xFF"}) {
        const std::string id = enqueue();
        redis({"SET", "celery-task-meta-" + id, text});
        EXPECT_EQ(task(id).state, State::ready) << text;
        must(store().recover());
    }
    EXPECT_EQ(claim({"ours"}).size(), 6U);
}

TEST_F(BadInput, InAResultOfAnySizeTakesNoMemory) {
    const std::string id = enqueue();
    redis({"SETRANGE", "celery-task-meta-" + id, "134217728", "x"});
    reset_peak_memory();
    const auto before = peak_memory();
    must(store().recover());
    EXPECT_EQ(task(id).state, State::ready);
    EXPECT_LT(peak_memory() - before, 64 << 20);
    EXPECT_EQ(claim({"ours"}).size(), 1U);
}

TEST(StrangeKeys, AreToldFromOursByTheirNames) {
    celery::Naming naming;
    naming.prefix = "p:";
    const std::vector<std::string> lists{"p:celery"};
    const auto type = [&](std::string_view key) { return type_of_key(key, naming, lists); };
    EXPECT_EQ(type("p:mss:task:1"), "hash");
    EXPECT_EQ(type("p:mss:tasks"), "zset");
    EXPECT_EQ(type("p:mss:tasks:1"), "");
    EXPECT_EQ(type("mss:tasks"), "");
    EXPECT_EQ(type("p:celery"), "list");
    EXPECT_EQ(type("p:unacked"), "hash");
    EXPECT_EQ(type("celery-task-meta-1"), "string");
    EXPECT_EQ(type("p:_kombu.binding.celery"), "set");
    EXPECT_EQ(type("p:mss:strange:p:unacked"), "");
}

}  // namespace
}  // namespace mss::cluster::test
