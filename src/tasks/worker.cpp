#include "tasks/worker.hpp"

#include <algorithm>
#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <system_error>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>

#include "base/host.hpp"
#include "base/identifier.hpp"
#include "tasks/attempt.hpp"
#include "tasks/child_slot.hpp"
#include "tasks/lease_keeper.hpp"
#include "tasks/light_pool.hpp"
#include "tasks/progress_relay.hpp"
#include "tasks/settler.hpp"
#include "tasks/store_trouble.hpp"

namespace mss::tasks {
namespace {

using Steady = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds kLimitsEvery{1'000};  ///< how often the soft limits of light tasks are looked at
constexpr std::chrono::hours kLongestWait{1};
constexpr milliseconds kOverdue{50};      ///< pause where a task is due and nobody has made it ready yet
constexpr milliseconds kKillTime{300};    ///< after the grace, for what is killed to be gone
constexpr milliseconds kLastWrites{300};  ///< after that, for a store that fails
constexpr milliseconds kLastPause{50};
constexpr std::chrono::microseconds kBatchWait{500};

Random random_stream() {
    return Random(std::string_view(random_bytes(16)));
}

// What can be claimed together: the kinds of one sort, with their limits.
struct Kinds {
    std::vector<std::string> names;
    std::map<std::string, int> limits;
};

bool is_ready(const ChildSlot* slot) {
    return slot->is_ready();
}

Kinds kinds_of(const Registry& registry, bool heavy) {
    Kinds kinds;
    for (auto& name : registry.runnable()) {
        const Definition& definition = *registry.find(name);
        if (definition.heavy != heavy) continue;
        if (definition.concurrency > 0) kinds.limits[name] = definition.concurrency;
        kinds.names.push_back(std::move(name));
    }
    return kinds;
}

}  // namespace

/// Confined to the thread that calls run(), but for stop_task() and heed(), which the relay and the keeper call.
struct Worker::Parts {
    Parts(TaskStore& task_store, const Registry& task_registry, const Clock& the_clock, const observe::Logger& logger,
          WorkerOptions worker_options)
        : store(task_store),
          registry(task_registry),
          clock(the_clock),
          log(logger),
          options(std::move(worker_options)),
          own_steering(options.queues),
          steering(options.steering != nullptr ? *options.steering : own_steering),
          light(kinds_of(registry, false)),
          heavy(kinds_of(registry, true)),
          settler(store, clock, log, random_stream()) {}
    ~Parts() {
        if (relay) relay->close();  // it calls those who go before it
    }
    Parts(const Parts&) = delete;
    Parts& operator=(const Parts&) = delete;

    Result<void> run(int stop_fd);
    void start_runners();
    void wind_down();
    void say_goodbye(Steady::time_point deadline);

    Result<void> take_lease();
    void drop_lease();
    bool heed(const Renewal& renewal);
    bool stop_task(const Claim& claim, StopReason reason);
    void stop_all(StopReason reason);

    void turn(int any_fd);
    void take_ended();
    void leave_store_alone(int any_fd);
    Result<void> talk();
    Result<void> claim_light();
    Result<void> claim_heavy();
    WorkerCard card() const;
    Result<void> tell_queues();
    Result<std::vector<Job>> claim(const Kinds& kinds, int most);
    Result<void> claim_some(const Kinds& kinds, std::vector<std::string> names, int most, std::vector<Job>& jobs);
    std::optional<Steady::time_point> next_begin() const;
    void wait(std::uint64_t seen, int any_fd);

    int light_room() const { return light.names.empty() ? 0 : pool->capacity() - light_running; }
    // A heavy task is claimed only where a process waits for it.
    int heavy_room() const { return static_cast<int>(std::ranges::count_if(free_slots, is_ready)); }
    bool may_get_more() const { return (more_light && light_room() > 0) || (more_heavy && heavy_room() > 0); }
    bool has_room() const { return light_room() > 0 || heavy_room() > 0; }

    TaskStore& store;
    const Registry& registry;
    const Clock& clock;
    const observe::Logger& log;
    const WorkerOptions options;
    Steering own_steering;
    Steering& steering;
    std::uint64_t queues_told = 0;  ///< the version of the queues that the store knows of
    const Kinds light;
    const Kinds heavy;
    Settler settler;
    StoreTrouble store_trouble{"the store of tasks failed; it is asked again", log, random_stream()};
    Flag woken;
    Outbox outbox{woken};

    std::string id;  ///< empty: without a lease
    std::atomic<bool> busy = false;
    std::atomic<bool> lost = false;
    std::atomic<bool> renewed = false;  ///< and nobody has looked since for what a worker that died left
    std::mutex held_mutex;
    std::optional<std::vector<Claim>> held;  ///< of the last renewal, until it was compared

    std::vector<ChildSlot*> free_slots;
    int light_running = 0;
    int heavy_running = 0;
    bool more_light = false;  ///< the last claim gave as much as it was asked for
    bool more_heavy = false;
    Steady::time_point next_limits{};
    Steady::time_point not_before{};   ///< a store that failed is left alone until then, or until it rings
    Steady::time_point not_earlier{};  ///< even where it rings
    std::uint64_t failed_at = 0;       ///< its wake number then

    std::unique_ptr<ProgressRelay> relay;
    std::unique_ptr<LightPool> pool;
    ChildTrouble trouble{log};
    std::vector<std::unique_ptr<ChildSlot>> slots;
    std::unique_ptr<LeaseKeeper> keeper;  // last: it uses all of the above
};

Worker::Worker(TaskStore& store, const Registry& registry, const Clock& clock, const observe::Logger& log,
               WorkerOptions options)
    : parts_(std::make_unique<Parts>(store, registry, clock, log, std::move(options))) {}

Worker::~Worker() = default;

Result<void> Worker::run(int stop_fd) {
    return parts_->run(stop_fd);
}

Result<void> Worker::Parts::run(int stop_fd) {
    start_runners();
    MSS_TRY(take_lease());
    log.info("worker starts",
             {{"worker", id}, {"heavy_slots", slots.size()}, {"light_threads", options.light_threads}});
    const AnyOf own(woken.fd(), steering.changed().fd());
    const AnyOf any(stop_fd, own.fd());
    while (!is_readable(stop_fd))
        turn(any.fd());
    wind_down();
    return {};
}

void Worker::Parts::start_runners() {
    relay =
        std::make_unique<ProgressRelay>(store, log, [this](const Claim& claim) { stop_task(claim, StopReason::lost); });
    const LightPool::Size size{.threads = light.names.empty() ? 0 : options.light_threads,
                               .prefetch = options.light_prefetch};
    pool = std::make_unique<LightPool>(size, outbox, *relay, log);
    if (heavy.names.empty()) return;
    for (int number = 0; number < options.heavy_slots; ++number) {
        const ChildOptions child{.program = options.child_program,
                                 .arguments = options.child_arguments,
                                 .tasks_max = options.tasks_per_child_max,
                                 .stop_grace = options.stop_grace};
        const SlotTools tools{.outbox = outbox, .relay = *relay, .trouble = trouble, .readied = woken, .log = log};
        slots.push_back(std::make_unique<ChildSlot>(number, child, tools, random_stream()));
        free_slots.push_back(slots.back().get());
    }
}

WorkerCard Worker::Parts::card() const {
    const ServedQueues served = steering.queues();
    WorkerCard card;
    card.id = id;
    card.host = host_name();
    card.pid = ::getpid();
    card.queues = served.only();
    card.concurrency = static_cast<int>(slots.size());
    card.except = served.except;
    return card;
}

Result<void> Worker::Parts::take_lease() {
    WorkerCard own = card();
    own.id = uuid_v7(clock.now());
    MSS_TRY(store.register_worker(own));
    id = own.id;
    queues_told = 0;
    LeaseKeeper::Callbacks callbacks{.renewed = [this](const Renewal& renewal) { return heed(renewal); },
                                     .lost =
                                         [this] {
                                             lost = true;
                                             woken.set();
                                         }};
    try {
        keeper = std::make_unique<LeaseKeeper>(store, log, id, busy, std::move(callbacks), random_stream());
        return {};
    } catch (const std::system_error& error) {  // no thread or no descriptor just now, which may pass
        static_cast<void>(store.leave(id));
        id.clear();
        return fail(Code::unavailable, fmt::format("a lease cannot be kept: {}", error.what()));
    }
}

// Others may run these tasks by now. What still comes of them here does not count.
void Worker::Parts::drop_lease() {
    log.warning("the lease was lost; what runs is stopped", {{"worker", id}});
    keeper.reset();
    stop_all(StopReason::lost);
    settler.forget_all();
    {
        const std::scoped_lock lock(held_mutex);
        held.reset();
    }
    id.clear();
    lost = false;
}

// On the keeper's thread.
bool Worker::Parts::heed(const Renewal& renewal) {
    bool all_found = true;
    for (const Claim& claim : renewal.to_cancel)
        all_found = stop_task(claim, StopReason::cancelled) && all_found;
    {
        const std::scoped_lock lock(held_mutex);
        held = renewal.held;
    }
    renewed = true;
    woken.set();
    // A task that is not found is on its way to the one who runs it, or back.
    return !all_found;
}

// On any thread, once the runners stand.
bool Worker::Parts::stop_task(const Claim& claim, StopReason reason) {
    return pool->stop(claim, reason) ||
           std::ranges::any_of(slots, [&](const auto& slot) { return slot->stop(claim, reason); });
}

void Worker::Parts::stop_all(StopReason reason) {
    pool->stop_all(reason);
    for (const auto& slot : slots)
        slot->stop_all(reason);
}

// Others see from the card what it serves, and the store listens where it is told to.
Result<void> Worker::Parts::tell_queues() {
    const ServedQueues served = steering.queues();
    if (served.version == queues_told) return {};
    MSS_TRY(store.change_queues(card(), served.named));
    queues_told = served.version;
    return {};
}

void Worker::Parts::turn(int any_fd) {
    woken.clear();
    steering.changed().clear();
    if (lost) drop_lease();
    // Many short tasks end together in a moment: one commit for all of them.
    if (light_running > options.light_threads) pool->wait_idle(kBatchWait);
    take_ended();
    const auto now = Steady::now();
    if (now >= next_limits) {
        next_limits = std::min(now + kLimitsEvery, pool->check_limits());
    }
    if (now < not_before) {
        leave_store_alone(any_fd);
        return;
    }
    const std::uint64_t seen = store.wake_number();
    if (const auto talked = talk(); !talked) {
        failed_at = seen;
        not_earlier = Steady::now() + StoreTrouble::kLeast;
        not_before = Steady::now() + store_trouble.begins(talked.error());
        return;
    }
    store_trouble.over();
    wait(seen, any_fd);
}

void Worker::Parts::leave_store_alone(int any_fd) {
    const auto left = [](Steady::time_point time) { return std::chrono::ceil<milliseconds>(time - Steady::now()); };
    if (const auto least = left(not_earlier); least > milliseconds(0)) {
        wait_readable(any_fd, static_cast<int>(least.count()));
        return;
    }
    store.wait_for_change(failed_at, std::max(left(not_before), milliseconds(0)), any_fd);
    if (store.wake_number() != failed_at) not_before = {};
}

void Worker::Parts::take_ended() {
    for (auto& ended : outbox.take()) {
        if (ended.slot == Ended::kLight) {
            --light_running;
        } else {
            --heavy_running;
            free_slots.push_back(slots[static_cast<std::size_t>(ended.slot)].get());
        }
        settler.ended(std::move(ended));
    }
}

// All that the store is told and asked in one turn.
Result<void> Worker::Parts::talk() {
    if (id.empty()) MSS_TRY(take_lease());
    {
        const std::scoped_lock lock(held_mutex);
        if (held) settler.compare(*std::exchange(held, std::nullopt));
    }
    MSS_TRY(settler.flush());
    // With each renewal, so that an idle worker has one clock that wakes it.
    if (renewed.exchange(false)) {
        MSS_TRY_ASSIGN(const auto recovered, store.recover());
        if (recovered > 0) log.info("tasks of a worker that died are ready again", {{"tasks", recovered}});
    }
    MSS_TRY(tell_queues());
    busy = true;  // before the claim: a cancel request may follow it at once
    MSS_TRY(claim_light());
    MSS_TRY(claim_heavy());
    busy = !settler.has_nothing();
    return {};
}

// Kinds with a rate are asked for one by one, first: a claim of several kinds cannot say how many of each.
Result<std::vector<Job>> Worker::Parts::claim(const Kinds& kinds, int most) {
    std::vector<Job> jobs;
    std::vector<std::string> names = kinds.names;
    if (steering.has_rates()) {
        std::erase_if(names, [&](const std::string& name) { return steering.has_rate(name); });
        const auto now = Steady::now();
        for (const std::string& name : kinds.names) {
            const auto before = jobs.size();
            if (!steering.has_rate(name) || !steering.may_begin(name, now) || std::cmp_greater_equal(before, most))
                continue;
            // Tasks that were claimed are run, whatever comes of a further claim, which shows again.
            if (auto one = claim_some(kinds, {name}, 1, jobs); !one && jobs.empty())
                return std::unexpected(one.error());
            steering.tried(name, now, jobs.size() > before);
        }
    }
    const int left = most - static_cast<int>(jobs.size());
    if (left <= 0 || names.empty()) return jobs;
    if (auto rest = claim_some(kinds, std::move(names), left, jobs); !rest && jobs.empty())
        return std::unexpected(rest.error());
    return jobs;
}

Result<void> Worker::Parts::claim_some(const Kinds& kinds, std::vector<std::string> names, int most,
                                       std::vector<Job>& jobs) {
    const ServedQueues served = steering.queues();
    ClaimRequest request{
        .worker = id, .queues = served.only(), .names = std::move(names), .most = most, .limits = kinds.limits};
    request.except = served.except;
    MSS_TRY_ASSIGN(auto claimed, store.claim(request));
    jobs.reserve(jobs.size() + claimed.size());
    for (auto& one : claimed) {
        const Definition* definition = registry.find(one.task.name);
        if (definition == nullptr) throw std::logic_error("a store gave a task that was not asked for");
        settler.took(one.task, definition->heavy);
        jobs.push_back({std::move(one.task), definition, steering.limits_of(*definition)});
    }
    return {};
}

// Of the kinds for which there is room, when one that its rate holds back may begin.
std::optional<Steady::time_point> Worker::Parts::next_begin() const {
    if (!steering.has_rates()) return std::nullopt;
    std::vector<std::string> names;
    if (light_room() > 0) names = light.names;
    if (heavy_room() > 0) names.insert(names.end(), heavy.names.begin(), heavy.names.end());
    return steering.next_begin(names);
}

Result<void> Worker::Parts::claim_light() {
    more_light = false;
    const int room = light_room();
    if (room <= 0) return {};
    MSS_TRY_ASSIGN(auto jobs, claim(light, room));
    more_light = std::cmp_equal(jobs.size(), room);
    light_running += static_cast<int>(jobs.size());
    if (!jobs.empty()) pool->push(std::move(jobs));
    return {};
}

Result<void> Worker::Parts::claim_heavy() {
    more_heavy = false;
    // One whose process dies in this moment gets another for its task, or gives it back.
    const int room = static_cast<int>(std::ranges::partition(free_slots, std::not_fn(is_ready)).size());
    if (room == 0) return {};
    MSS_TRY_ASSIGN(auto jobs, claim(heavy, room));
    more_heavy = std::cmp_equal(jobs.size(), room);
    for (auto& job : jobs) {
        ChildSlot& slot = *free_slots.back();
        free_slots.pop_back();
        ++heavy_running;
        slot.run(std::move(job));
    }
    return {};
}

void Worker::Parts::wait(std::uint64_t seen, int any_fd) {
    if (may_get_more()) return;
    const auto now = Steady::now();
    milliseconds limit = kLongestWait;
    if (light_running > 0) limit = std::min(limit, std::chrono::ceil<milliseconds>(next_limits - now));
    if (!has_room()) {
        wait_readable(any_fd, static_cast<int>(std::max<std::int64_t>(limit.count(), 0)));
        return;
    }
    if (const auto begin = next_begin()) limit = std::min(limit, std::chrono::ceil<milliseconds>(*begin - now));
    // An error here shows again where it matters: at the next claim.
    if (const auto due = store.next_due(); due && *due) {
        const auto left = **due - clock.now();
        limit = std::min<milliseconds>(limit, left > milliseconds(0) ? left : kOverdue);
    }
    store.wait_for_change(seen, std::max(limit, milliseconds(0)), any_fd);
}

void Worker::Parts::wind_down() {
    const auto deadline = Steady::now() + options.stop_grace + kKillTime;
    stop_all(StopReason::stopping);
    while (true) {
        woken.clear();
        take_ended();
        const auto flushed = settler.flush();
        const auto left = std::chrono::ceil<milliseconds>(deadline - Steady::now());
        if (light_running + heavy_running == 0 || left <= milliseconds(0)) break;
        wait_readable(woken.fd(), static_cast<int>(flushed ? left.count() : std::min(left, kLastPause).count()));
    }
    relay->close();
    keeper.reset();
    say_goodbye(Steady::now() + kLastWrites);
    for (const auto& slot : slots)
        slot->close();
    slots.clear();
    if (light_running == 0) pool.reset();
    log.info("worker stopped", {{"worker", id}, {"unfinished", light_running}});
}

// Whatever could not be told is found out when the lease ends.
void Worker::Parts::say_goodbye(Steady::time_point deadline) {
    while (!id.empty()) {
        auto said = settler.flush();
        if (said) said = store.leave(id);
        if (said) return;
        log.warning("the worker could not take its leave", {{"worker", id}, {"reason", said.error().message}});
        if (Steady::now() >= deadline) return;
        wait_readable(-1, static_cast<int>(kLastPause.count()));
    }
}

}  // namespace mss::tasks
