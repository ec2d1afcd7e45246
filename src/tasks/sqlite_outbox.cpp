#include "tasks/sqlite_outbox.hpp"

#include <array>
#include <utility>

namespace mss::tasks {
namespace {

using Wish = OutboxEntry::Wish;
using store::Statement;

constexpr std::array kWishes{std::pair(Wish::send, std::string_view("send")),
                             std::pair(Wish::cancel, std::string_view("cancel")),
                             std::pair(Wish::revive, std::string_view("revive"))};

std::string_view name_of(Wish wish) {
    for (const auto& [known, name] : kWishes)
        if (known == wish) return name;
    return {};
}

// What no version wrote is told as what harms least: whoever has the task already drops it.
Wish wish_named(std::string_view text) {
    for (const auto& [known, name] : kWishes)
        if (name == text) return known;
    return Wish::send;
}

}  // namespace

Result<void> put_into_outbox(store::Connection& connection, Wish wish, std::string_view task_id) {
    Statement statement = connection.prepare("INSERT INTO task_outbox (wish, task_id) VALUES (?1, ?2)");
    return statement.bind(name_of(wish)).bind(task_id).run();
}

Result<std::vector<OutboxEntry>> read_outbox(store::Connection& connection, std::int64_t after, int limit) {
    Statement statement =
        connection.prepare("SELECT number, wish, task_id FROM task_outbox WHERE number > ?1 ORDER BY number LIMIT ?2");
    statement.bind(after).bind(limit);
    std::vector<OutboxEntry> entries;
    while (true) {
        MSS_TRY_ASSIGN(const bool more, statement.step());
        if (!more) return entries;
        entries.push_back({statement.integer(0), wish_named(statement.text(1)), statement.text(2)});
    }
}

Result<void> take_out_of_outbox(store::Connection& connection, std::int64_t number) {
    Statement statement = connection.prepare("DELETE FROM task_outbox WHERE number = ?1");
    return statement.bind(number).run();
}

Result<void> send_unfinished_again(store::Connection& connection) {
    Statement statement = connection.prepare(
        "INSERT INTO task_outbox (wish, task_id) SELECT 'send', id FROM task WHERE finished_at IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM task_outbox WHERE task_id = task.id) ORDER BY seq");
    MSS_TRY(statement.run());
    Statement cancels = connection.prepare(
        "INSERT INTO task_outbox (wish, task_id) SELECT 'cancel', id FROM task WHERE finished_at IS NULL"
        " AND cancel_requested = 1"
        " AND NOT EXISTS (SELECT 1 FROM task_outbox WHERE task_id = task.id AND wish = 'cancel') ORDER BY seq");
    return cancels.run();
}

Result<bool> is_to_be_revived(store::Connection& connection, std::string_view task_id) {
    Statement statement = connection.prepare("SELECT 1 FROM task_outbox WHERE task_id = ?1 AND wish = 'revive'");
    return statement.bind(task_id).step();
}

}  // namespace mss::tasks
