#pragma once
// How many processors this process may really use: a container's quota and CPU set count, not the machine. Any thread.

#include <filesystem>
#include <string_view>

namespace mss {

/// At least 1: the least of the affinity mask and the CPU quotas of our control group and those above it
/// (cgroup v2 cpu.max, rounded up; https://docs.kernel.org/admin-guide/cgroup-v2.html).
int usable_processors();

/// The processors that a cpu.max file grants, rounded up ("150000 100000" is 2); 0 where it sets no limit or is not
/// one.
int processors_of_quota(std::string_view cpu_max);

/// The strictest quota from `group` ("/a/b", as /proc/self/cgroup names it) up to `root`; 0 where there is none.
int strictest_quota(const std::filesystem::path& root, std::string_view group);

}  // namespace mss
