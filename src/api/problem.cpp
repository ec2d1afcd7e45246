#include "api/problem.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "api/json_answer.hpp"
#include "base/json.hpp"

namespace mss::api {
namespace {

struct Known {
    std::string_view code;
    int status;
    std::string_view title;
    std::string_view meaning;
};

// Statuses of 4xx say that the request must change; 5xx that the same one may do later.
constexpr std::array kKnown{
    Known{"invalid", 422, "The request cannot be used",
          "Something in the request is wrong. The answer names each wrong member."},
    Known{"malformed", 400, "The request cannot be read", "The request is no well-formed HTTP or JSON."},
    Known{"not_found", 404, "Not found", "There is no such thing, or it is not yours."},
    Known{"no_material", 422, "Nothing honest to say",
          "No source says enough about the topic. Give a text, an article, or connect a language model."},
    Known{"too_large", 413, "Too large", "What was sent is over a limit, which the answer names."},
    Known{"conflict", 409, "Not in this state", "It is there already, or its state does not allow this."},
    Known{"unauthenticated", 401, "Not signed in",
          "Log in first, or log in again: sessions end after a day without use, and after a week."},
    Known{"forbidden", 403, "Not allowed", "Your account may not do this."},
    Known{"cross_site", 403, "Refused: sent by another site",
          "A browser sent this request for a page of another site. Programs are served without the fields Origin and "
          "Sec-Fetch-Site."},
    Known{"rate_limited", 429, "Too many requests", "Wait as long as Retry-After says, then try again."},
    Known{"too_many_videos", 429, "Too many videos are waiting",
          "So many of your videos wait or are being made that no more are taken. Wait until some are done, or cancel "
          "some."},
    Known{"unavailable", 503, "Not available now",
          "A server that is needed did not answer, or too much is asked at once. Try again later."},
    Known{"bad_answer", 502, "An answer that cannot be used",
          "A server that is needed answered, but with what cannot be used. The message names the setting to look at."},
    Known{"busy", 503, "Too much is asked at once", "Wait as long as Retry-After says, then try again."},
    Known{"timeout", 504, "It took too long", "A server that is needed did not answer in time. Try again later."},
    Known{"cancelled", 409, "Cancelled", "Somebody asked to stop it."},
    Known{"gate_failed", 500, "The video did not pass a check",
          "A finished video did not pass a quality gate, so it was not published."},
    Known{"io", 503, "The server cannot read or write its files",
          "The server's disk is full or broken. Its log says more."},
    Known{"internal", 500, "A defect of the server", "The server's log says more, under the id of the request."},
    Known{"method_not_allowed", 405, "Not with this method",
          "The field Allow names the methods that the address takes."},
    Known{"request_timeout", 408, "The request took too long", "The rest of it did not arrive in time."},
    Known{"expectation_failed", 417, "An expectation that is not met", "The server knows only 100-continue."},
    Known{"not_implemented", 501, "Not known here", "The server does not know this method or transfer coding."},
    Known{"version_not_supported", 505, "Another version of HTTP", "The server speaks HTTP/1.0 and HTTP/1.1."},
    Known{"misdirected", 421, "Not the name of this server",
          "The request names a host that this server is not known by. MSS_PUBLIC_URL names the one of a proxy."},
    Known{"precondition_failed", 412, "Another version", "It is no longer the version that the request names."},
    Known{"unsupported_media_type", 415, "Not this kind of body", "Send JSON, with Content-Type: application/json."},
    Known{"idempotency_key_reused", 422, "The key of another order",
          "Another order came with this Idempotency-Key. Each order needs a key of its own."},
    Known{"range_not_satisfiable", 416, "No such part", "The range lies outside of the file."},
};

const Known* find(std::string_view code) {
    const auto* known = std::ranges::find(kKnown, code, &Known::code);
    return known == kKnown.end() ? nullptr : known;
}

// The server's own errors come as a status.
std::string_view code_of_status(int status) {
    switch (status) {
        case 404: return "not_found";
        case 405: return "method_not_allowed";
        case 408: return "request_timeout";
        case 412: return "precondition_failed";
        case 413:
        case 414:
        case 431: return "too_large";
        case 415: return "unsupported_media_type";
        case 416: return "range_not_satisfiable";
        case 417: return "expectation_failed";
        case 429: return "rate_limited";
        case 501: return "not_implemented";
        case 503: return "unavailable";
        case 505: return "version_not_supported";
        default: return status >= 500 ? "internal" : "malformed";
    }
}

// "scenes[3].text" as "/scenes/3/text" (RFC 6901).
std::string pointer_of(std::string_view path) {
    std::string pointer = "/";
    for (const char letter : path)
        if (letter != ']') pointer += letter == '.' || letter == '[' ? '/' : letter;
    return pointer;
}

// "scenes[3].text: expected a text" names the member that is wrong. What is said of a script always begins so, where it
// is about a member: "script: scenes[3].text: there is nothing in it that can be spoken".
std::optional<WrongMember> named_member(std::string_view message) {
    constexpr std::string_view kInScript = "script: ";
    const bool in_script = message.starts_with(kInScript);
    if (in_script) message.remove_prefix(kInScript.size());
    const auto colon = message.find(in_script ? ": " : ": expected ");
    if (colon == std::string_view::npos || message.find(' ') < colon) return std::nullopt;
    return WrongMember{(in_script ? "/script" : "") + pointer_of(message.substr(0, colon)),
                       std::string(message.substr(colon + 2))};
}

}  // namespace

Problem::Problem(const Error& error) : code(name_of(error.code)), detail(error.message), log_detail(error.detail) {
    const Known* known = find(code);
    status = known == nullptr ? 500 : known->status;
    if (error.code == Code::no_material) ways = ways_on();
    if (error.code == Code::invalid)
        if (auto member = named_member(error.message)) errors.push_back(std::move(*member));
    if (error.code == Code::rate_limited) retry_after_s = 60;
    if (error.code == Code::unavailable || error.code == Code::timeout) retry_after_s = 10;
    if (error.retry_after)
        retry_after_s = static_cast<int>(std::chrono::ceil<std::chrono::seconds>(*error.retry_after).count());
    // What these say is for the operator: paths, libraries, defects.
    if (error.code == Code::internal || error.code == Code::io) {
        log_detail = error.message + (error.detail.empty() ? "" : ": " + error.detail);
        detail = find(code)->meaning;
    }
}

Problem about(std::string_view pointer, const Error& error) {
    Problem problem(error);
    if (problem.status == 422 && problem.errors.empty())
        problem.errors.push_back({std::string(pointer), problem.detail});
    return problem;
}

std::string_view cause_of(std::string_view code, bool model_asked) {
    const bool out_of_reach = code == name_of(Code::unavailable) || code == name_of(Code::timeout);
    return model_asked && out_of_reach ? "model" : "";
}

Problem invalid(std::vector<WrongMember> errors) {
    Problem problem(422, "invalid", errors.front().detail);
    problem.errors = std::move(errors);
    return problem;
}

std::vector<Way> ways_on() {
    return {{"text", "Paste a text of your own."},
            {"url", "Give the address of an article."},
            {"topic", "Ask in other words, or for another topic."}};
}

void tell_ways(const std::vector<Way>& ways, json::Object& body) {
    json::Array sentences;
    json::Array codes;
    for (const Way& way : ways) {
        sentences.emplace_back(way.sentence);
        codes.emplace_back(way.code);
    }
    body["ways"] = std::move(sentences);
    body["way_codes"] = std::move(codes);
}

http_server::Response respond(const Problem& problem, const http_server::Request& request) {
    const Known* known = find(problem.code);
    json::Object body{{"type", fmt::format("/problems/{}", problem.code)},
                      {"title", known == nullptr ? std::string_view("Error") : known->title},
                      {"status", problem.status},
                      {"detail", problem.detail},
                      {"code", problem.code}};
    if (!request.id.empty()) body["instance"] = "urn:uuid:" + request.id;
    if (!problem.errors.empty()) {
        json::Array errors;
        for (const WrongMember& wrong : problem.errors)
            errors.push_back(json::Object{{"pointer", wrong.pointer}, {"code", "invalid"}, {"detail", wrong.detail}});
        body["errors"] = std::move(errors);
    }
    if (!problem.ways.empty()) tell_ways(problem.ways, body);
    if (!problem.cause.empty()) body["cause"] = problem.cause;
    if (problem.retry_after_s) body["retry_after"] = *problem.retry_after_s;
    http_server::Response response = json_answer(problem.status, body);
    response.fields.set("Content-Type", "application/problem+json");
    if (problem.retry_after_s) response.fields.set("Retry-After", std::to_string(*problem.retry_after_s));
    return response;
}

http_server::ErrorPage error_page() {
    return [](int status, const std::string& detail, const http_server::Request& request) {
        return respond(Problem(status, std::string(code_of_status(status)), detail), request);
    };
}

std::string_view meaning_of(std::string_view code) {
    const Known* known = find(code);
    return known == nullptr ? std::string_view() : known->meaning;
}

}  // namespace mss::api
