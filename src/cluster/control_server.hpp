#pragma once
// ControlServer: listens on the channel of remote control and answers for the worker, as Celery's workers do over
// Redis: questions are published to all, and an answer goes to the list of who asked, where somebody still waits for
// it. It also asks the other workers, each time it has connected, which tasks are revoked, and the first time which
// kinds of tasks they know: those of its queues had better know the same. What comes is anybody's: what cannot be read
// is a line in the log. Owns a thread and two connections, one that listens and one that speaks;
// where one of them is lost, both are made again.

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/flag.hpp"
#include "cluster/control_commands.hpp"
#include "cluster/other_workers.hpp"
#include "redis/connection.hpp"

namespace mss::cluster {

class Attempts;

struct ControlOptions {
    std::chrono::milliseconds ping_every{1'000};  ///< how soon it is seen that the server says nothing any more
    std::chrono::milliseconds hello_wait{1'000};  ///< for what other workers answer
};

class ControlServer {
public:
    /// All references outlive it. Begins at once. Throws std::system_error where the process has no thread or
    /// descriptor left.
    ControlServer(Membership membership, ControlParties parties, ControlOptions options = {});
    /// Answers no more. Takes at most a second or so.
    ~ControlServer();
    ControlServer(const ControlServer&) = delete;
    ControlServer& operator=(const ControlServer&) = delete;

    /// Waits until it listens. False where the time was over first.
    bool wait_listening(std::chrono::milliseconds limit) const;
    /// How often it has begun to listen: more than once after a connection was lost.
    std::uint64_t times_listening() const;

private:
    using Steady = std::chrono::steady_clock;

    /// A question of ours to the other workers.
    struct Question {
        std::string method;
        std::string queue;   ///< where the answers go
        std::string member;  ///< of the set that says so
        Steady::time_point until;
        Steady::time_point next_look;
        bool over = false;
    };

    void serve();
    Result<void> session(Attempts& attempts);
    Result<void> listen(redis::Connection& listener) const;
    Result<void> keep_listening(redis::Connection& listener, redis::Connection& speaker);
    Result<void> bind(redis::Connection& speaker) const;
    void unbind(redis::Connection& speaker) const;
    void set_listening(bool listening);

    Result<void> take(redis::Connection& speaker, const redis::Reply& message);
    Result<void> heed(redis::Connection& speaker, const celery::ControlRequest& request);
    Result<void> reply(redis::Connection& speaker, const celery::ControlRequest& request, json::Value answer);

    Result<void> ask_others(redis::Connection& speaker);
    Result<void> ask(redis::Connection& speaker, std::string method, json::Object arguments);
    Result<void> look_for_answers(redis::Connection& speaker);
    Result<void> look_for_answers(redis::Connection& speaker, Question& question);
    void take_answer(const Question& question, std::string_view text);
    void learn(const json::Value& answers);
    void warn_of_differences();

    const Membership membership_;
    const ControlParties parties_;
    const ControlOptions options_;
    const std::string channel_;
    Flag stop_;

    mutable std::mutex mutex_;  ///< guards what follows
    mutable std::condition_variable changed_;
    bool listening_ = false;
    std::uint64_t times_listening_ = 0;

    // Of the thread alone.
    ControlCommands commands_;
    std::vector<Question> questions_{};  ///< that may still be answered
    OtherWorkers others_{};
    bool compared_ = false;
    std::jthread thread_;  // last: it uses all of the above
};

}  // namespace mss::cluster
