#pragma once
// RequestParser: one HTTP/1.x request out of the bytes of a connection, as they arrive (RFC 9112). It does no I/O. What
// is ambiguous is refused, never repaired: bare line feeds, folded fields, two lengths, a missing or second Host.
// Confined to one thread.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "http_server/chunks.hpp"
#include "http_server/message.hpp"

namespace mss::http_server {

struct ParseLimits {
    std::size_t head_bytes_max = 16U << 10U;
    std::size_t target_bytes_max = 8000;
    std::size_t body_bytes_max = 4U << 20U;
};

/// Why a request is not served; the connection must end after the answer.
struct Refusal {
    int status = 400;
    std::string detail;  ///< for people
};

class RequestParser {
public:
    enum class State { idle, head, body, done, refused };

    explicit RequestParser(ParseLimits limits) : limits_(limits) {}

    /// Takes from the front of `bytes` what belongs to this request. What is left is an unfinished piece, to be fed
    /// again with more behind it, or, when done, the next request.
    State feed(std::string& bytes);

    /// The client took too long for the rest: refused with 408.
    void time_out() { refuse(408, "The request took too long to arrive."); }

    /// There is no room for the body now: refused with 503.
    void turn_away() { refuse(503, "The server has too much to do. Try again in a few seconds."); }

    State state() const { return state_; }
    /// Complete when done. The head's part is there from State::body on.
    Request& request() { return request_; }
    const Refusal& refusal() const { return refusal_; }
    /// True once, where the client waits for "100 Continue" before it sends the body.
    bool take_expect_continue() { return std::exchange(expect_continue_, false); }
    /// Whether the client can take another answer on this connection.
    bool keep_alive() const { return keep_alive_; }
    bool is_http_1_0() const { return minor_version_ == 0; }

private:
    enum class Framing { none, length, chunked };

    void refuse(int status, std::string detail);
    void begin(std::string& bytes);
    void read_head(std::string& bytes);
    void read_body(std::string& bytes);
    bool check_size(std::string_view head, bool whole);
    void parse_head(std::string_view head);
    void parse_request_line(std::string_view line);
    void parse_version(std::string_view version);
    void parse_field(std::string_view line);
    void apply_fields();
    void apply_host();
    void apply_framing();
    void apply_transfer_encoding();
    void apply_content_length(std::string_view value);

    const ParseLimits limits_;
    State state_ = State::idle;
    Request request_;
    Refusal refusal_;
    std::size_t scanned_ = 0;  // of an unfinished head, so that each byte is looked at once
    std::string authority_;
    int minor_version_ = 1;
    bool empty_line_taken_ = false;
    bool keep_alive_ = true;
    bool expect_continue_ = false;
    Framing framing_ = Framing::none;
    std::uint64_t remaining_ = 0;
    ChunkDecoder chunks_;
};

}  // namespace mss::http_server
