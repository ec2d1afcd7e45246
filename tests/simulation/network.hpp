#pragma once
// Network: the way from actors to the store, which loses requests, loses answers, holds requests up so that later ones
// overtake them, and delivers them twice, all by one stream of chance. RemoteStore is one actor's end of it, a store
// like any other. Confined to one thread.

#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/random.hpp"
#include "simulation/simulated_clock.hpp"
#include "tasks/task_store.hpp"

namespace mss::simulation {

class Network {
public:
    Network(Random& random, const SimulatedClock& clock) : random_(random), clock_(clock) {}

    /// Of 1000 calls, as many meet with trouble. 0: none does.
    void set_trouble(int per_thousand) { trouble_ = per_thousand; }
    /// For everybody, until then: requests arrive and no answer comes back, or nothing arrives at all.
    void cut(milliseconds until, bool only_answers) {
        cut_until_ = until;
        only_answers_ = only_answers;
    }
    void mend() { cut_until_ = milliseconds(0); }

    /// Whatever was held up and is due now, in the order of its arrival.
    void deliver() {
        while (!late_.empty() && late_.begin()->first.first <= clock_.elapsed())
            deliver_first();
    }
    /// One of these, however early. False where there is none.
    bool deliver_first() {
        if (late_.empty()) return false;
        auto first = late_.extract(late_.begin());
        first.mapped()();
        return true;
    }
    bool is_idle() const { return late_.empty(); }

    /// `call` is copied where it arrives later or twice, so it holds its arguments.
    template <class Call>
    auto carry(const Call& call) -> decltype(call()) {
        switch (fate()) {
            case Fate::good: return call();
            case Fate::lost: return fail(Code::unavailable, "the request was lost");
            case Fate::unanswered: static_cast<void>(call()); return fail(Code::unavailable, "the answer was lost");
            case Fate::late: hold(call); return fail(Code::timeout, "no answer came in time");
            case Fate::twice: break;
        }
        hold(call);
        return call();
    }

private:
    enum class Fate { good, lost, unanswered, late, twice };

    Fate fate() {
        if (clock_.elapsed() < cut_until_) return only_answers_ ? Fate::unanswered : Fate::lost;
        if (random_.below(1'000) >= static_cast<std::uint64_t>(trouble_)) return Fate::good;
        constexpr Fate kTroubles[] = {Fate::lost, Fate::unanswered, Fate::unanswered, Fate::late, Fate::twice};
        return kTroubles[random_.below(std::size(kTroubles))];
    }
    template <class Call>
    void hold(const Call& call) {
        const auto arrives = clock_.elapsed() + milliseconds(random_.below(random_.below(3) == 0 ? 30'000 : 1'500));
        late_.emplace(std::pair(arrives, ++calls_), [call] { static_cast<void>(call()); });
    }

    Random& random_;
    const SimulatedClock& clock_;
    int trouble_ = 0;
    milliseconds cut_until_{};
    bool only_answers_ = false;
    std::int64_t calls_ = 0;
    std::map<std::pair<milliseconds, std::int64_t>, std::function<void()>> late_;
};

class RemoteStore final : public tasks::TaskStore {
public:
    RemoteStore(Network& network, tasks::TaskStore& store) : network_(network), store_(store) {}

    Result<std::vector<std::string>> enqueue(std::span<const tasks::TaskCall> calls) override {
        return network_.carry([this, kept = copy(calls)] { return store_.enqueue(kept); });
    }
    Result<std::optional<tasks::Task>> find(std::string_view id) override {
        return network_.carry([this, kept = std::string(id)] { return store_.find(kept); });
    }
    Result<std::vector<tasks::Task>> list(const tasks::TaskQuery& query) override {
        return network_.carry([this, query] { return store_.list(query); });
    }
    Result<std::int64_t> position(std::string_view id) override {
        return network_.carry([this, kept = std::string(id)] { return store_.position(kept); });
    }
    Result<std::vector<tasks::QueueCounts>> counts() override {
        return network_.carry([this] { return store_.counts(); });
    }
    Result<tasks::State> cancel(std::string_view id) override {
        return network_.carry([this, kept = std::string(id)] { return store_.cancel(kept); });
    }
    Result<void> revive(std::string_view id) override {
        return network_.carry([this, kept = std::string(id)] { return store_.revive(kept); });
    }
    Result<void> pause(std::string_view queue) override {
        return network_.carry([this, kept = std::string(queue)] { return store_.pause(kept); });
    }
    Result<void> resume(std::string_view queue) override {
        return network_.carry([this, kept = std::string(queue)] { return store_.resume(kept); });
    }
    Result<std::vector<tasks::Event>> events(std::string_view task_id, std::int64_t after, int limit) override {
        return network_.carry([=, this, id = std::string(task_id)] { return store_.events(id, after, limit); });
    }
    Result<std::vector<tasks::Event>> events_since(std::int64_t after, int limit) override {
        return network_.carry([=, this] { return store_.events_since(after, limit); });
    }
    Result<std::int64_t> last_event() override {
        return network_.carry([this] { return store_.last_event(); });
    }
    Result<void> register_worker(const tasks::WorkerCard& card) override {
        return network_.carry([this, card] { return store_.register_worker(card); });
    }
    Result<tasks::Renewal> renew(std::string_view worker) override {
        return network_.carry([this, kept = std::string(worker)] { return store_.renew(kept); });
    }
    Result<void> leave(std::string_view worker) override {
        return network_.carry([this, kept = std::string(worker)] { return store_.leave(kept); });
    }
    Result<std::vector<tasks::ClaimedTask>> claim(const tasks::ClaimRequest& request) override {
        return network_.carry([this, request] { return store_.claim(request); });
    }
    Result<bool> report(const tasks::Claim& claim, std::string_view progress) override {
        return network_.carry([=, this, kept = std::string(progress)] { return store_.report(claim, kept); });
    }
    Result<std::vector<bool>> settle(std::span<const tasks::Settlement> settlements, double unit) override {
        return network_.carry([=, this, kept = copy(settlements)] { return store_.settle(kept, unit); });
    }
    Result<std::vector<tasks::WorkerCard>> workers() override {
        return network_.carry([this] { return store_.workers(); });
    }
    Result<std::int64_t> recover() override {
        return network_.carry([this] { return store_.recover(); });
    }
    Result<std::optional<Timestamp>> next_due() override {
        return network_.carry([this] { return store_.next_due(); });
    }
    void wait_for_change(std::uint64_t, milliseconds, int) override {}  // nobody waits: the agenda wakes actors
    std::uint64_t wake_number() const override { return store_.wake_number(); }

private:
    template <class T>
    static std::vector<T> copy(std::span<const T> list) {
        return {list.begin(), list.end()};
    }

    Network& network_;
    tasks::TaskStore& store_;
};

}  // namespace mss::simulation
