// mss_bench_queue: what the SQLite store of tasks bears at its default durability (every commit reaches the disk), on
// the disk of the folder given (else the temporary folder). Prints tasks a second that go the whole way from enqueue to
// their end, with bare calls of the store and with the real worker, and how soon a waiting worker has a task.
// Goals: 40,000 no-op tasks a second; 99 of 100 tasks picked up within 2 ms.
#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <ctime>
#include <functional>
#include <iostream>
#include <string>
#include <sys/eventfd.h>
#include <thread>
#include <vector>

#include <fmt/format.h>

#include "base/fd.hpp"
#include "base/file.hpp"
#include "tasks/sqlite_task_store.hpp"
#include "tasks/worker.hpp"

namespace {

using namespace mss;
using namespace mss::tasks;
using Steady = std::chrono::steady_clock;

constexpr int kTasks = 128 * 1'024;
constexpr int kBatch = 64;
constexpr int kPickups = 1'000;
constexpr const char* kName = "bench.nothing";

double seconds_since(Steady::time_point start) {
    return std::chrono::duration<double>(Steady::now() - start).count();
}

/// Of all threads of this process so far.
double cpu_seconds() {
    timespec time{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

/// Wall and CPU time: the second says what it costs where others use the machine as well.
struct Stopwatch {
    Steady::time_point wall = Steady::now();
    double cpu = cpu_seconds();
};

void tell(const std::string& what, double seconds, int count) {
    fmt::print("{:<58}{:>10.0f} /s\n", what, count / seconds);
}

void tell(const std::string& what, const Stopwatch& began, int count) {
    const double cpu = cpu_seconds() - began.cpu;
    fmt::print("{:<58}{:>10.0f} /s, {:.1f} us of CPU each\n", what, count / seconds_since(began.wall),
               cpu / count * 1e6);
}

/// A new database in a folder of its own.
struct Setup {
    explicit Setup(const std::filesystem::path& parent) : folder(parent) {
        database = store::Database::open(folder.path() / "mss.db").value();
        tasks = SqliteTaskStore::open(*database, clock).value();
    }

    SystemClock clock;
    TemporaryDirectory folder;
    std::unique_ptr<store::Database> database;
    std::unique_ptr<SqliteTaskStore> tasks;
};

std::vector<TaskCall> batch_of(int count) {
    TaskCall call;
    call.name = kName;
    call.owner = "0198c0de-0000-7000-8000-000000000000";
    return std::vector<TaskCall>(static_cast<std::size_t>(count), call);
}

void enqueue(TaskStore& tasks, int count, int batch) {
    const auto calls = batch_of(batch);
    for (int done = 0; done < count; done += batch)
        tasks.enqueue(calls).value();
}

ClaimRequest request_of(const std::string& worker, int most) {
    return {.worker = worker, .queues = {}, .names = {kName}, .most = most, .limits = {}};
}

void register_worker(TaskStore& tasks, const std::string& worker) {
    WorkerCard card;
    card.id = worker;
    card.host = "bench";
    tasks.register_worker(card).value();
}

std::vector<Settlement> settlements_of(const std::vector<ClaimedTask>& claimed) {
    std::vector<Settlement> settlements(claimed.size());
    for (std::size_t i = 0; i < claimed.size(); ++i) {
        settlements[i].claim = claimed[i].claim();
        settlements[i].outcome.result = "null";
    }
    return settlements;
}

/// Claims and settles until all tasks are done; renews its lease as a worker would.
void serve(TaskStore& tasks, const std::string& worker, std::atomic<int>& left) {
    register_worker(tasks, worker);
    auto next_renewal = Steady::now() + kRenewEvery;
    while (left > 0) {
        const auto seen = tasks.wake_number();
        const auto claimed = tasks.claim(request_of(worker, kBatch)).value();
        if (claimed.empty()) {
            if (left > 0) tasks.wait_for_change(seen, std::chrono::seconds(1), -1);
            continue;
        }
        tasks.settle(settlements_of(claimed), 0.5).value();
        left -= static_cast<int>(claimed.size());
        if (Steady::now() < next_renewal) continue;
        tasks.renew(worker).value();
        next_renewal = Steady::now() + kRenewEvery;
    }
}

void measure_steps(const std::filesystem::path& folder) {
    Setup setup(folder);
    TaskStore& tasks = *setup.tasks;
    auto start = Steady::now();
    enqueue(tasks, kTasks, kBatch);
    tell("enqueue alone, one thread, 64 a call", seconds_since(start), kTasks);
    register_worker(tasks, "worker");
    double claiming = 0;
    double settling = 0;
    for (int done = 0; done < kTasks; done += kBatch) {
        start = Steady::now();
        const auto claimed = tasks.claim(request_of("worker", kBatch)).value();
        claiming += seconds_since(start);
        const auto settlements = settlements_of(claimed);
        start = Steady::now();
        tasks.settle(settlements, 0.5).value();
        settling += seconds_since(start);
        if (done % (kBatch * 64) == 0) tasks.renew("worker").value();
    }
    tell("claim alone, one thread, 64 a call", claiming, kTasks);
    tell("settle alone, one thread, 64 a call", settling, kTasks);
}

void measure_single_enqueue(const std::filesystem::path& folder, int threads) {
    constexpr int kSingles = 8'192;
    Setup setup(folder);
    std::vector<std::thread> pool;
    const Stopwatch began;
    for (int i = 0; i < threads; ++i)
        pool.emplace_back([&] { enqueue(*setup.tasks, kSingles / threads, 1); });
    for (auto& thread : pool)
        thread.join();
    tell(fmt::format("enqueue alone, {} threads, 1 a call", threads), began, kSingles);
}

void measure_whole_way(const std::filesystem::path& folder, int producers, int consumers) {
    Setup setup(folder);
    std::atomic<int> left = kTasks;
    std::vector<std::thread> threads;
    const Stopwatch began;
    for (int i = 0; i < consumers; ++i)
        threads.emplace_back([&, i] { serve(*setup.tasks, "worker-" + std::to_string(i), left); });
    for (int i = 0; i < producers; ++i)
        threads.emplace_back([&] { enqueue(*setup.tasks, kTasks / producers, kBatch); });
    for (auto& thread : threads)
        thread.join();
    tell(fmt::format("whole way, {} to enqueue, {} to claim and settle", producers, consumers), began, kTasks);
}

void measure_worker(const std::filesystem::path& folder, int producers) {
    Setup setup(folder);
    std::atomic<int> ran = 0;
    Registry registry;
    Definition nothing;
    nothing.name = kName;
    nothing.function = [&](const json::Value&, const TaskContext&) -> Result<json::Value> {
        ++ran;
        return json::Value();
    };
    registry.add(std::move(nothing));
    const observe::Logger log(std::cerr, observe::Level::warning);
    const UniqueFd stop(::eventfd(0, EFD_CLOEXEC));
    Worker worker(*setup.tasks, registry, setup.clock, log, {});
    const Stopwatch began;
    std::vector<std::thread> threads;
    threads.emplace_back([&] { worker.run(stop.get()).value(); });
    for (int i = 0; i < producers; ++i)
        threads.emplace_back([&] { enqueue(*setup.tasks, kTasks / producers, kBatch); });
    // Done is what the log says: after the commits, not after the functions.
    std::int64_t after = 0;
    int succeeded = 0;
    while (succeeded < kTasks) {
        const auto seen = setup.tasks->wake_number();
        if (ran < kTasks) {
            setup.tasks->wait_for_change(seen, std::chrono::seconds(1), -1);
            continue;
        }
        const auto events = setup.tasks->events_since(after, 1'000).value();
        if (events.empty()) setup.tasks->wait_for_change(seen, std::chrono::seconds(1), -1);
        for (const auto& event : events) {
            after = event.id;
            succeeded += event.kind == "succeeded" ? 1 : 0;
        }
    }
    tell(fmt::format("whole way, {} to enqueue, one real worker", producers), began, kTasks);
    ::eventfd_write(stop.get(), 1);
    for (auto& thread : threads)
        thread.join();
}

struct Pickup {
    double from_call_ms = 0;    ///< from the call of enqueue
    double from_accept_ms = 0;  ///< from its return
};

void tell_percentiles(const std::string& what, const std::vector<Pickup>& pickups, double Pickup::* member) {
    std::vector<double> sorted;
    for (const Pickup& pickup : pickups)
        sorted.push_back(std::max(pickup.*member, 0.0));
    std::ranges::sort(sorted);
    const auto at = [&](double part) {
        return sorted[static_cast<std::size_t>(part * static_cast<double>(sorted.size()))];
    };
    fmt::print("{:<58}p50 {:.3f} ms, p99 {:.3f} ms, most {:.3f} ms\n", what, at(0.50), at(0.99), sorted.back());
}

void measure_pickup(const std::filesystem::path& folder) {
    Setup setup(folder);
    TaskStore& tasks = *setup.tasks;
    register_worker(tasks, "worker");
    std::atomic<bool> ending = false;
    std::atomic<Steady::rep> picked_up = 0;
    std::atomic<int> rounds = 0;
    std::thread worker([&] {
        while (!ending) {
            const auto seen = tasks.wake_number();
            const auto claimed = tasks.claim(request_of("worker", 1)).value();
            const auto now = Steady::now();
            if (claimed.empty()) {
                rounds.notify_one();
                tasks.wait_for_change(seen, kRenewEvery, -1);
                tasks.renew("worker").value();
                continue;
            }
            tasks.settle(settlements_of(claimed), 0.5).value();
            picked_up = now.time_since_epoch().count();
            ++rounds;
            rounds.notify_one();
        }
    });
    const auto calls = batch_of(1);
    std::vector<Pickup> pickups;
    for (int i = 0; i < kPickups; ++i) {
        std::this_thread::yield();
        const auto called = Steady::now();
        tasks.enqueue(calls).value();
        const auto accepted = Steady::now();
        rounds.wait(i);
        const Steady::time_point at{Steady::duration(picked_up)};
        const auto milliseconds = [&](Steady::time_point from) {
            return std::chrono::duration<double, std::milli>(at - from).count();
        };
        pickups.push_back({milliseconds(called), milliseconds(accepted)});
    }
    ending = true;
    setup.tasks->ring();
    worker.join();
    tell_percentiles("pickup, from accepted to claimed (both durable)", pickups, &Pickup::from_accept_ms);
    tell_percentiles("pickup, from the call of enqueue to claimed", pickups, &Pickup::from_call_ms);
}

}  // namespace

int main(int count, char** arguments) {
    const std::filesystem::path folder = count > 1 ? arguments[1] : "";
    try {
        measure_steps(folder);
        measure_single_enqueue(folder, 1);
        measure_single_enqueue(folder, 8);
        measure_whole_way(folder, 1, 1);
        measure_whole_way(folder, 2, 1);
        measure_whole_way(folder, 2, 2);
        measure_worker(folder, 1);
        measure_worker(folder, 2);
        measure_pickup(folder);
    } catch (const std::exception& error) {
        fmt::print(stderr, "mss_bench_queue: {}\n", error.what());
        return 1;
    }
    return 0;
}
