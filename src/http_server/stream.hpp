#pragma once
// Stream: the shared end of a body that goes on: whoever sends fills it from any thread, the session of the connection
// empties it on its own. It outlives the connection where the sender keeps it.

#include <cstddef>
#include <functional>
#include <mutex>
#include <string>

#include "http_server/message.hpp"

namespace mss::http_server {

class Stream final : public StreamWriter {
public:
    static constexpr std::size_t kBufferMax = 256U << 10U;

    /// `wake` tells the session that there is something to do; called from any thread, never after detach().
    explicit Stream(std::function<void()> wake) : wake_(std::move(wake)) {}

    bool send(std::string bytes) override;
    void close() override;
    bool closed() const override;

    // For the session.
    struct Taken {
        std::string bytes;
        bool ended = false;  ///< nothing more will come
        bool whole = true;   ///< false: something was refused since the receiver was too slow
    };
    Taken take();
    /// The connection is gone: what is sent from now on is refused.
    void detach();

private:
    mutable std::mutex mutex_;
    std::function<void()> wake_;
    std::string waiting_;
    bool closed_ = false;
    bool overflowed_ = false;
};

}  // namespace mss::http_server
