#include "simulation/world.hpp"

#include <algorithm>
#include <span>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/identifier.hpp"
#include "base/json.hpp"
#include "simulation/simulated_worker.hpp"

namespace mss::simulation {

using namespace tasks;

namespace {

constexpr milliseconds kBusy{60'000};       ///< of the simulation's time, in which clients ask and things go wrong
constexpr milliseconds kPatience{900'000};  ///< after that, for all that was accepted to end
constexpr milliseconds kHour{3'600'000};
constexpr int kWorkers = 4;
constexpr int kClients = 3;
constexpr int kCallsBetweenChecks = 50;

}  // namespace

const Witness::Limits& World::limits() {
    static const Witness::Limits kLimits{{"a", 2}, {"c", 1}};
    return kLimits;
}

const std::vector<std::string>& World::kinds() {
    static const std::vector<std::string> kKinds{"a", "b", "c", kPart, kBody, kNext};
    return kKinds;
}

World::World(std::uint64_t seed, SimulatedClock& clock, Stand& stand, std::function<void(const std::string&)> trace)
    : clock_(clock),
      stand_(stand),
      trace_(std::move(trace)),
      random_(seed),
      name_(fmt::format("simulation {}", seed)),
      witness_(stand, clock, limits()),
      network_(random_, clock),
      remote_(network_, witness_) {
    if (trace_) witness_.tell([this](const std::string& line) { note(line); });
    for (int number = 0; number < kWorkers; ++number)
        workers_.push_back(std::make_unique<SimulatedWorker>(*this, number));
}

World::~World() {
    stand_.come_between({});
}

void World::note(const std::string& line) const {
    if (trace_) trace_(fmt::format("{:8} {}", clock_.elapsed().count(), line));
}

void World::later(milliseconds delay, std::function<void()> action) {
    agenda_.emplace(std::pair(clock_.elapsed() + delay, ++entries_), std::move(action));
}

void World::run() {
    network_.set_trouble(below(5) == 0 ? 0 : 20 + below(150));
    stand_.come_between([this] { come_between(); });
    for (const auto& worker : workers_)
        worker->start(between(0, 3'000));
    for (int client = 0; client < kClients; ++client)
        later(between(0, 2'000), [this] { act_as_client(); });
    later(between(1'000, 5'000), [this] { make_trouble(); });
    pass(kBusy, [] { return false; });
    note("no more trouble");
    draining_ = true;
    network_.set_trouble(0);
    network_.mend();
    clock_.set_calendar(kHour);  // never back behind what clients meant by their times
    stand_.come_between({});
    while (network_.deliver_first()) {
    }
    for (const char* queue : {"default", "other"})
        static_cast<void>(witness_.resume(queue));
    pass(kPatience, [this] { return witness_.all_ended() && stand_.litter().empty(); });
    check();
    if (!witness_.all_ended())
        throw Violation("what was accepted does not end: " + witness_.unended() + "left: " + stand_.litter());
    check_canvases();
    if (const std::string litter = stand_.litter(); !litter.empty()) throw Violation("something is left: " + litter);
}

void World::pass(milliseconds length, const std::function<bool()>& is_over) {
    const milliseconds until = clock_.elapsed() + length;
    std::int64_t checked = witness_.tally().calls;
    while (!agenda_.empty() && !is_over()) {
        auto next = agenda_.extract(agenda_.begin());
        if (next.key().first > until) {
            clock_.advance(until - clock_.elapsed());
            agenda_.insert(std::move(next));
            return;
        }
        clock_.advance(std::max(next.key().first - clock_.elapsed(), milliseconds(0)));
        network_.deliver();
        next.mapped()();
        if (witness_.tally().calls - checked >= kCallsBetweenChecks) {
            check();
            checked = witness_.tally().calls;
        }
    }
}

void World::check() {
    witness_.check_all();
    if (const std::string id = stand_.misplaced(); !id.empty()) throw Violation("no queue holds what is ready: " + id);
    for (const std::string& id : accepted_)
        if (!witness_.knows(id)) throw Violation("a client was told of an acceptance that never was: " + id);
}

// In the midst of a call of somebody else's.
void World::come_between() {
    if (below(40) != 0) return;
    note("  in between:");
    if (chance(50) && network_.deliver_first()) return;
    switch (below(4)) {
        case 0: static_cast<void>(witness_.recover()); return;
        case 1: static_cast<void>(witness_.revive(own_id())); return;
        default: static_cast<void>(witness_.cancel(any_id()));
    }
}

std::string World::new_id() {
    return uuid_of(fmt::format("{} {}", name_, ids_.size()));
}

std::string World::any_id() {
    return ids_.empty() ? uuid_of(name_) : ids_[random_.below(ids_.size())];
}

// A part that is revived after its chord has failed would be another matter.
std::string World::own_id() {
    return accepted_.empty() ? uuid_of(name_) : accepted_[random_.below(accepted_.size())];
}

void World::act_as_client() {
    if (draining_) return;
    const int drawn = below(10);
    if (drawn < 4) {
        send();
    } else if (drawn == 4 && stand_.speaks_celery()) {
        send_as_python();
    } else {
        ask();
    }
    later(between(100, 5'000), [this] { act_as_client(); });
}

void World::send() {
    std::vector<TaskCall> calls;
    for (int i = below(3); i >= 0; --i) {
        TaskCall call;
        call.id = new_id();
        call.name = kinds()[random_.below(3)];
        call.owner = fmt::format("owner-{}", below(3));
        call.queue = chance(70) ? "default" : "other";
        call.priority = below(10);
        call.retries_max = below(4);
        if (chance(25)) call.not_before = clock_.now() + between(-500, 20'000);
        if (chance(20)) call.expires_at = clock_.now() + between(-500, 30'000);
        ids_.push_back(call.id);
        calls.push_back(std::move(call));
    }
    send_again(calls, 4);
}

// Whoever hears nothing asks again with the same ids; that they are taken says that they were accepted.
void World::send_again(const std::vector<TaskCall>& calls, int tries) {
    const auto answer = remote_.enqueue(calls);
    if (answer || answer.error().code == Code::conflict) {
        for (const TaskCall& call : calls)
            accepted_.push_back(call.id);
    } else if (tries > 0) {
        later(between(100, 4'000), [this, calls, tries] { send_again(calls, tries - 1); });
    }
}

void World::send_as_python() {
    Canvas canvas;
    canvas.number = static_cast<int>(canvases_.size());
    canvas.follower = chance(60) ? kBody : kNext;
    if (chance(25)) canvas.delay = between(0, 15'000);
    for (int i = canvas.follower == kNext ? 0 : below(4); i >= 0; --i) {
        canvas.parts.push_back(new_id());
        ids_.push_back(canvas.parts.back());
    }
    note(fmt::format("Python sends {} of {}", canvas.follower, fmt::join(canvas.parts, " ")));
    stand_.send(canvas);
    canvases_.push_back(std::move(canvas));
}

void World::ask() {
    const std::string id = any_id();
    const std::string queue = chance(70) ? "default" : "other";
    switch (below(8)) {
        case 0:
        case 1: static_cast<void>(remote_.cancel(id)); return;
        case 2: static_cast<void>(remote_.revive(own_id())); return;
        case 3:
            static_cast<void>(remote_.pause(queue));
            later(between(500, 8'000), [this, queue] { static_cast<void>(remote_.resume(queue)); });
            return;
        case 4: static_cast<void>(remote_.position(id)); return;
        case 5: static_cast<void>(remote_.counts()); return;
        default: static_cast<void>(remote_.find(id));
    }
}

void World::make_trouble() {
    if (draining_) return;
    SimulatedWorker& worker = *workers_[random_.below(workers_.size())];
    switch (below(9)) {
        case 0:
        case 1: worker.kill(); break;
        case 2:
        case 3:
            note("a worker freezes");
            worker.freeze(between(500, 35'000));
            break;
        case 4: worker.leave(); break;
        case 5:
            note("the network is cut");
            network_.cut(clock_.elapsed() + between(200, 15'000), chance(50));
            break;
        case 6:
            note("the calendar is set");
            clock_.set_calendar(below(2) == 0 ? milliseconds(0) : (chance(50) ? kHour : -kHour));
            break;
        case 7:
            note("the store is opened anew");
            stand_.reopen();
            break;
        default:
            if (!stand_.reboot()) break;
            note("the machine starts again");
            witness_.end_all_leases();
            for (const auto& each : workers_)
                each->kill();
    }
    later(between(300, 9'000), [this] { make_trouble(); });
}

// What follows is sent once where all parts succeeded, and never else.
void World::check_canvases() {
    for (const Canvas& canvas : canvases_) {
        bool all_succeeded = true;
        for (const std::string& part : canvas.parts) {
            const auto found = witness_.find(part);
            if (!found || !*found) throw Violation("what Python sent is lost: " + part);
            all_succeeded = all_succeeded && (*found)->state == State::succeeded;
        }
        if (canvas.follower == kBody && !all_succeeded && !stand_.has_failed(canvas))
            throw Violation(fmt::format("nobody is told that the body of canvas {} will not run", canvas.number));
        std::int64_t followers = 0;
        for (const Task& task : witness_.tasks_named(canvas.follower)) {
            const auto arguments = json::parse(task.arguments);
            if (arguments && arguments->at("canvas").to_number<int>() == canvas.number) ++followers;
        }
        if (followers != (all_succeeded ? 1 : 0))
            throw Violation(fmt::format("{} of canvas {} is there {} times, and {} of its parts", canvas.follower,
                                        canvas.number, followers,
                                        all_succeeded ? "all succeeded" : "not all succeeded"));
    }
}

}  // namespace mss::simulation
