#include "http_server/request_parser.hpp"

#include <algorithm>
#include <charconv>

#include "base/ascii.hpp"
#include "http_server/syntax.hpp"
#include "http_server/target.hpp"

namespace mss::http_server {

namespace {

constexpr std::size_t kFieldsMax = 100;

std::size_t count_of(const Fields& fields, std::string_view name) {
    return static_cast<std::size_t>(
        std::ranges::count_if(fields.all(), [&](const auto& field) { return same_word(field.first, name); }));
}

bool is_host(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char byte) {
        return ascii::is_alphanumeric(byte) || std::string_view("-._~%!$&'()*+,;=:[]").contains(byte);
    });
}

}  // namespace

void RequestParser::refuse(int status, std::string detail) {
    if (state_ == State::refused) return;  // the first reason is the one to tell
    state_ = State::refused;
    keep_alive_ = false;
    refusal_ = {status, std::move(detail)};
}

RequestParser::State RequestParser::feed(std::string& bytes) {
    if (state_ == State::idle) begin(bytes);
    if (state_ == State::head) read_head(bytes);
    if (state_ == State::body) read_body(bytes);
    return state_;
}

// One empty line before the request is what some old clients send after a body (RFC 9112, 2.2).
void RequestParser::begin(std::string& bytes) {
    if (!empty_line_taken_ && bytes == "\r") return;
    if (!empty_line_taken_ && bytes.starts_with("\r\n")) {
        bytes.erase(0, 2);
        empty_line_taken_ = true;
    }
    if (!bytes.empty()) state_ = State::head;
}

// Whether the head is within its limits so far.
bool RequestParser::check_size(std::string_view head, bool whole) {
    const std::size_t line = std::min(head.find('\r'), head.size());
    const std::size_t space = std::min(head.find(' '), line);
    const std::size_t target_end = std::min(head.find(' ', std::min(space + 1, line)), line);
    if (target_end > space + 1 + limits_.target_bytes_max) {
        refuse(414, "The address is longer than " + std::to_string(limits_.target_bytes_max) + " bytes.");
    } else if (head.size() > limits_.head_bytes_max || (!whole && head.size() == limits_.head_bytes_max)) {
        refuse(431, "The head of the request is larger than " + std::to_string(limits_.head_bytes_max) + " bytes.");
    }
    return state_ != State::refused;
}

void RequestParser::read_head(std::string& bytes) {
    std::size_t end = std::string::npos;
    std::size_t at = bytes.find('\n', scanned_);
    for (; at != std::string::npos; at = bytes.find('\n', at + 1)) {
        if (at == 0 || bytes[at - 1] != '\r') return refuse(400, "Lines of the head must end with CR LF.");
        if (at >= 3 && bytes[at - 2] == '\n') {
            end = at + 1;
            break;
        }
        if (at > limits_.head_bytes_max) break;
    }
    const bool whole = end != std::string::npos;
    if (!check_size(std::string_view(bytes).substr(0, end), whole)) return;
    scanned_ = bytes.size();
    if (!whole) return;
    parse_head(std::string_view(bytes).substr(0, end - 2));
    bytes.erase(0, end);
}

void RequestParser::parse_head(std::string_view head) {
    bool first = true;
    while (!head.empty() && state_ != State::refused) {
        const std::size_t end = head.find("\r\n");
        const std::string_view line = head.substr(0, end);
        head.remove_prefix(end + 2);
        if (first) {
            parse_request_line(line);
        } else {
            parse_field(line);
        }
        first = false;
    }
    if (state_ == State::refused) return;
    state_ = State::body;
    apply_fields();
}

void RequestParser::parse_request_line(std::string_view line) {
    const std::size_t first = line.find(' ');
    const std::size_t last = line.rfind(' ');
    if (first == std::string_view::npos || first == last)
        return refuse(400, "A request begins with a method, a target and a version.");
    const std::string_view method = line.substr(0, first);
    const std::string_view target = line.substr(first + 1, last - first - 1);
    if (!is_token(method)) return refuse(400, "The method is not a word.");
    parse_version(line.substr(last + 1));
    if (state_ == State::refused) return;
    const auto known = method_named(method);
    if (!known) return refuse(501, "This server does not know the method of the request.");
    auto parsed = parse_target(target);
    if (!parsed) return refuse(400, parsed.error().message);
    if (parsed->path == "*" && known != Method::options) return refuse(400, "The target * belongs to OPTIONS.");
    request_.method = *known;
    request_.target = target;
    request_.path = std::move(parsed->path);
    request_.query = std::move(parsed->query);
    authority_ = std::move(parsed->authority);
}

void RequestParser::parse_version(std::string_view version) {
    const bool well_formed = version.size() == 8 && version.starts_with("HTTP/") && ascii::is_digit(version[5]) &&
                             version[6] == '.' && ascii::is_digit(version[7]);
    if (!well_formed) return refuse(400, "The version of the request is not one of HTTP.");
    if (version[5] != '1') return refuse(505, "This server speaks HTTP/1.1.");
    minor_version_ = version[7] - '0';
}

void RequestParser::parse_field(std::string_view line) {
    const std::size_t colon = line.find(':');
    const std::string_view name = line.substr(0, colon);
    // A line that begins with white space continues the one before (obs-fold), which is refused as a bad name.
    if (colon == std::string_view::npos || !is_token(name)) return refuse(400, "A header field has no proper name.");
    const std::string_view value = trimmed(line.substr(colon + 1));
    if (!is_field_value(value)) return refuse(400, "A header field holds control characters.");
    if (request_.fields.all().size() == kFieldsMax)
        return refuse(431, "There are more than " + std::to_string(kFieldsMax) + " header fields.");
    request_.fields.add(std::string(name), std::string(value));
}

void RequestParser::apply_fields() {
    apply_host();
    apply_framing();
    if (state_ == State::refused) return;
    keep_alive_ = minor_version_ > 0;
    for (const auto& [name, value] : request_.fields.all()) {
        if (!same_word(name, "Connection")) continue;
        for (const std::string_view option : list_members(value))
            if (same_word(option, "close")) keep_alive_ = false;
    }
    if (minor_version_ == 0 || !request_.fields.has("Expect")) return;
    if (!same_word(request_.fields.find("Expect"), "100-continue"))
        return refuse(417, "The only expectation that this server meets is 100-continue.");
    expect_continue_ = framing_ != Framing::none;
}

void RequestParser::apply_host() {
    const std::size_t count = count_of(request_.fields, "Host");
    if (count > 1 || (count == 0 && minor_version_ > 0)) return refuse(400, "A request has one Host field.");
    if (count == 1 && !is_host(request_.fields.find("Host"))) return refuse(400, "The Host field is not a host.");
    if (authority_.empty()) return;
    // A whole URL in the request line counts more than the field (RFC 9112, 3.2.2).
    if (!is_host(authority_)) return refuse(400, "The target's host is not a host.");
    request_.fields.set("Host", authority_);
}

void RequestParser::apply_framing() {
    const std::size_t lengths = count_of(request_.fields, "Content-Length");
    if (request_.fields.has("Transfer-Encoding")) {
        if (lengths > 0) return refuse(400, "A request has Content-Length or Transfer-Encoding, not both.");
        return apply_transfer_encoding();
    }
    if (lengths > 1) return refuse(400, "A request has one Content-Length field.");
    if (lengths == 1) apply_content_length(request_.fields.find("Content-Length"));
}

void RequestParser::apply_transfer_encoding() {
    if (minor_version_ == 0 || count_of(request_.fields, "Transfer-Encoding") > 1)
        return refuse(400, "The body's framing is ambiguous.");
    if (!same_word(request_.fields.find("Transfer-Encoding"), "chunked"))
        return refuse(501, "The only transfer coding that this server knows is chunked.");
    framing_ = Framing::chunked;
}

void RequestParser::apply_content_length(std::string_view value) {
    if (value.empty() || value.size() > 18 || !std::ranges::all_of(value, ascii::is_digit))
        return refuse(400, "Content-Length is not a number of bytes.");
    std::from_chars(value.data(), value.data() + value.size(), remaining_);
    if (remaining_ > limits_.body_bytes_max)
        return refuse(413, "The body is larger than " + std::to_string(limits_.body_bytes_max) + " bytes.");
    if (remaining_ > 0) framing_ = Framing::length;
}

void RequestParser::read_body(std::string& bytes) {
    if (framing_ == Framing::none) {
        state_ = State::done;
        return;
    }
    if (framing_ == Framing::length) {
        const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(remaining_, bytes.size()));
        request_.body.append(bytes, 0, count);
        bytes.erase(0, count);
        remaining_ -= count;
        if (remaining_ == 0) state_ = State::done;
        return;
    }
    std::string_view rest = bytes;
    const ChunkDecoder::Outcome outcome = chunks_.feed(rest, request_.body, limits_.body_bytes_max);
    bytes.erase(0, bytes.size() - rest.size());
    if (outcome == ChunkDecoder::Outcome::done) state_ = State::done;
    if (outcome == ChunkDecoder::Outcome::malformed) refuse(400, "The body's chunks are malformed.");
    if (outcome == ChunkDecoder::Outcome::too_large)
        refuse(413, "The body is larger than " + std::to_string(limits_.body_bytes_max) + " bytes.");
}

}  // namespace mss::http_server
