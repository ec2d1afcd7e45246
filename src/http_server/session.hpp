#pragma once
// Session: one connection, from its first byte to its last. A coroutine on the connection's I/O thread reads requests,
// hands each to the handler pool, and writes what comes back; one request at a time, in order. Every wait for the
// client has a deadline; a handler takes its time, and bounds it itself. Owned by its coroutine; all but stop_soon()
// and cut() belongs to the I/O thread.

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "http_server/asio.hpp"
#include "http_server/byte_budget.hpp"
#include "http_server/handler_pool.hpp"
#include "http_server/outgoing.hpp"
#include "http_server/request_parser.hpp"
#include "http_server/router.hpp"
#include "http_server/server.hpp"
#include "http_server/stream.hpp"
#include "observe/log.hpp"

namespace mss::http_server {

/// What all sessions of a server share; outlives them.
struct SessionTools {
    const ServerOptions& options;
    const Router& router;
    const ErrorPage& error_page;
    HandlerPool& pool;
    ByteBudget& bodies;
    const observe::Logger& log;
};

class Session : public std::enable_shared_from_this<Session> {
public:
    Session(Tcp::socket socket, std::string remote_address, const SessionTools& tools);
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    /// Serves the connection; `ended` is called once, on its thread, when it is over.
    static void start(const std::shared_ptr<Session>& session, std::function<void()> ended);

    /// The request that runs is the last; a connection without one, or with a stream, ends. Any thread.
    void stop_soon();
    /// Ends it wherever it is. Any thread.
    void cut();

private:
    using Time = std::chrono::steady_clock::time_point;
    enum class Wait { idle, request, answer, stream };
    /// Whether the client of one request is still there. Most handlers never ask, and cost no watching.
    struct Presence {
        std::atomic<bool> asked = false;
        std::atomic<bool> left = false;
        bool answered = false;  ///< of the I/O thread
    };

    asio::awaitable<void> serve();
    asio::awaitable<bool> read_request(RequestParser& parser, ByteBudget::Share& body);
    asio::awaitable<bool> answer(RequestParser& parser, ByteBudget::Share& body);
    asio::awaitable<Outgoing> call_handler(std::shared_ptr<Request> request);
    std::function<bool()> departure_of(std::shared_ptr<Presence> presence);
    void watch_for_end(std::shared_ptr<Presence> presence);
    asio::awaitable<bool> send(Outgoing& outgoing, bool keep_alive, bool http_1_0);
    asio::awaitable<bool> send_file(const FileSlice& slice);
    asio::awaitable<bool> send_stream(StreamBody body, bool chunked);
    asio::awaitable<bool> write(std::string_view bytes);
    asio::awaitable<std::string> read_piece(int fd, std::uint64_t offset, std::size_t bytes);
    asio::awaitable<void> linger();
    asio::awaitable<void> watch_peer(std::shared_ptr<Stream> stream);

    void arm(std::chrono::milliseconds limit) { arm_until(std::chrono::steady_clock::now() + limit); }
    void arm_until(Time deadline);
    void disarm() { deadline_ = Time::max(); }
    void set_timer(Time when);
    /// When the parts of a request began to arrive.
    struct Arrival {
        Time head;
        Time body;
        Time step;                   ///< of a body that takes from what there is for all
        std::size_t step_bytes = 0;  ///< of the body that had come then
    };
    void advance(Arrival& arrival, RequestParser::State before, RequestParser& parser,
                 const ByteBudget::Share& body) const;
    Time request_deadline(const RequestParser& parser, const Arrival& arrival) const;
    Outgoing outgoing_for(Request& request) const;
    Outgoing refusal(const Refusal& why, const Request& request) const;
    void record(const Request& request, int status, Time began) const;
    void close();

    Tcp::socket socket_;
    const std::string remote_address_;
    const SessionTools& tools_;
    Time deadline_ = Time::max();  ///< of the wait that is under way
    asio::steady_timer timer_;
    Time timer_rings_ = Time::max();
    asio::steady_timer stream_timer_;
    std::string incoming_;  ///< bytes that no request has taken yet
    Wait wait_ = Wait::idle;
    bool expired_ = false;
    bool stopping_ = false;
    std::shared_ptr<Stream> stream_;
};

}  // namespace mss::http_server
