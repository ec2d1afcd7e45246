#include "studio/sent_call.hpp"

#include <gmock/gmock.h>

#include "base/file.hpp"
#include "store/users.hpp"
#include "store/video_rows.hpp"

namespace mss::studio {
namespace {

using testing::HasSubstr;

json::Value arguments(std::string_view text) {
    return json::parse(text, 10'000).value();
}

std::string fault(std::string_view text) {
    const auto call = read_sent_call(arguments(text));
    if (call) return "accepted";
    EXPECT_EQ(call.error().code, Code::invalid);
    return call.error().message;
}

TEST(SentCall, BindsArgumentsAsPythonDoes) {
    for (const std::string_view text :
         {R"({"*args": ["ann", "Bees"], "duration": 30})", R"({"*args": ["ann"], "topic": "Bees", "duration": 30})",
          R"({"user_id": "ann", "topic": "Bees", "duration": 30, "script": null})"}) {
        const auto call = read_sent_call(arguments(text));
        ASSERT_TRUE(call) << text << ": " << call.error().message;
        EXPECT_EQ(call->user, "ann");
        EXPECT_EQ(call->order.topic, "Bees");
        EXPECT_EQ(call->order.duration, 30);
        EXPECT_FALSE(call->order.script);
    }
}

TEST(SentCall, SaysWhatIsWrong) {
    EXPECT_THAT(fault("[]"), HasSubstr("no object"));
    EXPECT_THAT(fault(R"({"*args": "ann"})"), HasSubstr("positional"));
    EXPECT_THAT(fault(R"({"*args": ["ann", "Bees", 30]})"), HasSubstr("2 positional"));
    EXPECT_THAT(fault(R"({"*args": ["ann"], "user_id": "ann", "topic": "Bees"})"), HasSubstr("user_id twice"));
    EXPECT_THAT(fault(R"({"topic": "Bees"})"), HasSubstr("user_id"));
    EXPECT_THAT(fault(R"({"user_id": 7, "topic": "Bees"})"), HasSubstr("user_id"));
    EXPECT_THAT(fault(R"({"user_id": "ann"})"), HasSubstr("topic"));
    EXPECT_THAT(fault(R"({"user_id": "ann", "topic": "Bees", "duration": "long"})"), HasSubstr("duration"));
    EXPECT_THAT(fault(R"({"user_id": "ann", "topic": "Bees", "duration": 5})"), HasSubstr("duration"));
    EXPECT_THAT(fault(R"({"user_id": "ann", "topic": "Bees", "formats": ["square"]})"), HasSubstr("formats"));
}

TEST(SentCall, TakesNothingThatOnlyTheServerSays) {
    const auto call = read_sent_call(arguments(
        R"({"user_id": "ann", "topic": "Bees", "notices": ["x"], "fingerprint": "x", "found_for_duration": true})"));
    ASSERT_TRUE(call);
    EXPECT_TRUE(call->order.notices.empty());
    EXPECT_TRUE(call->order.fingerprint.empty());
    EXPECT_FALSE(call->order.found_for_duration);
}

class AcceptCall : public testing::Test {
protected:
    AcceptCall()
        : database_(store::Database::open(folder_.path() / "mss.db").value()),
          tasks_(tasks::SqliteTaskStore::open(*database_, clock_, tasks::Duty::record).value()) {
        store::User ann;
        ann.id = kAnn;
        ann.email = "ann@example.org";
        const auto added =
            database_->write([&](store::Connection& connection) { return store::Users(connection).add(ann); });
        EXPECT_TRUE(added);
        context_.task_id = "0197a3c2-0000-4000-8000-0000000000ff";
    }

    Result<GenerateVideoArguments> accept(std::string_view text) {
        return accept_call({*database_, *tasks_, clock_}, arguments(text), context_);
    }
    std::optional<store::VideoRow> row(const std::string& id) {
        std::optional<store::VideoRow> found;
        const auto read = database_->read([&](store::Connection& connection) -> Result<void> {
            MSS_TRY_ASSIGN(found, store::VideoRows(connection).find(id));
            return {};
        });
        EXPECT_TRUE(read);
        return found;
    }

    static constexpr std::string_view kAnn = "0197a3c2-0000-7000-8000-00000000000a";
    TemporaryDirectory folder_;
    ManualClock clock_;
    std::unique_ptr<store::Database> database_;
    std::unique_ptr<tasks::SqliteTaskStore> tasks_;
    tasks::TaskContext context_;
};

TEST_F(AcceptCall, EntersTheVideoOnce) {
    const auto first = accept(R"({"*args": ["ann@example.org", "Bees"]})");
    ASSERT_TRUE(first) << first.error().message;
    const auto entered = row(first->video_id);
    ASSERT_TRUE(entered);
    EXPECT_EQ(entered->owner_id, kAnn);
    EXPECT_EQ(entered->title, "Bees");
    EXPECT_EQ(entered->task_id, context_.task_id);
    const auto task = tasks_->find(context_.task_id).value();
    ASSERT_TRUE(task);
    EXPECT_EQ(task->owner, kAnn);
    EXPECT_EQ(json::decode_text<GenerateVideoArguments>(task->arguments)->video_id, first->video_id);
    const auto again = accept(R"({"*args": ["ann@example.org", "Bees"]})");
    ASSERT_TRUE(again);
    EXPECT_EQ(again->video_id, first->video_id);
    EXPECT_EQ(again->order.topic, "Bees");
}

TEST_F(AcceptCall, KnowsUsersById) {
    EXPECT_TRUE(accept(R"({"user_id": "0197a3c2-0000-7000-8000-00000000000a", "topic": "Bees"})"));
}

TEST_F(AcceptCall, RefusesStrangers) {
    const auto refused = accept(R"({"user_id": "bob@example.org", "topic": "Bees"})");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Code::not_found);
    EXPECT_FALSE(tasks_->find(context_.task_id).value());
}

TEST_F(AcceptCall, LeavesCallsOfTheLibraryAsTheyAre) {
    const auto own = accept(R"({"video_id": "v", "order": {"topic": "Bees"}})");
    ASSERT_TRUE(own) << own.error().message;
    EXPECT_EQ(own->video_id, "v");
    EXPECT_FALSE(row("v"));
}

}  // namespace
}  // namespace mss::studio
