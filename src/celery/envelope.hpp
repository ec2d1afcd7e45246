#pragma once
// Envelope: what lies in a list or is published on a channel, as kombu writes it: a JSON object with the body's bytes
// in Base64, headers, and properties with the way that the message took. Tasks, events, requests of remote control
// and their replies all travel in one. Plain values; pure; any thread.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "base/result.hpp"
#include "celery/wire_json.hpp"

namespace mss::celery {

/// Where a message was sent, and whether somebody handed it back since.
struct DeliveryInfo {
    std::string exchange;  ///< empty: straight to the queue that the routing key names
    std::string routing_key;
    std::optional<bool> redelivered;
    json::Object others;
};

struct Properties {
    std::optional<std::string> correlation_id;  ///< the task's id
    std::optional<std::string> reply_to;
    std::optional<int> delivery_mode = 2;   ///< 2 persistent, 1 transient; Redis does not care
    std::optional<std::string> expiration;  ///< milliseconds; Redis does not care, the header `expires` counts
    DeliveryInfo delivery_info;
    int priority = 0;          ///< see priority_of() in keys.hpp
    std::string delivery_tag;  ///< names this delivery until it is acknowledged
    json::Object others;
};

struct Envelope {
    std::string body;  ///< bytes, perhaps compressed: see body_of()
    std::string content_type = "application/json";
    std::string content_encoding = "utf-8";
    json::Object headers;
    Properties properties;
    bool base64 = true;  ///< of the body on the wire (body_encoding); kombu always does
    json::Object others;
};

/// Reads any envelope, whatever its body is, so that a message which nobody can run is acknowledged all the same.
/// Members that are not known here are kept; their order is not. Numbers beyond 64 bits lose digits in what is read of
/// headers and properties: who hands a message back sends the text that came. Errors: invalid (a member of a wrong
/// type, no delivery tag, a body that is not Base64), too_large.
Result<Envelope> read_envelope(std::string_view text);

/// One line, members in kombu's order.
std::string write_envelope(const Envelope& envelope);

/// The body's text, decompressed. Only application/json is accepted: pickle would run code, and yaml and msgpack are
/// off in Celery itself unless somebody asks for them. Errors: invalid, too_large (beyond `bytes_max`; no more than
/// that is ever decompressed).
Result<std::string> body_of(const Envelope& envelope, std::size_t bytes_max = kBodyBytesMax);

/// body_of() as JSON.
Result<json::Value> json_body_of(const Envelope& envelope);

/// An envelope for a JSON body.
Envelope envelope_of(const json::Value& body, json::Object headers, Properties properties);

/// The value in the hash of messages that were delivered and not acknowledged: [envelope, exchange, routing key],
/// around the envelope's text as it came. Anybody who finds it there hands it back with this.
std::string write_unacked(std::string_view envelope_text, const DeliveryInfo& delivery_info);
/// The envelope's text in such an entry. Error: invalid.
Result<std::string> read_unacked(std::string_view entry);

}  // namespace mss::celery
