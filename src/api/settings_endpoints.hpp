#pragma once
// What the owner chooses in the page: the language model, Wikipedia, whether people may sign up.

#include "api/endpoint.hpp"
#include "api/word_endpoints.hpp"
#include "studio/accounts.hpp"
#include "studio/word_sources.hpp"

namespace mss::api {

/// All outlive the endpoints.
Endpoints settings_endpoints(studio::WordSources& sources, studio::Accounts& accounts, WordRoom& room);

}  // namespace mss::api
