#include "tasks/memory_task_store.hpp"

#include <algorithm>
#include <mutex>
#include <set>
#include <tuple>

#include "tasks/doorbell.hpp"
#include "tasks/task_row.hpp"

namespace mss::tasks {
namespace {

struct Lease {
    WorkerCard card;
    std::chrono::milliseconds until{};
};

bool waits_for_time(State state) {
    return state == State::scheduled || state == State::retry_wait;
}

bool contains(const std::vector<std::string>& list, std::string_view word) {
    return std::ranges::find(list, word) != list.end();
}

auto place_of(const TaskRow& row) {
    return std::tuple(row.task.priority, row.turn, row.seq);
}

std::size_t page(int limit) {
    return static_cast<std::size_t>(std::clamp(limit, 0, kPageMost));
}

}  // namespace

// A model that can be read at a glance: whatever is asked for is found by looking at every row.
struct MemoryTaskStore::Parts {
    explicit Parts(const Clock& the_clock) : clock(the_clock) {}

    TaskRow* find(std::string_view id) {
        const auto found = rows.find(id);
        return found == rows.end() ? nullptr : &found->second;
    }

    std::vector<TaskRow*> select(const std::function<bool(const TaskRow&)>& wanted) {
        std::vector<TaskRow*> found;
        for (auto& [id, row] : rows)
            if (wanted(row)) found.push_back(&row);
        std::ranges::sort(found, {}, &TaskRow::seq);
        return found;
    }

    void log(const TaskRow& row, Entry entry) {
        events.push_back({++last_event, row.task.id, std::move(entry.kind), std::move(entry.data), clock.now()});
    }

    void take_turn(TaskRow& row) {
        std::int64_t& last = turns[{row.task.queue, row.task.priority, row.task.owner}];
        last = row.turn = next_turn(last, served[row.task.priority]);
    }

    void give_turn_back(const TaskRow& row) {
        if (row.task.state == State::ready) --turns[{row.task.queue, row.task.priority, row.task.owner}];
    }

    void make_ready(TaskRow& row, Entry entry) {
        take_turn(row);
        log(row, std::move(entry));
    }

    bool is_live(std::string_view worker) const {
        const auto found = workers.find(worker);
        return found != workers.end() && found->second.until > clock.uptime();
    }

    std::int64_t release(const std::function<bool(const Task&)>& wanted, Ending ending) {
        const auto found =
            select([&](const TaskRow& row) { return row.task.state == State::running && wanted(row.task); });
        for (TaskRow* row : found)
            log(*row, tasks::settle(*row, Outcome{.ending = ending, .result = {}, .failure = {}, .retry_after = {}}, {},
                                    clock.now(), 0));
        return static_cast<std::int64_t>(found.size());
    }

    std::int64_t recover() {
        if (std::erase_if(workers, [&](const auto& entry) { return !is_live(entry.first); }) == 0) return 0;
        return release([&](const Task& task) { return !workers.contains(task.worker); }, Ending::lost);
    }

    void expire_late() {
        auto late = select([&](const TaskRow& row) {
            const State state = row.task.state;
            return state != State::running && !is_final(state) && is_late(row.task, clock.now());
        });
        std::ranges::sort(late, {}, [](const TaskRow* row) { return std::tuple(*row->task.expires_at, row->seq); });
        if (late.size() > kMovesPerClaimMax) late.resize(kMovesPerClaimMax);
        for (TaskRow* row : late) {
            give_turn_back(*row);
            log(*row, expire(*row, clock.now()));
        }
    }

    void promote_due() {
        auto due = select(
            [&](const TaskRow& row) { return waits_for_time(row.task.state) && *row.task.not_before <= clock.now(); });
        std::ranges::sort(due, {}, [](const TaskRow* row) { return std::tuple(*row->task.not_before, row->seq); });
        if (due.size() > kMovesPerClaimMax) due.resize(kMovesPerClaimMax);
        for (TaskRow* row : due)
            make_ready(*row, become_due(*row, clock.now()));
    }

    bool may_run(const Task& task, const ClaimRequest& request) const {
        return task.state == State::ready && !is_late(task, clock.now()) && !paused.contains(task.queue) &&
               contains(request.names, task.name) && !contains(request.except, task.queue) &&
               (request.queues.empty() || contains(request.queues, task.queue));
    }

    bool has_room(const std::string& name, const ClaimRequest& request) {
        const auto limit = request.limits.find(name);
        if (limit == request.limits.end()) return true;
        const auto running =
            select([&](const TaskRow& row) { return row.task.state == State::running && row.task.name == name; });
        return static_cast<int>(running.size()) < limit->second;
    }

    const Clock& clock;
    std::mutex mutex;
    Doorbell doorbell;
    std::map<std::string, TaskRow, std::less<>> rows;
    std::int64_t last_seq = 0;
    std::map<std::tuple<std::string, int, std::string>, std::int64_t> turns;  ///< by queue, priority and owner
    std::map<int, std::int64_t> served;                                       ///< by priority
    std::set<std::string, std::less<>> paused;
    std::map<std::string, Lease, std::less<>> workers;
    std::vector<Event> events;
    std::int64_t last_event = 0;
};

MemoryTaskStore::MemoryTaskStore(const Clock& clock) : parts_(std::make_unique<Parts>(clock)) {}

MemoryTaskStore::~MemoryTaskStore() = default;

Result<std::vector<std::string>> MemoryTaskStore::enqueue(std::span<const TaskCall> calls) {
    Parts& parts = *parts_;
    const Timestamp now = parts.clock.now();
    MSS_TRY_ASSIGN(std::vector<std::string> ids, check_calls(calls, now));
    const std::scoped_lock lock(parts.mutex);
    for (const std::string& id : ids)
        if (parts.find(id) != nullptr) return fail(Code::conflict, "the task id " + id + " is taken");
    for (std::size_t i = 0; i < calls.size(); ++i) {
        TaskRow row;
        row.seq = ++parts.last_seq;
        Entry entry = accept(row, calls[i], ids[i], now);
        if (row.task.state == State::ready) parts.take_turn(row);
        parts.log(row, std::move(entry));
        parts.rows.emplace(ids[i], std::move(row));
    }
    if (!ids.empty()) parts.doorbell.ring();
    return ids;
}

Result<std::optional<Task>> MemoryTaskStore::find(std::string_view id) {
    const std::scoped_lock lock(parts_->mutex);
    const TaskRow* row = parts_->find(id);
    if (row == nullptr) return std::nullopt;
    return row->task;
}

Result<std::vector<Task>> MemoryTaskStore::list(const TaskQuery& query) {
    const std::scoped_lock lock(parts_->mutex);
    std::int64_t before = parts_->last_seq + 1;
    if (!query.before.empty()) {
        const TaskRow* row = parts_->find(query.before);
        if (row == nullptr) return no_such_task(query.before);
        before = row->seq;
    }
    auto found = parts_->select([&](const TaskRow& row) {
        return row.seq < before && (!query.owner || row.task.owner == *query.owner) &&
               (!query.state || row.task.state == *query.state) && (query.name.empty() || row.task.name == query.name);
    });
    std::ranges::reverse(found);
    if (found.size() > page(query.limit)) found.resize(page(query.limit));
    std::vector<Task> tasks;
    tasks.reserve(found.size());
    for (const TaskRow* row : found)
        tasks.push_back(row->task);
    return tasks;
}

Result<std::int64_t> MemoryTaskStore::position(std::string_view id) {
    const std::scoped_lock lock(parts_->mutex);
    const TaskRow* own = parts_->find(id);
    if (own == nullptr) return no_such_task(id);
    const Task& task = own->task;
    if (task.state != State::ready && !waits_for_time(task.state)) return 0;
    const auto ahead = parts_->select([&](const TaskRow& row) {
        if (row.task.state != State::ready || row.task.queue != task.queue) return false;
        return task.state == State::ready ? place_of(row) < place_of(*own) : row.task.priority <= task.priority;
    });
    return static_cast<std::int64_t>(ahead.size());
}

Result<std::vector<QueueCounts>> MemoryTaskStore::counts() {
    const std::scoped_lock lock(parts_->mutex);
    std::map<std::string, QueueCounts> queues;
    for (const std::string& queue : parts_->paused)
        queues[queue].paused = true;
    for (const auto& [id, row] : parts_->rows) {
        const State state = row.task.state;
        if (is_final(state) && state != State::dead) continue;
        QueueCounts& counts = queues[row.task.queue];
        counts.ready += state == State::ready ? 1 : 0;
        counts.scheduled += waits_for_time(state) ? 1 : 0;
        counts.running += state == State::running ? 1 : 0;
        counts.dead += state == State::dead ? 1 : 0;
    }
    std::vector<QueueCounts> all;
    for (auto& [queue, counts] : queues) {
        counts.queue = queue;
        all.push_back(counts);
    }
    return all;
}

Result<State> MemoryTaskStore::cancel(std::string_view id) {
    const std::scoped_lock lock(parts_->mutex);
    TaskRow* row = parts_->find(id);
    if (row == nullptr) return no_such_task(id);
    if (is_final(row->task.state) || row->task.cancel_requested) return row->task.state;
    parts_->give_turn_back(*row);
    parts_->log(*row,
                row->task.state == State::running ? request_cancel(*row) : cancel_waiting(*row, parts_->clock.now()));
    parts_->doorbell.ring();
    return row->task.state;
}

Result<void> MemoryTaskStore::revive(std::string_view id) {
    const std::scoped_lock lock(parts_->mutex);
    TaskRow* row = parts_->find(id);
    if (row == nullptr) return no_such_task(id);
    MSS_TRY(check_revivable(row->task));
    parts_->make_ready(*row, tasks::revive(*row, parts_->clock.now()));
    parts_->doorbell.ring();
    return {};
}

Result<void> MemoryTaskStore::pause(std::string_view queue) {
    MSS_TRY(check_queue(queue));
    const std::scoped_lock lock(parts_->mutex);
    parts_->paused.emplace(queue);
    parts_->doorbell.ring();
    return {};
}

Result<void> MemoryTaskStore::resume(std::string_view queue) {
    MSS_TRY(check_queue(queue));
    const std::scoped_lock lock(parts_->mutex);
    parts_->paused.erase(std::string(queue));
    parts_->doorbell.ring();
    return {};
}

Result<std::vector<Event>> MemoryTaskStore::events(std::string_view task_id, std::int64_t after, int limit) {
    const std::scoped_lock lock(parts_->mutex);
    std::vector<Event> found;
    for (const Event& event : parts_->events)
        if (event.id > after && event.task_id == task_id && found.size() < page(limit)) found.push_back(event);
    return found;
}

Result<std::vector<Event>> MemoryTaskStore::events_since(std::int64_t after, int limit) {
    const std::scoped_lock lock(parts_->mutex);
    std::vector<Event> found;
    for (const Event& event : parts_->events)
        if (event.id > after && found.size() < page(limit)) found.push_back(event);
    return found;
}

Result<std::int64_t> MemoryTaskStore::last_event() {
    const std::scoped_lock lock(parts_->mutex);
    return parts_->last_event;
}

Result<void> MemoryTaskStore::register_worker(const WorkerCard& card) {
    MSS_TRY(check_worker(card));
    const std::scoped_lock lock(parts_->mutex);
    const auto freed = parts_->release([&](const Task& task) { return task.worker == card.id; }, Ending::lost);
    parts_->workers[card.id] = {card, parts_->clock.uptime() + kLease};
    if (freed > 0) parts_->doorbell.ring();
    return {};
}

Result<void> MemoryTaskStore::change_queues(const WorkerCard& card, std::span<const std::string> /*named*/) {
    MSS_TRY(check_worker(card));
    const std::scoped_lock lock(parts_->mutex);
    if (!parts_->is_live(card.id)) return lease_is_over(card.id);
    parts_->workers.find(card.id)->second.card = card;
    return {};
}

Result<Renewal> MemoryTaskStore::renew(std::string_view worker) {
    const std::scoped_lock lock(parts_->mutex);
    Renewal renewal;
    renewal.known = parts_->is_live(worker);
    if (!renewal.known) return renewal;
    auto& until = parts_->workers.find(worker)->second.until;
    const auto now = parts_->clock.uptime();
    if (until <= now + kLease - kFreshLease) until = now + kLease;
    for (const TaskRow* row : parts_->select(
             [&](const TaskRow& each) { return each.task.state == State::running && each.task.worker == worker; })) {
        renewal.held.push_back({row->task.id, row->task.fence});
        if (row->task.cancel_requested) renewal.to_cancel.push_back(renewal.held.back());
    }
    return renewal;
}

Result<void> MemoryTaskStore::leave(std::string_view worker) {
    const std::scoped_lock lock(parts_->mutex);
    const auto freed = parts_->release([&](const Task& task) { return task.worker == worker; }, Ending::handed_back);
    parts_->workers.erase(std::string(worker));
    if (freed > 0) parts_->doorbell.ring();
    return {};
}

Result<std::vector<ClaimedTask>> MemoryTaskStore::claim(const ClaimRequest& request) {
    Parts& parts = *parts_;
    const std::scoped_lock lock(parts.mutex);
    if (!parts.is_live(request.worker)) return lease_is_over(request.worker);
    const std::int64_t before = parts.last_event;
    parts.recover();
    parts.expire_late();
    parts.promote_due();
    auto waiting = parts.select([&](const TaskRow& row) { return parts.may_run(row.task, request); });
    std::ranges::sort(waiting, {}, [](const TaskRow* row) { return place_of(*row); });
    std::vector<ClaimedTask> claimed;
    for (TaskRow* row : waiting) {
        if (static_cast<int>(claimed.size()) >= request.most) break;
        if (!parts.has_room(row->task.name, request)) continue;
        std::int64_t& served = parts.served[row->task.priority];
        served = std::max(served, row->turn);
        parts.log(*row, start(*row, request.worker, parts.clock.now()));
        claimed.push_back({row->task});
    }
    if (parts.last_event != before) parts.doorbell.ring();
    return claimed;
}

Result<bool> MemoryTaskStore::report(const Claim& claim, std::string_view progress) {
    MSS_TRY(check_progress(progress));
    const std::scoped_lock lock(parts_->mutex);
    TaskRow* row = parts_->find(claim.task_id);
    if (row == nullptr || row->task.state != State::running || row->task.fence != claim.fence) return false;
    row->task.progress = progress;
    parts_->log(*row, {"progress", std::string(progress)});
    const auto is_progress = [&](const Event& event) {
        return event.task_id == claim.task_id && event.kind == "progress";
    };
    if (std::ranges::count_if(parts_->events, is_progress) > kProgressEventsKept)
        parts_->events.erase(std::ranges::find_if(parts_->events, is_progress));
    parts_->doorbell.ring();
    return true;
}

Result<std::vector<bool>> MemoryTaskStore::settle(std::span<const Settlement> settlements, double unit) {
    const std::scoped_lock lock(parts_->mutex);
    std::vector<bool> counted;
    bool any = false;
    for (const Settlement& settlement : settlements) {
        TaskRow* row = parts_->find(settlement.claim.task_id);
        const bool counts =
            row != nullptr && row->task.state == State::running && row->task.fence == settlement.claim.fence;
        if (counts)
            parts_->log(*row, tasks::settle(*row, settlement.outcome, settlement.policy, parts_->clock.now(),
                                            spread(unit, counted.size())));
        counted.push_back(counts);
        any = any || counts;
    }
    if (any) parts_->doorbell.ring();
    return counted;
}

Result<std::vector<WorkerCard>> MemoryTaskStore::workers() {
    const std::scoped_lock lock(parts_->mutex);
    std::vector<WorkerCard> live;
    for (const auto& [id, lease] : parts_->workers)
        if (parts_->is_live(id)) live.push_back(lease.card);
    return live;
}

Result<std::int64_t> MemoryTaskStore::recover() {
    const std::scoped_lock lock(parts_->mutex);
    const auto freed = parts_->recover();
    if (freed > 0) parts_->doorbell.ring();
    return freed;
}

Result<std::optional<Timestamp>> MemoryTaskStore::next_due() {
    const std::scoped_lock lock(parts_->mutex);
    std::optional<Timestamp> next;
    for (const auto& [id, row] : parts_->rows)
        if (waits_for_time(row.task.state) && (!next || *row.task.not_before < *next)) next = row.task.not_before;
    return next;
}

void MemoryTaskStore::wait_for_change(std::uint64_t seen, std::chrono::milliseconds limit, int stop_fd) {
    parts_->doorbell.wait(seen, limit, stop_fd);
}

std::uint64_t MemoryTaskStore::wake_number() const {
    return parts_->doorbell.number();
}

}  // namespace mss::tasks
