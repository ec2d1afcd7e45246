#include "http_server/server.hpp"

#include <algorithm>
#include <condition_variable>
#include <future>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/address_group.hpp"
#include "http_server/asio.hpp"
#include "http_server/byte_budget.hpp"
#include "http_server/client_address.hpp"
#include "http_server/handler_pool.hpp"
#include "http_server/outgoing.hpp"
#include "http_server/session.hpp"

namespace mss::http_server {
namespace {

/// The live sessions, by whom limits by address count as one. Any thread.
class Sessions {
public:
    explicit Sessions(const ServerOptions& options) : options_(options) {}

    /// False where there are as many as there may be. Each place that is taken is filled by add().
    bool take_place(const std::string& address) {
        const std::lock_guard lock(mutex_);
        if (live_.size() >= options_.connections_max) return false;
        const auto of_address = by_address_.try_emplace(address_group(address), 0U).first;
        const bool proxy = options_.behind_proxy && is_loopback(address);
        if (!proxy && of_address->second >= options_.connections_per_address_max) return false;
        ++of_address->second;
        return true;
    }
    void add(const std::shared_ptr<Session>& session) {
        const std::lock_guard lock(mutex_);
        live_.insert(session);
    }
    void remove(const std::shared_ptr<Session>& session, const std::string& address) {
        const std::lock_guard lock(mutex_);
        live_.erase(session);
        const std::string group = address_group(address);
        if (--by_address_[group] == 0) by_address_.erase(group);
        changed_.notify_all();
    }
    void each(void (Session::*action)()) {
        const std::lock_guard lock(mutex_);
        for (const auto& session : live_)
            ((*session).*action)();
    }
    bool wait_empty(std::chrono::milliseconds limit) {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, limit, [&] { return live_.empty(); });
    }

private:
    const ServerOptions& options_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::set<std::shared_ptr<Session>> live_;
    std::map<std::string, std::size_t> by_address_;
};

/// Lets through one record of a kind in a while, with how often it happened since the last one, so that a flood does
/// not fill the log. Confined to one thread.
class SeldomRecord {
public:
    /// How often it happened, where it is time to say so.
    std::optional<int> happened() {
        ++count_;
        const auto now = std::chrono::steady_clock::now();
        if (now < next_) return std::nullopt;
        next_ = now + std::chrono::seconds(10);
        return std::exchange(count_, 0);
    }

private:
    int count_ = 0;
    std::chrono::steady_clock::time_point next_{};
};

// A socket that serves both kinds of address names a client of the old kind as ::ffff:192.0.2.1, which is no other
// client than 192.0.2.1.
asio::ip::address plain(const asio::ip::address& address) {
    if (address.is_v6() && address.to_v6().is_v4_mapped())
        return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
    return address;
}

}  // namespace

struct Server::Parts {
    Parts(ServerOptions given, const Router& router, ErrorPage page, const observe::Logger& logger)
        : options(std::move(given)),
          error_page(std::move(page)),
          log(logger),
          bodies(options.bodies_bytes_max, options.small_body_bytes),
          sessions(options),
          tools{options, router, error_page, pool, bodies, log},
          pool(options.handler_threads, options.handlers_waiting_max) {
        for (int i = 0; i < std::max(1, options.io_threads); ++i)
            contexts.push_back(std::make_unique<asio::io_context>(1));
    }
    ~Parts() { stop(std::chrono::milliseconds(0)); }
    Parts(const Parts&) = delete;
    Parts& operator=(const Parts&) = delete;

    Result<void> open();
    void start();
    void stop(std::chrono::milliseconds grace);
    asio::awaitable<void> accept();
    void serve(Tcp::socket socket);
    void turn_away(Tcp::socket socket, const std::string& address);

    const ServerOptions options;
    const ErrorPage error_page;
    const observe::Logger& log;
    ByteBudget bodies;  // before the contexts: what is left in them at the end holds shares of it
    std::vector<std::unique_ptr<asio::io_context>> contexts;  ///< one a thread
    Sessions sessions;
    SessionTools tools;  // refers to the pool below, whose last works use it
    HandlerPool pool;
    std::optional<Tcp::acceptor> acceptor;
    std::vector<asio::executor_work_guard<asio::io_context::executor_type>> guards;
    std::vector<std::thread> threads;
    std::size_t next_context = 0;
    SeldomRecord turned_away;
    SeldomRecord not_accepted;
    std::promise<void> accepted_last;  ///< kept when the server accepts no more
};

Result<void> Server::Parts::open() {
    SystemError error;
    Tcp::resolver resolver(*contexts.front());
    const auto found = resolver.resolve(options.host, std::to_string(options.port), Tcp::resolver::passive, error);
    if (error || found.empty())
        return fail(Code::invalid, fmt::format("there is no address to listen at named {} (MSS_LISTEN)", options.host));
    // A name may stand for both kinds of address, as localhost does; people and programs type the old one.
    const auto v4 = std::ranges::find_if(found, [](const auto& entry) { return entry.endpoint().address().is_v4(); });
    const Tcp::endpoint endpoint = v4 != found.end() ? v4->endpoint() : found.begin()->endpoint();
    acceptor.emplace(*contexts.front());
    const bool failed =
        acceptor->open(endpoint.protocol(), error) || acceptor->set_option(Tcp::acceptor::reuse_address(true), error) ||
        acceptor->bind(endpoint, error) || acceptor->listen(Tcp::acceptor::max_listen_connections, error);
    if (!failed) return {};
    const bool v6 = options.host.find(':') != std::string::npos;
    return fail(Code::unavailable,
                fmt::format("cannot listen at {}:{}: {}; MSS_LISTEN names another address, such as 127.0.0.1:8081",
                            v6 ? "[" + options.host + "]" : options.host, options.port, error.message()));
}

void Server::Parts::start() {
    asio::co_spawn(*contexts.front(), accept(), [this](const std::exception_ptr& failure) {
        if (failure) log.error("no more connections are accepted");
        accepted_last.set_value();
    });
    for (const auto& context : contexts) {
        guards.push_back(asio::make_work_guard(*context));
        threads.emplace_back([&io = *context] { io.run(); });
    }
}

asio::awaitable<void> Server::Parts::accept() {
    while (acceptor->is_open()) {
        SystemError error;
        asio::io_context& context = *contexts[next_context++ % contexts.size()];
        Tcp::socket socket = co_await acceptor->async_accept(context, asio::redirect_error(asio::use_awaitable, error));
        if (!error) {
            serve(std::move(socket));
            continue;
        }
        if (!acceptor->is_open()) co_return;
        // No descriptor is left, say: the next try comes when one may have been given back.
        if (const auto count = not_accepted.happened())
            log.warning("cannot accept connections", {{"detail", error.message()}, {"times", *count}});
        asio::steady_timer pause(*contexts.front(), std::chrono::milliseconds(100));
        co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, error));
    }
}

void Server::Parts::serve(Tcp::socket socket) {
    SystemError error;
    const std::string address = plain(socket.remote_endpoint(error).address()).to_string();
    if (error) return;
    std::ignore = socket.set_option(Tcp::no_delay(true), error);
    if (!sessions.take_place(address)) return turn_away(std::move(socket), address);
    const auto executor = socket.get_executor();
    const auto session = std::make_shared<Session>(std::move(socket), address, tools);
    sessions.add(session);
    asio::post(executor, [this, session, address] {
        Session::start(session, [this, session, address] { sessions.remove(session, address); });
    });
}

// Says why before it closes the connection. Nobody waits for the bytes to leave: a flood must cost nothing.
void Server::Parts::turn_away(Tcp::socket socket, const std::string& address) {
    if (const auto count = turned_away.happened())
        log.warning("connections are turned away: as many are open as there may be",
                    {{"address", address}, {"times", *count}});
    Response page = error_page(503, "Too many connections are open. Try again in a few seconds.", Request{});
    page.fields.set("Retry-After", "2");
    const Outgoing outgoing = make_outgoing({}, std::move(page), error_page, std::chrono::system_clock::now());
    std::string bytes = head_bytes(outgoing, false, false);
    if (const auto* body = std::get_if<std::string>(&outgoing.body)) bytes += *body;
    SystemError ignored;
    std::ignore = socket.non_blocking(true, ignored);
    std::ignore = socket.write_some(asio::buffer(bytes), ignored);
    std::ignore = socket.shutdown(Tcp::socket::shutdown_send, ignored);
}

void Server::Parts::stop(std::chrono::milliseconds grace) {
    if (threads.empty()) return;
    // First, so that who finds the port closed finds every answer the last of its connection as well.
    sessions.each(&Session::stop_soon);
    asio::post(*contexts.front(), [this] {
        SystemError ignored;
        std::ignore = acceptor->close(ignored);
    });
    accepted_last.get_future().wait();
    // Once more, for a connection that was accepted meanwhile.
    sessions.each(&Session::stop_soon);
    if (!sessions.wait_empty(grace)) {
        sessions.each(&Session::cut);
        // What waits for a handler ends with it.
        sessions.wait_empty(std::chrono::milliseconds(500));
    }
    guards.clear();
    for (const auto& context : contexts)
        context->stop();
    for (std::thread& thread : threads)
        thread.join();
    threads.clear();
}

Server::Server(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Server::~Server() = default;

Result<std::unique_ptr<Server>> Server::listen(ServerOptions options, const Router& router, ErrorPage error_page,
                                               const observe::Logger& log) {
    auto parts = std::make_unique<Parts>(std::move(options), router, std::move(error_page), log);
    MSS_TRY(parts->open());
    return std::unique_ptr<Server>(new Server(std::move(parts)));
}

std::uint16_t Server::port() const {
    SystemError ignored;
    return parts_->acceptor->local_endpoint(ignored).port();
}

void Server::start() {
    parts_->start();
}

void Server::stop(std::chrono::milliseconds grace) {
    parts_->stop(grace);
}

}  // namespace mss::http_server
