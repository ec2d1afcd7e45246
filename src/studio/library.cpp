#include "studio/library.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/identifier.hpp"
#include "store/users.hpp"
#include "studio/generate_video.hpp"
#include "studio/task_catalog.hpp"
#include "tasks/known_queues.hpp"
#include "tasks/task_row.hpp"

namespace mss::studio {
namespace {

using store::Connection;
using store::VideoRow;
using store::VideoRows;

constexpr std::int64_t kRemovedAtOnce = 50;

// Of one owner: a program gone wrong must not fill the queue, nor the list that the page reads.
constexpr std::int64_t kUnfinishedMost = 100;

std::unexpected<Error> no_such_video() {
    return fail(Code::not_found, "There is no such video.");
}

// In which whatever still works on a cancelled task has stopped, as a rule; what has not cannot publish any more.
constexpr std::chrono::seconds kTimeToStop{6};

bool has_failed(const tasks::Task& task) {
    return tasks::is_final(task.state) && task.state != tasks::State::succeeded;
}

std::unexpected<Error> only_failed() {
    return fail(Code::conflict, "Only a video that failed or was cancelled can be made again this way.");
}

// Words that cannot be used: a model may find others. Whatever else failed, the words are kept, and may have been paid
// for.
bool words_failed(const tasks::Task& task) {
    return task.failure && task.failure->code == name_of(Code::too_large);
}

std::string id_of_key(std::string_view owner, std::string_view key) {
    return uuid_of(fmt::format("video {} {}", owner, key));
}

// As it was accepted just now. After a commit nothing may fail: who is told of an error orders once more.
tasks::Task accepted(const tasks::TaskCall& call, Timestamp now) {
    tasks::TaskRow row;
    tasks::accept(row, call, call.id, now);
    return std::move(row.task);
}

Result<void> check_room(Connection& connection, std::string_view owner) {
    store::VideoQuery query;
    query.owner_id = owner;
    query.unfinished_only = true;
    query.limit = 0;
    MSS_TRY_ASSIGN(const auto waiting, VideoRows(connection).list(query));
    if (waiting.total < kUnfinishedMost) return {};
    return fail(Code::rate_limited,
                fmt::format("{} of your videos wait or are being made; order more when some are done, or cancel some.",
                            waiting.total));
}

}  // namespace

Library::Library(store::Database& database, tasks::SqliteTaskStore& tasks, const tasks::Registry& registry,
                 const VideoFiles& files, const Clock& clock)
    : database_(database), tasks_(tasks), registry_(registry), files_(files), clock_(clock) {}

Result<tasks::TaskCall> Library::call_for(const VideoRow& row) const {
    MSS_TRY_ASSIGN(VideoOrder order, json::decode_text<VideoOrder>(row.order));
    MSS_TRY_ASSIGN(tasks::TaskCall call,
                   registry_.call(kGenerateVideo,
                                  json::encode(GenerateVideoArguments{.video_id = row.id, .order = std::move(order)}),
                                  row.owner_id));
    call.id = row.task_id;
    return call;
}

Result<Video> Library::order(std::string_view owner, const VideoOrder& order, std::string_view title,
                             std::string_view key) {
    const Timestamp now = clock_.now();
    VideoRow row;
    row.id = key.empty() ? uuid_v7(now) : id_of_key(owner, key);
    row.task_id = uuid_v7(now);
    row.title = title;
    row.order = json::print(json::encode(order));
    row.created_at = now;
    tasks::TaskCall call;
    bool known = false;
    MSS_TRY(database_.write([&](Connection& connection) -> Result<void> {
        MSS_TRY_ASSIGN(const auto before, VideoRows(connection).find(row.id));
        known = before.has_value();
        if (known) return {};
        // Here, since the first account may be made at any time, and then takes what is nobody's.
        row.owner_id = owner;
        if (owner.empty()) {
            MSS_TRY_ASSIGN(const auto first, store::Users(connection).first());
            if (first) row.owner_id = first->id;
        }
        MSS_TRY(check_room(connection, row.owner_id));
        MSS_TRY_ASSIGN(call, call_for(row));
        MSS_TRY(VideoRows(connection).add(row));
        MSS_TRY(tasks_.enqueue_in(connection, {&call, 1}));
        return {};
    }));
    if (known) return find(owner, row.id);
    tasks_.ring();
    return Video{.row = std::move(row), .task = accepted(call, now)};
}

Result<std::optional<Video>> Library::find_by_key(std::string_view owner, std::string_view key) const {
    auto found = find(owner, id_of_key(owner, key));
    if (found) return std::move(*found);
    if (found.error().code == Code::not_found) return std::nullopt;
    return std::unexpected(found.error());
}

Result<Video> Library::retry(std::string_view owner, std::string_view id) {
    MSS_TRY_ASSIGN(Video video, find(owner, id));
    if (!has_failed(video.task)) return only_failed();
    if (words_failed(video.task)) MSS_TRY(files_.forget_words(id));
    const std::string before = video.row.task_id;
    video.row.task_id = uuid_v7(clock_.now());
    MSS_TRY_ASSIGN(const tasks::TaskCall call, call_for(video.row));
    MSS_TRY(database_.write([&](Connection& connection) -> Result<void> {
        VideoRows rows(connection);
        MSS_TRY_ASSIGN(const auto now, rows.find(id));
        if (!now || now->task_id != before) return fail(Code::conflict, "The video is being made again already.");
        MSS_TRY_ASSIGN(const auto task, tasks_.find_in(connection, before));
        if (!task || !has_failed(*task)) return only_failed();
        MSS_TRY(check_room(connection, owner));
        MSS_TRY(rows.set_task(id, video.row.task_id));
        MSS_TRY(rows.take_back(id));
        MSS_TRY(tasks_.enqueue_in(connection, {&call, 1}));
        return {};
    }));
    tasks_.ring();
    video.row.trashed_at.reset();
    video.task = accepted(call, clock_.now());
    return video;
}

Result<VideoRow> Library::row_of(std::string_view owner, std::string_view id) const {
    if (!is_uuid(id)) return no_such_video();
    std::optional<VideoRow> row;
    MSS_TRY(database_.read([&](Connection& connection) -> Result<void> {
        MSS_TRY_ASSIGN(row, VideoRows(connection).find(id));
        return {};
    }));
    if (!row || row->owner_id != owner) return no_such_video();
    return std::move(*row);
}

Result<Video> Library::with_task(VideoRow row) const {
    MSS_TRY_ASSIGN(auto task, tasks_.find(row.task_id));
    if (!task) return fail(Code::internal, "a video's task is not there");
    return Video{.row = std::move(row), .task = std::move(*task)};
}

Result<Video> Library::find(std::string_view owner, std::string_view id) const {
    MSS_TRY_ASSIGN(VideoRow row, row_of(owner, id));
    return with_task(std::move(row));
}

Result<Video> Library::find_by_task(std::string_view owner, std::string_view task_id) const {
    const auto none = [] { return fail(Code::not_found, "There is no such task."); };
    if (!is_uuid(task_id)) return none();
    MSS_TRY_ASSIGN(auto task, tasks_.find(task_id));
    if (!task || task->name != kGenerateVideo) return none();
    // By the task's own word, so that a task of an earlier try is found too.
    const auto arguments = json::decode_text<GenerateVideoArguments>(task->arguments);
    if (!arguments) return none();  // sent by other ways, and in nobody's library yet
    auto row = row_of(owner, arguments->video_id);
    if (!row && row.error().code == Code::not_found) return none();
    if (!row) return std::unexpected(row.error());
    return Video{.row = std::move(*row), .task = std::move(*task)};
}

Result<std::optional<VideoRow>> Library::made_by(const tasks::Task& task) const {
    if (task.name != kGenerateVideo) return std::nullopt;
    const auto arguments = json::decode_text<GenerateVideoArguments>(task.arguments);
    if (!arguments) return std::nullopt;  // sent by other ways, and in nobody's library yet
    std::optional<VideoRow> row;
    MSS_TRY(database_.read([&](Connection& connection) -> Result<void> {
        MSS_TRY_ASSIGN(row, VideoRows(connection).find(arguments->video_id));
        return {};
    }));
    return row;
}

Result<std::vector<Video>> Library::unfinished(std::string_view owner) const {
    store::VideoQuery query;
    query.owner_id = owner;
    query.unfinished_only = true;
    query.limit = kUnfinishedMost;
    MSS_TRY_ASSIGN(VideoList page, list(query));
    return std::move(page.videos);
}

Result<VideoList> Library::list(const store::VideoQuery& query) const {
    store::VideoPage page;
    MSS_TRY(database_.read([&](Connection& connection) -> Result<void> {
        MSS_TRY_ASSIGN(page, VideoRows(connection).list(query));
        return {};
    }));
    VideoList list{.videos = {}, .total = page.total};
    for (VideoRow& row : page.rows) {
        MSS_TRY_ASSIGN(Video video, with_task(std::move(row)));
        list.videos.push_back(std::move(video));
    }
    return list;
}

Result<std::map<std::string, std::int64_t>> Library::failures_made_up_for() const {
    std::map<std::string, std::int64_t> counts;
    MSS_TRY(database_.read([&](Connection& connection) -> Result<void> {
        MSS_TRY_ASSIGN(counts, VideoRows(connection).failures_made_up_for(kGenerateVideo));
        return {};
    }));
    return counts;
}

Result<std::vector<tasks::QueueCounts>> Library::queues(std::span<const tasks::WorkerCard> workers) const {
    // Read first: what fails and is ordered again meanwhile makes a difference of one too many, not of one too few.
    MSS_TRY_ASSIGN(auto made_up_for, failures_made_up_for());
    MSS_TRY_ASSIGN(auto queues, tasks::known_queues(tasks_, workers));
    for (tasks::QueueCounts& queue : queues)
        queue.dead = std::max<std::int64_t>(0, queue.dead - made_up_for[queue.queue]);
    return queues;
}

Result<bool> Library::empty() const {
    std::int64_t count = 0;
    MSS_TRY(database_.read([&](Connection& connection) -> Result<void> {
        MSS_TRY_ASSIGN(count, VideoRows(connection).count());
        return {};
    }));
    return count == 0;
}

Result<void> Library::revive(std::string_view task_id) {
    MSS_TRY_ASSIGN(const auto task, tasks_.find(task_id));
    if (!task || task->name != kGenerateVideo) return tasks_.revive(task_id);
    const auto arguments = json::decode_text<GenerateVideoArguments>(task->arguments);
    if (!arguments) return tasks_.revive(task_id);  // it failed before it came into a library
    MSS_TRY(database_.write([&](Connection& connection) -> Result<void> {
        MSS_TRY(check_newest_try(connection, arguments->video_id, task_id));
        MSS_TRY_ASSIGN(const auto row, VideoRows(connection).find(arguments->video_id));
        if (row && row->trashed_at) return fail(Code::conflict, "The video is in the trash; restore it first.");
        return tasks_.revive_in(connection, task_id);
    }));
    tasks_.ring();
    return {};
}

Result<tasks::State> Library::cancel(std::string_view owner, std::string_view task_id) {
    MSS_TRY(find_by_task(owner, task_id));
    return tasks_.cancel(task_id);
}

Result<void> Library::trash(std::string_view owner, std::string_view id) {
    MSS_TRY(row_of(owner, id));
    MSS_TRY(database_.write([&](Connection& connection) -> Result<void> {
        VideoRows rows(connection);
        MSS_TRY_ASSIGN(const auto now, rows.find(id));
        if (!now) return no_such_video();
        if (now->trashed_at) return {};
        // Together with the row, so that nothing in the trash is made, and no wish to have it made is forgotten.
        MSS_TRY_ASSIGN(const bool cut_short, tasks_.cancel_in(connection, now->task_id));
        MSS_TRY(rows.trash(id, clock_.now(), cut_short));
        return {};
    }));
    tasks_.ring();
    return {};
}

Result<Video> Library::restore(std::string_view owner, std::string_view id) {
    MSS_TRY_ASSIGN(const Video video, find(owner, id));
    MSS_TRY(database_.write([&](Connection& connection) -> Result<void> {
        VideoRows rows(connection);
        MSS_TRY_ASSIGN(const auto now, rows.find(id));
        if (!now) return no_such_video();
        const bool wanted = now->trashed_at && now->cut_short && now->task_id == video.row.task_id;
        if (wanted && video.task.state != tasks::State::succeeded) MSS_TRY(order_again(connection, video));
        MSS_TRY(rows.take_back(id));
        return {};
    }));
    tasks_.ring();
    return find(owner, id);
}

// Where the owner has no room for it, it stays cancelled, and can be made again when there is.
Result<void> Library::order_again(Connection& connection, const Video& video) {
    const auto room = check_room(connection, video.row.owner_id);
    if (!room && room.error().code == Code::rate_limited) return {};
    MSS_TRY(room);
    VideoRow anew = video.row;
    anew.task_id = uuid_v7(clock_.now());
    MSS_TRY_ASSIGN(tasks::TaskCall call, call_for(anew));
    if (!tasks::is_final(video.task.state)) call.not_before = clock_.now() + kTimeToStop;
    MSS_TRY(VideoRows(connection).set_task(anew.id, call.id));
    MSS_TRY(tasks_.enqueue_in(connection, {&call, 1}));
    return {};
}

Result<void> Library::remove(std::string_view owner, std::string_view id) {
    MSS_TRY(remove_row(owner, id));
    return remove_files(id);
}

Result<void> Library::remove_row(std::string_view owner, std::string_view id) {
    MSS_TRY(row_of(owner, id));
    return database_.write([&](Connection& connection) -> Result<void> {
        VideoRows rows(connection);
        MSS_TRY_ASSIGN(const auto now, rows.find(id));
        if (!now) return no_such_video();
        if (!now->trashed_at) return fail(Code::conflict, "Put the video into the trash first.");
        MSS_TRY_ASSIGN(const auto task, tasks_.find_in(connection, now->task_id));
        if (task && !tasks::is_final(task->state))
            return fail(Code::conflict, "The video is still being stopped; try again in a few seconds.");
        MSS_TRY(rows.remove(id));
        MSS_TRY(erase_tasks(connection, owner, id));
        // A sample was ordered for whoever would sign up first.
        return erase_tasks(connection, {}, id);
    });
}

// Of all tries: their arguments hold its words.
Result<void> Library::erase_tasks(Connection& connection, std::string_view owner, std::string_view id) {
    return tasks_.erase_in(connection, owner, tasks::ArgumentIs{.member = "video_id", .text = std::string(id)});
}

Result<void> Library::remove_files(std::string_view id) {
    MSS_TRY(files_.remove(id));
    return database_.write([&](Connection& connection) { return VideoRows(connection).forget_removal(id); });
}

Result<void> Library::finish_removals() {
    Result<void> outcome;
    std::string after;
    while (true) {
        std::vector<std::string> ids;
        MSS_TRY(database_.read([&](Connection& connection) -> Result<void> {
            MSS_TRY_ASSIGN(ids, VideoRows(connection).removals(after, kRemovedAtOnce));
            return {};
        }));
        if (ids.empty()) return outcome;
        // A folder that cannot be removed must not keep the others.
        for (const std::string& id : ids)
            if (auto gone = remove_files(id); !gone) outcome = std::unexpected(gone.error());
        after = ids.back();
    }
}

Result<std::int64_t> Library::remove_all_of(std::string_view owner, const RemovalCheck& also) {
    std::vector<VideoRow> removed;
    MSS_TRY(database_.write([&](Connection& connection) -> Result<void> {
        VideoRows rows(connection);
        MSS_TRY_ASSIGN(removed, rows.all_of(owner));
        for (const VideoRow& row : removed) {
            MSS_TRY(rows.remove(row.id));
            MSS_TRY_ASSIGN(const auto task, tasks_.find_in(connection, row.task_id));
            if (task) MSS_TRY(tasks_.cancel_in(connection, row.task_id));
            if (task && task->owner.empty()) MSS_TRY(erase_tasks(connection, {}, row.id));
        }
        MSS_TRY(tasks_.erase_in(connection, owner, std::nullopt));
        return also(connection, static_cast<std::int64_t>(removed.size()));
    }));
    tasks_.ring();
    for (const VideoRow& row : removed) {
        // What is still there is being stopped.
        MSS_TRY_ASSIGN(const auto task, tasks_.find(row.task_id));
        if (!task || tasks::is_final(task->state)) MSS_TRY(remove_files(row.id));
    }
    return static_cast<std::int64_t>(removed.size());
}

Result<std::int64_t> Library::empty_old_trash() {
    MSS_TRY_ASSIGN(const std::int64_t removed, remove_old());
    MSS_TRY(finish_removals());
    return removed;
}

Result<std::int64_t> Library::remove_old() {
    const Timestamp before = clock_.now() - kTrashKept;
    std::int64_t removed = 0;
    std::int64_t kept = 0;  // those that cannot go just now must not keep the ones behind them
    while (true) {
        std::vector<VideoRow> old;
        MSS_TRY(database_.read([&](Connection& connection) -> Result<void> {
            MSS_TRY_ASSIGN(old, VideoRows(connection).trashed_before(before, kept, kRemovedAtOnce));
            return {};
        }));
        if (old.empty()) return removed;
        for (const VideoRow& row : old) {
            auto gone = remove_row(row.owner_id, row.id);
            const bool not_now = !gone && (gone.error().code == Code::conflict || gone.error().code == Code::not_found);
            if (!gone && !not_now) return std::unexpected(gone.error());
            ++(gone ? removed : kept);
        }
    }
}

}  // namespace mss::studio
