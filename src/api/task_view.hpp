#pragma once
// How a video, and the task that makes it, look in the API. Blocking where files are looked at; any thread.

#include <cstdint>
#include <optional>
#include <string_view>

#include "api/waiting.hpp"
#include "base/json.hpp"
#include "studio/library.hpp"

namespace mss::api {

/// The states that clients of the seed's API and of Celery know.
std::string_view seed_state(const tasks::Task& task);
/// The words beside it: "Waiting...", "Processing...", "Complete", "Failed", "Cancelled".
std::string_view seed_status(const tasks::Task& task);

/// The media type of a video's file, by its name.
std::string_view media_type_of(std::string_view name);

/// A task's status as a whole; `waiting` where it is known what it waits for.
json::Object task_view(const studio::Video& video, const studio::VideoFiles& files,
                       const std::optional<Waiting>& waiting);

/// A video as lists show it.
json::Object video_view(const studio::Video& video, const studio::VideoFiles& files);

/// The state in which an event left its task; `now` where the event does not say.
tasks::State state_as_of(tasks::State now, const tasks::Event& event);
/// The task as it was after an event, for a client that missed it.
tasks::Task as_of(tasks::Task task, const tasks::Event& event);

}  // namespace mss::api
