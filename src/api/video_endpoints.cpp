#include "api/video_endpoints.hpp"

#include <cmath>
#include <filesystem>

#include <fmt/format.h>

#include "api/body.hpp"
#include "api/json_answer.hpp"
#include "api/task_view.hpp"
#include "base/hash.hpp"
#include "studio/generate_video.hpp"
#include "writing/pace.hpp"

namespace mss::api {
namespace {

using http_server::Method;
using http_server::Response;
using studio::Library;
using studio::Video;
using studio::VideoOrder;

constexpr std::int64_t kPageUsual = 20;
constexpr std::int64_t kPageMost = 100;
constexpr std::int64_t kPagesMost = 1'000'000;
constexpr std::size_t kSearchBytesMax = 200;

// `seconds`: that the words are expected to take, where they are known.
Answer accepted(const Video& video, std::optional<double> seconds = {}) {
    const std::string& task = video.row.task_id;
    json::Object body{{"success", true},
                      {"task_id", task},
                      {"video_id", video.row.id},
                      {"status", "pending"},
                      {"links", json::Object{{"self", "/api/v1/task-status/" + task},
                                             {"events", "/api/v1/task-events/" + task},
                                             {"cancel", "/api/v1/tasks/" + task},
                                             {"video", "/api/v1/videos/" + video.row.id}}}};
    if (seconds) body["estimated_duration_s"] = std::round(*seconds);
    Response response = json_answer(202, body);
    response.fields.add("Location", "/api/v1/task-status/" + task);
    response.fields.add("Retry-After", "2");
    return response;
}

// An order that finds no room waits for other videos, not for a time.
std::expected<Video, Problem> ordered(Result<Video> video) {
    if (video) return std::move(*video);
    Problem problem(video.error());
    if (video.error().code == Code::rate_limited) {
        problem.code = "too_many_videos";
        problem.retry_after_s.reset();
    }
    return std::unexpected(std::move(problem));
}

// By which an order that is sent twice, since no answer came, is known as one (the field is that of the IETF's draft on
// idempotent requests, in any form). Empty where there is none.
std::expected<std::string, Problem> order_key_in(const http_server::Request& request) {
    constexpr std::size_t kKeyBytesMax = 255;
    const std::string_view key = request.fields.find("Idempotency-Key");
    if (key.size() <= kKeyBytesMax) return std::string(key);
    return std::unexpected(
        Problem(400, "malformed", fmt::format("An Idempotency-Key has at most {} bytes.", kKeyBytesMax)));
}

// The video may be that of an earlier order with the same key: no program that uses one key for two orders is to lose
// the second one unheard.
Answer accepted_for(const VideoOrder& order, const Video& video, std::optional<double> seconds = {}) {
    if (order.fingerprint.empty()) return accepted(video, seconds);
    const auto kept = json::decode_text<VideoOrder>(video.row.order);
    if (!kept || kept->fingerprint == order.fingerprint) return accepted(video, seconds);
    return std::unexpected(Problem(422, "idempotency_key_reused",
                                   "Another order came with this Idempotency-Key. Send each order with a key of its "
                                   "own, and the same key only with the same order."));
}

// Words that cost nothing but a look are found before the order is accepted, so that nobody waits for a video that
// cannot be made; those that a model writes take long, and are the task's own first step.
Answer create(Library& library, const studio::WordSources& sources, const studio::Videos& videos, WordRoom& room,
              const Call& call) {
    MSS_TRY_ASSIGN(VideoOrder order, order_in(call.request));
    MSS_TRY_ASSIGN(const std::string key, order_key_in(call.request));
    if (!key.empty()) {
        MSS_TRY_ASSIGN(const auto before, library.find_by_key(call.user.id, key));
        order.fingerprint = studio::fingerprint_of(order);
        if (before) return accepted_for(order, *before);
    }
    std::string title = order.topic;
    MSS_TRY_ASSIGN(const auto words, sources.open());
    std::optional<double> seconds;
    const bool has_words = order.script || order.text || !order.url.empty();
    if (has_words || !words->has_model()) {
        MSS_TRY_ASSIGN(const model::Script script,
                       words_in(*words, order, call.user, room, [&room] { return room.closed(); }));
        if (const auto lacking = videos.find_unmakeable(script, order.voice))
            return std::unexpected(unmakeable(*lacking, order));
        title = script.title;
        seconds = writing::video_seconds(script);
        studio::take_words(order, script);
    } else if (const auto lacking = find_unspeakable(videos, order, sources.default_language())) {
        return std::unexpected(unmakeable(*lacking, order));
    }
    MSS_TRY_ASSIGN(const Video video, ordered(library.order(call.user.id, order, title, key)));
    return accepted_for(order, video, seconds);
}

Answer list(const Library& library, const store::VideoQuery& query, std::int64_t page) {
    MSS_TRY_ASSIGN(const studio::VideoList found, library.list(query));
    json::Array items;
    for (const Video& video : found.videos)
        items.push_back(video_view(video, library.files()));
    return json_answer(200, json::Object{{"items", std::move(items)},
                                         {"page", page},
                                         {"per_page", query.limit},
                                         {"total", found.total},
                                         {"pages", (found.total + query.limit - 1) / query.limit},
                                         {"has_next", page * query.limit < found.total},
                                         {"has_prev", page > 1}});
}

Answer history(const Library& library, const Call& call) {
    store::VideoQuery query;
    query.owner_id = call.user.id;
    MSS_TRY_ASSIGN(const std::int64_t page, number_in(call.request, "page", 1, 1, kPagesMost));
    MSS_TRY_ASSIGN(query.limit, number_in(call.request, "per_page", kPageUsual, 1, kPageMost));
    MSS_TRY_ASSIGN(query.trashed, flag_in(call.request, "trash"));
    query.offset = (page - 1) * query.limit;
    query.search = call.request.parameter("search").value_or("");
    if (query.search.size() > kSearchBytesMax)
        return std::unexpected(invalid({{"/search", "The search has too many letters."}}));
    return list(library, query, page);
}

// With what the library shows of it, and whom to name.
Answer one(const Library& library, const Video& video) {
    json::Object view = video_view(video, library.files());
    MSS_TRY_ASSIGN(const auto script, library.files().script(video.row.id));
    view["sources"] = script ? json::encode(script->sources) : json::Value(json::Array{});
    return json_answer(200, json::Object{{"video", std::move(view)}});
}

Answer script_of(const Library& library, const Call& call) {
    MSS_TRY_ASSIGN(const Video video, library.find(call.user.id, call.part("id")));
    MSS_TRY_ASSIGN(const auto script, library.files().script(video.row.id));
    if (script) return json_answer(200, json::Object{{"script", json::encode(*script)}});
    // Not begun yet: the words are in the order, where somebody gave them.
    const auto order = json::decode_text<VideoOrder>(video.row.order);
    if (order && order->script) return json_answer(200, json::Object{{"script", *order->script}});
    return std::unexpected(Problem(404, "not_found", "The video has no words yet."));
}

// The name under which a browser keeps it: letters that every system takes (RFC 6266), by the title.
std::string download_name(const Video& video, std::string_view name) {
    std::string title;
    for (const char letter : video.row.title.substr(0, 80)) {
        const bool plain =
            (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9');
        if (plain)
            title += letter;
        else if (!title.empty() && title.back() != '-')
            title += '-';
    }
    while (!title.empty() && title.back() == '-')
        title.pop_back();
    return title.empty() ? std::string(name) : fmt::format("{}-{}", title, name);
}

// A finished file never changes but by being made again, which gives it another size or hash.
std::string etag_of(const Video& video, std::string_view name, const std::filesystem::path& path) {
    const auto made = json::decode_text<studio::GeneratedVideo>(video.row.result);
    if (made)
        for (const studio::GeneratedFile& file : made->files)
            if (file.name == name) return fmt::format("\"{}\"", file.sha256.substr(0, 32));
    std::error_code ignored;
    return fmt::format("\"{}-{}\"", std::filesystem::file_size(path, ignored),
                       std::filesystem::last_write_time(path, ignored).time_since_epoch().count());
}

Answer file_of(const Library& library, const Call& call) {
    MSS_TRY_ASSIGN(const Video video, library.find(call.user.id, call.part("id")));
    const std::string& name = call.part("name");
    const auto path = video.task.state == tasks::State::succeeded ? library.files().find(video.row.id, name)
                                                                  : std::optional<std::filesystem::path>();
    if (!path) return std::unexpected(Problem(404, "not_found", "The video has no such file."));
    Response response;
    response.fields.add("Content-Type", std::string(media_type_of(name)));
    response.fields.add("Cache-Control", "private, no-cache");
    MSS_TRY_ASSIGN(const bool download, flag_in(call.request, "download"));
    if (download)
        response.fields.add("Content-Disposition",
                            fmt::format("attachment; filename=\"{}\"", download_name(video, name)));
    response.body = http_server::FileBody{.path = *path, .etag = etag_of(video, name, *path)};
    return response;
}

Answer preview_of(const Library& library, const Call& call) {
    MSS_TRY_ASSIGN(const Video video, library.find(call.user.id, call.part("id")));
    const auto path = library.files().find_preview(video.row.id, call.part("name"));
    if (!path) return std::unexpected(Problem(404, "not_found", "There is no such picture yet."));
    Response response;
    response.fields.add("Content-Type", "image/jpeg");
    response.fields.add("Cache-Control", "private, no-cache");
    response.body = http_server::FileBody{.path = *path, .etag = etag_of(video, call.part("name"), *path)};
    return response;
}

Answer remove(Library& library, const Call& call) {
    MSS_TRY_ASSIGN(const bool forever, flag_in(call.request, "forever"));
    if (forever)
        MSS_TRY(library.remove(call.user.id, call.part("id")));
    else
        MSS_TRY(library.trash(call.user.id, call.part("id")));
    return empty_answer();
}

void add_single_video(Endpoints& endpoints, Library& library) {
    const std::string video = "videos/{id}";
    endpoints.push_back({Method::get, both(video), Audience::creator, [&library](const Call& call) -> Answer {
                             MSS_TRY_ASSIGN(const Video found, library.find(call.user.id, call.part("id")));
                             return one(library, found);
                         }});
    endpoints.push_back({Method::delete_, both(video), Audience::creator,
                         [&library](const Call& call) { return remove(library, call); }});
    endpoints.push_back(
        {Method::post, both(video + "/restore"), Audience::creator, [&library](const Call& call) -> Answer {
             MSS_TRY_ASSIGN(const Video found, library.restore(call.user.id, call.part("id")));
             return one(library, found);
         }});
    endpoints.push_back(
        {Method::post, both(video + "/retry"), Audience::creator, [&library](const Call& call) -> Answer {
             MSS_TRY_ASSIGN(const Video found, ordered(library.retry(call.user.id, call.part("id"))));
             return accepted(found);
         }});
    endpoints.push_back({Method::get, both(video + "/script"), Audience::creator,
                         [&library](const Call& call) { return script_of(library, call); }});
    endpoints.push_back({Method::get, both(video + "/files/{name}"), Audience::creator,
                         [&library](const Call& call) { return file_of(library, call); }});
    endpoints.push_back({Method::get, both(video + "/previews/{name}"), Audience::creator,
                         [&library](const Call& call) { return preview_of(library, call); }});
}

}  // namespace

Endpoints video_endpoints(Library& library, const studio::WordSources& sources, const studio::Videos& videos,
                          WordRoom& room) {
    Endpoints endpoints;
    endpoints.push_back({Method::post, both("create-video-enhanced"), Audience::creator,
                         [&library, &sources, &videos, &room](const Call& call) {
                             return create(library, sources, videos, room, call);
                         }});
    endpoints.push_back({Method::get, both("get-recent-videos"), Audience::creator, [&library](const Call& call) {
                             store::VideoQuery query;
                             query.owner_id = call.user.id;
                             query.limit = kPageUsual;
                             return list(library, query, 1);
                         }});
    endpoints.push_back({Method::get, both("video-history"), Audience::creator,
                         [&library](const Call& call) { return history(library, call); }});
    add_single_video(endpoints, library);
    return endpoints;
}

}  // namespace mss::api
