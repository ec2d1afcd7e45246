#pragma once
// Answers in JSON. Pure; any thread.

#include "base/json.hpp"
#include "http_server/message.hpp"

namespace mss::api {

/// What belongs to the signed-in user: a browser keeps it, and asks each time whether it still holds.
http_server::Response json_answer(int status, const json::Value& body);

/// 204.
http_server::Response empty_answer();

}  // namespace mss::api
