#pragma once
// TaskClient: sends tasks to workers of Celery's and ours over Redis, exactly as a program of Celery's does, and learns
// what became of them. Any thread; each call waits for itself. A client that goes leaves its handles usable.
//
//     MSS_TRY_ASSIGN(const auto client, TaskClient::open("redis://localhost:6379/0"));
//     MSS_TRY_ASSIGN(auto sum, client.send(kAdd(1, 2), {.queue = "quick"}));
//     MSS_TRY_ASSIGN(const double three, sum.wait(std::chrono::seconds(10)));

#include <chrono>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "celery/keys.hpp"
#include "celery/signature.hpp"
#include "celery/task_message.hpp"
#include "task_client/control_client.hpp"
#include "task_client/task_handle.hpp"
#include "task_client/task_signature.hpp"

namespace mss::task_client {

struct ClientOptions {
    std::string result_url{};              ///< where workers store results; empty: with the broker
    std::string default_queue = "celery";  ///< of what is sent without a queue
    celery::Naming naming{};               ///< but for its database, which is the address's
    std::chrono::milliseconds connect{5'000};
    std::chrono::milliseconds reply{10'000};
    std::chrono::milliseconds patience{10'000};  ///< how long what fails with the connection is tried again
    int cancel_fd = -1;                          ///< readable: give up, whatever is waited for
};

struct SendOptions {
    std::string task_id{};                                  ///< empty: a new UUID
    std::string queue{};                                    ///< empty: the client's default
    int priority = 0;                                       ///< 0 to 9; 0 is served first
    std::optional<Timestamp> eta{};                         ///< not before
    std::optional<std::chrono::milliseconds> countdown{};   ///< the same from now on; counts before `eta`
    std::optional<Timestamp> expires_at{};                  ///< of no use any more
    std::optional<std::chrono::milliseconds> expires_in{};  ///< the same from now on; counts before `expires_at`
    celery::TimeLimits limits{};                            ///< of one run
    std::vector<celery::Signature> link{};                  ///< called with the result
    std::vector<celery::Signature> link_error{};            ///< called with the id where it fails
    std::string shadow{};                                   ///< shown in place of the name; empty: the name
    bool ignore_result = false;                             ///< nobody will ask what became of it
};

class TaskClient {
public:
    /// Does not connect yet. Errors: invalid (an address).
    static Result<TaskClient> open(std::string_view broker_url, ClientOptions options = {});

    /// Sends a task. It is in its queue on return, and is there once, also where the connection was lost meanwhile and
    /// the message was sent again. Errors: invalid (a priority that is none, no name), too_large; unavailable and
    /// timeout (the server was away for longer than patience lasts: nothing is known of whether the task was sent),
    /// forbidden, cancelled.
    Result<TaskHandle> send(std::string name, json::Array args, json::Object kwargs, SendOptions options = {}) const;
    template <class R>
    Result<TypedTaskHandle<R>> send(const Call<R>& call, SendOptions options = {}) const {
        MSS_TRY_ASSIGN(TaskHandle handle, send(call.task, call.args, call.kwargs, std::move(options)));
        return TypedTaskHandle<R>(std::move(handle));
    }

    /// Sends many tasks to one queue, a few hundred with each call of the server; their handles in the same order. The
    /// options are those of all, but for the id. After an error some may have been sent. Errors: as send().
    Result<std::vector<TaskHandle>> send_all(std::vector<celery::Signature> calls,
                                             const SendOptions& options = {}) const;
    template <class R>
    Result<std::vector<TypedTaskHandle<R>>> send_all(std::vector<Call<R>> calls,
                                                     const SendOptions& options = {}) const {
        MSS_TRY_ASSIGN(auto handles, send_all(std::vector<celery::Signature>(std::make_move_iterator(calls.begin()),
                                                                             std::make_move_iterator(calls.end())),
                                              options));
        return std::vector<TypedTaskHandle<R>>(std::make_move_iterator(handles.begin()),
                                               std::make_move_iterator(handles.end()));
    }

    /// Of a task that was sent before, by whomever.
    TaskHandle handle(std::string task_id) const;
    template <class R>
    TypedTaskHandle<R> handle(std::string task_id) const {
        return TypedTaskHandle<R>(handle(std::move(task_id)));
    }

    /// Asks workers.
    ControlClient& control() const;

private:
    explicit TaskClient(std::shared_ptr<ClientParts> parts);

    std::shared_ptr<ClientParts> parts_;
};

}  // namespace mss::task_client
