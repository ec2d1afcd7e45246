#pragma once
// TestHttpServer: a real HTTP/1.1 server on 127.0.0.1 for tests, that answers as it is told: right, wrong, slowly or
// not at all. One thread accepts, one serves each connection; all end with the server. Handlers run on the connection's
// thread. Throws std::runtime_error where no port can be had.

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "base/fd.hpp"

namespace mss::test {

struct ReceivedRequest {
    std::string method;
    std::string target;                                        ///< path and query, as sent
    std::vector<std::pair<std::string, std::string>> headers;  ///< names in lower case
    std::string body;

    std::string header(std::string_view name) const;
    std::string path() const;
    /// A decoded member of the query; empty where it is absent.
    std::string parameter(std::string_view name) const;
};

struct Reply {
    int status = 200;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    std::string raw;             ///< sent as it is instead of a proper answer, where not empty
    bool stall = false;          ///< sends nothing and keeps the connection until the server ends
    std::size_t drip_bytes = 0;  ///< sends the body in such pieces with a pause between them
    std::size_t cut_at = 0;      ///< closes after so many bytes of the body
};

Reply json_reply(std::string body);
Reply redirect_to(std::string location, int status = 302);

class TestHttpServer {
public:
    using Handler = std::function<Reply(const ReceivedRequest&)>;

    explicit TestHttpServer(Handler handler);
    /// Answers the requests with `replies` in turn, the last one for all after it.
    explicit TestHttpServer(std::vector<Reply> replies);
    ~TestHttpServer();
    TestHttpServer(const TestHttpServer&) = delete;
    TestHttpServer& operator=(const TestHttpServer&) = delete;

    std::string url(std::string_view path = "/") const;
    std::uint16_t port() const { return port_; }
    std::vector<ReceivedRequest> requests() const;

private:
    void accept_connections();
    void serve(int connection);
    bool stopped_within(std::chrono::milliseconds time);

    Handler handler_;
    UniqueFd listener_;
    std::uint16_t port_ = 0;
    mutable std::mutex mutex_;  ///< guards what follows
    std::condition_variable stop_changed_;
    bool stopping_ = false;
    std::vector<ReceivedRequest> requests_;
    std::vector<UniqueFd> connections_;
    std::vector<std::thread> threads_;
    std::thread acceptor_;
};

}  // namespace mss::test
