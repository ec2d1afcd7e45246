#include "base/cpu.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <sched.h>
#include <string>

#include "base/file.hpp"

namespace mss {
namespace {

constexpr std::size_t kSmallFile = 64U << 10U;
constexpr int kMostProcessors = 4096;

// Our group in the unified hierarchy: the line "0::/path" of /proc/self/cgroup.
std::string own_group() {
    const auto table = read_file("/proc/self/cgroup", kSmallFile);
    if (!table) return "/";
    constexpr std::string_view kUnified = "0::";
    std::string_view rest = *table;
    while (!rest.empty()) {
        const std::string_view line = rest.substr(0, rest.find('\n'));
        if (line.starts_with(kUnified)) return std::string(line.substr(kUnified.size()));
        rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    }
    return "/";
}

int affinity() {
    cpu_set_t set;
    CPU_ZERO(&set);
    return ::sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 0;
}

int strictest(int one, int other) {
    if (one <= 0) return other;
    return other <= 0 ? one : std::min(one, other);
}

}  // namespace

int processors_of_quota(std::string_view cpu_max) {
    std::int64_t quota = 0;
    std::int64_t period = 0;
    const char* begin = cpu_max.data();
    const char* end = begin + cpu_max.size();
    const auto first = std::from_chars(begin, end, quota);
    if (first.ec != std::errc() || first.ptr == end || *first.ptr != ' ') return 0;
    const auto second = std::from_chars(first.ptr + 1, end, period);
    if (second.ec != std::errc() || quota <= 0 || period <= 0) return 0;
    const std::int64_t whole = quota / period + (quota % period != 0 ? 1 : 0);
    return static_cast<int>(std::min<std::int64_t>(whole, kMostProcessors));
}

int strictest_quota(const std::filesystem::path& root, std::string_view group) {
    int least = 0;
    auto folder = std::filesystem::path(group).relative_path();
    while (true) {
        if (const auto limit = read_file(root / folder / "cpu.max", kSmallFile))
            least = strictest(least, processors_of_quota(*limit));
        if (folder.empty()) return least;
        folder = folder.parent_path();
    }
}

int usable_processors() {
    return std::max(1, strictest(affinity(), strictest_quota("/sys/fs/cgroup", own_group())));
}

}  // namespace mss
