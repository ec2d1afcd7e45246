#pragma once
// The page itself: its files, and index.html for every other path that is not the API's, so that each of its views has
// an address of its own.

#include "api/endpoint.hpp"
#include "page/page.hpp"

namespace mss::api {

/// `page` outlives the endpoints.
Endpoints page_endpoints(const page::Page& page);

}  // namespace mss::api
