#pragma once
// Endpoint: where a Redis server is and how to log in to it, as the addresses of Celery and redis-py say it. Pure; any
// thread. Sources: the URL forms of kombu's Redis and Sentinel transports and of redis-py (`Redis.from_url`).

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace mss::redis {

/// Of `rediss://`; the names of its options are redis-py's.
struct Tls {
    bool verify = true;       ///< false: `ssl_cert_reqs=none`
    std::string authorities;  ///< `ssl_ca_certs`, a file; empty: those of the system
    std::string certificate;  ///< `ssl_certfile`: ours, where the server wants one
    std::string key;          ///< `ssl_keyfile`; empty: in the file of the certificate

    friend bool operator==(const Tls&, const Tls&) = default;
};

/// Where a Sentinel listens.
struct Place {
    std::string host = "localhost";
    int port = 26'379;

    friend bool operator==(const Place&, const Place&) = default;
};

/// Those who know which of several servers is the master.
struct Sentinels {
    std::vector<Place> places;
    std::string master;    ///< under which name they know it: `master_name`
    std::string user;      ///< of the Sentinels themselves; empty: their default user
    std::string password;  ///< a secret; empty: they want none

    friend bool operator==(const Sentinels&, const Sentinels&) = default;
};

struct Endpoint {
    std::string host = "localhost";
    int port = 6379;
    std::string socket;    ///< path of a Unix socket; empty: host and port
    std::string user;      ///< empty: the server's default user
    std::string password;  ///< a secret: never shown
    int database = 0;
    std::optional<Tls> tls{};              ///< of the Sentinels as well
    std::optional<Sentinels> sentinels{};  ///< then host and port are asked of them

    friend bool operator==(const Endpoint&, const Endpoint&) = default;
};

/// Reads `redis://[user][:password]@host[:port][/database]`, the same with `rediss://` and options of Tls behind a
/// question mark, and `redis+socket:///path[?virtual_host=database]` (also `unix://`); parts are percent-encoded.
/// Of Sentinels `sentinel://[user][:password]@host[:port][/database]`, several with semicolons between, where login and
/// database are the master's and the first that are given count; behind a question mark `master_name`,
/// `sentinel_username`, `sentinel_password`, and options of Tls, any of which means TLS to all of them.
/// Errors: invalid (anything else; the message names what is wrong and shows no part of the address, which may be a
/// password).
Result<Endpoint> parse_endpoint(std::string_view address);

/// For people and logs: "redis://localhost:6379/0", without user, password and options; of Sentinels
/// "sentinel://one:26379;two:26379/0 (master videos)".
std::string shown(const Endpoint& endpoint);

}  // namespace mss::redis
