// Whole clusters by the seed: workers that die, freeze and come back, clients that ask again, a network that loses,
// delays and repeats, a calendar that is set; each call is held to the invariants (witness.hpp) and in the end all
// that was accepted has ended. MSS_SIM_SEEDS says how many seeds, MSS_SIM_FIRST where they begin; memory runs all of
// them, SQLite each 10th and Redis each 20th. MSS_SIM_SEED=n runs that one on all three and prints what happens.
// A failure names its seed.

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <optional>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "simulation/world.hpp"

namespace mss::simulation {
namespace {

constexpr int kSeeds = 60;
constexpr int kLinesOfAFailure = 120;  ///< MSS_SIM_LINES says otherwise

int number_from(const char* name, int otherwise) {
    const char* text = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): before any thread
    return text == nullptr || *text == '\0' ? otherwise : std::atoi(text);
}

std::optional<std::string> run_once(const StandSort& sort, int seed, Tally& tally,
                                    const std::function<void(const std::string&)>& trace) {
    SimulatedClock clock;
    const auto stand = sort.make(clock);
    World world(static_cast<std::uint64_t>(seed), clock, *stand, trace);
    std::optional<std::string> broken;
    try {
        world.run();
    } catch (const std::exception& error) {
        broken = error.what();
    }
    tally.add(world.tally());
    return broken;
}

void run_and_tell(const StandSort& sort, int seed, Tally& tally) {
    const auto broken = run_once(sort, seed, tally, {});
    if (!broken) return;
    // Once more, with an ear to it.
    const auto most = static_cast<std::size_t>(number_from("MSS_SIM_LINES", kLinesOfAFailure));
    std::deque<std::string> lines;
    Tally again;
    const auto same = run_once(sort, seed, again, [&](const std::string& line) {
        lines.push_back(line);
        if (lines.size() > most) lines.pop_front();
    });
    std::string story;
    for (const std::string& line : lines)
        story += line + "\n";
    ADD_FAILURE() << "MSS_SIM_SEED=" << seed << " over " << sort.name << ": " << *broken << "\n"
                  << (same == broken ? "" : "the second time: " + same.value_or("nothing is wrong") + "\n")
                  << "what happened last:\n"
                  << story;
}

class Simulation : public testing::TestWithParam<StandSort> {};

TEST_P(Simulation, KeepsTheInvariantsWhateverHappens) {
    const StandSort& sort = GetParam();
    const int only = number_from("MSS_SIM_SEED", 0);
    const int seeds = only != 0 ? 1 : number_from("MSS_SIM_SEEDS", kSeeds);
    const int first = only != 0 ? only : number_from("MSS_SIM_FIRST", 1);
    const int stride = only != 0 || sort.name == "memory" ? 1 : (sort.name == "sqlite" ? 10 : 20);
    Tally tally;
    int runs = 0;
    for (int seed = first; seed < first + seeds && !HasFailure(); seed += stride) {
        run_and_tell(sort, seed, tally);
        ++runs;
    }
    std::string ends;
    for (const auto& [state, count] : tally.ends)
        ends += fmt::format(", {} {}", count, tasks::name_of(state));
    fmt::print(stderr,
               "{}: {} runs, {} calls, {} tasks accepted, {} begun, {} writes of outrun claims refused, {} freed{}\n",
               sort.name, runs, tally.calls, tally.accepted, tally.begun, tally.refused, tally.recovered, ends);
}

TEST_P(Simulation, IsTheSameForTheSameSeed) {
    std::vector<std::string> stories[2];
    for (auto& story : stories) {
        Tally tally;
        const auto broken = run_once(GetParam(), 7, tally, [&](const std::string& line) { story.push_back(line); });
        EXPECT_FALSE(broken) << *broken;
    }
    EXPECT_GT(stories[0].size(), 100U);
    const auto [one, other] = std::ranges::mismatch(stories[0], stories[1]);
    if (one != stories[0].end() || other != stories[1].end())
        ADD_FAILURE() << "line " << one - stories[0].begin() << ": " << (one == stories[0].end() ? "nothing" : *one)
                      << "\nthe second time: " << (other == stories[1].end() ? "nothing" : *other);
}

INSTANTIATE_TEST_SUITE_P(Stores, Simulation, testing::ValuesIn(stand_sorts()),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace mss::simulation
