#pragma once
// Stream: what lies between the two ends of a body that goes on: whoever sends fills it from any thread, through a
// StreamHandle; the session of the connection empties it on its own. It outlives the connection where the sender keeps
// it.

#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "http_server/message.hpp"

namespace mss::http_server {

class Stream {
public:
    static constexpr std::size_t kBufferMax = 256U << 10U;

    /// `wake` tells the session that there is something to do; called from any thread, never after detach().
    explicit Stream(std::function<void()> wake) : wake_(std::move(wake)) {}

    // For the sender: as StreamWriter.
    bool send(std::string bytes);
    void close();
    bool closed() const;

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

/// What a sender holds: when nobody holds it any more, the stream is closed.
class StreamHandle final : public StreamWriter {
public:
    explicit StreamHandle(std::shared_ptr<Stream> stream) : stream_(std::move(stream)) {}
    ~StreamHandle() override { stream_->close(); }
    StreamHandle(const StreamHandle&) = delete;
    StreamHandle& operator=(const StreamHandle&) = delete;

    bool send(std::string bytes) override { return stream_->send(std::move(bytes)); }
    void close() override { stream_->close(); }
    bool closed() const override { return stream_->closed(); }

private:
    const std::shared_ptr<Stream> stream_;
};

}  // namespace mss::http_server
