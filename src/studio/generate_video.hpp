#pragma once
// generate_video: the task that makes a video: finds its words, renders it into its folder, and records what came of
// it. Runs in a child process; a run after a kill goes on where the finished stages end. Blocking; one thread.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "observe/log.hpp"
#include "store/database.hpp"
#include "studio/video_files.hpp"
#include "studio/video_order.hpp"
#include "studio/videos.hpp"
#include "studio/word_sources.hpp"
#include "tasks/definition.hpp"
#include "tasks/sqlite_task_store.hpp"

namespace mss::studio {

struct GenerateVideoArguments {
    std::string video_id;
    VideoOrder order;
};
BOOST_DESCRIBE_STRUCT(GenerateVideoArguments, (), (video_id, order))

struct GeneratedFile {
    std::string role;  ///< as FileReport's
    std::string name;
    std::int64_t bytes = 0;
    std::string sha256;
};
BOOST_DESCRIBE_STRUCT(GeneratedFile, (), (role, name, bytes, sha256))

/// The task's result.
struct GeneratedVideo {
    std::string video_id;
    std::string video_path;  ///< of the first cut, inside the store
    std::string title;
    std::string language;  ///< those that were used
    std::string style;
    std::string voice;
    double duration_s = 0;
    std::vector<GeneratedFile> files;
    std::vector<std::string> notices;
};
BOOST_DESCRIBE_STRUCT(GeneratedVideo, (),
                      (video_id, video_path, title, language, style, voice, duration_s, files, notices))

/// What the task reports while it runs. What is long, the words and the pictures, lies in the video's folder.
struct GenerationProgress {
    std::string step;  ///< "words", "speech", "vertical", "wide", "finish"
    double percent = 0;
    std::optional<double> eta_s;
    std::string note;
    std::int64_t scenes = 0;         ///< 0 until the words are there
    std::int64_t vertical_done = 0;  ///< scenes that are ready, from the first on
    std::int64_t wide_done = 0;
};
BOOST_DESCRIBE_STRUCT(GenerationProgress, (), (step, percent, eta_s, note, scenes, vertical_done, wide_done))

/// Whether this task is the latest that makes the video: an earlier one that is revived must not write over what a
/// later one makes. Errors: not_found (the video is gone for good), conflict (it has been ordered again since).
Result<void> check_newest_try(store::Connection& connection, std::string_view video_id, std::string_view task_id);

/// The name of the step that a run's stage belongs to, as GenerationProgress has it.
std::string step_of(const CreateProgress& progress);

struct GenerateVideoTools {
    const WordSources& sources;
    const Videos& videos;
    const VideoFiles& files;
    store::Database& database;
    tasks::SqliteTaskStore& tasks;
    const Clock& clock;
    const observe::Logger& log;
};

/// Errors: those of Words and Videos; not_found (the video is gone for good); conflict (it has been ordered again
/// since, or this attempt's claim is over).
Result<GeneratedVideo> generate_video(const GenerateVideoTools& tools, const GenerateVideoArguments& arguments,
                                      const tasks::TaskContext& context);

}  // namespace mss::studio
