#pragma once
// What the threads of this module share: a session with the Redis server that begins again when it was cut off, after
// pauses that grow with jitter to half a second at most, so that a worker is there again within two. One line in the
// log when a server goes away and one when it is back.

#include <functional>
#include <string_view>

#include "base/flag.hpp"
#include "base/result.hpp"
#include "observe/log.hpp"
#include "redis/connection.hpp"
#include "tasks/pauses.hpp"

namespace mss::cluster {

/// The waits of a connection that ends when the flag is set, or where somebody publishes more at once than anybody has
/// to say.
redis::Waiting waiting_with(const Flag& stop);

/// How often a session failed since one succeeded. Confined to the thread of keep_connected().
class Attempts {
public:
    Attempts(std::string_view what, const observe::Logger& log);

    /// The session stands.
    void succeeded();
    /// It failed. Returns how long to wait before the next one.
    std::chrono::milliseconds failed(const Error& error);

private:
    std::string_view what_;
    const observe::Logger& log_;
    tasks::Pauses pauses_;
    bool away_ = false;
};

struct Keeping {
    std::string_view what;  ///< for the log: "publishing events"
    int stop_fd = -1;
    const observe::Logger& log;
};

/// Runs sessions until `stop_fd` is readable. An exception of a session ends it as an error does.
void keep_connected(const Keeping& keeping, const std::function<Result<void>(Attempts&)>& session);

}  // namespace mss::cluster
