#pragma once
// EventHub: tells browsers what happens to their tasks (server-sent events,
// https://html.spec.whatwg.org/#server-sent-events). One thread reads the log of all tasks while somebody watches, and
// sends each watcher the events of its task, beginning after the last one that it has seen. Sessions are looked at
// again each minute. Made once; watch() from any thread.

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "api/waiting.hpp"
#include "base/flag.hpp"
#include "http_server/message.hpp"
#include "observe/log.hpp"
#include "studio/accounts.hpp"
#include "studio/library.hpp"
#include "tasks/task_store.hpp"

namespace mss::api {

struct Watch {
    std::string owner;
    std::string token;        ///< of the session
    std::string task_id;      ///< of a task of the owner
    std::int64_t after = -1;  ///< the last event that was seen; below 0: none, a snapshot comes first
};

class EventHub {
public:
    /// Of one account: more than any page has open, and too few to take the places of all others.
    static constexpr int kStreamsOfOneMax = 64;

    /// All outlive it.
    EventHub(tasks::TaskStore& store, const studio::Library& library, studio::Accounts& accounts,
             const observe::Logger& log);
    ~EventHub();
    EventHub(const EventHub&) = delete;
    EventHub& operator=(const EventHub&) = delete;

    /// Whether one more of this account may watch. Who comes between the question and watch() is let go there.
    bool admits(const std::string& owner);
    void watch(Watch watch, std::shared_ptr<http_server::StreamWriter> writer);

private:
    using Time = std::chrono::steady_clock::time_point;
    struct Watcher {
        Watch watch;
        std::shared_ptr<http_server::StreamWriter> writer;
        std::optional<Waiting> waiting;  ///< as last told
        Time look_again{};               ///< at the session
        Time look_at_queue{};
        bool fresh = true;
    };

    /// What happened since the last look.
    struct News {
        std::set<std::string, std::less<>> changed;  ///< ids of tasks
        bool queue_moved = false;
    };

    void serve();
    bool wait();
    void round();
    Result<News> read_news(bool anew);
    void close_all();
    void close(const Watcher& watcher);
    Result<bool> update(Watcher& watcher, bool changed, bool queue_moved);
    Result<bool> send_events(Watcher& watcher);
    Result<bool> send_waiting(Watcher& watcher);
    Result<std::optional<Waiting>> waiting_of(const tasks::Task& task);
    bool send(Watcher& watcher, const studio::Video& video, const std::optional<Waiting>& waiting);

    tasks::TaskStore& store_;
    const studio::Library& library_;
    studio::Accounts& accounts_;
    const observe::Logger& log_;

    Flag wake_;
    std::mutex mutex_;
    std::vector<Watcher> joining_;
    std::map<std::string, int, std::less<>> streams_;  ///< by account
    std::atomic<bool> stopping_ = false;

    // Of the hub's thread.
    std::vector<Watcher> watchers_;
    std::int64_t read_to_ = 0;
    std::uint64_t seen_ = 0;
    std::optional<QueueLook> look_;  ///< of this round, once somebody who waits needs it
    std::thread thread_;             // last: it uses all of the above
};

}  // namespace mss::api
