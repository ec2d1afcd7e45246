#include "studio/housekeeping.hpp"

#include <fmt/format.h>

#include "base/identifier.hpp"
#include "studio/task_catalog.hpp"

namespace mss::studio {
namespace {

constexpr int kLastPriority = tasks::kLowestPriority;

}  // namespace

Result<void> order_housekeeping(tasks::TaskStore& store, const tasks::Registry& registry, Timestamp now) {
    const auto hour = std::chrono::floor<std::chrono::hours>(now).time_since_epoch().count();
    for (const std::string_view name : {kCleanUpSessions, kCleanUpFiles}) {
        MSS_TRY_ASSIGN(tasks::TaskCall call, registry.call(name, json::Object{}, {}));
        // The same for everybody who asks within the hour, so that the store takes one alone.
        call.id = uuid_of(fmt::format("{} {}", name, hour));
        call.priority = kLastPriority;
        call.expires_at = now + std::chrono::hours(1);
        const auto accepted = store.enqueue({&call, 1});
        if (!accepted && accepted.error().code != Code::conflict) return std::unexpected(accepted.error());
    }
    return {};
}

}  // namespace mss::studio
