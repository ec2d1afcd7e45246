#include "app/broker_place.hpp"

#include <algorithm>
#include <charconv>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace mss::app {
namespace {

Result<redis::Endpoint> endpoint_of(const config::Settings& settings) {
    auto endpoint = redis::parse_endpoint(settings.broker_url);
    if (!endpoint) return std::unexpected(endpoint.error().with_context("MSS_BROKER_URL"));
    const std::string& master = settings.broker_master_name;
    if (!endpoint->sentinels) {
        if (master.empty()) return endpoint;
        return fail(Code::invalid,
                    "MSS_BROKER_MASTER_NAME is for Sentinels: MSS_BROKER_URL has to begin with "
                    "sentinel://");
    }
    if (!master.empty()) endpoint->sentinels->master = master;
    if (!settings.broker_sentinel_password.empty())
        endpoint->sentinels->password = settings.broker_sentinel_password.reveal();
    if (endpoint->sentinels->master.empty())
        return fail(Code::invalid, "MSS_BROKER_MASTER_NAME has to say under which name the Sentinels know the server");
    return endpoint;
}

// "0,3,6,9"; blanks are welcome.
Result<std::vector<int>> steps_of(std::string_view written) {
    std::vector<int> steps;
    const auto wrong = [] {
        return fail(Code::invalid, fmt::format("MSS_BROKER_PRIORITY_STEPS has to be numbers from 0 to {}, each greater "
                                               "than the one before, with commas between",
                                               celery::kPriorityMax));
    };
    while (!written.empty()) {
        std::string_view part = written.substr(0, written.find(','));
        written.remove_prefix(std::min(part.size() + 1, written.size()));
        while (part.starts_with(' '))
            part.remove_prefix(1);
        while (part.ends_with(' '))
            part.remove_suffix(1);
        int step = -1;
        const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), step);
        if (error != std::errc() || end != part.data() + part.size()) return wrong();
        if (step < 0 || step > celery::kPriorityMax || (!steps.empty() && step <= steps.back())) return wrong();
        steps.push_back(step);
    }
    if (steps.empty()) return wrong();
    return steps;
}

cluster::QueueOrder order_of(std::string_view word) {
    if (word == "priority") return cluster::QueueOrder::as_named;
    if (word == "sorted") return cluster::QueueOrder::sorted;
    return cluster::QueueOrder::round_robin;
}

}  // namespace

Result<BrokerPlace> broker_place(const config::Settings& settings) {
    BrokerPlace place;
    MSS_TRY_ASSIGN(place.endpoint, endpoint_of(settings));
    MSS_TRY_ASSIGN(place.naming.priority_steps, steps_of(settings.broker_priority_steps));
    place.naming.database = place.endpoint.database;
    place.naming.prefix = settings.broker_key_prefix;
    if (!settings.broker_separator.empty()) place.naming.separator = settings.broker_separator;
    place.naming.result_prefix = settings.result_key_prefix;
    place.queue_order = order_of(settings.broker_queue_order);
    place.visibility_timeout = std::chrono::seconds(settings.broker_visibility_timeout);
    return place;
}

}  // namespace mss::app
