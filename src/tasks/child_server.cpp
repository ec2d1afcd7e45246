#include "tasks/child_server.hpp"

#include <array>
#include <cerrno>
#include <condition_variable>
#include <csignal>
#include <fcntl.h>
#include <mutex>
#include <optional>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <utility>

#include "base/flag.hpp"
#include "tasks/attempt.hpp"
#include "tasks/child_protocol.hpp"

namespace mss::tasks {
namespace {

constexpr std::size_t kLineBytesMax = 16U << 20U;
constexpr std::chrono::milliseconds kGraceWithoutParent{3'000};
constexpr int kNoParent = 3;

// The worker spawned us as the leader of a group. What a function left in it must not outlive us.
void end_group(int /*signal_number*/) {
    ::kill(0, SIGKILL);
}

// The worker decides when its children end; a signal to all processes of the service is no crash of theirs.
void listen_to_the_worker_alone(int control_fd) {
    ::signal(SIGTERM, SIG_IGN);
    ::signal(SIGINT, SIG_IGN);
    ::fcntl(control_fd, F_SETFD, FD_CLOEXEC);
    if (::getpgrp() != ::getpid()) return;
    ::signal(SIGHUP, end_group);
    ::prctl(PR_SET_PDEATHSIG, SIGHUP);  // until here it was SIGKILL, which ends us alone
}

class LineSender {
public:
    explicit LineSender(int fd) : fd_(fd) {}

    /// Any thread. Errors: io; invalid (the worker could not read it, such as for its depth): nothing was sent.
    Result<void> send(const child::Reply& reply) {
        std::string line = child::print(reply);
        if (const auto readable = child::parse_reply(line); !readable)
            return fail(Code::invalid, readable.error().message);
        line += '\n';
        std::string_view rest = line;
        const std::scoped_lock lock(mutex_);
        while (!rest.empty()) {
            const ssize_t count = ::send(fd_, rest.data(), rest.size(), MSG_NOSIGNAL);
            if (count < 0 && errno == EINTR) continue;
            if (count < 0) return fail(Code::io, "the worker does not listen any more");
            rest.remove_prefix(static_cast<std::size_t>(count));
        }
        return {};
    }

private:
    int fd_;
    std::mutex mutex_;
};

// Hears the parent while the main thread works, so that a cancel and the parent's end come through at any time.
class Listener {
public:
    explicit Listener(int fd) : fd_(fd), thread_([this] { listen(); }) {}
    ~Listener() {
        {
            const std::scoped_lock lock(mutex_);
            idle_ = true;
        }
        ::shutdown(fd_, SHUT_RD);  // ends the wait for a line
        thread_.join();
    }
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    /// Nothing at the end of file.
    Result<std::optional<child::Run>> next_run() {
        std::unique_lock lock(mutex_);
        idle_ = true;
        changed_.notify_all();
        changed_.wait(lock, [this] { return run_ || ended_; });
        if (!outcome_) return std::unexpected(outcome_.error());
        if (ended_) return std::nullopt;
        idle_ = false;
        return std::exchange(run_, std::nullopt);
    }

    int cancel_fd() const { return cancel_.fd(); }

private:
    void listen() {
        auto outcome = read_lines();
        std::unique_lock lock(mutex_);
        outcome_ = std::move(outcome);
        ended_ = true;
        cancel_.set();
        changed_.notify_all();
        // A function that does not heed its token must not outlive the worker. No destructors: they might wait too.
        if (!changed_.wait_for(lock, kGraceWithoutParent, [this] { return idle_; })) ::_exit(kNoParent);
    }

    Result<void> read_lines() {
        std::string pending;
        std::array<char, 65536> buffer{};
        while (true) {
            const ssize_t count = ::recv(fd_, buffer.data(), buffer.size(), 0);
            if (count < 0 && errno == EINTR) continue;
            if (count <= 0) return {};  // a socket that broke has no parent at its other end either
            pending.append(buffer.data(), static_cast<std::size_t>(count));
            std::size_t begin = 0;
            for (auto end = pending.find('\n'); end != std::string::npos; end = pending.find('\n', begin)) {
                MSS_TRY(take(std::string_view(pending).substr(begin, end - begin)));
                begin = end + 1;
            }
            pending.erase(0, begin);
            if (pending.size() > kLineBytesMax) return fail(Code::invalid, "the worker sent a line that is too long");
        }
    }

    Result<void> take(std::string_view line) {
        MSS_TRY_ASSIGN(auto request, child::parse_request(line));
        const std::scoped_lock lock(mutex_);
        if (request.cancel) {
            cancel_.set();
            return {};
        }
        cancel_.clear();  // of the task before
        run_ = std::move(request.run);
        changed_.notify_all();
        return {};
    }

    const int fd_;
    Flag cancel_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::optional<child::Run> run_;
    bool idle_ = false;
    bool ended_ = false;
    Result<void> outcome_;
    std::thread thread_;  // last: it uses all of the above
};

child::Reply run_task(const Registry& registry, const child::Run& run, int cancel_fd, LineSender& sender,
                      const observe::Logger& log) {
    const Definition* definition = registry.find(run.name);
    if (definition == nullptr || !definition->function)
        return child::reply_of(fail(Code::internal, "the task's process does not know " + run.name));
    TaskContext context{.task_id = run.task_id,
                        .owner = run.owner,
                        .attempt = run.attempt,
                        .may_retry = run.may_retry,
                        .fence = run.fence,
                        .cancel_fd = cancel_fd,
                        .report = [&sender, &log, id = run.task_id, fence = run.fence](const json::Value& progress) {
                            child::Reply reply;
                            reply.progress = child::Progress{id, fence, progress};
                            if (const auto sent = sender.send(reply); !sent)
                                log.debug("progress was not sent", {{"reason", sent.error().message}});
                        }};
    return child::reply_of(call_function(*definition, run.arguments, context));
}

}  // namespace

Result<void> serve_child(const Registry& registry, const observe::Logger& log, int control_fd) {
    listen_to_the_worker_alone(control_fd);
    LineSender sender(control_fd);
    Listener listener(control_fd);
    child::Reply ready;
    ready.ready.emplace();
    child::Reply begun;
    begun.begun.emplace();
    MSS_TRY(sender.send(ready));
    while (true) {
        MSS_TRY_ASSIGN(const auto run, listener.next_run());
        if (!run) return {};
        log.debug("task begins", {{"task", run->task_id}, {"name", run->name}, {"attempt", run->attempt}});
        if (!sender.send(begun)) return {};
        auto sent = sender.send(run_task(registry, *run, listener.cancel_fd(), sender, log));
        if (!sent && sent.error().code == Code::invalid)
            sent = sender.send(child::reply_of(fail(Code::internal, "its result: " + sent.error().message)));
        log.debug("task ended", {{"task", run->task_id}, {"name", run->name}});
        if (!sent) return {};  // the parent went, here as above: the same as the end of file
    }
}

}  // namespace mss::tasks
