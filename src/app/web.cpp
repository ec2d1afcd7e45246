#include "app/web.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "api/api.hpp"
#include "app/app.hpp"
#include "base/open_files.hpp"
#include "http/url.hpp"
#include "http_server/client_address.hpp"
#include "http_server/server.hpp"
#include "page/page.hpp"

namespace mss::app {
namespace {

// As browsers write it (RFC 6454): in small letters, without the scheme's own port. Empty where none is set.
Result<std::string> public_origin(const config::Settings& settings) {
    if (settings.public_url.empty()) return std::string();
    MSS_TRY_ASSIGN(const http::Url url, http::parse_url(settings.public_url));
    // Not by the origin's length: the address may name the scheme's own port, which an origin does not.
    const std::string_view address = url.full;
    const auto slash = address.find('/', address.find("://") + 3);
    if (const std::string_view path = address.substr(std::min(slash, address.size())); path.size() > 1)
        return fail(Code::invalid,
                    fmt::format("MSS_PUBLIC_URL names a path, {}: the studio needs an address of its own, "
                                "such as https://mss.example.org",
                                path));
    return url.origin();
}

std::size_t connections_max(std::size_t open_files) {
    // What the database, its readers, child processes and the files of answers need beside the connections.
    constexpr std::size_t kReserve = 256;
    const std::size_t left = open_files > 2 * kReserve ? open_files - kReserve : open_files / 2;
    // A connection that plays a video has that file open too.
    return std::min<std::size_t>(http_server::ServerOptions{}.connections_max, left / 2);
}

api::ApiOptions api_options(const config::Settings& settings, const std::string& origin) {
    return {.gate = {.secure_cookies = origin.starts_with("https:"),
                     .public_origin = origin,
                     .this_machine_only = listens_on_loopback(settings)},
            .data_folder = settings.data_dir,
            .version = std::string(version())};
}

}  // namespace

struct Web::Parts {
    Parts(Installation& installation, const config::Settings& settings, const std::string& origin,
          const observe::Logger& log, page::Page files)
        : page(std::move(files)),
          api({.accounts = installation.accounts(),
               .library = installation.library(),
               .sources = installation.sources(),
               .videos = installation.videos(),
               .tasks = installation.tasks(),
               .database = installation.database(),
               .page = page,
               .log = log},
              api_options(settings, origin)) {}

    page::Page page;
    api::Api api;
    std::unique_ptr<http_server::Server> server;
    std::string address;
};

ListenAddress listen_address(const config::Settings& settings) {
    const std::string& written = settings.listen;
    const auto colon = written.rfind(':');
    ListenAddress address{.host = written.substr(0, colon)};
    std::from_chars(written.data() + colon + 1, written.data() + written.size(), address.port);
    if (address.host.starts_with('[')) address.host = address.host.substr(1, address.host.size() - 2);
    return address;
}

bool listens_on_loopback(const config::Settings& settings) {
    const std::string host = listen_address(settings).host;
    return host == "localhost" || http_server::is_loopback(host);
}

bool reached_from_elsewhere(const config::Settings& settings) {
    return !listens_on_loopback(settings) || !settings.public_url.empty();
}

Web::Web(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Web::~Web() = default;

Result<std::unique_ptr<Web>> Web::listen(Installation& installation, const config::Settings& settings,
                                         const observe::Logger& log) {
    MSS_TRY_ASSIGN(std::string origin, public_origin(settings));
    MSS_TRY_ASSIGN(auto page, page::Page::load());
    auto parts = std::make_unique<Parts>(installation, settings, origin, log, std::move(page));
    const ListenAddress where = listen_address(settings);
    http_server::ServerOptions options;
    options.host = where.host;
    options.port = where.port;
    options.handler_threads = 12;
    options.connections_max = connections_max(raise_open_files_limit());
    options.behind_proxy = !settings.public_url.empty();
    MSS_TRY_ASSIGN(parts->server, http_server::Server::listen(options, parts->api.router(), api::error_page(), log));
    parts->address = std::move(origin);
    if (parts->address.empty()) {
        const bool any = where.host == "0.0.0.0" || where.host == "::";
        const bool v6 = where.host.find(':') != std::string::npos;
        parts->address = fmt::format("http://{}:{}",
                                     any  ? "127.0.0.1"
                                     : v6 ? "[" + where.host + "]"
                                          : where.host,
                                     parts->server->port());
    }
    return std::unique_ptr<Web>(new Web(std::move(parts)));
}

void Web::start() {
    parts_->server->start();
}

std::string Web::address() const {
    return parts_->address;
}

void Web::stop(std::chrono::milliseconds grace) {
    parts_->api.announce_stop();
    parts_->server->stop(grace);
}

}  // namespace mss::app
