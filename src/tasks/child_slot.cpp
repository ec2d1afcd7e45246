#include "tasks/child_slot.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace mss::tasks {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds kStartLimit{20'000};
constexpr milliseconds kSendLimit{10'000};
constexpr milliseconds kCancelSendLimit{200};
constexpr milliseconds kEndGrace{500};
constexpr std::size_t kEarlyLinesMost = 100;
constexpr std::chrono::hours kIdleLook{1};

std::string detail_of(const std::string& output, const ChildProcess& child) {
    return fmt::format("peak memory {} MiB{}{}", child.peak_memory_bytes() >> 20U,
                       output.empty() ? "" : "; last output:\n", output);
}

double seconds_of(milliseconds span) {
    return std::chrono::duration<double>(span).count();
}

child::Request request_of(const Job& job, json::Value arguments) {
    child::Request request;
    request.run = child::Run{job.task.id,      job.task.name,  std::move(arguments), job.task.owner,
                             job.task.attempt, job.task.fence, job.task.may_retry()};
    return request;
}

}  // namespace

ChildSlot::ChildSlot(int number, ChildOptions options, const SlotTools& tools, Random random)
    : number_(number),
      options_(std::move(options)),
      tools_(tools),
      pauses_(random, kFirstPause, kLongestPause),
      thread_([this] { serve(); }) {}

ChildSlot::~ChildSlot() {
    close();
    stop_all(StopReason::lost);
    thread_.join();
}

void ChildSlot::run(Job job) {
    {
        const std::scoped_lock lock(mutex_);
        job_ = std::move(job);
        reason_ = StopReason::none;
    }
    wake_.set();
}

bool ChildSlot::stop(const Claim& claim, StopReason reason) {
    {
        const std::scoped_lock lock(mutex_);
        if (!job_ || reason_ == StopReason::lost || job_->task.id != claim.task_id || job_->task.fence != claim.fence)
            return false;
        reason_ = std::max(reason_, reason);
    }
    wake_.set();
    return true;
}

void ChildSlot::stop_all(StopReason reason) {
    {
        const std::scoped_lock lock(mutex_);
        if (!job_) return;
        reason_ = std::max(reason_, reason);
    }
    wake_.set();
}

void ChildSlot::close() {
    {
        const std::scoped_lock lock(mutex_);
        closed_ = true;
    }
    wake_.set();
}

StopReason ChildSlot::reason() const {
    const std::scoped_lock lock(mutex_);
    return reason_;
}

void ChildSlot::serve() {
    while (wait_for_job()) {
        Ended ended = attempt();
        const bool worn_out = served_ >= options_.tasks_max;
        ready_ = child_ && !worn_out;
        tools_.outbox.push(std::move(ended));
        if (child_ && worn_out) let_go();
    }
    let_go();
}

bool ChildSlot::wait_for_job() {
    while (true) {
        wake_.clear();
        {
            const std::scoped_lock lock(mutex_);
            if (job_) return true;
            if (closed_) return false;
        }
        wait_idle();
    }
}

void ChildSlot::wait_idle() {
    if (child_) {
        const auto line = child_->read_line(Clock::now() + kIdleLook, wake_.fd());
        // A line that nobody waits for any more is a report from a thread that its function left behind.
        if (line || line.error().code == Code::timeout || line.error().code == Code::cancelled) return;
        ready_ = false;
        child_.reset();
        if (served_ == 0) return start_failed(line.error());
        tools_.log.warning("an idle task process died", {{"slot", number_}, {"reason", line.error().message}});
        return;
    }
    const auto left = std::chrono::ceil<milliseconds>(start_at_ - Clock::now());
    if (wait_readable(wake_.fd(), static_cast<int>(std::max<std::int64_t>(left.count(), 0)))) return;
    if (!start_child()) return;
    ready_ = true;
    tools_.readied.set();
}

// What it says before it is ready is told with the trouble, where there is some: one that is started again and again
// would fill the log.
void ChildSlot::pass_on(std::string_view line) {
    if (!starting_) return tools_.log.pass_on(line);
    if (early_lines_.size() < kEarlyLinesMost) early_lines_.emplace_back(line);
}

void ChildSlot::start_failed(const Error& error) {
    start_at_ = Clock::now() + pauses_.next();
    tools_.trouble.failed(error, Clock::now());
}

Result<void> ChildSlot::start_child() {
    served_ = 0;
    starting_ = true;
    early_lines_.clear();
    auto started = wait_until_ready();
    if (!started) child_.reset();  // its last words as well are told with the trouble
    starting_ = false;
    if (!started) {
        if (started.error().code != Code::cancelled) start_failed(started.error());
        return started;
    }
    for (const std::string& line : early_lines_)
        tools_.log.pass_on(line);
    early_lines_.clear();
    tools_.log.debug("a task process started", {{"slot", number_}, {"child", child_->pid()}});
    return {};
}

// Errors: cancelled (nobody waits for it any more), and how it failed.
Result<void> ChildSlot::wait_until_ready() {
    MSS_TRY_ASSIGN(auto child,
                   ChildProcess::spawn({.program = options_.program,
                                        .arguments = options_.arguments,
                                        .working_directory = {},
                                        .called = "the task's process",
                                        .on_error_line = [this](std::string_view line) { pass_on(line); }}));
    child_.emplace(std::move(child));
    const Time deadline = Clock::now() + kStartLimit;
    while (true) {
        const auto line = child_->read_line(deadline, wake_.fd());
        if (line) {
            const auto reply = child::parse_reply(*line);
            if (reply && reply->ready) return {};
            return fail(Code::internal, "the task's process does not know what it is for", child_->error_output());
        }
        if (line.error().code != Code::cancelled) return std::unexpected(line.error());
        wake_.clear();
        const std::scoped_lock lock(mutex_);
        if (closed_ || reason_ != StopReason::none) return std::unexpected(line.error());
    }
}

void ChildSlot::let_go() {
    if (child_) child_->end(kEndGrace);
    child_.reset();
}

Ended ChildSlot::attempt() {
    const Job& job = *job_;  // stands until it is reset below: only this thread does
    const Claim claim = job.claim();
    bool no_child = false;
    const auto sent = send_run(job, no_child);
    Outcome outcome;
    if (sent) {
        outcome = watch(job);
    } else if (const StopReason asked = reason(); asked != StopReason::none) {
        outcome = outcome_without_answer(asked);
    } else if (no_child) {
        // The task has no part in that, and another worker may do better.
        outcome = outcome_without_answer(StopReason::stopping);
    } else {
        const Error& error = sent.error();
        outcome = failed_outcome(ending_of(error.code), name_of(error.code), error.message, error.detail);
    }
    tools_.relay.forget(claim);
    const std::scoped_lock lock(mutex_);
    Ended ended{.settlement = {claim, std::move(outcome), job.definition->retry},
                .slot = number_,
                .counts = reason_ != StopReason::lost};
    job_.reset();
    reason_ = StopReason::none;
    return ended;
}

// A process that dies before the task began is found out here: the task has no part in that, and gets another one.
// Where that one dies alike, no process is to be had.
Result<void> ChildSlot::send_run(const Job& job, bool& no_child) {
    MSS_TRY_ASSIGN(auto arguments, json::parse(job.task.arguments, kArgumentsBytesMax));
    const std::string line = child::print(request_of(job, std::move(arguments)));
    MSS_TRY(child::parse_request(line));  // nests too deep for the envelope
    Result<void> sent;
    for (int i = 0; i < 2; ++i) {
        if (reason() != StopReason::none) return fail(Code::cancelled, "it was stopped");
        if (!child_) {
            const auto started = start_child();
            no_child = !started;
            if (no_child) return std::unexpected(started.error());
        }
        child_->forget_error_output();
        sent = child_->send_line(line, Clock::now() + kSendLimit);
        if (sent) sent = wait_for_begin();
        if (sent) {
            if (served_++ == 0) {
                pauses_.reset();
                tools_.trouble.over();
            }
            return {};
        }
        child_.reset();
    }
    no_child = true;
    start_failed(sent.error());
    return sent;
}

Result<void> ChildSlot::wait_for_begin() {
    const Time deadline = Clock::now() + kSendLimit;
    while (true) {
        const auto line = child_->read_line(deadline, wake_.fd());
        if (line) {
            MSS_TRY_ASSIGN(const auto reply, child::parse_reply(*line));
            if (reply.begun) return {};
            continue;  // what a thread that the last task left behind still says
        }
        if (line.error().code != Code::cancelled) return std::unexpected(line.error());
        wake_.clear();
        if (reason() != StopReason::none) return {};  // watch() heeds it
    }
}

Outcome ChildSlot::watch(const Job& job) {
    const Time now = Clock::now();
    Watch watch{now + job.soft().span, now + job.hard().span, now + job.kind_limits().no_progress, Time::max(),
                StopReason::none};
    while (true) {
        heed_stop(watch);
        if (auto outcome = check_deadlines(watch, job)) return *std::move(outcome);
        const auto line = child_->read_line(std::min({watch.soft, watch.hard, watch.quiet, watch.kill}), wake_.fd());
        std::optional<Outcome> outcome;
        if (line) {
            outcome = take_line(*line, watch, job);
        } else if (line.error().code == Code::cancelled) {
            wake_.clear();
        } else if (line.error().code != Code::timeout) {
            outcome = take_end(line.error(), job);
        }
        if (outcome) return *std::move(outcome);
    }
}

void ChildSlot::heed_stop(Watch& watch) {
    const StopReason reason_now = reason();
    if (reason_now <= watch.asked) return;
    const bool is_first = watch.asked == StopReason::none;
    watch.asked = reason_now;
    watch.soft = Time::max();
    if (reason_now == StopReason::lost) {
        watch.kill = Clock::now();
    } else if (reason_now != StopReason::soft_limit) {
        watch.kill = std::min(watch.kill, Clock::now() + options_.stop_grace);
    }
    if (!is_first) return;
    child::Request request;
    request.cancel.emplace();
    // A child that takes no line shows as one that does not stop.
    static_cast<void>(child_->send_line(child::print(request), Clock::now() + kCancelSendLimit));
}

std::optional<Outcome> ChildSlot::check_deadlines(Watch& watch, const Job& job) {
    const Time now = Clock::now();
    if (now >= watch.kill) {
        tools_.log.warning(watch.asked == StopReason::lost ? "a task's claim was lost; its process is killed"
                                                           : "a task did not stop when asked; its process is killed",
                           {{"task", job.task.id}, {"name", job.task.name}});
        let_die();
        return outcome_without_answer(watch.asked);
    }
    if (now >= watch.hard)
        return timed_out(job, fmt::format("it took longer than its time limit of {:g} s", seconds_of(job.hard().span)),
                         job.hard().of_call);
    if (now >= watch.quiet)
        return timed_out(job, fmt::format("it made no progress for {:g} s", seconds_of(job.kind_limits().no_progress)),
                         false);
    if (now < watch.soft) return std::nullopt;
    {
        const std::scoped_lock lock(mutex_);
        reason_ = std::max(reason_, StopReason::soft_limit);
    }
    heed_stop(watch);
    return std::nullopt;
}

std::optional<Outcome> ChildSlot::take_line(const std::string& line, Watch& watch, const Job& job) {
    const auto reply = child::parse_reply(line);
    if (!reply) {
        const std::string output = let_die();
        return failed_outcome(Ending::failed, name_of(Code::internal),
                              "its process sent what nobody can read: " + reply.error().message, output);
    }
    if (reply->done || reply->failed) return heed_limits(outcome_of(child::answer_of(*reply), reason()), job);
    if (reply->progress && reply->progress->task_id == job.task.id && reply->progress->fence == job.task.fence) {
        watch.quiet = Clock::now() + job.kind_limits().no_progress;
        tools_.relay.offer(job.claim(), reply->progress->data);
    }
    return std::nullopt;
}

Outcome ChildSlot::take_end(const Error& error, const Job& job) {
    const StopReason asked = reason();
    const std::string detail = detail_of(error.detail, *child_);
    child_.reset();
    // Whoever ends the whole service may well end our children before us.
    if (asked == StopReason::stopping) return outcome_without_answer(asked);
    tools_.log.warning("a task's process crashed",
                       {{"task", job.task.id}, {"name", job.task.name}, {"reason", error.message}});
    return failed_outcome(Ending::crashed, "crashed", error.message, detail);
}

Outcome ChildSlot::timed_out(const Job& job, const std::string& message, bool for_good) {
    tools_.log.warning("a task's process is killed",
                       {{"task", job.task.id}, {"name", job.task.name}, {"reason", message}});
    return failed_outcome(for_good ? Ending::fatal : Ending::timed_out, kTimedOut, message, let_die());
}

std::string ChildSlot::let_die() {
    child_->end(milliseconds(0));
    std::string detail = detail_of(child_->error_output(), *child_);
    child_.reset();
    return detail;
}

}  // namespace mss::tasks
