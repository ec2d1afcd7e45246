// Whatever is done to tasks in whatever order, each lies in exactly one place: its list, or unacked and what says whose
// it is, or nowhere once it ended; and nothing is lost. MSS_MODEL_STEPS sets how many operations are drawn,
// MSS_MODEL_SEED where the draw begins; a failure names the seed of its episode.

#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>

#include "base/random.hpp"
#include "celery/publishing.hpp"
#include "cluster/task_record.hpp"
#include "support/redis_store.hpp"

namespace mss::cluster::test {
namespace {

using namespace tasks;
using std::chrono::milliseconds;

constexpr int kStepsPerEpisode = 150;
constexpr int kSteps = 450;

int number_from(const char* name, int otherwise) {
    const char* text = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): before any thread
    return text == nullptr ? otherwise : std::atoi(text);
}

class RandomMoves : public StoreTest {
protected:
    void begin(std::uint64_t seed) {
        random_ = Random(seed);
        redis({"FLUSHALL"});
        store_.reset();
        claims_.clear();
        ids_.clear();
        store();
    }
    template <class T>
    T one_of(const std::vector<T>& list) {
        return list[random_.below(list.size())];
    }
    std::string worker() { return random_.below(2) == 0 ? "w1" : "w2"; }

    void accept() {
        TaskCall call;
        call.name = random_.below(2) == 0 ? "ours" : "others";
        call.queue = random_.below(2) == 0 ? "celery" : "videos";
        call.priority = static_cast<int>(random_.below(10));
        call.retries_max = static_cast<int>(random_.below(3));
        if (random_.below(4) == 0) call.not_before = clock_.now() + milliseconds(random_.below(5'000));
        if (random_.below(5) == 0) call.expires_at = clock_.now() + milliseconds(random_.below(9'000));
        ids_.push_back(must(store().enqueue(std::span(&call, 1))).front());
    }
    void push_as_python_does() {
        celery::Sender sender;
        sender.now = clock_.now();
        auto message = celery::new_task(random_.below(2) == 0 ? "ours" : "others", {}, {}, sender);
        message.properties.priority = static_cast<int>(random_.below(10));
        if (random_.below(4) == 0) message.eta = celery::iso_time(clock_.now() + milliseconds(random_.below(5'000)));
        if (random_.below(6) == 0 && !ids_.empty()) message.id = one_of(ids_);  // sent again
        if (std::ranges::find(ids_, message.id) == ids_.end()) ids_.push_back(message.id);
        redis({"LPUSH", celery::list_key(naming_, "celery", message.properties.priority), write_message(message).text});
    }
    void claim_some() {
        ClaimRequest request;
        request.worker = worker();
        request.names =
            random_.below(3) == 0 ? std::vector<std::string>{"ours"} : std::vector<std::string>{kBoth[0], kBoth[1]};
        request.most = static_cast<int>(random_.below(4));
        if (random_.below(3) == 0) request.limits["ours"] = 2;
        const auto claimed = store().claim(request);
        if (!claimed) return static_cast<void>(must(store().register_worker(card_of(request.worker))));
        for (const ClaimedTask& each : *claimed)
            claims_.push_back(each.claim());
    }
    void settle_some() {
        constexpr std::array kEndings{Ending::succeeded,   Ending::failed, Ending::fatal,   Ending::cancelled,
                                      Ending::handed_back, Ending::lost,   Ending::crashed, Ending::timed_out};
        std::vector<Settlement> batch;
        for (std::uint64_t n = random_.below(4); n > 0 && !claims_.empty(); --n) {
            Settlement settlement;
            settlement.claim = one_of(claims_);
            settlement.outcome.ending = kEndings[random_.below(kEndings.size())];
            settlement.outcome.result = "1";
            batch.push_back(settlement);
        }
        must(store().settle(batch, random_.unit()));
    }
    void pass_time() {
        clock_.advance(milliseconds(random_.below(random_.below(4) == 0 ? 12'000 : 800)));
        for (const char* each : {"w1", "w2"})
            if (random_.below(4) != 0) static_cast<void>(store().renew(each));
        must(store().recover());
    }
    void step() {
        switch (random_.below(9)) {
            case 0: return accept();
            case 1: return push_as_python_does();
            case 2:
            case 3: return claim_some();
            case 4: return settle_some();
            case 5: return pass_time();
            case 6:
                if (!ids_.empty()) static_cast<void>(store().cancel(one_of(ids_)));
                return;
            case 7:
                if (!ids_.empty() && random_.below(2) == 0) static_cast<void>(store().revive(one_of(ids_)));
                return;
            default:
                if (random_.below(6) == 0) must(store().leave(worker()));
                if (!claims_.empty()) must(store().report(one_of(claims_), "{}"));
        }
    }

    std::int64_t places_in_lists(const std::string& tag) {
        std::int64_t places = 0;
        for (const std::string& list : celery::lists_of(naming_, std::vector<std::string>{"celery", "videos"}))
            for (const redis::Reply& text : redis({"LRANGE", list, "0", "-1"}).elements)
                places += text.text.find(tag) != std::string::npos ? 1 : 0;
        return places;
    }
    void check() {
        std::map<std::string, std::int64_t> states;
        std::int64_t unacked = 0;
        for (const redis::Reply& id : redis({"ZRANGE", "mss:tasks", "0", "-1"}).elements) {
            const TaskRecord record = record_of(id.text, fields_of(redis({"HGETALL", "mss:task:" + id.text})));
            const State state = record.task.state;
            const bool waits = state == State::scheduled || state == State::retry_wait;
            const bool runs = state == State::running;
            SCOPED_TRACE(id.text + " " + std::string(name_of(state)));
            ++states[std::string(name_of(state)) + " " + record.task.queue];
            unacked += waits || runs ? 1 : 0;
            EXPECT_EQ(places_in_lists(record.tag), state == State::ready ? 1 : 0);
            EXPECT_EQ(redis({"HEXISTS", "unacked", record.tag}).integer, waits || runs ? 1 : 0);
            EXPECT_EQ(redis({"ZSCORE", "unacked_index", record.tag}).is_nil(), !waits && !runs);
            EXPECT_EQ(redis({"ZSCORE", "mss:delayed", id.text}).is_nil(), !waits);
            EXPECT_EQ(redis({"SISMEMBER", "mss:running:" + record.task.name, id.text}).integer, runs ? 1 : 0);
            EXPECT_FALSE(redis({"ZSCORE", "mss:state:" + std::string(name_of(state)), id.text}).is_nil());
            if (runs) {
                EXPECT_EQ(redis({"HGET", "mss:held:" + record.task.worker, record.tag}).text,
                          std::to_string(record.task.fence) + " " + id.text);
            }
        }
        EXPECT_EQ(redis({"HLEN", "unacked"}).integer, unacked);
        EXPECT_EQ(redis({"ZCARD", "unacked_index"}).integer, unacked);
        const Fields counts = fields_of(redis({"HGETALL", "mss:counts"}));
        for (const auto& [name, count] : counts)
            EXPECT_EQ(count, std::to_string(states[name])) << name;
    }
    void drain() {
        for (int round = 0; round < 200 && !HasFailure(); ++round) {
            clock_.advance(std::chrono::minutes(11));
            must(store().register_worker(card_of("w1")));
            ClaimRequest request;
            request.worker = "w1";
            request.names = {kBoth[0], kBoth[1]};
            request.most = 100;
            const auto claimed = must(store().claim(request));
            for (const ClaimedTask& each : claimed)
                ASSERT_TRUE(settle(each.claim(), Ending::succeeded));
            if (claimed.empty() && !must(store().next_due())) break;
        }
        for (const Task& each :
             must(store().list({.owner = {}, .state = {}, .name = {}, .before = {}, .limit = 1'000})))
            EXPECT_TRUE(is_final(each.state)) << each.id << " " << name_of(each.state);
        for (const std::string& id : ids_)
            EXPECT_TRUE(must(store().find(id))) << id;
        for (const std::string& list : celery::lists_of(naming_, std::vector<std::string>{"celery", "videos"}))
            EXPECT_EQ(redis({"LLEN", list}).integer, 0);
    }

    static constexpr std::array<const char*, 2> kBoth{"ours", "others"};
    Random random_{std::uint64_t{0}};
    std::vector<Claim> claims_;
    std::vector<std::string> ids_;
};

TEST_F(RandomMoves, LeaveEachTaskInOnePlaceAndLoseNone) {
    const int steps = number_from("MSS_MODEL_STEPS", kSteps);
    const int first = number_from("MSS_MODEL_SEED", 1);
    for (int episode = 0; episode * kStepsPerEpisode < steps && !HasFailure(); ++episode) {
        SCOPED_TRACE("MSS_MODEL_SEED=" + std::to_string(first + episode));
        begin(static_cast<std::uint64_t>(first + episode));
        for (int i = 0; i < kStepsPerEpisode && !HasFailure(); ++i) {
            step();
            check();
        }
        if (!HasFailure()) drain();
        if (!HasFailure()) check();
    }
}

}  // namespace
}  // namespace mss::cluster::test
