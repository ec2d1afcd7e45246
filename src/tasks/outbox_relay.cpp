#include "tasks/outbox_relay.hpp"

#include <optional>
#include <utility>
#include <vector>

#include "base/flag.hpp"
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
            .expires_at = task.expires_at,
            .fence = task.fence};
}

bool is_outage(const Error& error) {
    return error.code == Code::unavailable || error.code == Code::timeout || error.code == Code::io;
}

bool is_refusal(const Error& error) {
    return error.code == Code::invalid || error.code == Code::too_large;
}

}  // namespace

Result<std::int64_t> OutboxRelay::deliver(int stop_fd) {
    std::int64_t told = 0;
    std::int64_t after = 0;
    std::optional<Error> stuck;
    while (!is_readable(stop_fd)) {
        std::vector<OutboxEntry> entries;
        MSS_TRY(database_.read([&](Connection& connection) -> Result<void> {
            MSS_TRY_ASSIGN(entries, read_outbox(connection, after, kReadAtOnce));
            return {};
        }));
        if (entries.empty()) break;
        for (const OutboxEntry& entry : entries) {
            if (is_readable(stop_fd)) return told;
            after = entry.number;
            auto done = tell_readable(entry);
            if (done) done = take_out(entry);
            if (done)
                ++told;
            else if (is_outage(done.error()))
                return std::unexpected(done.error());
            else
                stuck = done.error();  // it stays, and must not keep those behind it
        }
    }
    if (stuck) return std::unexpected(*stuck);
    return told;
}

Result<void> OutboxRelay::take_out(const OutboxEntry& entry) {
    return database_.write([&](Connection& connection) { return take_out_of_outbox(connection, entry.number); });
}

Result<void> OutboxRelay::tell_readable(const OutboxEntry& entry) {
    try {
        return tell(entry);
    } catch (const UnreadableRow& row) {
        return fail(Code::internal, row.what());
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
    // Erased, or ended meanwhile: nobody wants it any more. But a task whose end is being written down just now may
    // have been revived since.
    if (!row) return {};
    if (entry.wish == OutboxEntry::Wish::revive) return revive(row->task);
    if (is_final(row->task.state)) return {};
    switch (entry.wish) {
        case OutboxEntry::Wish::send: return send(row->task);
        case OutboxEntry::Wish::cancel: return cancel(row->task);
        case OutboxEntry::Wish::revive: break;
    }
    return {};
}

Result<void> OutboxRelay::send(const Task& task) {
    const TaskCall call = call_of(task);
    const auto sent = broker_.enqueue({&call, 1});
    if (sent || sent.error().code == Code::conflict) return {};  // the latter: an earlier relay was cut off behind it
    if (!is_refusal(sent.error())) return std::unexpected(sent.error());
    // One that came to the broker by other ways may be called what no task of ours is.
    MSS_TRY_ASSIGN(const auto known, broker_.find(task.id));
    if (known) return {};
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
