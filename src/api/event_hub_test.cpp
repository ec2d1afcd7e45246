#include "api/event_hub.hpp"

#include <condition_variable>
#include <mutex>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/test_installation.hpp"
#include "support/task_child/watched_store.hpp"

namespace mss::api {
namespace {

using testing::ElementsAre;

/// What a browser would get.
class Received final : public http_server::StreamWriter {
public:
    bool send(std::string bytes) override {
        const std::lock_guard lock(mutex_);
        if (closed_) return false;
        messages_.push_back(std::move(bytes));
        changed_.notify_all();
        return true;
    }
    void close() override {
        const std::lock_guard lock(mutex_);
        closed_ = true;
        changed_.notify_all();
    }
    bool closed() const override {
        const std::lock_guard lock(mutex_);
        return closed_;
    }

    void wait_messages(std::size_t count) {
        std::unique_lock lock(mutex_);
        if (!changed_.wait_for(lock, kPatience, [&] { return messages_.size() >= count; }))
            throw std::runtime_error("the messages did not come");
    }
    void wait_end() {
        std::unique_lock lock(mutex_);
        if (!changed_.wait_for(lock, kPatience, [&] { return closed_; }))
            throw std::runtime_error("the stream did not end");
    }
    json::Value last_view() const {
        const std::lock_guard lock(mutex_);
        return view_in(messages_.back());
    }
    /// "id state" of each message.
    std::vector<std::string> told() const {
        const std::lock_guard lock(mutex_);
        std::vector<std::string> told;
        for (const std::string& message : messages_) {
            const json::Value view = view_in(message);
            told.push_back(message.substr(4, message.find('\n') - 4) + " " + std::string(view.at("state").as_string()));
        }
        return told;
    }

private:
    static json::Value view_in(const std::string& message) {
        const auto data = message.find("data: ") + 6;
        return json::parse(message.substr(data, message.size() - data)).value();
    }

    static constexpr std::chrono::seconds kPatience{30};
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<std::string> messages_;
    bool closed_ = false;
};

class EventHubTest : public testing::Test {
protected:
    EventHubTest() : store_(*installation_.tasks), ann_(installation_.sign_up("ann@example.org")) {
        video_ = installation_.order(ann_.user.id);
        tasks::WorkerCard card;
        card.id = "0197a3c2-0000-7000-8000-000000000001";
        store_.register_worker(card).value();
    }

    void claim() {
        const auto claimed = store_.claim({.worker = "0197a3c2-0000-7000-8000-000000000001",
                                           .queues = {},
                                           .names = {std::string(studio::kGenerateVideo)},
                                           .limits = {}});
        claim_ = claimed.value().at(0).claim();
    }
    void report(int percent) {
        ASSERT_TRUE(store_.report(claim_, json::print(json::Object{{"percent", percent}})).value());
    }
    void settle() {
        const tasks::Settlement settlement{
            .claim = claim_, .outcome = {.result = "{}", .failure = {}, .retry_after = {}}, .policy = {}};
        ASSERT_TRUE(store_.settle({&settlement, 1}, 0).value().at(0));
    }
    /// Starts the hub, after the test has set up the store.
    std::shared_ptr<Received> watch(std::int64_t after = -1) {
        if (!hub_) hub_.emplace(store_, installation_.library, installation_.accounts, installation_.log);
        auto received = std::make_shared<Received>();
        hub_->watch({.owner = ann_.user.id, .token = ann_.token, .task_id = video_.row.task_id, .after = after},
                    received);
        return received;
    }
    std::vector<std::int64_t> event_ids() {
        std::vector<std::int64_t> ids;
        for (const tasks::Event& event : installation_.tasks->events(video_.row.task_id, 0, 100).value())
            ids.push_back(event.id);
        return ids;
    }
    std::string last(std::string_view state) { return std::to_string(event_ids().back()) + " " + std::string(state); }

    TestInstallation installation_;
    test::WatchedStore store_;
    studio::SignedIn ann_;
    studio::Video video_;
    tasks::Claim claim_;
    std::optional<EventHub> hub_;  // last: its thread uses all of the above
};

TEST_F(EventHubTest, BeginsWithHowThingsStandAndGoesOnToTheEnd) {
    claim();
    report(10);
    report(20);
    const std::string running = last("PROGRESS");
    const auto received = watch();
    received->wait_messages(1);
    EXPECT_THAT(received->told(), ElementsAre(running));
    settle();
    received->wait_end();
    EXPECT_THAT(received->told(), ElementsAre(running, last("SUCCESS")));
}

TEST_F(EventHubTest, TellsWhoComesBackWhatItMissedWithTheLastReportAlone) {
    const std::int64_t seen = event_ids().back();
    claim();
    const std::string started = last("STARTED");
    report(10);
    report(20);
    const std::string reported = last("PROGRESS");
    settle();
    const auto received = watch(seen);
    received->wait_end();
    EXPECT_THAT(received->told(), ElementsAre(started, reported, last("SUCCESS")));
}

// The end may come between the looks at the events and at the task, in whichever order: it is told in any case.
TEST_F(EventHubTest, NeverLosesTheEndToARace) {
    for (const bool before : {true, false}) {
        claim();
        report(10);
        bool settled = false;
        (before ? store_.before_events : store_.after_events) = [&] {
            if (!std::exchange(settled, true)) settle();
        };
        const auto received = watch();
        received->wait_end();
        EXPECT_EQ(received->told().back(), last("SUCCESS")) << before;
        hub_.reset();
        store_.before_events = store_.after_events = {};
        video_ = installation_.order(ann_.user.id);
    }
}

TEST_F(EventHubTest, TellsWhoWaitsThatTheLastWorkerWent) {
    const auto received = watch();
    received->wait_messages(1);
    EXPECT_FALSE(received->last_view().at("no_worker").as_bool());
    store_.leave("0197a3c2-0000-7000-8000-000000000001").value();
    received->wait_messages(2);
    EXPECT_TRUE(received->last_view().at("no_worker").as_bool());
}

TEST_F(EventHubTest, EndsWithTheSession) {
    installation_.accounts.log_out(ann_.token).value();
    const auto received = watch();
    received->wait_end();
    EXPECT_THAT(received->told(), ElementsAre());
}

TEST_F(EventHubTest, CutsOffWhoWatchesWhereTheStoreFailsAndSaysSo) {
    const auto received = watch();
    received->wait_messages(1);
    store_.failing = true;
    installation_.tasks->cancel(video_.row.task_id).value();
    received->wait_end();
    hub_.reset();
    EXPECT_THAT(installation_.records.str(), testing::HasSubstr("who watches comes again"));
}

TEST_F(EventHubTest, EndsQuietlyWhereTheVideoIsRemoved) {
    const std::string& id = video_.row.id;
    installation_.library.trash(ann_.user.id, id).value();
    installation_.library.remove(ann_.user.id, id).value();
    const auto received = watch();
    received->wait_end();
    hub_.reset();
    EXPECT_THAT(installation_.records.str(), testing::Not(testing::HasSubstr("level=warning")));
}

TEST_F(EventHubTest, LetsNoAccountTakeThePlacesOfAllOthers) {
    std::vector<std::shared_ptr<Received>> streams;
    for (int i = 0; i < EventHub::kStreamsOfOneMax; ++i)
        streams.push_back(watch());
    EXPECT_FALSE(hub_->admits(ann_.user.id));
    EXPECT_TRUE(hub_->admits("somebody else"));
    watch()->wait_end();
    installation_.tasks->cancel(video_.row.task_id).value();
    for (const auto& stream : streams)
        stream->wait_end();
    EXPECT_TRUE(hub_->admits(ann_.user.id));
}

TEST_F(EventHubTest, ClosesItsStreamsWhenItEnds) {
    const auto received = watch();
    received->wait_messages(1);
    hub_.reset();
    received->wait_end();
    EXPECT_EQ(received->told().size(), 1U);
}

}  // namespace
}  // namespace mss::api
