#include "simulation/simulated_worker.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

namespace mss::simulation {

using namespace tasks;

namespace {

constexpr int kSlots = 3;

// Two serve everything, so that nothing is left to nobody.
std::vector<std::string> queues_of(int number) {
    if (number < 2) return {};
    return number == 2 ? std::vector<std::string>{"default"} : std::vector<std::string>{"other", "default"};
}

}  // namespace

SimulatedWorker::SimulatedWorker(World& world, int number)
    : world_(world), number_(number), queues_(queues_of(number)) {}

void SimulatedWorker::start(milliseconds delay) {
    ++life_;
    frozen_until_ = {};
    id_.clear();
    lost_ = renewed_ = false;
    held_.reset();
    running_.clear();
    settler_.emplace(world_.store(), world_.clock(), log_, Random(world_.random().next()));
    at(delay, &SimulatedWorker::turn);
}

void SimulatedWorker::kill() {
    world_.note(fmt::format("worker {} is killed", number_));
    start(world_.between(200, 15'000));
}

void SimulatedWorker::leave() {
    world_.note(fmt::format("worker {} stops", number_));
    ++life_;
    for (auto& [id, attempt] : running_) {
        if (world_.chance(20)) continue;  // it comes to its own end all the same
        attempt.ending = Ending::handed_back;
    }
    finish(true);
    goodbyes_ = 5;
    goodbye();
}

void SimulatedWorker::goodbye() {
    auto said = settler_->flush();
    if (said && !id_.empty()) said = world_.store().leave(id_);
    if (!said && --goodbyes_ > 0) return at(world_.between(10, 100), &SimulatedWorker::goodbye);
    start(world_.between(100, 8'000));
}

// One that is frozen does what is due when it wakes, in whatever order its threads run then.
void SimulatedWorker::at(milliseconds delay, void (SimulatedWorker::*step)()) {
    world_.later(delay, [this, life = life_, step] {
        if (life != life_) return;
        if (world_.clock().elapsed() < frozen_until_)
            return at(frozen_until_ - world_.clock().elapsed() + world_.between(0, 5), step);
        (this->*step)();
    });
}

void SimulatedWorker::turn() {
    if (lost_) drop_lease();
    finish(false);
    report_some();
    const bool talked = talk().has_value();
    at(talked ? world_.between(20, running_.empty() ? 600 : 250) : world_.between(50, 1'500), &SimulatedWorker::turn);
}

void SimulatedWorker::renew() {
    const auto renewal = world_.store().renew(id_);
    if (!renewal) return at(world_.between(50, 2'500), &SimulatedWorker::renew);
    if (!renewal->known) {
        lost_ = true;  // the next turn takes a lease anew, and that one is renewed
        return;
    }
    for (const Claim& claim : renewal->to_cancel) {
        const auto found = running_.find(claim.task_id);
        if (found == running_.end() || found->second.claim.fence != claim.fence || !found->second.heeds) continue;
        found->second.ending = Ending::cancelled;
        found->second.ends = world_.clock().elapsed() + world_.between(0, 500);
    }
    held_ = renewal->held;
    renewed_ = true;
    at(world_.chance(20) ? milliseconds(100) : kRenewEvery, &SimulatedWorker::renew);
}

Result<void> SimulatedWorker::talk() {
    if (id_.empty()) MSS_TRY(take_lease());
    if (held_) settler_->compare(*std::exchange(held_, std::nullopt));
    MSS_TRY(settler_->flush());
    if (std::exchange(renewed_, false)) MSS_TRY(world_.store().recover());
    return claim();
}

Result<void> SimulatedWorker::take_lease() {
    WorkerCard card;
    card.id = fmt::format("worker-{}-{}-{}", number_, life_, world_.clock().elapsed().count());
    card.host = "simulated";
    card.queues = queues_;
    MSS_TRY(world_.store().register_worker(card));
    id_ = card.id;
    at(milliseconds(0), &SimulatedWorker::renew);
    return {};
}

void SimulatedWorker::drop_lease() {
    world_.note(fmt::format("worker {} has lost its lease", number_));
    settler_->forget_all();
    running_.clear();
    held_.reset();
    id_.clear();
    lost_ = false;
}

Result<void> SimulatedWorker::claim() {
    const int room = kSlots - static_cast<int>(running_.size());
    if (room == 0 && world_.chance(80)) return {};
    ClaimRequest request;
    request.worker = id_;
    request.queues = queues_;
    request.names = World::kinds();
    request.most = room;
    request.limits = World::limits();
    MSS_TRY_ASSIGN(const auto claimed, world_.store().claim(request));
    for (const ClaimedTask& one : claimed)
        begin(one.task);
    return {};
}

Ending SimulatedWorker::any_ending() {
    constexpr std::array kOthers{Ending::failed,    Ending::failed,  Ending::failed,    Ending::fatal,
                                 Ending::timed_out, Ending::crashed, Ending::cancelled, Ending::handed_back};
    return world_.chance(75) ? Ending::succeeded : kOthers[world_.random().below(kOthers.size())];
}

void SimulatedWorker::begin(const Task& task) {
    settler_->took(task, false);
    Attempt attempt;
    attempt.claim = {task.id, task.fence};
    const int length = world_.chance(10) ? 40'000 : 3'000;
    attempt.ends = world_.clock().elapsed() + world_.between(0, length);
    attempt.ending = any_ending();
    attempt.heeds = world_.chance(80);
    running_[task.id] = attempt;
}

void SimulatedWorker::report_some() {
    for (auto& [id, attempt] : running_) {
        if (!world_.chance(10)) continue;
        const auto counts = world_.store().report(attempt.claim, fmt::format(R"({{"at":{}}})", world_.below(100)));
        if (!counts || *counts) continue;
        attempt.counts = false;  // outrun: it stops, and there is nothing to settle
        attempt.ends = world_.clock().elapsed();
    }
}

void SimulatedWorker::finish(bool all) {
    for (auto next = running_.begin(); next != running_.end();) {
        const Attempt& attempt = next->second;
        if (!all && attempt.ends > world_.clock().elapsed()) {
            ++next;
            continue;
        }
        Ended ended;
        ended.settlement.claim = attempt.claim;
        ended.settlement.outcome.ending = attempt.ending;
        if (attempt.ending == Ending::succeeded)
            ended.settlement.outcome.result = fmt::format(R"({{"by":"{}","fence":{}}})", id_, attempt.claim.fence);
        ended.counts = attempt.counts;
        settler_->ended(std::move(ended));
        next = running_.erase(next);
    }
}

}  // namespace mss::simulation
