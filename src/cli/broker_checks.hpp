#pragma once
// What `mss doctor` says of the broker: whether it can be reached, whether it is one that we can use, and what it may
// lose. Blocking, some seconds at most; any thread; a failed check is a value.

#include <chrono>
#include <vector>

#include "base/clock.hpp"
#include "cli/doctor_checks.hpp"
#include "config/settings.hpp"
#include "redis/server_facts.hpp"

namespace mss::cli {

/// All of it; one line where tasks wait in the database.
std::vector<Check> check_broker(const config::Settings& settings, const Clock& clock);

/// Of a server that answered. `here` is the time by this machine's clock, when `facts` were asked for.
std::vector<Check> judge_broker(const redis::ServerFacts& facts, Timestamp here);

/// Of the time after which what a worker in Python took counts as forgotten.
Check judge_visibility(std::chrono::seconds timeout);

}  // namespace mss::cli
