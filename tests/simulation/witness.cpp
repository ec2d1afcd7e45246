#include "simulation/witness.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "base/json.hpp"

namespace mss::simulation {

using namespace tasks;

namespace {

constexpr int kPage = 500;

bool has(const std::vector<std::string>& list, const std::string& word) {
    return std::ranges::find(list, word) != list.end();
}

template <class T>
std::string outcome(const Result<T>& answer) {
    return answer ? "done" : std::string(name_of(answer.error().code)) + " (" + answer.error().message + ")";
}

std::string in_words(const Task& task) {
    return fmt::format("{} {} {} fence {} attempt {} of \"{}\"", task.id, task.name, name_of(task.state), task.fence,
                       task.attempt, task.worker);
}

}  // namespace

void Tally::add(const Tally& other) {
    calls += other.calls;
    accepted += other.accepted;
    begun += other.begun;
    refused += other.refused;
    recovered += other.recovered;
    for (const auto& [state, count] : other.ends)
        ends[state] += count;
}

// A call that changes something: whether another one came in its midst.
class Witness::Call {
public:
    explicit Call(Witness& witness) : witness_(witness), number_(++witness.calls_) {
        ++witness.tally_.calls;
        if (witness.depth_++ > 0) witness.look();  // the other one may have done its part already
    }
    ~Call() { --witness_.depth_; }
    Call(const Call&) = delete;
    Call& operator=(const Call&) = delete;
    bool was_alone() const { return witness_.calls_ == number_; }

private:
    Witness& witness_;
    const std::int64_t number_;
};

void Witness::require(bool holds, std::string_view broken, std::string_view what) const {
    if (!holds) throw Violation(fmt::format("{}: {}", broken, what));
}

bool Witness::is_live(std::string_view worker) const {
    const auto lease = leases_.find(worker);
    return lease != leases_.end() && lease->second > clock_.uptime();
}

bool Witness::holds(const Claim& claim) const {
    const auto known = tasks_.find(claim.task_id);
    return known != tasks_.end() && known->second.task.state == State::running &&
           known->second.task.fence == claim.fence;
}

std::size_t Witness::look() {
    std::size_t count = 0;
    std::set<std::string> touched;
    std::set<std::string> begun;
    while (true) {
        const auto events = stand_.store().events_since(seen_, kPage);
        require(events.has_value(), "the log cannot be read", events ? "" : events.error().message);
        for (const Event& event : *events)
            take(event, touched, begun);
        count += events->size();
        if (events->size() < kPage) break;
    }
    for (const std::string& id : touched)
        compare(id, begun.contains(id));
    for (const auto& [name, most] : limits_)
        require(running_[name] <= most, "a limit is passed", name);
    return count;
}

void Witness::take(const Event& event, std::set<std::string>& touched, std::set<std::string>& begun) {
    require(event.id > seen_, "the log goes back", event.kind);
    seen_ = event.id;
    const std::string what = event.kind + " " + event.data + " of " + event.task_id;
    say("    " + what);
    touched.insert(event.task_id);
    Known& known = tasks_[event.task_id];
    if (event.kind == "progress")
        return require(known.task.state == State::running, "progress while not running", what);
    const auto data = json::parse(event.data);
    const auto to = data ? state_named(data->at("state").as_string()) : std::nullopt;
    require(to.has_value(), "an entry of the log without a state", what);
    if (event.kind == "enqueued") {
        require(known.task.id.empty(), "a task is accepted twice", what);
        known.task.id = event.task_id;
        known.task.state = *to;
        ++tally_.accepted;
        return;
    }
    const State from = known.task.state;
    require(!known.task.id.empty(), "the log speaks of a task that was not accepted", what);
    if (event.kind == "cancel_requested") {
        known.cancelled = true;
        return require(from == State::running, "a request to cancel what does not run", what);
    }
    require(may_move(from, *to), fmt::format("a move from {}", name_of(from)), what);
    if (event.kind == "recovered") {
        ++tally_.recovered;
        require(!is_live(known.task.worker) || known.task.worker == may_free_ || may_lose_.contains(event.task_id),
                "a task is taken from a worker whose lease lasts", what);
    }
    if (event.kind == "ready")
        require(!known.task.not_before || *known.task.not_before <= clock_.now(), "ready before its time", what);
    require(*to != State::succeeded || !known.cancelled, "a success after an accepted cancel", what);
    if (event.kind == "revived") known.cancelled = false;
    if (from == State::running) --running_[known.task.name];
    if (*to == State::running) begun.insert(event.task_id);
    if (is_final(*to)) ++tally_.ends[*to];
    known.task.state = *to;
    if (*to == State::running) begin(known, what);
}

void Witness::begin(Known& known, std::string_view what) {
    if (known.task.name.empty()) {  // accepted and begun at once: nobody has looked at it yet
        const auto found = stand_.store().find(known.task.id);
        require(found && *found, "a task that was accepted is not there", what);
        known.task.name = (*found)->name;
        known.task.queue = (*found)->queue;
        known.task.expires_at = (*found)->expires_at;
    }
    ++tally_.begun;
    ++running_[known.task.name];
    require(!paused_.contains(known.task.queue), "a task of a paused queue is begun", what);
    require(!known.task.expires_at || *known.task.expires_at > clock_.now(), "begun although it expired", what);
}

void Witness::compare(const std::string& id, bool has_begun) {
    const auto found = stand_.store().find(id);
    require(found && *found, "a task that was accepted is not there", id);
    Known& known = tasks_[id];
    const Task& now = **found;
    require(now.state == known.task.state, "a state that the log does not have", in_words(now));
    if (has_begun) {
        require(now.fence > known.task.fence, "a fence does not grow", in_words(now));
    } else {
        require(known.task.name.empty() || now.fence >= known.task.fence, "a fence goes back", in_words(now));
    }
    require(now.state != State::running || !now.worker.empty(), "it runs at nobody's", in_words(now));
    const std::string arguments = known.task.arguments;
    known.task = now;
    if (now.arguments == "{}" && !arguments.empty()) known.task.arguments = arguments;  // gone with Python's message
}

void Witness::check_all() {
    look();
    for (const auto& [id, known] : tasks_) {
        const auto found = stand_.store().find(id);
        require(found && *found, "a task that was accepted is lost", id);
        const Task& now = **found;
        require(now.state == known.task.state && now.fence == known.task.fence && now.result == known.task.result,
                "a task changed and the log does not say so", in_words(now));
    }
}

bool Witness::all_ended() const {
    return std::ranges::all_of(tasks_, [](const auto& entry) { return is_final(entry.second.task.state); });
}

std::string Witness::unended() const {
    std::string words;
    for (const auto& [id, known] : tasks_)
        if (!is_final(known.task.state)) words += in_words(known.task) + "; ";
    return words;
}

std::vector<Task> Witness::tasks_named(std::string_view name) const {
    std::vector<Task> found;
    for (const auto& [id, known] : tasks_)
        if (known.task.name == name) found.push_back(known.task);
    return found;
}

Result<std::vector<std::string>> Witness::enqueue(std::span<const TaskCall> calls) {
    [[maybe_unused]] const Call call(*this);
    auto answer = stand_.store().enqueue(calls);
    const bool taken = std::ranges::any_of(calls, [&](const TaskCall& each) { return knows(each.id); });
    say(fmt::format("enqueue {}: {}", calls.size(), outcome(answer)));
    if (taken) require(!answer && answer.error().code == Code::conflict, "an id is taken twice");
    if (!taken) require(answer.has_value(), "good calls are refused", outcome(answer));
    const std::size_t entries = look();
    if (call.was_alone()) require(entries == (answer ? calls.size() : 0), "not as many tasks as there were calls");
    for (const TaskCall& each : calls)
        require(knows(each.id), "a task that was accepted is not in the log", each.id);
    return answer;
}

Result<std::optional<Task>> Witness::find(std::string_view id) {
    auto answer = stand_.store().find(id);
    require(answer.has_value(), "find fails", outcome(answer));
    if (*answer && stand_.speaks_celery()) look();  // what Python sent is known from the first question on
    require(answer->has_value() == tasks_.contains(id), "found is what was not accepted, or the other way round", id);
    return answer;
}

Result<State> Witness::cancel(std::string_view id) {
    [[maybe_unused]] const Call call(*this);
    auto answer = stand_.store().cancel(id);
    say(fmt::format("cancel {}: {}", id, answer ? name_of(*answer) : outcome(answer)));
    auto known = tasks_.find(id);
    if (answer && known == tasks_.end() && stand_.speaks_celery()) {
        look();
        known = tasks_.find(id);
        require(known != tasks_.end() && *answer == State::cancelled, "a cancel of what Python sent", id);
        known->second.cancelled = true;
        return answer;
    }
    require(answer.has_value() == (known != tasks_.end()), "a cancel of what is not there, or the other way round", id);
    if (answer) {
        const State before = known->second.task.state;
        const State expected = is_final(before) || before == State::running ? before : State::cancelled;
        require(*answer == expected, "the answer to a cancel is another state", in_words(known->second.task));
        if (!is_final(before)) known->second.cancelled = true;
    }
    look();
    return answer;
}

Result<void> Witness::revive(std::string_view id) {
    [[maybe_unused]] const Call call(*this);
    auto answer = stand_.store().revive(id);
    say(fmt::format("revive {}: {}", id, outcome(answer)));
    const auto known = tasks_.find(id);
    if (call.was_alone()) {
        const bool may =
            known != tasks_.end() && is_final(known->second.task.state) && known->second.task.state != State::succeeded;
        require(answer.has_value() == may, "a revival that may not be, or the other way round", id);
    }
    const std::size_t entries = look();
    if (call.was_alone()) require(entries == (answer ? 1U : 0U), "a revival leaves one entry", id);
    return answer;
}

Result<void> Witness::pause(std::string_view queue) {
    [[maybe_unused]] const Call call(*this);
    auto answer = stand_.store().pause(queue);
    say(fmt::format("pause {}", queue));
    require(answer.has_value(), "a pause fails", outcome(answer));
    paused_.emplace(queue);
    return answer;
}

Result<void> Witness::resume(std::string_view queue) {
    [[maybe_unused]] const Call call(*this);
    auto answer = stand_.store().resume(queue);
    say(fmt::format("resume {}", queue));
    require(answer.has_value(), "the end of a pause fails", outcome(answer));
    paused_.erase(std::string(queue));
    return answer;
}

Result<void> Witness::register_worker(const WorkerCard& card) {
    [[maybe_unused]] const Call call(*this);
    auto answer = stand_.home().register_worker(card);
    say(fmt::format("register {}", card.id));
    require(answer.has_value(), "a registration fails", outcome(answer));
    const std::string outer = std::exchange(may_free_, card.id);
    look();
    may_free_ = outer;
    leases_[card.id] = clock_.uptime() + kLease;
    return answer;
}

Result<Renewal> Witness::renew(std::string_view worker) {
    [[maybe_unused]] const Call call(*this);
    auto answer = stand_.store().renew(worker);
    say(fmt::format("renew {}: {}", worker, answer && answer->known ? "known" : "over"));
    require(answer.has_value(), "a renewal fails", outcome(answer));
    require(answer->known == is_live(worker), "a lease ends early or late", worker);
    if (answer->known) {
        milliseconds& until = leases_.find(worker)->second;
        if (until <= clock_.uptime() + kLease - kFreshLease) until = clock_.uptime() + kLease;
    }
    look();
    for (const Claim& claim : answer->held)
        require(holds(claim) && tasks_.at(claim.task_id).task.worker == worker, "held is what is not", claim.task_id);
    for (const auto& [id, known] : tasks_) {
        if (!answer->known || known.task.state != State::running || known.task.worker != worker) continue;
        const auto same = [&](const Claim& claim) { return claim.task_id == id && claim.fence == known.task.fence; };
        require(std::ranges::any_of(answer->held, same), "held is not told", in_words(known.task));
        require(std::ranges::any_of(answer->to_cancel, same) == known.cancelled, "a cancel is not told", id);
    }
    return answer;
}

Result<void> Witness::leave(std::string_view worker) {
    [[maybe_unused]] const Call call(*this);
    std::map<std::string, Task> held;
    for (const auto& [id, known] : tasks_)
        if (known.task.state == State::running && known.task.worker == worker) held[id] = known.task;
    auto answer = stand_.store().leave(worker);
    say(fmt::format("leave {}", worker));
    require(answer.has_value(), "a leave fails", outcome(answer));
    const std::string outer = std::exchange(may_free_, std::string(worker));
    look();
    may_free_ = outer;
    if (const auto lease = leases_.find(worker); lease != leases_.end()) leases_.erase(lease);
    for (const auto& [id, before] : held) {
        const Known& after = tasks_.at(id);
        const State expected = after.cancelled ? State::cancelled : State::ready;
        if (call.was_alone()) {
            require(after.task.state == expected && after.task.attempt == before.attempt, "a hand-back costs", id);
        }
    }
    return answer;
}

void Witness::forget_lapsed() {
    std::erase_if(leases_, [&](const auto& lease) { return !is_live(lease.first); });
    for (const auto& [id, known] : tasks_)
        require(known.task.state != State::running || is_live(known.task.worker),
                "a task stays with a worker whose lease is over", in_words(known.task));
}

Result<std::vector<ClaimedTask>> Witness::claim(const ClaimRequest& request) {
    [[maybe_unused]] const Call call(*this);
    auto answer = stand_.store().claim(request);
    say(fmt::format("claim {} for {}: {}", request.most, request.worker,
                    answer ? std::to_string(answer->size()) : outcome(answer)));
    require(answer.has_value() == is_live(request.worker), "a claim without a lease, or the other way round",
            outcome(answer));
    look();
    if (!answer) return answer;
    require(std::cmp_less_equal(answer->size(), request.most), "more tasks than were asked for");
    // Another call that came after the script may have taken it away again; then its fence is outrun.
    for (const ClaimedTask& each : *answer)
        if (call.was_alone()) check_claimed(request, each.task);
    forget_lapsed();
    return answer;
}

void Witness::check_claimed(const ClaimRequest& request, const Task& task) const {
    const Task& known = tasks_.at(task.id).task;
    const std::string what = in_words(task);
    require(known.state == State::running && known.fence == task.fence && known.worker == request.worker,
            "claimed is what is another's", what);
    require(has(request.names, task.name), "a kind that was not asked for", what);
    require(request.queues.empty() || has(request.queues, task.queue), "a queue that was not asked for", what);
}

Result<bool> Witness::report(const Claim& claim, std::string_view progress) {
    [[maybe_unused]] const Call call(*this);
    auto answer = stand_.store().report(claim, progress);
    say(fmt::format("report {} {}: {}", claim.task_id, claim.fence, answer && *answer));
    require(answer.has_value(), "a report fails", outcome(answer));
    const bool expected = holds(claim);
    require(*answer == expected, "a report of an outrun claim counts, or the other way round", claim.task_id);
    tally_.refused += *answer ? 0 : 1;
    require(look() == (*answer ? 1U : 0U), "a report leaves one entry where it counts", claim.task_id);
    return answer;
}

Result<std::vector<bool>> Witness::settle(std::span<const Settlement> settlements, double unit) {
    [[maybe_unused]] const Call call(*this);
    std::vector<std::optional<Known>> before;
    std::set<std::string> ended;
    const auto outer = may_lose_;  // of a call in whose midst this one comes
    for (const Settlement& each : settlements) {
        const bool counts = holds(each.claim) && ended.insert(each.claim.task_id).second;
        before.push_back(counts ? std::optional(tasks_.at(each.claim.task_id)) : std::nullopt);
        if (each.outcome.ending == Ending::lost) may_lose_.insert(each.claim.task_id);
    }
    auto answer = stand_.store().settle(settlements, unit);
    require(answer.has_value(), "a settlement fails", outcome(answer));
    require(answer->size() == settlements.size(), "not as many answers as settlements");
    const std::size_t entries = look();
    may_lose_ = outer;
    std::size_t counted = 0;
    for (std::size_t i = 0; i < settlements.size(); ++i) {
        const Settlement& each = settlements[i];
        const bool counts = answer->at(i);
        say(fmt::format("settle {} {} {}: {}", each.claim.task_id, each.claim.fence,
                        static_cast<int>(each.outcome.ending), counts));
        counted += counts ? 1 : 0;
        tally_.refused += counts ? 0 : 1;
        if (!call.was_alone()) continue;
        require(counts == before[i].has_value(), "the end of an outrun claim counts, or the other way round",
                each.claim.task_id);
        if (counts) check_end(each, *before[i]);
    }
    if (call.was_alone()) require(entries == counted, "an end leaves one entry");
    return answer;
}

void Witness::check_end(const Settlement& settlement, const Known& before) const {
    const Task& after = tasks_.at(settlement.claim.task_id).task;
    const Ending ending = settlement.outcome.ending;
    const std::string what = in_words(after);
    require(after.fence == before.task.fence, "an end changes the fence", what);
    if (before.cancelled) return require(after.state == State::cancelled, "what is to be cancelled ends else", what);
    if (ending == Ending::succeeded)
        require(after.state == State::succeeded && after.result == settlement.outcome.result, "a result is lost", what);
    if (ending == Ending::handed_back || ending == Ending::lost)
        require(after.state == State::ready && after.attempt == before.task.attempt &&
                    after.interruptions == before.task.interruptions + 1,
                "an interruption costs an attempt", what);
    if (ending == Ending::fatal) require(after.state == State::dead, "a fatal end is tried again", what);
    if (ending == Ending::failed) require(after.attempt == before.task.attempt + 1, "a failure costs nothing", what);
}

Result<std::int64_t> Witness::recover() {
    [[maybe_unused]] const Call call(*this);
    auto answer = stand_.store().recover();
    say("recover");
    require(answer.has_value(), "a recovery fails", outcome(answer));
    look();
    forget_lapsed();
    return answer;
}

}  // namespace mss::simulation
