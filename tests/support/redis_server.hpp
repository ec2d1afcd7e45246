#pragma once
// RedisServer: a real redis-server for tests, on a free port of 127.0.0.1 and on a Unix socket, with its data in a
// temporary folder. It ends with its object. Throws std::runtime_error where it cannot be started. Confined to one
// thread.

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

private:
    TemporaryDirectory folder_;
    std::vector<std::string> options_;
    int port_ = 0;
    std::optional<ChildProcess> process_;
};

}  // namespace mss::test
