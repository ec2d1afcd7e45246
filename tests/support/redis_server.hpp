#pragma once
// RedisServer: a real redis-server for tests, on a free port of 127.0.0.1 and on a Unix socket, with its data in a
// temporary folder; RedisSentinel: the same program as one of those who watch over servers. Each ends with its object.
// Throw std::runtime_error where they cannot be started. Confined to one thread.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/file.hpp"
#include "base/process.hpp"

namespace mss::test {

/// A port of 127.0.0.1 that nobody listens at. Throws std::runtime_error.
int free_port();

class RedisServer {
public:
    /// `options` are redis-server's own, such as {"--requirepass", "x"}.
    explicit RedisServer(std::vector<std::string> options = {});
    ~RedisServer();
    RedisServer(const RedisServer&) = delete;
    RedisServer& operator=(const RedisServer&) = delete;

    /// "redis://127.0.0.1:PORT/0"
    std::string address() const;
    /// "redis+socket:///...".
    std::string socket_address() const;
    int port() const { return port_; }

    /// kill -9, and waits until it is gone.
    void kill();
    /// At the same place, with the data that it wrote.
    void start();
    /// SIGSTOP: it stays connected and answers nobody; and SIGCONT.
    void freeze();
    void thaw();

private:
    TemporaryDirectory folder_;
    std::vector<std::string> options_;
    int port_ = 0;
    std::optional<ChildProcess> process_;
};

/// One that decides alone, and soon: after 0.3 s without an answer of its master.
class RedisSentinel {
public:
    /// Watches over the server at the port of 127.0.0.1 under the name; `lines` of its configuration come last.
    RedisSentinel(std::string name, int master_port, const std::string& lines = {});
    ~RedisSentinel();
    RedisSentinel(const RedisSentinel&) = delete;
    RedisSentinel& operator=(const RedisSentinel&) = delete;

    int port() const { return port_; }
    /// Waits until it has heard of a copy that could be the master; only then it can do anything.
    void wait_for_copy() const;
    /// Makes a copy the master, without a reason. Returns before it is done.
    void fail_over() const;

private:
    /// The first bytes of the answer.
    std::string asked(const std::string& line) const;

    TemporaryDirectory folder_;
    std::string name_;
    int port_ = 0;
    std::optional<ChildProcess> process_;
};

}  // namespace mss::test
