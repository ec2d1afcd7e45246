#pragma once
// Videos as rows: whose they are, what was asked for, what came of it. The files themselves are in the data folder.
// Takes the connection of the transaction that it is part of. Blocking; confined to the transaction's thread.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "store/sqlite.hpp"

namespace mss::store {

struct VideoRow {
    std::string id{};        ///< UUID
    std::string owner_id{};  ///< a user; empty: made before there was an account, for the first one
    std::string task_id{};   ///< the task that makes it
    std::string title{};     ///< the topic at first
    std::string order{};     ///< JSON of what was asked for
    std::string result{};    ///< JSON of what came of it; empty until then
    double duration_s = 0;
    std::int64_t bytes = 0;
    Timestamp created_at{};
    std::optional<Timestamp> finished_at{};
    std::optional<Timestamp> trashed_at{};
    bool cut_short = false;  ///< it was thrown away before it was done
};

struct VideoPage {
    std::vector<VideoRow> rows;  ///< the newest first
    std::int64_t total = 0;      ///< of all pages
};

struct VideoQuery {
    std::string owner_id{};
    std::string search{};          ///< a part of the title, in whatever case; empty: all
    bool trashed = false;          ///< those in the trash, the latest thrown away first; else those that are not
    bool unfinished_only = false;  ///< those whose task has not ended
    std::int64_t offset = 0;
    std::int64_t limit = 20;
};

class VideoRows {
public:
    explicit VideoRows(Connection& connection) : connection_(connection) {}

    Result<void> add(const VideoRow& row);
    /// Of any owner: the caller compares it.
    Result<std::optional<VideoRow>> find(std::string_view id);
    Result<VideoPage> list(const VideoQuery& query);
    /// In the trash or out of it, in no order.
    Result<std::vector<VideoRow>> all_of(std::string_view owner_id);
    Result<std::int64_t> count();  ///< of everybody's, trash included
    /// How many tasks called `task_name` failed for good whose videos another task makes or has made since, by queue.
    Result<std::map<std::string, std::int64_t>> failures_made_up_for(std::string_view task_name);
    /// False where there is no such row.
    Result<bool> finish(std::string_view id, std::string_view title, std::string_view result, double duration_s,
                        std::int64_t bytes, Timestamp now);
    /// Another task makes it now; it is unfinished again.
    Result<bool> set_task(std::string_view id, std::string_view task_id);
    /// Into the trash; `unfinished`: it was being made, or waited for it.
    Result<bool> trash(std::string_view id, Timestamp at, bool unfinished);
    Result<bool> take_back(std::string_view id);
    /// Those in the trash since before `before`, the oldest first, at most `limit` after the first `offset`.
    Result<std::vector<VideoRow>> trashed_before(Timestamp before, std::int64_t offset, std::int64_t limit);
    /// Notes that its files are to be removed, until forget_removal().
    Result<bool> remove(std::string_view id);
    /// Ids of removed videos whose files may still be there, in order, at most `limit` behind `after`.
    Result<std::vector<std::string>> removals(std::string_view after, std::int64_t limit);
    Result<void> forget_removal(std::string_view id);
    /// Gives what belongs to nobody to a user.
    Result<void> adopt(std::string_view owner_id);

private:
    Connection& connection_;
};

}  // namespace mss::store
