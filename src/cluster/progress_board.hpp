#pragma once
// ProgressBoard: shows Celery's clients how far a running task is: what it reports becomes the state PROGRESS under the
// key of its result and on its channel, as a task in Python does it by update_state(). Any thread; waits for the server
// two seconds or so at most.

#include <chrono>
#include <string_view>

#include "celery/keys.hpp"
#include "cluster/connection_pool.hpp"
#include "redis/endpoint.hpp"
#include "tasks/task_store.hpp"

namespace mss::cluster {

class ProgressBoard {
public:
    /// `keep`: how long it stands there where nothing follows it; 0: for good.
    ProgressBoard(redis::Endpoint endpoint, celery::Naming naming, std::chrono::seconds keep);

    /// Shows a report, a JSON object, unless the claim is outrun or over, so that it never covers a result. What cannot
    /// be shown is forgotten: another one follows soon, or the end does.
    void show(const tasks::Claim& claim, std::string_view progress);

private:
    const celery::Naming naming_;
    const std::chrono::seconds keep_;
    ConnectionPool pool_;
};

}  // namespace mss::cluster
