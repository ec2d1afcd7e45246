#pragma once
// BilledTransport: counts the characters that requests are paid for, try by try, before each is sent. It stands below
// the transport that tries several times. Shared (any thread); must not outlive the transport and the budget.

#include "http/transport.hpp"
#include "speech_service/budget.hpp"

namespace mss::speech_service {

class BilledTransport : public http::HttpTransport {
public:
    BilledTransport(http::HttpTransport& transport, const Budget& budget) : transport_(transport), budget_(budget) {}

    /// As the wrapped transport. What was refused (status 400 and above) or never left is not billed; what broke off
    /// may be, so it stays counted. A 429 for want of credit is the last word. Errors also: those of
    /// Budget::take.
    Result<http::Response> fetch(const http::Request& request) override;

private:
    http::HttpTransport& transport_;
    const Budget& budget_;
};

}  // namespace mss::speech_service
