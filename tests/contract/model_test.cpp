// The SQLite store against the memory store, which is plain enough to be right by reading: the same operations, drawn
// at random, must give the same answers and leave the same state. MSS_MODEL_STEPS sets how many, MSS_MODEL_SEED where
// the draw begins; a failure names the seed of its episode.

#include <algorithm>
#include <array>
#include <cstdlib>
#include <sstream>

#include "base/identifier.hpp"
#include "base/random.hpp"
#include "contract/store_contract.hpp"
#include "tasks/memory_task_store.hpp"

namespace mss::test {
namespace {

using namespace tasks;

constexpr int kStepsPerEpisode = 250;
constexpr int kSteps = 3'000;
constexpr int kMany = 1'000;

int number_from(const char* name, int otherwise) {
    const char* text = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): before any thread
    return text == nullptr ? otherwise : std::atoi(text);
}

std::string print(const std::optional<Timestamp>& time) {
    return time ? std::to_string(to_unix_ms(*time)) : "-";
}

std::string print(const Task& task) {
    std::ostringstream out;
    out << task.id << ' ' << task.name << ' ' << task.arguments << ' ' << task.owner << ' ' << task.queue << " p"
        << task.priority << " r" << task.retries_max << ' ' << name_of(task.state) << " f" << task.fence << " a"
        << task.attempt << " c" << task.crashes << " i" << task.interruptions << " w" << task.worker << " q"
        << task.cancel_requested << ' ' << task.progress << ' ' << task.result << ' ';
    if (task.failure) out << task.failure->code << '/' << task.failure->message << '/' << task.failure->detail;
    out << ' ' << print(task.created_at) << ' ' << print(task.ready_since) << ' ' << print(task.not_before) << ' '
        << print(task.expires_at) << ' ' << print(task.started_at) << ' ' << print(task.finished_at);
    return out.str();
}

std::string print(const ClaimedTask& claimed) {
    return print(claimed.task);
}
std::string print(const std::optional<Task>& task) {
    return task ? print(*task) : "none";
}
std::string print(const Event& event) {
    return std::to_string(event.id) + ' ' + event.task_id + ' ' + event.kind + ' ' + event.data + ' ' + print(event.at);
}
std::string print(const QueueCounts& counts) {
    std::ostringstream out;
    out << counts.queue << ' ' << counts.paused << ' ' << counts.ready << ' ' << counts.scheduled << ' '
        << counts.running << ' ' << counts.dead;
    return out.str();
}
std::string print(const Claim& claim) {
    return claim.task_id + '@' + std::to_string(claim.fence);
}
std::string print(const std::string& text) {
    return text;
}
std::string print(std::int64_t number) {
    return std::to_string(number);
}
std::string print(bool truth) {
    return truth ? "true" : "false";
}
std::string print(State state) {
    return std::string(name_of(state));
}

template <class T>
std::string print(const std::vector<T>& list) {
    std::string text;
    for (const auto& element : list)
        text += print(element) + '\n';
    return text;
}

std::string print(const Renewal& renewal) {
    return print(renewal.known) + '\n' + print(renewal.to_cancel) + print(renewal.held);
}

std::string print(const Result<void>& result) {
    return result ? "done" : std::string(name_of(result.error().code)) + ": " + result.error().message;
}

template <class T>
std::string print(const Result<T>& result) {
    return result ? print(*result) : std::string(name_of(result.error().code)) + ": " + result.error().message;
}

// All that can be seen of a store.
std::string print(TaskStore& store) {
    TaskQuery query;
    query.limit = kMany;
    return print(store.list(query)) + print(store.counts()) + print(store.next_due()) + print(store.last_event()) +
           '\n';
}

/// One run of both stores from empty.
class Episode {
public:
    explicit Episode(std::uint64_t seed) : random_(seed), memory_(clock_), sqlite_(folder_.path() / "mss.db", clock_) {}

    void run(int steps) {
        for (int step = 0; step < steps && !testing::Test::HasFailure(); ++step) {
            SCOPED_TRACE("step " + std::to_string(step));
            act();
            EXPECT_EQ(print(memory_), print(*sqlite_.store));
            const auto news = must(memory_.events_since(seen_events_, kMany));
            EXPECT_EQ(print(news), print(sqlite_.store->events_since(seen_events_, kMany)));
            if (!news.empty()) seen_events_ = news.back().id;
        }
        // Whole at the end: what left the log left it in both.
        EXPECT_EQ(print(memory_.events_since(0, kMany)), print(sqlite_.store->events_since(0, kMany)));
        EXPECT_NO_THROW(replay(*sqlite_.store));
    }

private:
    template <class Operation>
    void both(const char* what, Operation operation) {
        static_cast<void>(agreed(what, operation));
    }

    /// Does it to both, compares the answers, and gives the one that is right.
    template <class Operation>
    auto agreed(const char* what, Operation operation) {
        auto expected = operation(memory_);
        const auto got = operation(static_cast<TaskStore&>(*sqlite_.store));
        EXPECT_EQ(print(expected), print(got)) << what;
        return expected;
    }

    int below(int count) { return static_cast<int>(random_.below(static_cast<std::uint64_t>(count))); }
    bool chance(int percent) { return below(100) < percent; }
    std::string any_of(const std::vector<std::string>& list) {
        return list.empty() ? uuid_v7(clock_.now()) : list[random_.below(list.size())];
    }
    std::string any_worker() { return "worker-" + std::to_string(below(3)); }
    std::string any_queue() { return chance(70) ? "default" : "other"; }

    void act() {
        const int drawn = below(100);
        if (drawn < 18) {
            enqueue();
        } else if (drawn < 42) {
            claim();
        } else if (drawn < 64) {
            settle();
        } else if (drawn < 70) {
            report();
        } else if (drawn < 80) {
            pass_time();
        } else if (drawn < 90) {
            act_as_worker();
        } else {
            act_as_person();
        }
    }

    void enqueue() {
        std::vector<TaskCall> calls;
        for (int i = below(3); i >= 0; --i) {
            TaskCall call = call_of(chance(90) ? any_of(kNames) : "unknown", "owner-" + std::to_string(below(3)));
            call.id = chance(4) ? any_of(ids_) : uuid_v7(clock_.now());
            call.queue = any_queue();
            call.priority = 4 + below(3);
            call.retries_max = below(3);
            if (chance(20)) call.not_before = clock_.now() + milliseconds(below(5'000) - 1'000);
            if (chance(20)) call.expires_at = clock_.now() + milliseconds(below(20'000) - 500);
            calls.push_back(std::move(call));
        }
        const auto accepted = agreed("enqueue", [&](TaskStore& store) { return store.enqueue(calls); });
        if (accepted) ids_.insert(ids_.end(), accepted->begin(), accepted->end());
    }

    void claim() {
        ClaimRequest request = request_of(any_worker(), below(5));
        for (const std::string& name : kNames)
            if (chance(40)) request.limits[name] = below(4);
        if (chance(30)) request.queues = {any_queue()};
        if (chance(20)) request.names = {any_of(kNames)};
        const auto claimed = agreed("claim", [&](TaskStore& store) { return store.claim(request); });
        if (!claimed) return;
        for (const ClaimedTask& one : *claimed)
            claims_.push_back(one.claim());
    }

    /// Old ones stay among the claims, so that many of the writes are outrun.
    Claim any_claim() {
        if (claims_.empty()) return {any_of(ids_), 1};
        const auto newest = std::min<std::size_t>(claims_.size(), 8);
        const auto place = chance(80) ? claims_.size() - 1 - random_.below(newest) : random_.below(claims_.size());
        return claims_[place];
    }

    void settle() {
        constexpr std::array kEndings{Ending::succeeded,   Ending::succeeded, Ending::failed,  Ending::fatal,
                                      Ending::cancelled,   Ending::crashed,   Ending::crashed, Ending::timed_out,
                                      Ending::handed_back, Ending::lost};
        std::vector<Settlement> settlements;
        for (int i = below(4); i > 0; --i) {
            Settlement settlement = settlement_of(any_claim(), kEndings[random_.below(kEndings.size())]);
            if (chance(50)) settlement.outcome.failure = {"unavailable", "no \"answer\"\n", "ä"};
            if (chance(20)) settlement.outcome.retry_after = milliseconds(below(9'000));
            settlements.push_back(std::move(settlement));
        }
        const double unit = random_.unit();
        both("settle", [&](TaskStore& store) { return store.settle(settlements, unit); });
    }

    void report() {
        const Claim held = any_claim();
        const int times = chance(3) ? kProgressEventsKept + 3 : 1;  // now and then more than the log keeps
        for (int i = 0; i < times; ++i) {
            const std::string progress = "{\"step\":" + std::to_string(below(100)) + "}";
            both("report", [&](TaskStore& store) { return store.report(held, progress); });
        }
    }

    void pass_time() {
        if (chance(10)) clock_.jump(milliseconds(chance(50) ? 3'600'000 : -3'600'000));
        clock_.advance(milliseconds(chance(10) ? below(12'000) : below(1'000)));
    }

    void act_as_worker() {
        const std::string worker = any_worker();
        const int drawn = below(10);
        if (drawn < 6) {
            both("renew", [&](TaskStore& store) { return store.renew(worker); });
        } else if (drawn < 8) {
            both("register", [&](TaskStore& store) { return store.register_worker(card_of(worker)); });
        } else if (drawn < 9) {
            both("recover", [](TaskStore& store) { return store.recover(); });
        } else {
            both("leave", [&](TaskStore& store) { return store.leave(worker); });
        }
    }

    void act_as_person() {
        const std::string id = any_of(ids_);
        const std::string queue = any_queue();
        switch (below(9)) {
            case 0:
            case 1: both("cancel", [&](TaskStore& store) { return store.cancel(id); }); break;
            case 2: both("revive", [&](TaskStore& store) { return store.revive(id); }); break;
            case 3: both("pause", [&](TaskStore& store) { return store.pause(queue); }); break;
            case 4: both("resume", [&](TaskStore& store) { return store.resume(queue); }); break;
            case 5: both("position", [&](TaskStore& store) { return store.position(id); }); break;
            case 6: both("events", [&](TaskStore& store) { return store.events(id, 3, 5); }); break;
            case 7: both("find", [&](TaskStore& store) { return store.find(id); }); break;
            default: {
                TaskQuery query;
                if (chance(50)) query.owner = "owner-" + std::to_string(below(3));
                if (chance(50)) query.state = chance(50) ? State::ready : State::dead;
                if (chance(50)) query.name = any_of(kNames);
                if (chance(50)) query.before = id;
                query.limit = below(10);
                both("list", [&](TaskStore& store) { return store.list(query); });
            }
        }
    }

    Random random_;
    JumpingClock clock_;
    TemporaryDirectory folder_;
    MemoryTaskStore memory_;
    SqliteFixture sqlite_;
    std::vector<std::string> ids_;
    std::vector<Claim> claims_;
    std::int64_t seen_events_ = 0;
};

TEST(Model, BothStoresGiveTheSameAnswersAndStates) {
    const int steps = number_from("MSS_MODEL_STEPS", kSteps);
    const int first = number_from("MSS_MODEL_SEED", 1);
    for (int done = 0; done < steps && !HasFailure(); done += kStepsPerEpisode) {
        const int seed = first + done / kStepsPerEpisode;
        SCOPED_TRACE("MSS_MODEL_SEED=" + std::to_string(seed));
        Episode(static_cast<std::uint64_t>(seed)).run(std::min(kStepsPerEpisode, steps - done));
    }
}

}  // namespace
}  // namespace mss::test
