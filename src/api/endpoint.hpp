#pragma once
// Endpoint: one line of the API: which requests it takes, who may call it, and the function that answers. The tables of
// all endpoints are made by the *_endpoints.hpp, put together by Api, and walked by the tests. Values; the functions
// may be called by any thread, and may block.

#include <expected>
#include <functional>
#include <string>
#include <vector>

#include "api/problem.hpp"
#include "http_server/message.hpp"
#include "store/users.hpp"

namespace mss::api {

/// Who may call: everybody, or accounts of at least a role.
enum class Audience { anybody, creator, viewer, operator_, owner };  // NOLINT(readability-identifier-naming): a keyword

/// A request that passed the gate.
struct Call {
    const http_server::Request& request;
    store::User user{};   ///< of no meaning where the audience is anybody
    std::string token{};  ///< of the user's session

    /// A part of the path, by its name in the pattern.
    const std::string& part(const std::string& name) const { return request.parameters.find(name)->second; }
};

using Answer = std::expected<http_server::Response, Problem>;

struct Endpoint {
    http_server::Method method = http_server::Method::get;
    std::vector<std::string> patterns;  ///< the first is the one that documentation names
    Audience audience = Audience::owner;
    std::function<Answer(const Call&)> answer;
};

using Endpoints = std::vector<Endpoint>;

/// "/api/v1/NAME" and the older "/api/NAME".
std::vector<std::string> both(const std::string& name);

}  // namespace mss::api
