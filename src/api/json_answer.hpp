#pragma once
// Answers in JSON. Pure; any thread.

#include "base/json.hpp"
#include "http_server/message.hpp"

namespace mss::api {

/// With the status and the media type set, and nothing else: the server adds that browsers must not keep it.
http_server::Response json_answer(int status, const json::Value& body);

/// 204.
http_server::Response empty_answer();

}  // namespace mss::api
