#pragma once
// HttpTransport: the port through which everything that we fetch from other machines goes. Implementations are shared
// (any thread may call fetch) and block the caller. A status such as 404 is an answer, not an error; an Error means
// that no whole answer came: invalid (the request is not one we send), too_large, timeout, cancelled, unavailable.

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace mss::http {

struct Header {
    std::string name;
    std::string value;
};

struct Request {
    std::string method = "GET";
    std::string url;  ///< http or https, without user name and password
    std::vector<Header> headers;
    std::string body;
    std::chrono::milliseconds timeout{10'000};  ///< for everything: names, connections, redirects, the body
    /// For a transport that tries several times, for all tries together and the waits between them; empty: each try has
    /// `timeout`, and no try has more than that.
    std::optional<std::chrono::steady_clock::time_point> deadline{};
    std::size_t max_bytes = 5U << 20U;  ///< of the body, after decompression
    int max_redirects = 5;
    bool allow_private_addresses = false;  ///< true only for addresses that the user's own settings name
    bool safe_to_repeat = false;           ///< lets a retry repeat a method that is not idempotent, such as POST
    std::size_t billed_characters = 0;     ///< that each try is paid for, for a transport that counts them
    bool* sent = nullptr;                  ///< set where the other side may have seen the request; nullptr: nobody asks
    std::function<bool()> cancelled;       ///< polled about once a second; true ends the request
    int cancel_fd = -1;                    ///< readable: the request ends at once; -1: never
};

struct Response {
    int status = 0;
    std::vector<Header> headers;  ///< names in lower case
    std::string body;             ///< decompressed
    std::string url;              ///< where the answer came from, after redirects
    bool is_last_word = false;    ///< to ask again is of no use, whatever the status says

    /// The first value of a header, by lower-case name.
    std::optional<std::string> header(std::string_view name) const;
};

class HttpTransport {
public:
    virtual ~HttpTransport() = default;
    virtual Result<Response> fetch(const Request& request) = 0;
};

}  // namespace mss::http
