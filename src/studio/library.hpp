#pragma once
// Library: each user's videos: ordering them, watching them being made, finding, throwing away and taking back. An
// order is accepted as one transaction: the video's row and the task that makes it. What belongs to somebody else is
// not_found for everybody. Shared by all threads; blocking.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "store/database.hpp"
#include "store/video_rows.hpp"
#include "studio/video_files.hpp"
#include "studio/video_order.hpp"
#include "tasks/definition.hpp"
#include "tasks/sqlite_task_store.hpp"

namespace mss::studio {

inline constexpr std::chrono::days kTrashKept{30};

/// A video with the task that makes it or made it.
struct Video {
    store::VideoRow row;
    tasks::Task task;
};

struct VideoList {
    std::vector<Video> videos;  ///< the newest first
    std::int64_t total = 0;     ///< of all pages
};

class Library {
public:
    /// All outlive it.
    Library(store::Database& database, tasks::SqliteTaskStore& tasks, const tasks::Registry& registry,
            const VideoFiles& files, const Clock& clock);

    /// Accepts an order that check() found right. `title` is what it is called until the words are there. An empty
    /// owner is whoever signs up first. `key`, where there is one, is of this order alone: who sends it again, since no
    /// answer came, gets the video of the first time. Errors: of the database, invalid, too_large, rate_limited (100 of
    /// the owner's videos are not yet made).
    Result<Video> order(std::string_view owner, const VideoOrder& order, std::string_view title,
                        std::string_view key = {});
    /// The video that was ordered with a key, if there is one.
    Result<std::optional<Video>> find_by_key(std::string_view owner, std::string_view key) const;
    /// The same again for a video that failed or was cancelled; where its words were too much, with others. Errors:
    /// not_found, conflict, rate_limited as above.
    Result<Video> retry(std::string_view owner, std::string_view id);

    /// Errors of all that follow: not_found.
    Result<Video> find(std::string_view owner, std::string_view id) const;
    Result<Video> find_by_task(std::string_view owner, std::string_view task_id) const;
    /// The video that a task makes, whoever's it is; nothing where it makes none, or that is gone for good. Errors: of
    /// the database.
    Result<std::optional<store::VideoRow>> made_by(const tasks::Task& task) const;
    /// Videos whose tasks have not ended, the newest first, at most 100.
    Result<std::vector<Video>> unfinished(std::string_view owner) const;
    Result<VideoList> list(const store::VideoQuery& query) const;
    /// How many failed tries to make a video another try has replaced, by queue: nobody has to do anything about those.
    Result<std::map<std::string, std::int64_t>> failures_made_up_for() const;
    /// The queues that there are for people, without those failed tries.
    Result<std::vector<tasks::QueueCounts>> queues(std::span<const tasks::WorkerCard> workers) const;
    /// Whether nobody has any video, in the trash or out of it.
    Result<bool> empty() const;

    /// Lets any task that failed or was cancelled be tried again. Errors: not_found, conflict (it did not fail, its
    /// video is gone, in the trash, or was ordered again since).
    Result<void> revive(std::string_view task_id);
    /// The state of the task after it.
    Result<tasks::State> cancel(std::string_view owner, std::string_view task_id);
    /// Into the trash; what is still being made is cancelled.
    Result<void> trash(std::string_view owner, std::string_view id);
    /// Out of the trash; what was thrown away before it was done is ordered again.
    Result<Video> restore(std::string_view owner, std::string_view id);
    /// Out of the trash for good, with all that its tasks were told and said. Errors: conflict (it is not in the trash,
    /// or is still being stopped).
    Result<void> remove(std::string_view owner, std::string_view id);
    /// What is done in the transaction that removes an owner's videos; it is told how many, and may refuse.
    using RemovalCheck = std::function<Result<void>(store::Connection&, std::int64_t videos)>;
    /// Everything of an owner for good, in the trash or out of it, tasks included, with `also`; how many videos. Of
    /// what is still being stopped the files go with the next empty_old_trash().
    Result<std::int64_t> remove_all_of(std::string_view owner, const RemovalCheck& also);
    /// Removes what has been in the trash for 30 days; how many. Ends removals that a stop cut short. Other files
    /// without a row stay: the row may be missing for another reason than a removal, such as a database that was lost
    /// or restored.
    Result<std::int64_t> empty_old_trash();

    const VideoFiles& files() const { return files_; }

private:
    Result<store::VideoRow> row_of(std::string_view owner, std::string_view id) const;
    Result<Video> with_task(store::VideoRow row) const;
    Result<void> remove_row(std::string_view owner, std::string_view id);
    Result<void> erase_tasks(store::Connection& connection, std::string_view owner, std::string_view id);
    Result<std::int64_t> remove_old();
    Result<void> remove_files(std::string_view id);
    Result<void> finish_removals();
    Result<void> order_again(store::Connection& connection, const Video& video);
    Result<tasks::TaskCall> call_for(const store::VideoRow& row) const;

    store::Database& database_;
    tasks::SqliteTaskStore& tasks_;
    const tasks::Registry& registry_;
    const VideoFiles& files_;
    const Clock& clock_;
};

}  // namespace mss::studio
