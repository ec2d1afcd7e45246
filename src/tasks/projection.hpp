#pragma once
// Projection: writes into a record what comes of its tasks in the store that has the queue (the broker), by following
// the broker's log: each event and the place behind it are written in one transaction, so that each counts once.
// Blocking; one thread.

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "store/database.hpp"
#include "tasks/task_store.hpp"

namespace mss::tasks {

class Projection {
public:
    /// `broker_name` tells one broker from another, each of which has a log of its own. All outlive it.
    Projection(store::Database& database, TaskStore& broker, const Clock& clock, std::string broker_name)
        : database_(database), broker_(broker), clock_(clock), broker_name_(std::move(broker_name)) {}

    struct Step {
        std::int64_t events = 0;  ///< that were taken over; 0: all is known
        bool forgotten = false;   ///< the broker's log began anew: it lost what it had, which is to be sent again
    };
    /// Takes over the next events. Where the broker has dropped some that were not read yet, what they told of is read
    /// from the tasks themselves. Errors: those of the database and of the broker.
    Result<Step> step();

private:
    using Tasks = std::map<std::string, Task, std::less<>>;
    /// Up to where the broker's log is written down here.
    struct Place {
        std::int64_t event = 0;
        std::string mark;
    };
    static Place behind(const Event& event);
    static Result<Place> read_place(store::Connection& connection, std::string_view broker);
    static Result<void> write_place(store::Connection& connection, std::string_view broker, const Place& place);

    Result<Place> place();
    Result<Tasks> tasks_of(std::span<const Event> events);
    Result<void> take_over(std::span<const Event> events, const Tasks& tasks, const Place& from);
    Result<void> look_at_unfinished();
    Result<void> begin_anew(std::int64_t last);

    store::Database& database_;
    TaskStore& broker_;
    const Clock& clock_;
    const std::string broker_name_;
};

}  // namespace mss::tasks
