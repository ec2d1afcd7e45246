#pragma once
// Gate: what stands before every endpoint: it refuses what a browser sent for another site, finds out whose session the
// request belongs to, and lets pass whom the endpoint is for. Shared by all threads; blocking.

#include <string>
#include <string_view>

#include "api/endpoint.hpp"
#include "http_server/router.hpp"
#include "observe/log.hpp"
#include "studio/accounts.hpp"

namespace mss::api {

struct GateOptions {
    bool secure_cookies = false;     ///< people reach the server over https
    std::string public_origin;       ///< "https://mss.example", where it is known
    bool this_machine_only = false;  ///< it listens on loopback: other names than its own are somebody's trick
};

class Gate {
public:
    /// Both outlive it.
    Gate(studio::Accounts& accounts, const observe::Logger& log, GateOptions options);

    /// The endpoint behind the gate. What it throws is a problem of status 500, and in the log.
    http_server::Handler guard(const Endpoint& endpoint) const;

    /// The token of a request's session, or empty.
    std::string_view token_of(const http_server::Request& request) const;
    /// The Set-Cookie field for a new session, and the one that takes it away.
    std::string cookie_for(std::string_view token) const;
    std::string no_cookie() const;

private:
    http_server::Response pass(const Endpoint& endpoint, const http_server::Request& request) const;
    Answer answer_or_defect(const Endpoint& endpoint, const http_server::Request& request) const;
    Answer answer(const Endpoint& endpoint, const http_server::Request& request) const;
    bool from_another_site(const http_server::Request& request) const;
    bool knows_host(std::string_view authority) const;

    studio::Accounts& accounts_;
    const observe::Logger& log_;
    const GateOptions options_;
};

/// Whether an account of this role may call what is for this audience.
bool may_call(store::Role role, Audience audience);

}  // namespace mss::api
