#include "http_server/session.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <sys/socket.h>
#include <sys/uio.h>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "base/clock.hpp"
#include "base/identifier.hpp"
#include "http_server/client_address.hpp"

namespace mss::http_server {
namespace {

constexpr std::size_t kReadBytes = 16U << 10U;
constexpr std::size_t kPieceBytes = 128U << 10U;
constexpr std::size_t kJoinedBytesMax = 16U << 10U;  ///< of a body that goes out in one packet with its head

constexpr const char* kBusySeconds = "2";

constexpr auto kAwait = asio::use_awaitable;

// Completes an asynchronous operation on the session's thread with what a thread of the pool made.
template <class Value, class Make>
void complete_from_pool(auto handler, const auto& executor, Make&& make) {
    asio::post(executor,
               [handler = std::move(handler), value = Value(make())]() mutable { handler(std::move(value)); });
}

Timestamp wall_time() {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

}  // namespace

Session::Session(Tcp::socket socket, std::string remote_address, const SessionTools& tools)
    : socket_(std::move(socket)),
      remote_address_(std::move(remote_address)),
      tools_(tools),
      timer_(socket_.get_executor()),
      stream_timer_(socket_.get_executor()) {}

// Whoever holds the stream's other end may use it after the server is gone.
Session::~Session() {
    if (stream_) stream_->detach();
}

void Session::start(const std::shared_ptr<Session>& session, std::function<void()> ended) {
    asio::co_spawn(session->socket_.get_executor(), session->serve(),
                   [session, ended = std::move(ended)](const std::exception_ptr& failure) {
                       if (failure) session->tools_.log.error("a connection failed");
                       session->close();
                       ended();
                   });
}

void Session::stop_soon() {
    asio::post(socket_.get_executor(), [self = shared_from_this()] {
        self->stopping_ = true;
        if (self->wait_ == Wait::idle) self->close();
        if (self->stream_) self->stream_->close();
    });
}

void Session::cut() {
    asio::post(socket_.get_executor(), [self = shared_from_this()] { self->close(); });
}

void Session::close() {
    SystemError ignored;
    timer_.cancel();
    stream_timer_.cancel();
    std::ignore = socket_.close(ignored);
    if (stream_) stream_->detach();
}

// What is under way when the time is over fails, and finds expired_ set. The timer is not moved for a deadline after
// the time at which it rings: it then looks whether there is one still. So a request sets no timer, as a rule.
void Session::arm_until(Time deadline) {
    expired_ = false;
    deadline_ = deadline;
    if (deadline < timer_rings_) set_timer(deadline);
}

void Session::set_timer(Time when) {
    timer_rings_ = when;
    timer_.expires_at(when);
    timer_.async_wait([self = shared_from_this()](SystemError error) {
        if (error) return;  // moved, or closed
        self->timer_rings_ = Time::max();
        if (self->deadline_ > std::chrono::steady_clock::now()) {
            if (self->deadline_ != Time::max()) self->set_timer(self->deadline_);
            return;
        }
        self->expired_ = true;
        SystemError ignored;
        std::ignore = self->socket_.cancel(ignored);
    });
}

asio::awaitable<void> Session::serve() {
    const auto self = shared_from_this();
    bool keep_alive = true;
    while (keep_alive) {
        RequestParser parser({.head_bytes_max = tools_.options.head_bytes_max,
                              .target_bytes_max = tools_.options.target_bytes_max,
                              .body_bytes_max = tools_.options.body_bytes_max});
        ByteBudget::Share body(tools_.bodies);
        wait_ = Wait::idle;
        if (stopping_ || !co_await read_request(parser, body)) co_return;
        keep_alive = co_await answer(parser, body);
    }
    co_await linger();
}

void Session::advance(Arrival& arrival, RequestParser::State before, RequestParser& parser,
                      const ByteBudget::Share& body) const {
    using State = RequestParser::State;
    const State now = parser.state();
    const Time time = std::chrono::steady_clock::now();
    if (now != before && now == State::head) arrival.head = time;
    if (now != before && now == State::body) arrival.body = time;
    const std::size_t bytes = parser.request().body.size();
    if (!body.takes()) {
        arrival.step = Time::max();
    } else if (arrival.step == Time::max() || bytes - arrival.step_bytes >= tools_.options.small_body_bytes) {
        arrival.step = time;
        arrival.step_bytes = bytes;
    }
}

Session::Time Session::request_deadline(const RequestParser& parser, const Arrival& arrival) const {
    switch (parser.state()) {
        case RequestParser::State::head: return arrival.head + tools_.options.head_timeout;
        case RequestParser::State::body: {
            const Time whole = arrival.body + tools_.options.body_timeout;
            if (arrival.step == Time::max()) return whole;
            return std::min(whole, arrival.step + tools_.options.body_step_timeout);
        }
        default: return arrival.head + tools_.options.idle_timeout;
    }
}

// False where the connection is over without a word: the client went, or never began.
asio::awaitable<bool> Session::read_request(RequestParser& parser, ByteBudget::Share& body) {
    using State = RequestParser::State;
    const Time begin = std::chrono::steady_clock::now();
    Arrival arrival{.head = begin, .body = begin, .step = Time::max()};
    std::array<char, kReadBytes> buffer{};
    while (true) {
        const State before = parser.state();
        parser.feed(incoming_);
        if (!body.grow_to(parser.request().body.size())) parser.turn_away();
        const State now = parser.state();
        if (now != State::idle) wait_ = Wait::request;
        if (now == State::done || now == State::refused) break;
        advance(arrival, before, parser, body);
        if (parser.take_expect_continue() && !co_await write("HTTP/1.1 100 Continue\r\n\r\n")) co_return false;
        arm_until(request_deadline(parser, arrival));
        SystemError error;
        const std::size_t count =
            co_await socket_.async_read_some(asio::buffer(buffer), asio::redirect_error(kAwait, error));
        disarm();
        incoming_.append(buffer.data(), count);
        if (!error) continue;
        if (!expired_ || parser.state() == State::idle) co_return false;
        parser.time_out();
        break;
    }
    co_return true;
}

Outgoing Session::refusal(const Refusal& why, const Request& request) const {
    Response page = tools_.error_page(why.status, why.detail, request);
    if (why.status == 503) page.fields.set("Retry-After", kBusySeconds);
    return make_outgoing(request, std::move(page), tools_.error_page, std::chrono::system_clock::now());
}

void Session::record(const Request& request, int status, Time began) const {
    if (!tools_.log.keeps(observe::Level::debug)) return;
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - began;
    tools_.log.debug("request", {{"method", name_of(request.method)},
                                 {"path", request.path},
                                 {"status", status},
                                 {"milliseconds", took.count()},
                                 {"request", request.id}});
}

// True where the connection can take another request.
asio::awaitable<bool> Session::answer(RequestParser& parser, ByteBudget::Share& body) {
    const auto began = std::chrono::steady_clock::now();
    const bool http_1_0 = parser.is_http_1_0();
    auto request = std::make_shared<Request>(std::move(parser.request()));
    request->remote_address = tools_.options.behind_proxy ? client_address(*request, remote_address_) : remote_address_;
    request->id = uuid_v7(wall_time());
    if (parser.state() == RequestParser::State::refused) {
        Outgoing outgoing = refusal(parser.refusal(), *request);
        co_await send(outgoing, false, false);
        record(*request, outgoing.status, began);
        co_return false;
    }
    const auto presence = std::make_shared<Presence>();
    request->client_left = departure_of(presence);
    Outgoing outgoing = co_await call_handler(request);
    presence->answered = true;
    // A stream may go on for hours: it must not keep what nobody reads any more.
    request->body = {};
    body.release();
    const bool streams = std::holds_alternative<StreamBody>(outgoing.body) && outgoing.has_body;
    const bool keep_alive = parser.keep_alive() && !stopping_ && !streams;
    const int status = outgoing.status;
    const bool sent = co_await send(outgoing, keep_alive, http_1_0);
    record(*request, status, began);
    // Nobody is there to read the rest of an answer that broke off. (A stream breaks off as its way to end.)
    if (!sent && !streams) close();
    co_return sent&& keep_alive;
}

// On a thread of the pool, where an exception would end the program.
Outgoing Session::outgoing_for(Request& request) const {
    try {
        return make_outgoing(request, tools_.router.answer(request), tools_.error_page,
                             std::chrono::system_clock::now());
    } catch (const std::exception& defect) {
        tools_.log.error("an answer could not be made", {{"detail", defect.what()}, {"request", request.id}});
    } catch (...) {
        tools_.log.error("an answer could not be made", {{"request", request.id}});
    }
    Outgoing outgoing{.status = 500, .fields = {}, .body = {}};
    outgoing.fields.set("Content-Length", "0");
    return outgoing;
}

asio::awaitable<Outgoing> Session::call_handler(std::shared_ptr<Request> request) {
    const auto executor = socket_.get_executor();
    const auto initiate = [&](auto handler) {
        auto shared = std::make_shared<decltype(handler)>(std::move(handler));
        const bool taken = tools_.pool.push([this, shared, executor, request] {
            complete_from_pool<Outgoing>(std::move(*shared), executor, [&] { return outgoing_for(*request); });
        });
        if (taken) return;
        complete_from_pool<Outgoing>(std::move(*shared), executor, [&] {
            return refusal({503, "The server has too much to do. Try again in a few seconds."}, *request);
        });
    };
    co_return co_await asio::async_initiate<const asio::use_awaitable_t<>, void(Outgoing)>(initiate, kAwait);
}

std::function<bool()> Session::departure_of(std::shared_ptr<Presence> presence) {
    return [self = weak_from_this(), executor = socket_.get_executor(), presence = std::move(presence)] {
        if (!presence->asked.exchange(true))
            asio::post(executor, [self, presence] {
                const auto session = self.lock();
                if (session && !presence->answered) session->watch_for_end(presence);
            });
        return presence->left.load();
    };
}

// The end of what the client sends. A next request that comes while this one is answered is left where it is, and says
// that somebody is there.
void Session::watch_for_end(std::shared_ptr<Presence> presence) {
    socket_.async_wait(Tcp::socket::wait_read, [self = shared_from_this(), presence](SystemError error) {
        if (error || presence->answered) return;
        char byte = 0;
        const ssize_t count = ::recv(self->socket_.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
        const bool later = count < 0 && (errno == EAGAIN || errno == EINTR);
        if (count <= 0 && !later) presence->left = true;
    });
}

asio::awaitable<bool> Session::write(std::string_view bytes) {
    while (!bytes.empty()) {
        arm(tools_.options.write_timeout);
        SystemError error;
        const std::size_t count = co_await socket_.async_write_some(asio::buffer(bytes.data(), bytes.size()),
                                                                    asio::redirect_error(kAwait, error));
        disarm();
        if (error) co_return false;
        bytes.remove_prefix(count);
    }
    co_return true;
}

asio::awaitable<bool> Session::send(Outgoing& outgoing, bool keep_alive, bool http_1_0) {
    wait_ = Wait::answer;
    const bool streams = std::holds_alternative<StreamBody>(outgoing.body);
    const bool chunked = streams && outgoing.has_body && !http_1_0;
    std::string head = head_bytes(outgoing, keep_alive, chunked);
    auto* const bytes = std::get_if<std::string>(&outgoing.body);
    // One packet for a small answer. A large one is not copied: it may stay for as long as its reader takes.
    const bool whole = bytes != nullptr && bytes->size() <= kJoinedBytesMax;
    if (whole && outgoing.has_body) head += *bytes;
    if (!co_await write(head)) co_return false;
    if (!outgoing.has_body || whole) co_return true;
    if (bytes != nullptr) co_return co_await write(*bytes);
    if (const auto* file = std::get_if<FileSlice>(&outgoing.body)) co_return co_await send_file(*file);
    co_return co_await send_stream(std::get<StreamBody>(std::move(outgoing.body)), chunked);
}

asio::awaitable<bool> Session::send_file(const FileSlice& slice) {
    std::uint64_t sent = 0;
    while (sent < slice.length) {
        const auto most = static_cast<std::size_t>(std::min<std::uint64_t>(kPieceBytes, slice.length - sent));
        const std::string piece = co_await read_piece(slice.fd.get(), slice.offset + sent, most);
        // The file became shorter, or its disk fails: the length is promised, so the connection must end.
        if (piece.empty() || !co_await write(piece)) co_return false;
        sent += piece.size();
    }
    co_return true;
}

// From memory at once where the page is there; a disk that has to be waited for is waited for by a thread of the pool,
// so that it holds up no other connection.
asio::awaitable<std::string> Session::read_piece(int fd, std::uint64_t offset, std::size_t bytes) {
    const auto read = [fd, offset, bytes](int flags) {
        std::string piece(bytes, '\0');
        const iovec place{piece.data(), piece.size()};
        const ssize_t count = ::preadv2(fd, &place, 1, static_cast<off_t>(offset), flags);
        piece.resize(static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
        return piece;
    };
    std::string piece = read(RWF_NOWAIT);
    if (!piece.empty()) co_return piece;
    const auto executor = socket_.get_executor();
    const auto initiate = [&](auto handler) {
        auto shared = std::make_shared<decltype(handler)>(std::move(handler));
        tools_.pool.push_first([shared, executor, read] {
            complete_from_pool<std::string>(std::move(*shared), executor, [&] { return read(0); });
        });
    };
    co_return co_await asio::async_initiate<const asio::use_awaitable_t<>, void(std::string)>(initiate, kAwait);
}

// A stream's client has nothing more to say; that it went shows as the end of what it sends.
asio::awaitable<void> Session::watch_peer(std::shared_ptr<Stream> stream) {
    const auto self = shared_from_this();
    std::array<char, 256> buffer{};
    SystemError error;
    while (!error)
        co_await socket_.async_read_some(asio::buffer(buffer), asio::redirect_error(kAwait, error));
    stream->detach();
    stream_timer_.cancel();
}

asio::awaitable<bool> Session::send_stream(StreamBody body, bool chunked) {
    wait_ = Wait::stream;
    const auto executor = socket_.get_executor();
    stream_ = std::make_shared<Stream>([self = weak_from_this(), executor] {
        asio::post(executor, [self] {
            if (const auto session = self.lock()) session->stream_timer_.cancel();
        });
    });
    if (stopping_) stream_->close();
    asio::co_spawn(executor, watch_peer(stream_), asio::detached);
    tools_.pool.push_first([start = std::move(body.start), stream = stream_, &log = tools_.log] {
        try {
            start(std::make_shared<StreamHandle>(stream));
        } catch (const std::exception& defect) {
            log.error("a stream could not begin", {{"detail", defect.what()}});
        } catch (...) {
            log.error("a stream could not begin");
        }
    });
    const auto framed = [chunked](std::string_view bytes) {
        return chunked ? fmt::format("{:x}\r\n{}\r\n", bytes.size(), bytes) : std::string(bytes);
    };
    while (true) {
        const Stream::Taken taken = stream_->take();
        if (!taken.bytes.empty()) {
            if (!co_await write(framed(taken.bytes))) break;
            continue;
        }
        if (taken.ended) {
            // Without the last chunk the client sees that something is missing.
            if (chunked && taken.whole) co_await write("0\r\n\r\n");
            break;
        }
        SystemError woken;
        const auto now = std::chrono::steady_clock::now();
        stream_timer_.expires_at(body.heartbeat.empty() ? Time::max() : now + tools_.options.stream_heartbeat);
        co_await stream_timer_.async_wait(asio::redirect_error(kAwait, woken));
        if (!woken && !co_await write(framed(body.heartbeat))) break;
    }
    stream_->detach();
    co_return false;
}

// Closing with bytes unread would make the client lose the last answer (RFC 9112, 9.6).
asio::awaitable<void> Session::linger() {
    SystemError error;
    if (socket_.shutdown(Tcp::socket::shutdown_send, error) || stream_) co_return;
    arm(tools_.options.linger_timeout);
    std::array<char, kReadBytes> buffer{};
    while (!error && !expired_)
        co_await socket_.async_read_some(asio::buffer(buffer), asio::redirect_error(kAwait, error));
    disarm();
}

}  // namespace mss::http_server
