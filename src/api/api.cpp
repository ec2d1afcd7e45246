#include "api/api.hpp"

#include <algorithm>
#include <iterator>

#include "api/account_endpoints.hpp"
#include "api/health_endpoints.hpp"
#include "api/page_endpoints.hpp"
#include "api/settings_endpoints.hpp"
#include "api/task_endpoints.hpp"
#include "api/video_endpoints.hpp"
#include "api/voice_endpoints.hpp"

namespace mss::api {

Api::Api(const ApiParts& parts, const ApiOptions& options)
    : gate_(parts.accounts, parts.log, options.gate),
      hub_(parts.tasks, parts.library, parts.accounts, parts.log),
      router_(error_page()) {
    const auto add = [&](Endpoints some) { std::ranges::move(some, std::back_inserter(endpoints_)); };
    add(account_endpoints(parts.accounts, gate_, parts.log, options.version));
    add(word_endpoints(parts.sources, parts.videos, room_));
    add(voice_endpoints(parts.videos));
    add(video_endpoints(parts.library, parts.sources, parts.videos, room_));
    add(task_endpoints(parts.library, parts.tasks, hub_));
    add(settings_endpoints(parts.sources, parts.accounts, room_));
    add(health_endpoints({.database = parts.database, .data_folder = options.data_folder, .stopping = stopping_}));
    add(page_endpoints(parts.page));
    for (const Endpoint& endpoint : endpoints_)
        for (const std::string& pattern : endpoint.patterns)
            router_.add({.method = endpoint.method, .pattern = pattern, .handler = gate_.guard(endpoint)});
}

}  // namespace mss::api
