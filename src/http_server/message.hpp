#pragma once
// What the server hands to a handler and gets back: plain values that know nothing of sockets. Any thread.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <boost/describe.hpp>

namespace mss::http_server {

// NOLINTNEXTLINE(readability-identifier-naming): a keyword
enum class Method { get, head, post, put, patch, delete_, options };

std::string_view name_of(Method method);  ///< "GET"
std::optional<Method> method_named(std::string_view name);

/// Header fields in order; names compare without regard to case (RFC 9110, 5.1).
class Fields {
public:
    void add(std::string name, std::string value);
    void set(std::string name, std::string value);  ///< replaces all of this name
    /// The first of this name, or empty.
    std::string_view find(std::string_view name) const;
    bool has(std::string_view name) const;
    const std::vector<std::pair<std::string, std::string>>& all() const { return fields_; }

private:
    std::vector<std::pair<std::string, std::string>> fields_;
};

struct Request {
    Method method = Method::get;
    std::string target;                                          ///< as sent
    std::string path;                                            ///< percent-decoded, begins with "/"
    std::vector<std::pair<std::string, std::string>> query;      ///< decoded, in order
    std::map<std::string, std::string, std::less<>> parameters;  ///< of the route's pattern
    Fields fields;
    std::string body;
    std::string remote_address;  ///< the client's, without the port
    std::string id;              ///< UUID of this request
    /// Whether the client has closed its end meanwhile, or the half that it sends on, after which as a rule nobody
    /// waits for the answer; for handlers that take long, which ask now and then. Who sends something more first is
    /// taken to be there. Any thread; empty where the request did not come over a connection.
    std::function<bool()> client_left{};

    /// The first query parameter of this name.
    std::optional<std::string_view> parameter(std::string_view name) const;
    /// The value of a cookie (RFC 6265), or empty.
    std::string_view cookie(std::string_view name) const;
};

/// A file as a body: the server answers Range (one range; more are answered whole), If-Range, If-Match, If-None-Match
/// and their like by date from it (RFC 9110, 13 and 14), with 206, 304, 412 or 416.
struct FileBody {
    std::filesystem::path path;
    std::string etag;  ///< strong, with quotes
};

/// The sending end of a body that goes on, such as server-sent events; letting go of it closes it. Any thread. The
/// other end may go at any time.
class StreamWriter {
public:
    virtual ~StreamWriter() = default;
    /// False where the receiver is gone or so slow that its buffer (256 KiB) is full, which ends the stream.
    virtual bool send(std::string bytes) = 0;
    /// What was sent still goes out.
    virtual void close() = 0;
    virtual bool closed() const = 0;
};

/// A body that goes on. `start` is called once, on the handler's thread, after the head is on its way; it returns soon,
/// and what it throws ends the stream. It is not called for HEAD. The connection ends with the stream.
struct StreamBody {
    std::function<void(std::shared_ptr<StreamWriter>)> start;
    std::string heartbeat;  ///< sent after each 15 s of silence (ServerOptions::stream_heartbeat); empty: none
};

/// The same body in a content coding (RFC 9110, 8.4.1), made before.
struct Encoding {
    std::string name;  ///< "br", "gzip"
    std::string bytes;
};

/// The server adds what every answer has: Date, Content-Length, X-Request-Id, and security fields and "Cache-Control:
/// no-store" where the handler set none. A body of bytes under an ETag is answered with 304 where the client has it. It
/// is compressed as the client allows, unless the handler set Content-Encoding; a strong ETag then gets the coding's
/// name as a suffix ("x-gzip").
struct Response {
    int status = 200;
    Fields fields;
    std::variant<std::string, FileBody, StreamBody> body;
    std::vector<Encoding> encodings = {};  ///< of a body of bytes, the best first: sent in place of compressing it
};

}  // namespace mss::http_server
