#pragma once
// Problem: an error as the API tells it (RFC 9457, application/problem+json), and the one place where error codes
// become HTTP statuses. Values and pure functions; any thread.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "http_server/router.hpp"
#include "studio/video_order.hpp"

namespace mss::api {

using studio::WrongMember;

/// What else can be done where a request came to nothing.
struct Way {
    std::string code;      ///< for programs: the member to give instead (text, url, script, topic), "model" or "owner"
    std::string sentence;  ///< for people
};

struct Problem {
    int status = 500;
    std::string code;    ///< stable, such as "not_found"; also the last part of `type`
    std::string detail;  ///< for people
    std::vector<WrongMember> errors = {};
    std::vector<Way> ways = {};
    std::optional<int> retry_after_s = {};
    std::string cause = {};       ///< who failed, where somebody can look after that one: "model"; else empty
    std::string log_detail = {};  ///< for the log alone

    Problem(int http_status, std::string problem_code, std::string text)
        : status(http_status), code(std::move(problem_code)), detail(std::move(text)) {}
    // Implicit, so that a failed Result returns from an endpoint as it does elsewhere.
    Problem(const Error& error);  // NOLINT(google-explicit-constructor)
};

/// An error of what a member asks for: names that one where the error names none and the request must change.
Problem about(std::string_view pointer, const Error& error);

/// Whom an error of finding words is due to, as Problem::cause. Where a model is asked, it alone can be out of reach:
/// what the other sources do not answer is no_material (studio/words). `code` is name_of(Code) or one of a task.
std::string_view cause_of(std::string_view code, bool model_asked);

/// What somebody sent is wrong in these members, of which there is one at least: 422, told in the words of the first.
Problem invalid(std::vector<WrongMember> errors);

/// The ways on where nothing honest can be said of a topic.
std::vector<Way> ways_on();

/// Puts them into an answer: sentences as `ways`, and their codes, in the same order, as `way_codes`.
void tell_ways(const std::vector<Way>& ways, json::Object& body);

/// The answer of a problem.
http_server::Response respond(const Problem& problem, const http_server::Request& request);

/// How the server's own errors look.
http_server::ErrorPage error_page();

/// What a code means, in a sentence; empty for an unknown one.
std::string_view meaning_of(std::string_view code);

}  // namespace mss::api
