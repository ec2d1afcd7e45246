#pragma once
// Signing up, in and out, and who one is.

#include <string_view>

#include "api/endpoint.hpp"
#include "api/gate.hpp"
#include "observe/log.hpp"
#include "studio/accounts.hpp"

namespace mss::api {

/// All outlive the endpoints. Log-ins that are refused are told to the log, with the address that they came from.
Endpoints account_endpoints(studio::Accounts& accounts, const Gate& gate, const observe::Logger& log,
                            std::string_view version);

}  // namespace mss::api
