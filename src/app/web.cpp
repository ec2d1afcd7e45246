#include "app/web.hpp"

#include <charconv>

#include <fmt/format.h>

#include "api/api.hpp"
#include "app/app.hpp"
#include "http_server/server.hpp"
#include "page/page.hpp"

namespace mss::app {
namespace {

// Without a slash at the end, so that it is an origin where it names no path.
std::string public_address(const config::Settings& settings) {
    std::string address = settings.public_url;
    while (address.ends_with('/'))
        address.pop_back();
    return address;
}

api::ApiOptions api_options(const config::Settings& settings) {
    return {.gate = {.secure_cookies = settings.public_url.starts_with("https:"),
                     .public_origin = public_address(settings)},
            .data_folder = settings.data_dir,
            .version = std::string(version())};
}

}  // namespace

struct Web::Parts {
    Parts(Installation& installation, const config::Settings& settings, const observe::Logger& log, page::Page files)
        : page(std::move(files)),
          api({.accounts = installation.accounts(),
               .library = installation.library(),
               .sources = installation.sources(),
               .videos = installation.videos(),
               .tasks = installation.tasks(),
               .database = installation.database(),
               .page = page,
               .log = log},
              api_options(settings)) {}

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
    return host == "localhost" || host == "::1" || host.starts_with("127.");
}

Web::Web(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Web::~Web() = default;

Result<std::unique_ptr<Web>> Web::listen(Installation& installation, const config::Settings& settings,
                                         const observe::Logger& log) {
    MSS_TRY_ASSIGN(auto page, page::Page::load());
    auto parts = std::make_unique<Parts>(installation, settings, log, std::move(page));
    const ListenAddress where = listen_address(settings);
    http_server::ServerOptions options;
    options.host = where.host;
    options.port = where.port;
    options.handler_threads = 8;
    MSS_TRY_ASSIGN(parts->server, http_server::Server::listen(options, parts->api.router(), api::error_page(), log));
    parts->address = public_address(settings);
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
