#include "tasks/outbox_relay.hpp"

#include <optional>
#include <utility>
#include <vector>

#include "tasks/sqlite_task_rows.hpp"

namespace mss::tasks {
namespace {

using store::Connection;

constexpr int kReadAtOnce = 100;

TaskCall call_of(const Task& task) {
    return {.id = task.id,
            .name = task.name,
            .arguments = task.arguments,
            .owner = task.owner,
            .queue = task.queue,
            .priority = task.priority,
            .retries_max = task.retries_max,
            .not_before = task.not_before,
            .expires_at = task.expires_at};
}

bool is_refusal(const Error& error) {
    return error.code == Code::invalid || error.code == Code::too_large;
}

}  // namespace

Result<std::int64_t> OutboxRelay::deliver() {
    std::int64_t told = 0;
    while (true) {
        std::vector<OutboxEntry> entries;
        MSS_TRY(database_.read([&](Connection& connection) -> Result<void> {
            MSS_TRY_ASSIGN(entries, read_outbox(connection, 0, kReadAtOnce));
            return {};
        }));
        if (entries.empty()) return told;
        for (const OutboxEntry& entry : entries) {
            MSS_TRY(tell(entry));
            MSS_TRY(
                database_.write([&](Connection& connection) { return take_out_of_outbox(connection, entry.number); }));
            ++told;
        }
    }
}

Result<void> OutboxRelay::send_unfinished_again() {
    return database_.write([](Connection& connection) { return tasks::send_unfinished_again(connection); });
}

Result<void> OutboxRelay::tell(const OutboxEntry& entry) {
    std::optional<TaskRow> row;
    MSS_TRY(database_.read([&](Connection& connection) -> Result<void> {
        MSS_TRY_ASSIGN(row, TaskRows(connection, clock_.now()).find(entry.task_id));
        return {};
    }));
    // Erased, or ended meanwhile: nobody wants it any more.
    if (!row || is_final(row->task.state)) return {};
    switch (entry.wish) {
        case OutboxEntry::Wish::send: return send(row->task);
        case OutboxEntry::Wish::cancel: return cancel(row->task);
        case OutboxEntry::Wish::revive: return revive(row->task);
    }
    return {};
}

Result<void> OutboxRelay::send(const Task& task) {
    const TaskCall call = call_of(task);
    const auto sent = broker_.enqueue({&call, 1});
    if (sent || sent.error().code == Code::conflict) return {};  // the latter: an earlier relay was cut off behind it
    if (!is_refusal(sent.error())) return std::unexpected(sent.error());
    return give_up(task.id, sent.error());
}

Result<void> OutboxRelay::cancel(const Task& task) {
    const auto state = broker_.cancel(task.id);
    if (state) return {};
    if (state.error().code != Code::not_found) return std::unexpected(state.error());
    return give_up(task.id, state.error());
}

Result<void> OutboxRelay::revive(const Task& task) {
    const auto revived = broker_.revive(task.id);
    if (revived || revived.error().code == Code::conflict) return {};
    if (revived.error().code != Code::not_found) return std::unexpected(revived.error());
    return send(task);  // it ended so long ago that the broker has forgotten it
}

Result<void> OutboxRelay::give_up(std::string_view id, const Error& reason) {
    log_.warning("the broker will not run a task", {{"task", std::string(id)}, {"reason", reason.message}});
    return database_.write([&](Connection& connection) -> Result<void> {
        TaskRows rows(connection, clock_.now());
        MSS_TRY_ASSIGN(auto row, rows.find(id));
        if (!row || is_final(row->task.state)) return {};
        rows.log(*row, abandon(*row,
                               {.code = std::string(mss::name_of(reason.code)),
                                .message = reason.message,
                                .detail = reason.detail},
                               rows.now()));
        MSS_TRY(rows.save(*row));
        return rows.flush();
    });
}

}  // namespace mss::tasks
