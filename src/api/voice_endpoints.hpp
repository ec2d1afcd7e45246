#pragma once
// Voices to be heard before a video is made with them.

#include "api/endpoint.hpp"
#include "studio/videos.hpp"

namespace mss::api {

/// `videos` outlives the endpoints.
Endpoints voice_endpoints(const studio::Videos& videos);

}  // namespace mss::api
