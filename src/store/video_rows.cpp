#include "store/video_rows.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "text/terms.hpp"

namespace mss::store {
namespace {

constexpr std::string_view kColumns =
    "id, owner_id, task_id, title, order_json, result_json, duration_s, bytes, created_at, finished_at, trashed_at,"
    " cut_short";

VideoRow read_row(const Statement& row) {
    return {.id = row.text(0),
            .owner_id = row.text(1),
            .task_id = row.text(2),
            .title = row.text(3),
            .order = row.text(4),
            .result = row.text(5),
            .duration_s = row.real(6),
            .bytes = row.integer(7),
            .created_at = from_unix_ms(row.integer(8)),
            .finished_at = row.time(9),
            .trashed_at = row.time(10),
            .cut_short = row.integer(11) != 0};
}

Result<std::vector<VideoRow>> read_rows(Statement& statement) {
    std::vector<VideoRow> rows;
    while (true) {
        MSS_TRY_ASSIGN(const bool more, statement.step());
        if (!more) return rows;
        rows.push_back(read_row(statement));
    }
}

Result<std::optional<VideoRow>> one_row(Statement& statement) {
    MSS_TRY_ASSIGN(const bool found, statement.step());
    if (!found) return std::nullopt;
    return read_row(statement);
}

// Few texts, so that each is prepared once. What was searched for is compared byte by byte, in lower case.
std::string conditions_of(const VideoQuery& query) {
    std::string sql =
        query.trashed ? "owner_id = ?1 AND trashed_at IS NOT NULL" : "owner_id = ?1 AND trashed_at IS NULL";
    // A row has no end of its own where the task failed or was cancelled: these must not be taken for work.
    if (query.unfinished_only)
        sql +=
            " AND finished_at IS NULL AND EXISTS"
            " (SELECT 1 FROM task WHERE task.id = video.task_id AND task.finished_at IS NULL)";
    return sql + " AND (?2 = '' OR instr(title_key, ?2) > 0)";
}

}  // namespace

Result<void> VideoRows::add(const VideoRow& row) {
    Statement statement = connection_.prepare(
        "INSERT INTO video (id, owner_id, task_id, title, title_key, order_json, result_json, duration_s, bytes,"
        " created_at, finished_at, trashed_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)");
    statement.bind(row.id).bind(row.owner_id).bind(row.task_id).bind(row.title).bind(text::lower(row.title));
    statement.bind(row.order).bind(row.result).bind(row.duration_s).bind(row.bytes).bind(row.created_at);
    statement.bind(row.finished_at).bind(row.trashed_at);
    return statement.run();
}

Result<std::optional<VideoRow>> VideoRows::find(std::string_view id) {
    static const std::string kSql = fmt::format("SELECT {} FROM video WHERE id = ?1", kColumns);
    Statement statement = connection_.prepare(kSql);
    return one_row(statement.bind(id));
}

Result<VideoPage> VideoRows::list(const VideoQuery& query) {
    VideoPage page;
    const std::string conditions = conditions_of(query);
    const std::string search = text::lower(query.search);
    Statement count = connection_.prepare(fmt::format("SELECT count(*) FROM video WHERE {}", conditions));
    MSS_TRY(count.bind(query.owner_id).bind(search).step());
    page.total = count.integer(0);
    Statement statement =
        connection_.prepare(fmt::format("SELECT {} FROM video WHERE {} ORDER BY {} DESC, id DESC LIMIT ?3 OFFSET ?4",
                                        kColumns, conditions, query.trashed ? "trashed_at" : "created_at"));
    statement.bind(query.owner_id).bind(search);
    statement.bind(std::max<std::int64_t>(query.limit, 0)).bind(query.offset);  // below 0 it would be no limit
    MSS_TRY_ASSIGN(page.rows, read_rows(statement));
    return page;
}

Result<std::vector<VideoRow>> VideoRows::all_of(std::string_view owner_id) {
    static const std::string kSql = fmt::format("SELECT {} FROM video WHERE owner_id = ?1", kColumns);
    Statement statement = connection_.prepare(kSql);
    return read_rows(statement.bind(owner_id));
}

Result<std::int64_t> VideoRows::count() {
    Statement statement = connection_.prepare("SELECT count(*) FROM video");
    MSS_TRY(statement.step());
    return statement.integer(0);
}

Result<std::map<std::string, std::int64_t>> VideoRows::failures_made_up_for(std::string_view task_name) {
    // From the few that failed to their videos, never the other way round.
    Statement statement = connection_.prepare(
        "SELECT task.queue, count(*) FROM task CROSS JOIN video"
        " ON video.id = json_extract(task.arguments, '$.video_id')"
        " WHERE task.state = 'dead' AND task.name = ?1 AND video.task_id <> task.id GROUP BY task.queue");
    statement.bind(task_name);
    std::map<std::string, std::int64_t> counts;
    while (true) {
        MSS_TRY_ASSIGN(const bool more, statement.step());
        if (!more) return counts;
        counts[statement.text(0)] = statement.integer(1);
    }
}

Result<bool> VideoRows::finish(std::string_view id, std::string_view title, std::string_view result, double duration_s,
                               std::int64_t bytes, Timestamp now) {
    Statement statement = connection_.prepare(
        "UPDATE video SET title = ?2, title_key = ?3, result_json = ?4, duration_s = ?5, bytes = ?6, finished_at = ?7"
        " WHERE id = ?1");
    statement.bind(id).bind(title).bind(text::lower(title)).bind(result).bind(duration_s).bind(bytes);
    return statement.bind(now).changes_one();
}

Result<bool> VideoRows::set_task(std::string_view id, std::string_view task_id) {
    Statement statement = connection_.prepare("UPDATE video SET task_id = ?2, finished_at = NULL WHERE id = ?1");
    return statement.bind(id).bind(task_id).changes_one();
}

Result<bool> VideoRows::trash(std::string_view id, Timestamp at, bool unfinished) {
    Statement statement = connection_.prepare("UPDATE video SET trashed_at = ?2, cut_short = ?3 WHERE id = ?1");
    return statement.bind(id).bind(at).bind(unfinished).changes_one();
}

Result<bool> VideoRows::take_back(std::string_view id) {
    Statement statement = connection_.prepare("UPDATE video SET trashed_at = NULL, cut_short = 0 WHERE id = ?1");
    return statement.bind(id).changes_one();
}

Result<std::vector<VideoRow>> VideoRows::trashed_before(Timestamp before, std::int64_t offset, std::int64_t limit) {
    static const std::string kSql = fmt::format(
        "SELECT {} FROM video WHERE trashed_at IS NOT NULL AND trashed_at < ?1 ORDER BY trashed_at, id LIMIT ?3"
        " OFFSET ?2",
        kColumns);
    Statement statement = connection_.prepare(kSql);
    return read_rows(statement.bind(before).bind(offset).bind(limit));
}

Result<bool> VideoRows::remove(std::string_view id) {
    Statement removal = connection_.prepare("INSERT INTO video_removal (id) SELECT id FROM video WHERE id = ?1");
    MSS_TRY(removal.bind(id).execute());
    Statement statement = connection_.prepare("DELETE FROM video WHERE id = ?1");
    return statement.bind(id).changes_one();
}

Result<std::vector<std::string>> VideoRows::removals(std::string_view after, std::int64_t limit) {
    Statement statement = connection_.prepare("SELECT id FROM video_removal WHERE id > ?1 ORDER BY id LIMIT ?2");
    statement.bind(after).bind(limit);
    std::vector<std::string> ids;
    while (true) {
        MSS_TRY_ASSIGN(const bool more, statement.step());
        if (!more) return ids;
        ids.push_back(statement.text(0));
    }
}

Result<void> VideoRows::forget_removal(std::string_view id) {
    Statement statement = connection_.prepare("DELETE FROM video_removal WHERE id = ?1");
    return statement.bind(id).run();
}

Result<void> VideoRows::adopt(std::string_view owner_id) {
    Statement statement = connection_.prepare("UPDATE video SET owner_id = ?1 WHERE owner_id = ''");
    return statement.bind(owner_id).run();
}

}  // namespace mss::store
