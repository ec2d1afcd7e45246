#include "redis/endpoint.hpp"

#include <charconv>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "base/ascii.hpp"

namespace mss::redis {
namespace {

constexpr int kPortMax = 65'535;
constexpr int kDatabaseMax = 1'000'000;
constexpr std::size_t kSentinelsMax = 64;

std::unexpected<Error> wrong(std::string_view what) {
    return fail(Code::invalid, fmt::format("the address of the Redis server is not right: {}", what));
}

std::optional<int> hex_digit(char letter) {
    if (ascii::is_digit(letter)) return letter - '0';
    const char lower = ascii::to_lower(letter);
    if (lower >= 'a' && lower <= 'f') return lower - 'a' + 10;
    return std::nullopt;
}

Result<std::string> decoded(std::string_view part) {
    std::string text;
    for (std::size_t i = 0; i < part.size(); ++i) {
        if (part[i] != '%') {
            text += part[i];
            continue;
        }
        const auto high = i + 2 < part.size() ? hex_digit(part[i + 1]) : std::nullopt;
        const auto low = high ? hex_digit(part[i + 2]) : std::nullopt;
        if (!low) return wrong("a percent sign stands before two hexadecimal digits (%25 is the sign itself)");
        text += static_cast<char>(*high * 16 + *low);
        i += 2;
    }
    return text;
}

Result<int> number(std::string_view digits, int most, std::string_view name) {
    int value = -1;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc() || end != digits.data() + digits.size() || value < 0 || value > most)
        return wrong(fmt::format("{} is a number from 0 to {}", name, most));
    return value;
}

// Up to the separator, which goes as well; all of it where there is none.
std::string_view take_until(std::string_view& text, char separator) {
    const auto at = text.find(separator);
    const std::string_view part = text.substr(0, at);
    text.remove_prefix(at == std::string_view::npos ? text.size() : at + 1);
    return part;
}

Result<void> read_login(std::string_view login, Endpoint& endpoint) {
    MSS_TRY_ASSIGN(endpoint.user, decoded(take_until(login, ':')));
    MSS_TRY_ASSIGN(endpoint.password, decoded(login));
    return {};
}

// The part before the last "@", as browsers and redis-py do.
Result<void> take_login(std::string_view& rest, Endpoint& endpoint) {
    const auto end = rest.substr(0, rest.find('/')).rfind('@');
    if (end == std::string_view::npos) return {};
    MSS_TRY(read_login(rest.substr(0, end), endpoint));
    rest.remove_prefix(end + 1);
    return {};
}

// Both stay as they are where the address does not name them.
Result<void> read_host(std::string_view place, std::string& host_name, int& port_number) {
    std::string_view port;
    if (place.starts_with('[')) {  // IPv6, RFC 3986 section 3.2.2
        const auto end = place.find(']');
        if (end == std::string_view::npos) return wrong("a bracket is missing behind the host");
        host_name = place.substr(1, end - 1);
        place.remove_prefix(end + 1);
        if (!place.empty() && !place.starts_with(':')) return wrong("behind the host stands a colon and the port");
        if (!place.empty()) port = place.substr(1);
    } else {
        MSS_TRY_ASSIGN(std::string host, decoded(take_until(place, ':')));
        if (!host.empty()) host_name = std::move(host);
        port = place;
    }
    if (!port.empty()) {
        MSS_TRY_ASSIGN(port_number, number(port, kPortMax, "the port"));
    }
    return {};
}

Result<Endpoint> read_socket(std::string_view rest) {
    Endpoint endpoint;
    std::string_view path = take_until(rest, '?');
    MSS_TRY(take_login(path, endpoint));
    MSS_TRY_ASSIGN(endpoint.socket, decoded(path));
    if (!endpoint.socket.starts_with('/')) return wrong("three slashes begin the path of a socket");
    while (!rest.empty()) {
        std::string_view value = take_until(rest, '&');
        const std::string_view name = take_until(value, '=');
        if (name == "virtual_host" || name == "db") {
            if (value.starts_with('/')) value.remove_prefix(1);
            MSS_TRY_ASSIGN(endpoint.database, number(value, kDatabaseMax, "the database"));
        } else if (name == "password") {
            MSS_TRY_ASSIGN(endpoint.password, decoded(value));
        } else {
            return wrong("behind the question mark stand virtual_host and password");
        }
    }
    return endpoint;
}

Result<bool> verifies(std::string_view asked) {
    const std::string word = ascii::to_lower(asked);
    if (word == "required" || word == "cert_required") return true;
    if (word == "none" || word == "cert_none") return false;
    return wrong("ssl_cert_reqs is required or none");
}

// False where it is another option.
Result<bool> read_tls_option(std::string_view name, std::string_view value, Tls& tls) {
    if (name == "ssl_cert_reqs") {
        MSS_TRY_ASSIGN(tls.verify, verifies(value));
    } else if (name == "ssl_ca_certs") {
        MSS_TRY_ASSIGN(tls.authorities, decoded(value));
    } else if (name == "ssl_certfile") {
        MSS_TRY_ASSIGN(tls.certificate, decoded(value));
    } else if (name == "ssl_keyfile") {
        MSS_TRY_ASSIGN(tls.key, decoded(value));
    } else {
        return false;
    }
    return true;
}

Result<void> read_tls(std::string_view options, Tls& tls) {
    while (!options.empty()) {
        std::string_view value = take_until(options, '&');
        const std::string_view name = take_until(value, '=');
        MSS_TRY_ASSIGN(const bool known, read_tls_option(name, value, tls));
        if (!known) return wrong("its options are ssl_cert_reqs, ssl_ca_certs, ssl_certfile and ssl_keyfile");
    }
    return {};
}

Result<void> read_sentinel_options(std::string_view options, Endpoint& endpoint) {
    while (!options.empty()) {
        std::string_view value = take_until(options, '&');
        const std::string_view name = take_until(value, '=');
        Sentinels& sentinels = *endpoint.sentinels;
        if (name == "master_name") {
            MSS_TRY_ASSIGN(sentinels.master, decoded(value));
        } else if (name == "sentinel_username") {
            MSS_TRY_ASSIGN(sentinels.user, decoded(value));
        } else if (name == "sentinel_password") {
            MSS_TRY_ASSIGN(sentinels.password, decoded(value));
        } else {
            Tls tls = endpoint.tls.value_or(Tls());
            MSS_TRY_ASSIGN(const bool known, read_tls_option(name, value, tls));
            if (!known)
                return wrong(
                    "options of Sentinels are master_name, sentinel_username, sentinel_password and those of "
                    "rediss://");
            endpoint.tls = std::move(tls);
        }
    }
    return {};
}

Result<Endpoint> read_sentinels(std::string_view address) {
    constexpr std::string_view kScheme = "sentinel://";
    Endpoint endpoint;
    Sentinels& sentinels = endpoint.sentinels.emplace();
    bool has_database = false;
    while (!address.empty()) {
        std::string_view one = take_until(address, ';');
        if (ascii::to_lower(one.substr(0, kScheme.size())) == kScheme) one.remove_prefix(kScheme.size());
        std::string_view rest = take_until(one, '?');
        MSS_TRY(read_sentinel_options(one, endpoint));
        // Behind the last one may stand another semicolon, as in Celery's documentation.
        if (rest.empty() && address.empty() && !sentinels.places.empty()) continue;
        Endpoint login;
        MSS_TRY(take_login(rest, login));
        if (endpoint.password.empty()) {
            endpoint.user = std::move(login.user);
            endpoint.password = std::move(login.password);
        }
        Place place;
        MSS_TRY(read_host(take_until(rest, '/'), place.host, place.port));
        sentinels.places.push_back(std::move(place));
        if (!rest.empty() && !has_database) {
            MSS_TRY_ASSIGN(endpoint.database, number(rest, kDatabaseMax, "the database"));
            has_database = true;
        }
    }
    if (sentinels.places.size() > kSentinelsMax) return wrong("it names too many Sentinels");
    return endpoint;
}

Result<Endpoint> read_server(std::string_view address, bool secure) {
    Endpoint endpoint;
    std::string_view rest = take_until(address, '?');
    if (secure) MSS_TRY(read_tls(address, endpoint.tls.emplace()));
    if (!secure && !address.empty()) return wrong("it takes no options behind a question mark");
    MSS_TRY(take_login(rest, endpoint));
    MSS_TRY(read_host(take_until(rest, '/'), endpoint.host, endpoint.port));
    if (!rest.empty()) {
        MSS_TRY_ASSIGN(endpoint.database, number(rest, kDatabaseMax, "the database"));
    }
    return endpoint;
}

std::string shown_place(const std::string& host, int port) {
    const bool colons = host.find(':') != std::string::npos;
    return fmt::format("{}{}{}:{}", colons ? "[" : "", host, colons ? "]" : "", port);
}

}  // namespace

Result<Endpoint> parse_endpoint(std::string_view address) {
    const auto colon = address.find("://");
    if (colon == std::string_view::npos) return wrong("it begins with redis://");
    const std::string scheme = ascii::to_lower(address.substr(0, colon));
    const std::string_view rest = address.substr(colon + 3);
    if (scheme == "redis" || scheme == "rediss") return read_server(rest, scheme == "rediss");
    if (scheme == "redis+socket" || scheme == "unix") return read_socket(rest);
    if (scheme == "sentinel") return read_sentinels(address);
    return wrong("it begins with redis://, rediss://, redis+socket:// or sentinel://");
}

std::string shown(const Endpoint& endpoint) {
    if (!endpoint.socket.empty())
        return fmt::format("redis+socket://{}?virtual_host={}", endpoint.socket, endpoint.database);
    if (!endpoint.sentinels)
        return fmt::format("{}://{}/{}", endpoint.tls ? "rediss" : "redis", shown_place(endpoint.host, endpoint.port),
                           endpoint.database);
    std::string places;
    for (const Place& place : endpoint.sentinels->places)
        places += (places.empty() ? "" : ";") + shown_place(place.host, place.port);
    return fmt::format("sentinel://{}/{} (master {})", places, endpoint.database, endpoint.sentinels->master);
}

}  // namespace mss::redis
