#pragma once
// What a request says: its JSON body as a described struct, and the numbers of its query. Pure; any thread.

#include <algorithm>
#include <cstdint>
#include <expected>
#include <iterator>
#include <string_view>

#include "api/problem.hpp"
#include "base/json.hpp"
#include "http_server/message.hpp"

namespace mss::api {

/// The body as JSON. Problems: 415 (it says that it is something else), 400 (no JSON object).
std::expected<json::Value, Problem> json_body(const http_server::Request& request);

/// What json_body() gave. Problem: 422 with each member that is wrong.
template <class Body>
std::expected<Body, Problem> decode_body(const json::Value& value) {
    auto body = json::decode<Body>(value);
    if (body) return std::move(*body);
    // Reading ends at the first that is wrong: each is read alone, so that who calls can mend all at once.
    Problem problem(body.error());
    problem.errors.clear();
    for (const auto& member : value.as_object())
        if (const auto alone = json::decode<Body>(json::Object{{member.key(), member.value()}}); !alone)
            std::ranges::move(Problem(alone.error()).errors, std::back_inserter(problem.errors));
    return std::unexpected(std::move(problem));
}

/// Both in one step. Problems: of both.
template <class Body>
std::expected<Body, Problem> body_as(const http_server::Request& request) {
    const auto value = json_body(request);
    if (!value) return std::unexpected(value.error());
    return decode_body<Body>(*value);
}

/// A whole number of the query; `usual` where it is absent. Problem: 422.
std::expected<std::int64_t, Problem> number_in(const http_server::Request& request, std::string_view name,
                                               std::int64_t usual, std::int64_t least, std::int64_t most);

/// A yes or no of the query: "1" or no value at all is yes, "0" or its absence no. Problem: 422.
std::expected<bool, Problem> flag_in(const http_server::Request& request, std::string_view name);

}  // namespace mss::api
