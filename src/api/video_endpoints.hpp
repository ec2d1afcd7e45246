#pragma once
// Ordering videos, the library, and the files of a video.

#include "api/endpoint.hpp"
#include "api/word_endpoints.hpp"
#include "studio/library.hpp"
#include "studio/word_sources.hpp"

namespace mss::api {

/// All outlive the endpoints.
Endpoints video_endpoints(studio::Library& library, const studio::WordSources& sources, const studio::Videos& videos,
                          WordRoom& room);

}  // namespace mss::api
