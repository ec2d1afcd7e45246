#include "api/gate.hpp"

#include <exception>

#include <fmt/format.h>

#include "base/ascii.hpp"
#include "http_server/client_address.hpp"

namespace mss::api {
namespace {

using http_server::Method;
using http_server::Request;
using http_server::Response;

// A __Host- cookie is bound to this host and to https (RFC 6265bis, 4.1.3); browsers refuse one over plain HTTP.
constexpr std::string_view kSecureCookie = "__Host-mss_session";
constexpr std::string_view kPlainCookie = "mss_session";

bool only_reads(Method method) {
    return method == Method::get || method == Method::head || method == Method::options;
}

// Host and port of "http://host:port".
std::string_view authority_of(std::string_view origin) {
    const auto scheme = origin.find("://");
    return scheme == std::string_view::npos ? std::string_view() : origin.substr(scheme + 3);
}

Problem not_allowed(Audience audience) {
    if (audience == Audience::owner) return {403, "forbidden", "Only the owner may do this."};
    return {403, "forbidden", "Only people who operate this server may do this."};
}

}  // namespace

std::vector<std::string> both(const std::string& name) {
    return {"/api/v1/" + name, "/api/" + name};
}

bool may_call(store::Role role, Audience audience) {
    switch (audience) {
        case Audience::anybody: return true;
        case Audience::creator: return role >= store::Role::creator;
        case Audience::viewer: return role >= store::Role::viewer;
        case Audience::operator_: return role >= store::Role::operator_;
        case Audience::owner: return role >= store::Role::owner;
    }
    return false;
}

Gate::Gate(studio::Accounts& accounts, const observe::Logger& log, GateOptions options)
    : accounts_(accounts), log_(log), options_(std::move(options)) {}

std::string_view Gate::token_of(const Request& request) const {
    return request.cookie(options_.secure_cookies ? kSecureCookie : kPlainCookie);
}

std::string Gate::cookie_for(std::string_view token) const {
    return fmt::format("{}={}; Path=/; Max-Age={}; HttpOnly; SameSite=Lax{}",
                       options_.secure_cookies ? kSecureCookie : kPlainCookie, token,
                       std::chrono::seconds(studio::kSessionLife).count(), options_.secure_cookies ? "; Secure" : "");
}

std::string Gate::no_cookie() const {
    return fmt::format("{}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax{}",
                       options_.secure_cookies ? kSecureCookie : kPlainCookie,
                       options_.secure_cookies ? "; Secure" : "");
}

// Browsers say where a request comes from; programs do not, and carry no cookie that somebody else could abuse.
bool Gate::from_another_site(const Request& request) const {
    const std::string_view site = request.fields.find("Sec-Fetch-Site");
    if (site == "cross-site" || site == "same-site") return true;
    const std::string_view origin = request.fields.find("Origin");
    if (origin.empty()) return false;
    if (!options_.public_origin.empty() && origin == options_.public_origin) return false;
    return ascii::to_lower(authority_of(origin)) != ascii::to_lower(request.fields.find("Host"));
}

// A page elsewhere may give its own name the address of this machine ("DNS rebinding"): to the browser that page and
// this server are then one site. What it cannot do is to make the browser say another name.
bool Gate::knows_host(std::string_view authority) const {
    if (!options_.this_machine_only || authority.empty()) return true;
    const std::string written = ascii::to_lower(authority);
    if (written == authority_of(options_.public_origin)) return true;
    std::string_view host = written;
    if (host.starts_with("[::1]")) return true;
    host = host.substr(0, host.find(':'));
    return host == "localhost" || host.ends_with(".localhost") || http_server::is_loopback(host);
}

http_server::Handler Gate::guard(const Endpoint& endpoint) const {
    return [this, endpoint](const Request& request) { return pass(endpoint, request); };
}

// What an endpoint throws is a defect: the client is told that there was one, the log which.
Answer Gate::answer_or_defect(const Endpoint& endpoint, const Request& request) const {
    try {
        return answer(endpoint, request);
    } catch (const std::exception& defect) {
        return std::unexpected(Problem(Error{Code::internal, defect.what(), {}}));
    } catch (...) {
        return std::unexpected(Problem(Error{Code::internal, "something that is no exception was thrown", {}}));
    }
}

Response Gate::pass(const Endpoint& endpoint, const Request& request) const {
    auto answered = answer_or_defect(endpoint, request);
    if (answered) return std::move(*answered);
    const Problem& problem = answered.error();
    if (problem.status >= 500 || !problem.log_detail.empty())
        log_.warning("a request failed",
                     {{"request", request.id},
                      {"path", endpoint.patterns.front()},
                      {"status", problem.status},
                      {"code", problem.code},
                      {"detail", problem.log_detail.empty() ? problem.detail : problem.log_detail}});
    return respond(problem, request);
}

Answer Gate::answer(const Endpoint& endpoint, const Request& request) const {
    if (!knows_host(request.fields.find("Host")))
        return std::unexpected(Problem(421, "misdirected",
                                       "This server listens for its own machine, and is not known by the name that the "
                                       "request gives it. MSS_PUBLIC_URL names the address of a proxy before it."));
    // The page may be linked to from anywhere; what belongs to an account may not even be read from elsewhere.
    const bool harmless = endpoint.audience == Audience::anybody && only_reads(request.method);
    if (!harmless && from_another_site(request))
        return std::unexpected(Problem(403, "cross_site", "A browser sent this for a page of another site."));
    Call call{.request = request};
    if (endpoint.audience == Audience::anybody) return endpoint.answer(call);
    call.token = token_of(request);
    MSS_TRY_ASSIGN(auto user, accounts_.user_of(call.token));
    if (!user) return std::unexpected(Problem(401, "unauthenticated", "Log in first."));
    if (!may_call(user->role, endpoint.audience)) return std::unexpected(not_allowed(endpoint.audience));
    call.user = std::move(*user);
    return endpoint.answer(call);
}

}  // namespace mss::api
