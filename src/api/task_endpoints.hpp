#pragma once
// The tasks that make videos: their status, their events, cancelling them; and the queues, for who operates the server.

#include "api/endpoint.hpp"
#include "api/event_hub.hpp"
#include "studio/library.hpp"
#include "tasks/task_store.hpp"

namespace mss::api {

/// All outlive the endpoints.
Endpoints task_endpoints(studio::Library& library, tasks::TaskStore& store, EventHub& hub);

}  // namespace mss::api
