#include "store/users.hpp"

#include <gmock/gmock.h>

#include "store/test_database.hpp"

namespace mss::store {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr Timestamp kNow{std::chrono::milliseconds{1'700'000'000'000}};

// Each test is one transaction: what is asked here is what a transaction sees of itself.
class UsersTest : public testing::Test {
protected:
    UsersTest() : connection_(database_.stranger()), users(*connection_) { must(connection_->run("BEGIN IMMEDIATE")); }

    static User user(std::string id, std::string email, Timestamp at = kNow) {
        return {.id = std::move(id), .email = std::move(email), .password_hash = "hash", .created_at = at};
    }
    std::string session_user(std::string_view token, Timestamp at) {
        const auto use = must(users.find_session(token, at));
        return use ? use->user.id : "";
    }
    Connection& connection() { return *connection_; }

private:
    TestDatabase database_;
    std::unique_ptr<Connection> connection_;

protected:
    Users users;
};

TEST(Role, HasANameThatLeadsBack) {
    for (const Role role : {Role::creator, Role::viewer, Role::operator_, Role::owner})
        EXPECT_EQ(role_named(name_of(role)), role);
    EXPECT_EQ(name_of(Role::operator_), "operator");
    EXPECT_FALSE(role_named("admin"));
}

TEST_F(UsersTest, AreFoundByIdAndEMail) {
    EXPECT_EQ(must(users.count()), 0);
    EXPECT_FALSE(must(users.first()));
    User anna = user("a", "Anna@Example.org");
    anna.role = Role::owner;
    must(users.add(anna));
    const auto found = must(users.find("a"));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->email, "Anna@Example.org");
    EXPECT_EQ(found->password_hash, "hash");
    EXPECT_EQ(found->role, Role::owner);
    EXPECT_EQ(found->created_at, kNow);
    EXPECT_EQ(must(users.find_by_email("aNNA@example.ORG"))->id, "a");
    EXPECT_FALSE(must(users.find("b")));
    EXPECT_FALSE(must(users.find_by_email("anna@example.com")));
    EXPECT_EQ(must(users.count()), 1);
}

TEST_F(UsersTest, AnEMailHasOneAccountInWhateverCase) {
    must(users.add(user("a", "anna@example.org")));
    const auto again = users.add(user("b", "ANNA@example.org"));
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, Code::conflict);
    EXPECT_THAT(again.error().message, HasSubstr("e-mail"));
    EXPECT_EQ(must(users.count()), 1);
}

TEST_F(UsersTest, TheFirstIsTheOneThatWasAddedFirst) {
    must(users.add(user("z", "z@example.org", kNow)));
    must(users.add(user("a", "a@example.org", kNow - 24h)));  // the clock was set back
    EXPECT_EQ(must(users.first())->id, "z");
    std::vector<std::string> ids;
    for (const User& each : must(users.list()))
        ids.push_back(each.id);
    EXPECT_THAT(ids, ElementsAre("z", "a"));
}

TEST_F(UsersTest, ChangePasswordAndRole) {
    must(users.add(user("a", "a@example.org")));
    EXPECT_TRUE(must(users.set_password("a", "new")));
    EXPECT_TRUE(must(users.set_role("a", Role::viewer)));
    EXPECT_EQ(must(users.find("a"))->password_hash, "new");
    EXPECT_EQ(must(users.find("a"))->role, Role::viewer);
    EXPECT_FALSE(must(users.set_password("b", "new")));
    EXPECT_FALSE(must(users.set_role("b", Role::viewer)));
}

TEST_F(UsersTest, ASessionLivesUntilItExpiresOrIdles) {
    must(users.add(user("a", "a@example.org")));
    must(users.add_session("token", "a", kNow, kNow + 72h));
    EXPECT_EQ(session_user("token", kNow), "a");
    EXPECT_EQ(session_user("other", kNow), "");
    EXPECT_EQ(session_user("token", kNow + kSessionIdle - 1ms), "a");
    EXPECT_EQ(session_user("token", kNow + kSessionIdle), "");
    must(users.touch_session("token", kNow + 20h));
    EXPECT_EQ(must(users.find_session("token", kNow + 40h))->last_used_at, kNow + 20h);
    EXPECT_EQ(session_user("token", kNow + 40h), "a");
    must(users.touch_session("token", kNow + 71h));
    EXPECT_EQ(session_user("token", kNow + 72h - 1ms), "a");
    EXPECT_EQ(session_user("token", kNow + 72h), "");
}

TEST_F(UsersTest, SessionsEnd) {
    must(users.add(user("a", "a@example.org")));
    must(users.add(user("b", "b@example.org")));
    for (const char* token : {"a1", "a2", "a3"})
        must(users.add_session(token, "a", kNow, kNow + 72h));
    must(users.add_session("b1", "b", kNow, kNow + 72h));
    must(users.end_session("a1"));
    EXPECT_EQ(session_user("a1", kNow), "");
    must(users.end_other_sessions("a", "a3"));
    EXPECT_EQ(session_user("a2", kNow), "");
    EXPECT_EQ(session_user("a3", kNow), "a");
    must(users.end_sessions_of("a"));
    EXPECT_EQ(session_user("a3", kNow), "");
    EXPECT_EQ(session_user("b1", kNow), "b");
}

TEST_F(UsersTest, ASessionNeedsAnAccountAndLeavesWithIt) {
    EXPECT_EQ(users.add_session("token", "nobody", kNow, kNow + 1h).error().code, Code::conflict);
    must(users.add(user("a", "a@example.org")));
    must(users.add_session("token", "a", kNow, kNow + 1h));
    must(connection().run("DELETE FROM user WHERE id = 'a'"));
    EXPECT_EQ(must(users.remove_expired_sessions(kNow + 999h)), 0);
}

TEST_F(UsersTest, OldSessionsAreRemoved) {
    must(users.add(user("a", "a@example.org")));
    must(users.add_session("expired", "a", kNow, kNow + 1h));
    must(users.add_session("idle", "a", kNow - 23h, kNow + 72h));
    must(users.add_session("alive", "a", kNow, kNow + 72h));
    EXPECT_EQ(must(users.remove_expired_sessions(kNow)), 0);
    EXPECT_EQ(must(users.remove_expired_sessions(kNow + 1h)), 2);
    EXPECT_EQ(session_user("alive", kNow + 1h), "a");
}

TEST_F(UsersTest, FailuresAreCountedForAWhile) {
    must(users.add_failure("key", kNow));
    must(users.add_failure("key", kNow));
    must(users.add_failure("other", kNow));
    EXPECT_EQ(must(users.failures_since("key", kNow - 1ms)), 2);
    EXPECT_EQ(must(users.failures_since("key", kNow)), 0);
    must(users.clear_failures("key"));
    EXPECT_EQ(must(users.failures_since("key", kNow - 1ms)), 0);
    EXPECT_EQ(must(users.failures_since("other", kNow - 1ms)), 1);
    must(users.add_failure("key", kNow + kFailuresKept));
    EXPECT_EQ(must(users.failures_since("other", kNow - 1ms)), 0);
    EXPECT_EQ(must(users.failures_since("key", kNow - 1ms)), 1);
}

TEST_F(UsersTest, NothingReadsAWholeTable) {
    must(users.add(user("a", "a@example.org")));
    must(users.add_session("token", "a", kNow, kNow + 72h));
    must(users.touch_session("token", kNow));
    EXPECT_EQ(session_user("token", kNow), "a");
    must(users.find("a"));
    must(users.find_by_email("a@example.org"));
    must(users.end_session("none"));
    must(users.end_other_sessions("a", "token"));
    must(users.end_sessions_of("a"));
    must(users.remove_expired_sessions(kNow));
    must(users.add_failure("key", kNow));
    must(users.failures_since("key", kNow));
    must(users.clear_failures("key"));
    must(users.set_role("a", Role::viewer));
    must(users.set_password("a", "new"));
    EXPECT_THAT(whole_reads(connection(), {}), IsEmpty());
    must(users.list());  // which is to read it
    EXPECT_THAT(whole_reads(connection(), {}), ElementsAre(HasSubstr("SCAN user")));
}

}  // namespace
}  // namespace mss::store
