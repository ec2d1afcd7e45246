#pragma once
// Whether the server lives, whether it can work, and what its problem codes mean.

#include <atomic>
#include <filesystem>

#include "api/endpoint.hpp"
#include "store/database.hpp"

namespace mss::api {

struct HealthParts {
    store::Database& database;
    std::filesystem::path data_folder;
    const std::atomic<bool>& stopping;  ///< load balancers are told before the server goes
};

/// What `parts` names outlives the endpoints.
Endpoints health_endpoints(HealthParts parts);

}  // namespace mss::api
