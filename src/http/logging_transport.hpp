#pragma once
// LoggingTransport: the transport that writes a record of every request that goes through the one it wraps, at level
// debug: method, URL, status or error, seconds. Of the URL only what shown() leaves is recorded (no query, no user
// name), of headers and bodies nothing. Shared (any thread); must not outlive the transport and the logger.

#include "http/transport.hpp"
#include "observe/log.hpp"

namespace mss::http {

class LoggingTransport : public HttpTransport {
public:
    LoggingTransport(HttpTransport& transport, const observe::Logger& log) : transport_(transport), log_(log) {}

    /// As the wrapped transport.
    Result<Response> fetch(const Request& request) override;

private:
    HttpTransport& transport_;
    const observe::Logger& log_;
};

}  // namespace mss::http
