#pragma once
// Signing up, in and out, and who one is.

#include <string_view>

#include "api/endpoint.hpp"
#include "api/gate.hpp"
#include "studio/accounts.hpp"

namespace mss::api {

/// Both outlive the endpoints.
Endpoints account_endpoints(studio::Accounts& accounts, const Gate& gate, std::string_view version);

}  // namespace mss::api
