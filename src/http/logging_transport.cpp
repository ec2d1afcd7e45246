#include "http/logging_transport.hpp"

#include <chrono>

#include "http/url.hpp"

namespace mss::http {

Result<Response> LoggingTransport::fetch(const Request& request) {
    const auto begin = std::chrono::steady_clock::now();
    auto outcome = transport_.fetch(request);
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
    const observe::Field result =
        outcome ? observe::Field("status", outcome->status) : observe::Field("error", outcome.error().message);
    log_.debug("http request",
               {{"method", request.method}, {"url", shown(request.url)}, result, {"seconds", taken.count()}});
    return outcome;
}

}  // namespace mss::http
