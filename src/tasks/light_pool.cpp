#include "tasks/light_pool.hpp"

#include <algorithm>
#include <utility>

namespace mss::tasks {
namespace {

using Clock = std::chrono::steady_clock;

constexpr double kNewestWeighs = 0.25;
constexpr double kSecondsAhead = 0.010;
constexpr std::chrono::seconds kStuck{1};

Ended ended_without_start(const Job& job, StopReason reason) {
    return {.settlement = {job.claim(), outcome_without_answer(reason), job.definition->retry},
            .counts = reason != StopReason::lost};
}

}  // namespace

LightPool::LightPool(Size size, Outbox& outbox, ProgressRelay& relay, const observe::Logger& log)
    : prefetch_(size.prefetch), outbox_(outbox), relay_(relay), log_(log) {
    for (int i = 0; i < size.threads; ++i) {
        Seat& seat = *seats_.emplace_back(std::make_unique<Seat>());
        seat.thread = std::thread([this, &seat] { serve(seat); });
    }
}

LightPool::~LightPool() {
    stop_all(StopReason::stopping);
    {
        const std::scoped_lock lock(mutex_);
        closed_ = true;
    }
    pushed_.notify_all();
    for (auto& seat : seats_)
        seat->thread.join();
}

int LightPool::capacity() const {
    const std::scoped_lock lock(mutex_);
    const int threads = static_cast<int>(seats_.size());
    if (threads == 0) return 0;
    const double stuck_seconds = std::chrono::duration<double>(stuck_for(Clock::now())).count();
    const double usual = std::max({usual_seconds_, stuck_seconds, 1e-6});
    const double stuck_after = std::chrono::duration<double>(kStuck).count();
    const double each = std::max(kSecondsAhead / usual, std::min<double>(prefetch_, stuck_after / usual));
    return std::clamp(static_cast<int>(each * threads), threads, std::max(kMost, threads));
}

// How long no thread has been free.
LightPool::Time::duration LightPool::stuck_for(Time now) const {
    auto least = Time::duration::max();
    for (const auto& seat : seats_)
        least = std::min(least, seat->job == nullptr ? Time::duration::zero() : now - seat->began);
    return seats_.empty() ? Time::duration::zero() : least;
}

void LightPool::push(std::vector<Job> jobs) {
    const std::size_t count = jobs.size();
    {
        const std::scoped_lock lock(mutex_);
        for (auto& job : jobs)
            waiting_.push_back(std::move(job));
    }
    if (count == 1) {
        pushed_.notify_one();
    } else {
        pushed_.notify_all();
    }
}

void LightPool::stop_seat(Seat& seat, StopReason reason) {
    if (seat.job == nullptr || seat.reason >= reason) return;
    seat.reason = reason;
    seat.cancel.set();
}

bool LightPool::stop(const Claim& claim, StopReason reason) {
    const auto is_meant = [&](const Job& job) { return job.task.id == claim.task_id && job.task.fence == claim.fence; };
    const std::scoped_lock lock(mutex_);
    for (const auto& seat : seats_) {
        if (seat->job == nullptr || seat->reason == StopReason::lost || !is_meant(*seat->job)) continue;
        stop_seat(*seat, reason);
        return true;
    }
    const auto found = std::ranges::find_if(waiting_, is_meant);
    if (found == waiting_.end()) return false;
    outbox_.push(ended_without_start(*found, reason));
    waiting_.erase(found);
    return true;
}

void LightPool::end_waiting(StopReason reason) {
    for (const auto& job : waiting_)
        outbox_.push(ended_without_start(job, reason));
    waiting_.clear();
}

void LightPool::stop_all(StopReason reason) {
    const std::scoped_lock lock(mutex_);
    end_waiting(reason);
    for (const auto& seat : seats_)
        stop_seat(*seat, reason);
}

std::chrono::steady_clock::time_point LightPool::check_limits() {
    const std::scoped_lock lock(mutex_);
    const Time now = Clock::now();
    Time next = Time::max();
    if (stuck_for(now) >= kStuck) end_waiting(StopReason::stopping);
    for (const auto& seat : seats_) {
        if (seat->job == nullptr) continue;
        const Time soft = seat->began + seat->job->soft().span;
        const Time hard = seat->began + seat->job->hard().span;
        if (soft > now) next = std::min(next, soft);
        if (hard > now) next = std::min(next, hard);
        if (soft <= now) stop_seat(*seat, StopReason::soft_limit);
        if (hard > now) continue;
        stop_seat(*seat, StopReason::hard_limit);
        if (std::exchange(seat->overdue_told, true)) continue;
        log_.warning("a light task does not heed its time limit",
                     {{"task", seat->job->task.id}, {"name", seat->job->task.name}});
    }
    return next;
}

void LightPool::wait_idle(std::chrono::microseconds limit) {
    std::unique_lock lock(mutex_);
    idle_.wait_for(lock, limit, [this] { return waiting_.empty() && running_ == 0; });
}

void LightPool::took(Time::duration duration) {
    const double seconds = std::chrono::duration<double>(duration).count();
    usual_seconds_ += (seconds - usual_seconds_) * kNewestWeighs;
}

void LightPool::serve(Seat& seat) {
    std::unique_lock lock(mutex_);
    while (true) {
        pushed_.wait(lock, [this] { return closed_ || !waiting_.empty(); });
        if (waiting_.empty()) return;
        const Job job = std::move(waiting_.front());
        waiting_.pop_front();
        ++running_;
        seat.job = &job;
        seat.reason = StopReason::none;
        seat.overdue_told = false;
        seat.began = Clock::now();
        lock.unlock();
        Ended ended = run(job, seat);
        outbox_.push(std::move(ended));
        lock.lock();
        if (--running_ == 0 && waiting_.empty()) idle_.notify_all();
    }
}

Ended LightPool::run(const Job& job, Seat& seat) {
    const Claim claim = job.claim();
    bool reported = false;
    const TaskContext context{.task_id = job.task.id,
                              .owner = job.task.owner,
                              .attempt = job.task.attempt,
                              .may_retry = job.task.may_retry(),
                              .fence = job.task.fence,
                              .cancel_fd = seat.cancel.fd(),
                              .report = [&](const json::Value& progress) {
                                  reported = true;
                                  relay_.offer(claim, progress);
                              }};
    const auto arguments = json::parse(job.task.arguments, kArgumentsBytesMax);
    const auto answer = arguments ? call_function(*job.definition, *arguments, context) : arguments;
    StopReason reason = StopReason::none;
    {
        const std::scoped_lock lock(mutex_);
        reason = seat.reason;
        seat.job = nullptr;
        if (reason != StopReason::none) seat.cancel.clear();
        took(Clock::now() - seat.began);
    }
    if (reported) relay_.forget(claim);
    return {.settlement = {claim, heed_limits(outcome_of(answer, reason), job), job.definition->retry},
            .counts = reason != StopReason::lost};
}

}  // namespace mss::tasks
