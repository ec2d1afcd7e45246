#include "studio/generate_video.hpp"

#include <filesystem>

#include <fmt/format.h>

#include "base/flag.hpp"
#include "store/video_rows.hpp"
#include "studio/progress_reporter.hpp"

namespace mss::studio {
namespace {

// An earlier attempt's, where there was one: a model would write others, and nothing that was made would fit them.
Result<model::Script> find_words(const GenerateVideoTools& tools, const GenerateVideoArguments& arguments,
                                 const tasks::TaskContext& context) {
    if (auto known = tools.files.script(arguments.video_id); known && *known) return std::move(**known);
    MSS_TRY_ASSIGN(const auto words, tools.sources.open());
    WordsRequest request = words_request(arguments.order);
    request.may_wait = context.may_retry;
    request.cancelled = [&] { return is_readable(context.cancel_fd); };
    request.replaced = [&](const Error& error) {
        tools.log.warning("a starter script stands in for the words of the language model",
                          {{"task", context.task_id}, {"reason", error.message}, {"detail", error.detail}});
    };
    MSS_TRY_ASSIGN(const model::Script script, words_for(words->words(), arguments.order, request));
    return tools.files.begin_making(arguments.video_id, script);
}

// Where the words are new nothing of an earlier attempt fits them.
GenerationProgress progress_before(const GenerateVideoTools& tools, const GenerateVideoArguments& arguments,
                                   const tasks::TaskContext& context) {
    constexpr int kEventsMost = 1000;  // as a rule more than the log has of one task
    const auto known = tools.files.script(arguments.video_id);
    if (!known || !*known) return {};
    const auto events = tools.tasks.events(context.task_id, 0, kEventsMost);
    return events ? last_progress(*events) : GenerationProgress{};
}

CreateOptions create_options(const GenerateVideoTools& tools, const GenerateVideoArguments& arguments) {
    const VideoOrder& order = arguments.order;
    return {.formats = order.formats,
            .style = order.style,
            .voice = order.voice,
            .preset = order.preset,
            .music = order.music,
            .captions = order.captions,
            .output = tools.files.folder(arguments.video_id),
            .asked_s = asked_seconds(order)};
}

GeneratedVideo result_of(const GenerateVideoArguments& arguments, const CreateReport& report) {
    GeneratedVideo video{.video_id = arguments.video_id,
                         .video_path = {},
                         .title = report.title,
                         .language = report.language,
                         .style = report.style,
                         .voice = report.voice,
                         .duration_s = report.duration_s,
                         .files = {},
                         .notices = report.notices};
    for (const FileReport& file : report.files) {
        const std::string name = std::filesystem::path(file.path).filename().string();
        if (video.video_path.empty()) video.video_path = VideoFiles::stored_path(arguments.video_id, name);
        video.files.push_back({file.role, name, file.bytes, file.sha256});
    }
    return video;
}

std::unexpected<Error> removed() {
    return fail(Code::not_found, "The video was removed for good.");
}

Result<void> record(const GenerateVideoTools& tools, const GeneratedVideo& video, const tasks::Claim& claim) {
    std::int64_t bytes = 0;
    for (const GeneratedFile& file : video.files)
        bytes += file.bytes;
    return tools.database.write([&](store::Connection& connection) -> Result<void> {
        MSS_TRY(check_newest_try(connection, video.video_id, claim.task_id));
        MSS_TRY_ASSIGN(const bool holds, tools.tasks.holds_in(connection, claim));
        if (!holds) return fail(Code::conflict, "This attempt is over: the video was cancelled, or is made elsewhere.");
        MSS_TRY_ASSIGN(const bool known, store::VideoRows(connection)
                                             .finish(video.video_id, video.title, json::print(json::encode(video)),
                                                     video.duration_s, bytes, tools.clock.now()));
        if (!known) return removed();
        return {};
    });
}

}  // namespace

Result<void> check_newest_try(store::Connection& connection, std::string_view video_id, std::string_view task_id) {
    MSS_TRY_ASSIGN(const auto row, store::VideoRows(connection).find(video_id));
    if (!row) return removed();
    if (row->task_id != task_id)
        return fail(Code::conflict, fmt::format("The video has been ordered again since, as task {}.", row->task_id));
    return {};
}

std::string step_of(const CreateProgress& progress) {
    const bool cut = progress.stage == "vertical" || progress.stage == "wide";
    if (progress.stage == "speech" || progress.stage == "words") return progress.stage;
    return cut && progress.note != "joining" ? progress.stage : "finish";
}

Result<GeneratedVideo> generate_video(const GenerateVideoTools& tools, const GenerateVideoArguments& arguments,
                                      const tasks::TaskContext& context) {
    MSS_TRY(tools.database.read([&](store::Connection& connection) {
        return check_newest_try(connection, arguments.video_id, context.task_id);
    }));
    ProgressReporter reporter(context.report, progress_before(tools, arguments, context));
    reporter.words();
    MSS_TRY_ASSIGN(const model::Script script, find_words(tools, arguments, context));
    reporter.has_scenes(script.scenes.size());
    // A watcher's picture: without it the video is as good.
    const auto show_scene = [&](const FinishedScene& scene) {
        static_cast<void>(tools.files.keep_preview(arguments.video_id, scene));
        reporter.scene(scene);
    };
    MSS_TRY_ASSIGN(
        const CreateReport report,
        tools.videos.create(script, create_options(tools, arguments),
                            {.progress = [&](const CreateProgress& step) { reporter.step(step); }, .scene = show_scene},
                            context.cancel_fd));
    GeneratedVideo video = result_of(arguments, report);
    if (auto recorded = record(tools, video, {context.task_id, context.fence}); !recorded) {
        if (recorded.error().code == Code::not_found) static_cast<void>(tools.files.remove(arguments.video_id));
        return std::unexpected(recorded.error());
    }
    return video;
}

}  // namespace mss::studio
