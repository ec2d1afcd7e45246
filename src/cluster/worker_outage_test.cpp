// A real worker on a real server that goes away in all the ways in which servers do: it takes tasks again soon after
// the server is back, by itself.

#include <atomic>
#include <sstream>
#include <thread>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cluster/redis_task_store.hpp"
#include "support/cut_proxy.hpp"
#include "support/redis_store.hpp"
#include "tasks/definition.hpp"
#include "tasks/worker.hpp"

namespace mss::cluster::test {
namespace {

using mss::test::CutProxy;
using mss::test::RedisSentinel;
using mss::test::RedisServer;
using std::chrono::milliseconds;
using Steady = std::chrono::steady_clock;

/// Two seconds are promised; a machine that does something else meanwhile gets more.
constexpr milliseconds kSoon{5'000};
/// Long enough for pauses to have grown, and for the lease to last.
constexpr milliseconds kOutage{3'000};

void pass_time(milliseconds time) {
    wait_readable(-1, static_cast<int>(time.count()));
}

class WorkerOutage : public testing::Test {
protected:
    ~WorkerOutage() override {
        if (!thread_.joinable()) return;
        stop_.set();
        thread_.join();
    }

    std::unique_ptr<RedisTaskStore> open(const std::string& address) const {
        RedisStoreOptions options;
        options.endpoint = must(redis::parse_endpoint(address));
        options.log = &log_;
        return must(RedisTaskStore::open(std::move(options)));
    }
    /// Takes tasks from there until the test ends.
    void start_worker(const std::string& address) {
        tasks::Definition note;
        note.name = "note";
        note.queue = "celery";
        note.function = [this](const json::Value&, const tasks::TaskContext&) -> Result<json::Value> {
            ++done_;
            done_.notify_all();
            return json::Value(true);
        };
        registry_.add(std::move(note));
        worker_store_ = open(address);
        worker_.emplace(*worker_store_, registry_, clock_, log_, tasks::WorkerOptions{.heavy_slots = 0});
        thread_ = std::thread([this] { worker_error_ = worker_->run(stop_.fd()); });
    }
    static std::string send(tasks::TaskStore& producer) {
        tasks::TaskCall call;
        call.name = "note";
        call.queue = "celery";
        return must(producer.enqueue({&call, 1})).front();
    }
    void wait_done(int count) {
        for (int seen = done_; seen < count; seen = done_)
            done_.wait(seen);
    }
    /// Sends one to who is back since `back`, and waits until it was run.
    void expect_served(const std::string& producer_address, Steady::time_point back) {
        const int before = done_;
        const auto producer = open(producer_address);
        const std::string id = send(*producer);
        wait_done(before + 1);
        const auto took = std::chrono::ceil<milliseconds>(Steady::now() - back);
        RecordProperty("milliseconds", static_cast<int>(took.count()));
        EXPECT_LT(took, kSoon);
        const auto deadline = Steady::now() + kSoon;
        while (must(producer->find(id))->state != tasks::State::succeeded && Steady::now() < deadline)
            pass_time(milliseconds(10));
        EXPECT_EQ(must(producer->find(id))->state, tasks::State::succeeded);
    }
    std::string proxied(const CutProxy& proxy) const { return fmt::format("redis://127.0.0.1:{}/0", proxy.port()); }

    std::ostringstream log_text_;
    observe::Logger log_{log_text_, observe::Level::info};
    SystemClock clock_;
    RedisServer server_{{"--appendonly", "yes", "--appendfsync", "always"}};
    std::atomic<int> done_ = 0;
    tasks::Registry registry_;
    std::unique_ptr<RedisTaskStore> worker_store_;
    std::optional<tasks::Worker> worker_;
    Result<void> worker_error_;
    Flag stop_;
    std::thread thread_;
};

TEST_F(WorkerOutage, OfAServerThatIsKilledAndStartedWithItsLog) {
    start_worker(server_.address());
    expect_served(server_.address(), Steady::now());
    server_.kill();
    pass_time(kOutage);
    server_.start();
    expect_served(server_.address(), Steady::now());
    // One line when it went and one when it was back, of each who noticed.
    const std::string log = log_text_.str();
    EXPECT_LE(std::ranges::count(log, '\n'), 8) << log;
}

TEST_F(WorkerOutage, OfAServerThatIsKilledLosesNothingThatWasAccepted) {
    std::vector<std::string> ids;
    {
        const auto producer = open(server_.address());
        for (int i = 0; i < 20; ++i)
            ids.push_back(send(*producer));
    }
    server_.kill();
    server_.start();
    start_worker(server_.address());
    wait_done(20);
    const auto reader = open(server_.address());
    for (const std::string& id : ids)
        EXPECT_TRUE(must(reader->find(id))) << id;
}

TEST_F(WorkerOutage, OfTheWayToTheServer) {
    CutProxy proxy(server_.port());
    start_worker(proxied(proxy));
    expect_served(server_.address(), Steady::now());
    for (const auto way : {CutProxy::Way::both, CutProxy::Way::to_server, CutProxy::Way::to_client}) {
        proxy.cut(way);
        pass_time(kOutage);
        proxy.mend();
        expect_served(server_.address(), Steady::now());
    }
    EXPECT_GT(proxy.lost_bytes(), 0U);
}

TEST_F(WorkerOutage, OfTheWayToTheServerForAMoment) {
    CutProxy proxy(server_.port());
    start_worker(proxied(proxy));
    for (int round = 0; round < 3; ++round) {
        expect_served(server_.address(), Steady::now());
        proxy.cut(CutProxy::Way::both);
        pass_time(milliseconds(100));
        proxy.mend();
        expect_served(server_.address(), Steady::now());
    }
}

TEST_F(WorkerOutage, OfAServerThatStandsStill) {
    start_worker(server_.address());
    expect_served(server_.address(), Steady::now());
    server_.freeze();
    pass_time(kOutage * 2);
    server_.thaw();
    expect_served(server_.address(), Steady::now());
}

TEST_F(WorkerOutage, OfAServerThatStandsStillHoldsUpOneCaller) {
    const auto store = open(server_.address());
    server_.freeze();
    EXPECT_EQ(store->find("x").error().code, Code::timeout);
    constexpr int kCallers = 20;
    std::atomic<int> told_at_once = 0;
    std::vector<std::jthread> callers;
    for (int i = 0; i < kCallers; ++i)
        callers.emplace_back([&] {
            const auto begun = Steady::now();
            EXPECT_FALSE(store->find("x"));
            if (Steady::now() - begun < milliseconds(500)) ++told_at_once;
        });
    callers.clear();
    EXPECT_GE(told_at_once, kCallers - 1);
    server_.thaw();
    const auto deadline = Steady::now() + kSoon;
    while (!store->find("x") && Steady::now() < deadline)
        pass_time(milliseconds(10));
    EXPECT_TRUE(store->find("x"));
}

class WorkerFailover : public WorkerOutage {
protected:
    WorkerFailover() { sentinel_.wait_for_copy(); }

    std::string address() const { return fmt::format("sentinel://127.0.0.1:{}?master_name=videos", sentinel_.port()); }
    void wait_for_next_master() const {
        while (true) {
            auto connection = redis::Connection::open(must(redis::parse_endpoint(copy_.address())), {});
            if (connection && must(connection->call({"ROLE"})).elements.at(0).text == "master") return;
            pass_time(milliseconds(10));
        }
    }

    RedisServer copy_{{"--replicaof", fmt::format("127.0.0.1 {}", server_.port())}};
    RedisSentinel sentinel_{"videos", server_.port()};
};

TEST_F(WorkerFailover, OfAMasterThatDies) {
    start_worker(address());
    expect_served(address(), Steady::now());
    server_.kill();
    wait_for_next_master();
    expect_served(copy_.address(), Steady::now());
}

TEST_F(WorkerFailover, OfAMasterThatStandsStill) {
    start_worker(address());
    expect_served(address(), Steady::now());
    server_.freeze();
    wait_for_next_master();
    expect_served(copy_.address(), Steady::now());
    server_.thaw();
}

TEST_F(WorkerFailover, ThatSomebodyOrdered) {
    start_worker(address());
    expect_served(address(), Steady::now());
    sentinel_.fail_over();
    wait_for_next_master();
    expect_served(copy_.address(), Steady::now());
}

}  // namespace
}  // namespace mss::cluster::test
