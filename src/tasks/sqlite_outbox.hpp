#pragma once
// The outbox: what was asked of tasks whose queue is elsewhere and has not been told there yet. It is written in the
// transaction that asks, so that both count or neither (the transactional outbox pattern). Within the caller's
// transaction; confined to its thread. Errors of all: as store::Connection::run.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "store/sqlite.hpp"

namespace mss::tasks {

struct OutboxEntry {
    enum class Wish { send, cancel, revive };
    std::int64_t number = 0;  ///< they are told in this order
    Wish wish = Wish::send;
    std::string task_id;
};

Result<void> put_into_outbox(store::Connection& connection, OutboxEntry::Wish wish, std::string_view task_id);
/// The first ones after a number, at most `limit`.
Result<std::vector<OutboxEntry>> read_outbox(store::Connection& connection, std::int64_t after, int limit);
Result<void> take_out_of_outbox(store::Connection& connection, std::int64_t number);
/// Whether a wish to revive the task has not been told yet.
Result<bool> is_to_be_revived(store::Connection& connection, std::string_view task_id);
/// Has all tasks that have not ended sent once more, and cancelled where that was asked; whoever has them already drops
/// what comes twice.
Result<void> send_unfinished_again(store::Connection& connection);

}  // namespace mss::tasks
