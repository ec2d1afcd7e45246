#pragma once
// CutProxy: a way to a server on this machine that can be cut as a network cuts it: nothing is closed and nobody is
// told, bytes are just gone. What was connected when it was cut stays dead for good, as behind a router that has
// forgotten it; what connects once it is mended works. Any thread.

#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

#include "base/fd.hpp"
#include "base/flag.hpp"

namespace mss::test {

class CutProxy {
public:
    enum class Way { both, to_server, to_client };

    /// Listens on a free port of 127.0.0.1. Throws std::runtime_error.
    explicit CutProxy(int target_port);
    ~CutProxy();
    CutProxy(const CutProxy&) = delete;
    CutProxy& operator=(const CutProxy&) = delete;

    int port() const { return port_; }
    void cut(Way way);
    void mend();
    /// Of all connections so far.
    std::size_t lost_bytes() const { return lost_; }

private:
    struct Pair {
        UniqueFd client;
        UniqueFd server;
        bool to_server = true;
        bool to_client = true;
    };

    void serve();
    void accept_one();
    /// False once either side is gone.
    bool pass(int from, int to, bool open);

    const int target_port_;
    int port_ = 0;
    UniqueFd listener_;
    Flag attention_;
    std::atomic<bool> ending_ = false;
    std::atomic<bool> to_server_ = true;
    std::atomic<bool> to_client_ = true;
    std::atomic<std::size_t> lost_ = 0;
    std::vector<Pair> pairs_;  ///< only the thread's
    std::thread thread_;       // last: it uses all of the above
};

}  // namespace mss::test
