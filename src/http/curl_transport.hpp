#pragma once
// CurlTransport: HttpTransport over libcurl. Shared: any thread may call fetch; each call has its own connection.
// Every hop of a redirect is checked like the first address; credentials are not carried to another origin, and https
// is not left for http. Where private addresses are not allowed the check happens when the socket is made, on the
// resolved address, and proxies named by the environment are not used, because they would resolve the name themselves.
// Messages show URLs without query, user name and password, and never a header or a body.

#include <string>

#include "http/transport.hpp"

namespace mss::http {

class CurlTransport : public HttpTransport {
public:
    /// Throws std::runtime_error where libcurl cannot start, which is a broken installation.
    explicit CurlTransport(std::string user_agent);
    ~CurlTransport() override;
    CurlTransport(const CurlTransport&) = delete;
    CurlTransport& operator=(const CurlTransport&) = delete;

    Result<Response> fetch(const Request& request) override;

private:
    std::string user_agent_;
};

}  // namespace mss::http
