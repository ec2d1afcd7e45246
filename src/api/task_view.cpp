#include "api/task_view.hpp"

#include <algorithm>
#include <array>
#include <filesystem>

#include <fmt/format.h>

#include "api/problem.hpp"
#include "base/utf8.hpp"
#include "studio/generate_video.hpp"
#include "studio/output_folder.hpp"
#include "studio/paid_voice.hpp"

namespace mss::api {
namespace {

using studio::Format;
using studio::GenerationProgress;
using studio::Video;
using studio::VideoFiles;
using tasks::State;
using tasks::Task;

struct Step {
    std::string_view name;
    std::string_view title;
};
constexpr std::array kSteps{Step{"words", "Finding the words"}, Step{"speech", "Speaking the words"},
                            Step{"vertical", "Drawing the vertical cut"}, Step{"wide", "Drawing the wide cut"},
                            Step{"finish", "Sound, joining and checks"}};

json::Value time_or_null(const std::optional<Timestamp>& time) {
    return time ? json::Value(rfc3339(*time)) : json::Value(nullptr);
}

GenerationProgress progress_of(const Task& task) {
    if (task.progress.empty()) return {};
    return json::decode_text<GenerationProgress>(task.progress).value_or(GenerationProgress{});
}

studio::VideoOrder order_of(const Video& video) {
    return json::decode_text<studio::VideoOrder>(video.row.order).value_or(studio::VideoOrder{});
}

bool asked_for(const studio::VideoOrder& order, Format format) {
    return std::ranges::find(order.formats, format) != order.formats.end();
}

json::Array step_views(const Task& task, const GenerationProgress& progress, const studio::VideoOrder& order) {
    const bool complete = task.state == State::succeeded;
    const auto current = std::ranges::find(kSteps, progress.step, &Step::name);
    json::Array views;
    for (const auto* step = kSteps.begin(); step != kSteps.end(); ++step) {
        const bool is_vertical = step->name == "vertical";
        if (is_vertical && !asked_for(order, Format::vertical)) continue;
        if (step->name == "wide" && !asked_for(order, Format::wide)) continue;
        const bool begun = current != kSteps.end();
        const bool done = complete || (begun && step < current);
        json::Object view{{"name", step->name},
                          {"title", step->title},
                          {"state", done                       ? "done"
                                    : begun && step == current ? "running"
                                                               : "waiting"}};
        if (is_vertical || step->name == "wide") {
            // An earlier version counted the card with the sources as a scene; its reports may still be there.
            view["done"] = std::min(is_vertical ? progress.vertical_done : progress.wide_done, progress.scenes);
            view["total"] = progress.scenes;
        } else {
            view["done"] = done ? 1 : 0;
            view["total"] = 1;
        }
        views.push_back(std::move(view));
    }
    return views;
}

std::string preview_url(const Video& video, Format format, std::size_t index) {
    return fmt::format("/api/v1/videos/{}/previews/{}", video.row.id, VideoFiles::preview_name(format, index));
}

// Nothing where there are no words yet, or they cannot be read.
std::optional<model::Script> words_of(const Video& video, const VideoFiles& files) {
    auto script = files.script(video.row.id);
    return script ? std::move(*script) : std::nullopt;
}

// The order's, or found by the task.
bool has_words(const Video& video, const VideoFiles& files, const studio::VideoOrder& order) {
    return order.script || files.has_script(video.row.id);
}

json::Array scene_views(const Video& video, const std::optional<model::Script>& script,
                        const GenerationProgress& progress, const studio::VideoOrder& order) {
    json::Array views;
    if (progress.scenes == 0 || !script) return views;
    const bool running = video.task.state == State::running;
    const auto& scenes = script->scenes;
    for (std::size_t i = 0; i < scenes.size(); ++i) {
        json::Object previews;
        bool all = true;
        bool any_next = false;
        for (const auto& [format, done, name] : {std::tuple{Format::vertical, progress.vertical_done, "vertical"},
                                                 std::tuple{Format::wide, progress.wide_done, "wide"}}) {
            if (!asked_for(order, format)) continue;
            const bool ready = static_cast<std::int64_t>(i) < done;
            all = all && ready;
            any_next = any_next || (progress.step == name && static_cast<std::int64_t>(i) == done);
            if (ready) previews[name] = preview_url(video, format, i);
        }
        views.push_back(json::Object{{"number", i + 1},
                                     {"text", scenes[i].text},
                                     {"state", all                   ? "done"
                                               : running && any_next ? "rendering"
                                                                     : "waiting"},
                                     {"previews", std::move(previews)}});
    }
    return views;
}

// A video that is ordered without its words waits for those of a model; all others come with the order.
json::Object error_view(const Video& video, const studio::VideoOrder& order, bool has_script) {
    const Task& task = video.task;
    json::Object error;
    if (task.failure) {
        error["code"] = task.failure->code;
        const bool ours = task.failure->code == "internal" || task.failure->code == "io";
        error["message"] = ours ? std::string(meaning_of(task.failure->code)) : task.failure->message;
        if (task.failure->code == name_of(Code::no_material)) tell_ways(ways_on(), error);
        if (!ours && studio::is_unspoken(task.failure->message, order.voice))
            error["cause"] = "voice";
        else if (const auto cause = cause_of(task.failure->code, !has_script); !cause.empty())
            error["cause"] = cause;
    }
    return error;
}

// Nothing while there is no finished video. One is recorded a moment before its task has succeeded.
std::optional<studio::GeneratedVideo> made_of(const Video& video) {
    if (video.row.result.empty()) return std::nullopt;
    auto made = json::decode_text<studio::GeneratedVideo>(video.row.result);
    return made ? std::optional(std::move(*made)) : std::nullopt;
}

// What the maker should know: of the finished video, or of its words until then.
const std::vector<std::string>& notices_of(const Task& task, const std::optional<studio::GeneratedVideo>& made,
                                           const std::optional<model::Script>& script,
                                           const studio::VideoOrder& order) {
    if (task.state == State::succeeded && made) return made->notices;
    return script ? script->notices : order.notices;
}

json::Object meta_view(const Video& video, const VideoFiles& files) {
    const GenerationProgress progress = progress_of(video.task);
    const studio::VideoOrder order = order_of(video);
    const bool complete = video.task.state == State::succeeded;
    const bool running = video.task.state == State::running;
    json::Object meta{{"step", complete ? "done" : progress.step},
                      {"percent", complete ? 100.0 : progress.percent},
                      {"eta_s", nullptr},
                      {"note", running ? progress.note : std::string()}};
    if (running && progress.eta_s) meta["eta_s"] = *progress.eta_s;
    meta["stages"] = step_views(video.task, progress, order);
    const auto script = words_of(video, files);
    meta["scenes"] = scene_views(video, script, progress, order);
    const auto made = made_of(video);
    meta["notices"] = json::encode(notices_of(video.task, made, script, order));
    return meta;
}

std::string_view kind_of(const studio::GeneratedFile& file) {
    if (file.role == "credits" || file.role == "chapters") return "metadata";
    return file.role;
}

json::Array file_views(const Video& video, const std::optional<studio::GeneratedVideo>& made) {
    json::Array views;
    if (video.task.state != State::succeeded || !made) return views;
    for (const studio::GeneratedFile& file : made->files) {
        json::Object view{{"name", file.name},
                          {"kind", kind_of(file)},
                          {"bytes", file.bytes},
                          {"type", media_type_of(file.name)},
                          {"url", fmt::format("/api/v1/videos/{}/files/{}", video.row.id, file.name)}};
        if (file.role == "vertical" || file.role == "wide") {
            view["width"] = file.role == "vertical" ? 1080 : 1920;
            view["height"] = file.role == "vertical" ? 1920 : 1080;
        }
        views.push_back(std::move(view));
    }
    return views;
}

// The wide one, which suits a grid, where there is one.
json::Value thumbnail_url(const Video& video, const VideoFiles& files) {
    if (video.task.state == State::succeeded)
        for (const Format format : {Format::wide, Format::vertical}) {
            const std::string name = studio::thumbnail_file(1, format);
            if (files.find(video.row.id, name))
                return json::Value(fmt::format("/api/v1/videos/{}/files/{}", video.row.id, name));
        }
    for (const Format format : {Format::wide, Format::vertical})
        if (files.find_preview(video.row.id, VideoFiles::preview_name(format, 0)))
            return json::Value(preview_url(video, format, 0));
    return nullptr;
}

std::string_view video_state(const Task& task) {
    switch (task.state) {
        case State::succeeded: return "ready";
        case State::dead: return "failed";
        case State::cancelled:
        case State::expired: return "cancelled";
        case State::running: return "making";
        default: return "waiting";
    }
}

// Made for whoever would sign up first, before there was anybody.
bool is_sample(const Task& task) {
    return task.owner.empty();
}

}  // namespace

std::string_view media_type_of(std::string_view name) {
    if (name.ends_with(".mp4")) return "video/mp4";
    if (name.ends_with(".jpg")) return "image/jpeg";
    if (name.ends_with(".vtt")) return "text/vtt; charset=utf-8";
    if (name.ends_with(".json")) return "application/json";
    return "text/plain; charset=utf-8";
}

std::string_view seed_state(const Task& task) {
    switch (task.state) {
        case State::scheduled:
        case State::ready:
        case State::blocked: return "PENDING";
        case State::running: return task.progress.empty() ? "STARTED" : "PROGRESS";
        case State::retry_wait: return "RETRY";
        case State::succeeded: return "SUCCESS";
        case State::dead: return "FAILURE";
        case State::cancelled:
        case State::expired: return "REVOKED";
    }
    return "PENDING";
}

std::string_view seed_status(const Task& task) {
    switch (task.state) {
        case State::running: return "Processing...";
        case State::succeeded: return "Complete";
        case State::dead: return "Failed";
        case State::cancelled:
        case State::expired: return "Cancelled";
        default: return "Waiting...";
    }
}

json::Object task_view(const Video& video, const VideoFiles& files, const std::optional<Waiting>& waiting) {
    const Task& task = video.task;
    json::Object view{{"task_id", task.id},
                      {"video_id", video.row.id},
                      {"title", video.row.title},
                      {"state", seed_state(task)},
                      {"status", seed_status(task)},
                      {"queue_position", nullptr},
                      {"no_worker", false},
                      {"paused", false},
                      {"attempt", task.attempt},
                      {"next_try_at", nullptr},
                      {"last_error", nullptr},
                      {"cancel_requested", task.cancel_requested},
                      {"created_at", rfc3339(task.created_at)},
                      {"started_at", time_or_null(task.started_at)},
                      {"finished_at", time_or_null(task.finished_at)},
                      {"meta", meta_view(video, files)}};
    if (waiting && waits(task)) {
        view["queue_position"] = waiting->position;
        view["no_worker"] = waiting->no_worker;
        view["paused"] = waiting->paused;
    }
    const studio::VideoOrder order = order_of(video);
    if (task.state == State::retry_wait) {
        view["next_try_at"] = time_or_null(task.not_before);
        view["last_error"] = error_view(video, order, has_words(video, files, order));
    }
    if (task.state == State::succeeded)
        if (auto result = json::parse(task.result)) view["result"] = std::move(*result);
    if (task.state == State::dead) view["error"] = error_view(video, order, has_words(video, files, order));
    return view;
}

json::Object video_view(const Video& video, const VideoFiles& files) {
    const studio::VideoOrder order = order_of(video);
    const auto made = made_of(video);
    // Of a finished one all is in its row, but where an earlier version made it.
    const auto script = made && !made->language.empty() ? std::nullopt : words_of(video, files);
    const bool has_script = has_words(video, files, order);
    const auto used = [&](std::string studio::GeneratedVideo::* member, const std::string& asked) {
        return made && !((*made).*member).empty() ? (*made).*member : asked;
    };
    json::Object view{{"id", video.row.id},
                      {"title", video.row.title},
                      {"state", video_state(video.task)},
                      {"task_id", video.task.id},
                      {"created_at", rfc3339(video.row.created_at)},
                      {"finished_at", time_or_null(video.task.finished_at)},
                      {"trashed_at", time_or_null(video.row.trashed_at)},
                      {"duration_s", nullptr},
                      {"bytes", video.row.bytes},
                      {"language", used(&studio::GeneratedVideo::language, script ? script->language : order.language)},
                      {"style", used(&studio::GeneratedVideo::style, order.style)},
                      {"voice", used(&studio::GeneratedVideo::voice, order.voice)},
                      {"formats", json::encode(order.formats)},
                      {"sample", is_sample(video.task)},
                      {"has_script", has_script},
                      {"thumbnail", thumbnail_url(video, files)},
                      {"files", file_views(video, made)}};
    view["notices"] = json::encode(notices_of(video.task, made, script, order));
    if (video.task.state == State::succeeded) view["duration_s"] = video.row.duration_s;
    if (video.task.state == State::dead) view["error"] = error_view(video, order, has_script);
    if (!tasks::is_final(video.task.state)) view["percent"] = progress_of(video.task).percent;
    return view;
}

State state_as_of(State now, const tasks::Event& event) {
    if (event.kind == "progress") return State::running;
    const auto data = json::parse(event.data);
    if (!data || !data->is_object()) return now;
    const auto* written = data->as_object().if_contains("state");
    if (written == nullptr || !written->is_string()) return now;
    return tasks::state_named(std::string_view(written->get_string())).value_or(now);
}

Task as_of(Task task, const tasks::Event& event) {
    task.state = state_as_of(task.state, event);
    if (event.kind == "progress") task.progress = event.data;
    if (event.kind == "started") task.progress.clear();
    if (!tasks::is_final(task.state)) task.finished_at.reset();
    return task;
}

}  // namespace mss::api
