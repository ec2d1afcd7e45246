#pragma once
// RedisDoorbell: wakes those who wait for tasks, when any process has changed something. Stores ring a channel from
// within their scripts; plain producers only push to a list, so the server is asked to tell of changes of the lists'
// keys as well (CLIENT TRACKING in broadcast mode, which Redis has since 6.0; where it is refused those who wait look
// four times a second). A thread listens on a connection of its own; when that is lost, or silent for one and a half
// seconds, it connects again, trying at least as often, and rings then, since something may have been missed.
// Any thread.

#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/flag.hpp"
#include "base/result.hpp"
#include "celery/keys.hpp"
#include "redis/connection.hpp"
#include "redis/endpoint.hpp"
#include "tasks/doorbell.hpp"

namespace mss::cluster {

class RedisDoorbell {
public:
    /// `self` is what scripts of this process ring with; those it does not hear. `lost` is called on its thread when
    /// its connection was lost: older ones of others are so as well.
    RedisDoorbell(redis::Endpoint endpoint, celery::Naming naming, std::string channel, std::string self,
                  std::vector<std::string> queues, std::function<void()> lost);
    /// Nobody may be waiting any more.
    ~RedisDoorbell();
    RedisDoorbell(const RedisDoorbell&) = delete;
    RedisDoorbell& operator=(const RedisDoorbell&) = delete;

    /// Listens for pushes to these queues, too.
    void watch(const std::vector<std::string>& queues);
    /// Of this process.
    void ring() { bell_.ring(); }
    std::uint64_t number() const { return bell_.number(); }
    /// See tasks::Doorbell.
    void wait(std::uint64_t seen, std::chrono::milliseconds limit, int stop_fd) { bell_.wait(seen, limit, stop_fd); }

private:
    void run();
    /// Until the connection is lost, or other queues are to be watched.
    Result<void> listen();
    Result<bool> track(redis::Connection& connection, const std::vector<std::string>& queues);
    bool is_news(const redis::Reply& message, const std::vector<std::string>& lists) const;

    const redis::Endpoint endpoint_;
    const celery::Naming naming_;
    const std::string channel_;
    const std::string self_;
    const std::function<void()> lost_;
    tasks::Doorbell bell_;
    Flag attention_;  ///< the queues are others, or the end
    std::mutex mutex_;
    std::vector<std::string> queues_;
    bool ending_ = false;
    bool connected_ = false;  ///< since the last pause; only the thread's
    std::thread thread_;      // last: it uses all of the above
};

}  // namespace mss::cluster
