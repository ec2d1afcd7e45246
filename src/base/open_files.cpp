#include "base/open_files.hpp"

#include <algorithm>
#include <sys/resource.h>

namespace mss {
namespace {

constexpr rlim_t kWanted = 65'536;
constexpr std::size_t kUsual = 1'024;

}  // namespace

std::size_t raise_open_files_limit() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return kUsual;
    const rlim_t wanted = std::max(limit.rlim_cur, std::min(limit.rlim_max, kWanted));
    const rlimit raised{.rlim_cur = wanted, .rlim_max = limit.rlim_max};
    if (wanted != limit.rlim_cur && ::setrlimit(RLIMIT_NOFILE, &raised) != 0) return limit.rlim_cur;
    return wanted;
}

}  // namespace mss
