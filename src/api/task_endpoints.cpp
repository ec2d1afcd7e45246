#include "api/task_endpoints.hpp"

#include <charconv>

#include <fmt/format.h>

#include "api/json_answer.hpp"
#include "api/task_view.hpp"
#include "tasks/known_queues.hpp"

namespace mss::api {
namespace {

using http_server::Method;
using http_server::Response;
using studio::Library;
using studio::Video;

Answer status(const Library& library, tasks::TaskStore& store, const Call& call) {
    MSS_TRY_ASSIGN(const Video video, library.find_by_task(call.user.id, call.part("id")));
    MSS_TRY_ASSIGN(const auto waiting, waiting_of(store, video.task));
    return json_answer(200, task_view(video, library.files(), waiting));
}

Answer unfinished(const Library& library, tasks::TaskStore& store, const Call& call) {
    MSS_TRY_ASSIGN(const auto videos, library.unfinished(call.user.id));
    MSS_TRY_ASSIGN(const QueueLook look, QueueLook::at(store));
    json::Array items;
    for (const Video& video : videos) {
        MSS_TRY_ASSIGN(const auto waiting, look.waiting(store, video.task));
        items.push_back(task_view(video, library.files(), waiting));
    }
    return json_answer(200, json::Object{{"items", std::move(items)}});
}

Answer cancel(Library& library, const Call& call) {
    MSS_TRY_ASSIGN(const tasks::State now, library.cancel(call.user.id, call.part("id")));
    // What is cancelled already may be cancelled again; of what ended otherwise nobody is to believe that it was.
    if (tasks::is_final(now) && now != tasks::State::cancelled)
        return std::unexpected(Problem(409, "conflict", "It has ended already, and cannot be cancelled any more."));
    MSS_TRY_ASSIGN(const Video video, library.find_by_task(call.user.id, call.part("id")));
    return json_answer(202, json::Object{{"task_id", video.task.id},
                                         {"state", seed_state(video.task)},
                                         {"status", seed_status(video.task)},
                                         {"cancel_requested", video.task.cancel_requested}});
}

// What is no number of ours is as good as none: the stream begins with a snapshot.
std::int64_t last_event_id(const http_server::Request& request) {
    std::string_view written = request.fields.find("Last-Event-ID");
    if (written.empty()) written = request.parameter("last_event_id").value_or("");
    std::int64_t id = -1;
    const auto [end, error] = std::from_chars(written.data(), written.data() + written.size(), id);
    return error == std::errc() && end == written.data() + written.size() && id >= 0 ? id : -1;
}

Answer events(const Library& library, tasks::TaskStore& store, EventHub& hub, const Call& call) {
    MSS_TRY_ASSIGN(const Video video, library.find_by_task(call.user.id, call.part("id")));
    Watch watch{
        .owner = call.user.id, .token = call.token, .task_id = video.task.id, .after = last_event_id(call.request)};
    if (watch.after >= 0 && tasks::is_final(video.task.state)) {
        MSS_TRY_ASSIGN(const auto missed, store.events(video.task.id, watch.after, 1));
        // An event source takes 204 for "do not come again".
        if (missed.empty()) return empty_answer();
    }
    if (!hub.admits(call.user.id))
        return std::unexpected(Problem(429, "rate_limited",
                                       fmt::format("You watch {} tasks already; close some of these streams, or ask "
                                                   "for the status now and then.",
                                                   EventHub::kStreamsOfOneMax)));
    Response response;
    response.fields.add("Content-Type", "text/event-stream");
    response.fields.add("X-Accel-Buffering", "no");
    response.body = http_server::StreamBody{.start =
                                                [&hub, watch](std::shared_ptr<http_server::StreamWriter> writer) {
                                                    writer->send("retry: 2000\n\n");
                                                    hub.watch(watch, std::move(writer));
                                                },
                                            .heartbeat = ": still here\n\n"};
    return response;
}

Answer queues(const Library& library, tasks::TaskStore& store) {
    MSS_TRY_ASSIGN(const auto serving, store.workers());
    MSS_TRY_ASSIGN(const auto known, library.queues(serving));
    json::Array items;
    for (const tasks::QueueCounts& queue : known)
        items.push_back(json::Object{{"name", queue.queue},
                                     {"paused", queue.paused},
                                     {"ready", queue.ready},
                                     {"scheduled", queue.scheduled},
                                     {"running", queue.running},
                                     {"dead", queue.dead},
                                     {"served", tasks::is_served(queue.queue, serving)}});
    json::Array workers;
    for (const tasks::WorkerCard& worker : serving)
        workers.push_back(json::Object{{"name", worker.host + ":" + std::to_string(worker.pid)},
                                       {"concurrency", worker.concurrency},
                                       {"all_queues", worker.queues.empty()},
                                       {"queues", json::encode(worker.queues)},
                                       {"except_queues", json::encode(worker.except)}});
    return json_answer(200, json::Object{{"items", std::move(items)}, {"workers", std::move(workers)}});
}

std::expected<std::string, Problem> queue_in(tasks::TaskStore& store, const Call& call) {
    const std::string& name = call.part("name");
    MSS_TRY_ASSIGN(const bool known, tasks::is_known_queue(store, name));
    if (!known) return std::unexpected(Problem(404, "not_found", "There is no such queue."));
    return name;
}

}  // namespace

Endpoints task_endpoints(Library& library, tasks::TaskStore& store, EventHub& hub) {
    Endpoints endpoints;
    endpoints.push_back({Method::get, both("task-status/{id}"), Audience::creator,
                         [&](const Call& call) { return status(library, store, call); }});
    endpoints.push_back({Method::get, both("task-events/{id}"), Audience::creator,
                         [&](const Call& call) { return events(library, store, hub, call); }});
    endpoints.push_back({Method::get, both("tasks"), Audience::creator,
                         [&](const Call& call) { return unfinished(library, store, call); }});
    endpoints.push_back({Method::get, both("tasks/{id}"), Audience::creator,
                         [&](const Call& call) { return status(library, store, call); }});
    endpoints.push_back({Method::delete_, both("tasks/{id}"), Audience::creator,
                         [&](const Call& call) { return cancel(library, call); }});
    endpoints.push_back(
        {Method::get, both("queues"), Audience::viewer, [&](const Call&) { return queues(library, store); }});
    endpoints.push_back(
        {Method::post, both("queues/{name}/pause"), Audience::operator_, [&](const Call& call) -> Answer {
             MSS_TRY_ASSIGN(const std::string name, queue_in(store, call));
             MSS_TRY(store.pause(name));
             return queues(library, store);
         }});
    endpoints.push_back(
        {Method::post, both("queues/{name}/resume"), Audience::operator_, [&](const Call& call) -> Answer {
             MSS_TRY_ASSIGN(const std::string name, queue_in(store, call));
             MSS_TRY(store.resume(name));
             return queues(library, store);
         }});
    return endpoints;
}

}  // namespace mss::api
