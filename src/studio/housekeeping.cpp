#include "studio/housekeeping.hpp"

#include <fmt/format.h>

#include "base/hash.hpp"
#include "studio/task_catalog.hpp"

namespace mss::studio {
namespace {

constexpr int kLastPriority = tasks::kLowestPriority;

// The same for everybody who asks within the hour, so that the store takes one alone: a UUID of version 8 (RFC 9562).
std::string id_of(std::string_view name, std::int64_t hour) {
    std::string hex = sha256(fmt::format("{} {}", name, hour)).substr(0, 32);
    hex[12] = '8';
    hex[16] = 'a';
    return fmt::format("{}-{}-{}-{}-{}", hex.substr(0, 8), hex.substr(8, 4), hex.substr(12, 4), hex.substr(16, 4),
                       hex.substr(20));
}

}  // namespace

Result<void> order_housekeeping(tasks::TaskStore& store, const tasks::Registry& registry, Timestamp now) {
    const auto hour = std::chrono::floor<std::chrono::hours>(now).time_since_epoch().count();
    for (const std::string_view name : {kCleanUpSessions, kCleanUpFiles}) {
        MSS_TRY_ASSIGN(tasks::TaskCall call, registry.call(name, json::Object{}, {}));
        call.id = id_of(name, hour);
        call.priority = kLastPriority;
        call.expires_at = now + std::chrono::hours(1);
        const auto accepted = store.enqueue({&call, 1});
        if (!accepted && accepted.error().code != Code::conflict) return std::unexpected(accepted.error());
    }
    return {};
}

}  // namespace mss::studio
