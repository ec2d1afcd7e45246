#include "store/migrations.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "store/test_database.hpp"

namespace mss::store {
namespace {

using testing::HasSubstr;

class Migrations : public testing::Test {
protected:
    std::unique_ptr<Connection> open() const { return must(Connection::open(file(), {})); }
    std::filesystem::path file() const { return folder_.path() / "mss.db"; }

private:
    TemporaryDirectory folder_;
};

std::int64_t version_of(Connection& connection) {
    Statement statement = connection.prepare("PRAGMA user_version");
    must(statement.step());
    return statement.integer(0);
}

TEST_F(Migrations, RunOnce) {
    const auto connection = open();
    const auto count = static_cast<int>(migrations().size());
    EXPECT_EQ(must(migrate(*connection)), count);
    EXPECT_EQ(version_of(*connection), count);
    EXPECT_EQ(must(migrate(*connection)), 0);
    EXPECT_EQ(must(migrate(*open())), 0);
}

// Each step also brings a file up to date that stopped before it, as an older release left it.
TEST_F(Migrations, GoOnWhereAnOlderReleaseStopped) {
    const auto connection = open();
    must(connection->run(std::string(migrations()[0].sql)));
    must(connection->run("PRAGMA user_version = 1; INSERT INTO login_failure (key, at) VALUES ('key', 1)"));
    EXPECT_EQ(must(migrate(*connection)), static_cast<int>(migrations().size()) - 1);
    Statement statement = connection->prepare("SELECT at FROM login_failure WHERE key = 'key'");
    EXPECT_TRUE(must(statement.step()));
}

TEST_F(Migrations, ThatFailLeaveNothing) {
    const auto connection = open();
    must(connection->run("CREATE TABLE task_event (mine TEXT)"));  // what the last step wants to make
    const auto ran = migrate(*connection);
    ASSERT_FALSE(ran);
    EXPECT_THAT(ran.error().message, HasSubstr("tasks"));
    EXPECT_FALSE(connection->in_transaction());
    EXPECT_EQ(version_of(*connection), 0);
    must(connection->run("DROP TABLE task_event"));
    EXPECT_EQ(must(migrate(*connection)), static_cast<int>(migrations().size()));
}

TEST_F(Migrations, AFileOfANewerReleaseIsRefusedAndLeftAlone) {
    {
        const auto connection = open();
        must(migrate(*connection));
        must(connection->run(fmt::format("PRAGMA user_version = {}", migrations().size() + 1)));
    }
    const auto opened = Database::open(file());
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, Code::invalid);
    EXPECT_THAT(opened.error().message, HasSubstr("newer MSS"));
    EXPECT_EQ(version_of(*open()), static_cast<std::int64_t>(migrations().size()) + 1);
}

TEST_F(Migrations, ManyProcessesMayStartAtOnce) {
    for (int round = 0; round < 10; ++round) {
        const auto path = file().string() + std::to_string(round);
        std::vector<std::unique_ptr<ForkedProcess>> processes;
        processes.reserve(4);
        for (int i = 0; i < 4; ++i)
            processes.push_back(std::make_unique<ForkedProcess>([&, i](int) {
                const auto own = must(Database::open(path));
                must(own->write([&](Connection& connection) -> Result<void> {
                    Statement statement = connection.prepare("INSERT INTO setting (name, value) VALUES (?1, 'x')");
                    MSS_TRY(statement.bind(std::to_string(i)).execute());
                    return {};
                }));
            }));
        for (const auto& process : processes)
            EXPECT_EQ(process->wait(), 0);
        const auto connection = must(Connection::open(path, {}));
        Statement statement = connection->prepare("SELECT count(*) FROM setting");
        ASSERT_TRUE(must(statement.step()));
        EXPECT_EQ(statement.integer(0), 4);
    }
}

TEST_F(Migrations, AllTablesHaveStrictTypes) {
    const auto connection = open();
    must(migrate(*connection));
    Statement statement = connection->prepare(
        "SELECT group_concat(name) FROM pragma_table_list WHERE strict = 0 AND name NOT LIKE 'sqlite_%'");
    ASSERT_TRUE(must(statement.step()));
    EXPECT_EQ(statement.text(0), "");
}

struct Use {
    const char* index;
    std::string query;
};

// What each index on tasks and their events is for. The queries are those of the task store; an index that none of them
// uses would only cost time.
std::vector<Use> uses_of_indexes() {
    return {
        {"task_owner (owner=? AND rowid<?)",
         "SELECT * FROM task WHERE seq < ?1 AND owner = ?2 ORDER BY seq DESC LIMIT 9"},
        {"task_ready (state=? AND queue=? AND name=?)",
         "SELECT * FROM task WHERE state = 'ready' AND queue = ?1 AND name = ?2 ORDER BY priority, turn, seq"},
        {"COVERING INDEX task_ready (state=? AND queue>?)",
         "SELECT queue, name FROM task WHERE state = 'ready' AND queue > ?1 ORDER BY queue, name LIMIT 1"},
        {"COVERING INDEX task_ready (state=? AND queue=? AND name>?)",
         "SELECT name FROM task WHERE state = 'ready' AND queue = ?1 AND name > ?2 ORDER BY name LIMIT 1"},
        {"COVERING INDEX task_ready (state=? AND queue=?)",
         "SELECT count(*) FROM task WHERE state = 'ready' AND queue = ?1 AND (priority, turn, seq) < (?2, ?3, ?4)"},
        {"COVERING INDEX task_ready (state=?)",
         "SELECT queue, count(*) FROM task WHERE state = 'ready' GROUP BY queue"},
        {"task_running (state=? AND worker=?)", "SELECT id FROM task WHERE state = 'running' AND worker = ?1"},
        {"COVERING INDEX task_running (state=?)", "SELECT count(*) FROM task WHERE state = 'running' AND name = ?1"},
        {"task_running (state=?)",
         "SELECT * FROM task WHERE state = 'running'"
         " AND worker NOT IN (SELECT id FROM task_worker) ORDER BY seq"},
        {"task_due (not_before<?)",
         "SELECT * FROM task WHERE state IN ('scheduled', 'retry_wait') AND not_before <= ?1"
         " ORDER BY not_before, seq LIMIT 9"},
        {"task_due (not_before>?)",
         "SELECT min(not_before) FROM task WHERE state IN ('scheduled', 'retry_wait')"
         " AND not_before IS NOT NULL"},
        {"task_expiring (expires_at>? AND expires_at<?)",
         "SELECT * FROM task WHERE expires_at IS NOT NULL AND state IN ('scheduled', 'ready', 'retry_wait', 'blocked')"
         " AND expires_at <= ?1 ORDER BY expires_at, seq LIMIT 9"},
        {"COVERING INDEX task_dead (state=?)", "SELECT queue, count(*) FROM task WHERE state = 'dead' GROUP BY queue"},
        {"task_event_task (task=? AND rowid>?)",
         "SELECT * FROM task_event WHERE task = ?1 AND id > ?2 ORDER BY id LIMIT 9"},
        {"COVERING INDEX task_event_progress (kind=? AND task=?)",
         "SELECT id FROM task_event WHERE task = ?1 AND kind = 'progress' ORDER BY id DESC LIMIT 1 OFFSET ?2"},
    };
}

TEST_F(Migrations, EachIndexOnTasksServesAQuery) {
    const auto connection = open();
    must(migrate(*connection));
    std::string plans;
    for (const Use& use : uses_of_indexes()) {
        const std::string plan = plan_of(*connection, use.query);
        EXPECT_THAT(plan, HasSubstr(use.index)) << use.query;
        if (use.query.find(" LIMIT ") != std::string::npos ||
            use.query.find("priority, turn, seq") != std::string::npos)
            EXPECT_THAT(plan, testing::Not(HasSubstr("TEMP B-TREE"))) << use.query;  // it stops early: no sorting first
        plans += plan;
    }
    Statement statement = connection->prepare(
        "SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name IN ('task', 'task_event') AND sql IS NOT "
        "NULL");
    while (must(statement.step()))
        EXPECT_THAT(plans, HasSubstr(statement.text(0)));
}

}  // namespace
}  // namespace mss::store
