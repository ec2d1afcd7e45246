#include "celery/envelope.hpp"

#include <array>
#include <cstdint>
#include <utility>

#include <fmt/format.h>

#include "base/base64.hpp"
#include "base/utf8.hpp"
#include "celery/compression.hpp"
#include "celery/keys.hpp"

namespace mss::celery {
namespace {

// Base64 of a body of the greatest length, and room for headers.
constexpr std::size_t kEnvelopeBytesMax = kBodyBytesMax / 3 * 4 + (4U << 20U);

Result<DeliveryInfo> read_delivery_info(json::Object object) {
    DeliveryInfo info;
    MSS_TRY(take(object, "exchange", info.exchange));
    MSS_TRY(take(object, "routing_key", info.routing_key));
    MSS_TRY(take(object, "redelivered", info.redelivered));
    info.others = std::move(object);
    return info;
}

json::Object write_delivery_info(const DeliveryInfo& info) {
    json::Object object{{"exchange", info.exchange}, {"routing_key", info.routing_key}};
    if (info.redelivered) object["redelivered"] = *info.redelivered;
    add_missing(object, info.others);
    return object;
}

Result<Properties> read_properties(json::Object object) {
    Properties properties;
    properties.delivery_mode.reset();
    MSS_TRY(take(object, "correlation_id", properties.correlation_id));
    MSS_TRY(take(object, "reply_to", properties.reply_to));
    MSS_TRY(take(object, "delivery_mode", properties.delivery_mode));
    MSS_TRY(take(object, "expiration", properties.expiration));
    MSS_TRY(take_required(object, "delivery_tag", properties.delivery_tag));
    if (properties.delivery_tag.empty()) return fail(Code::invalid, "the delivery tag is empty");
    if (const auto priority = object.find("priority"); priority != object.end()) {
        properties.priority = priority_of(priority->value());
        object.stable_erase(priority);
    }
    json::Object info;
    MSS_TRY(take_object(object, "delivery_info", info));
    MSS_TRY_ASSIGN(properties.delivery_info, read_delivery_info(std::move(info)));
    properties.others = std::move(object);
    return properties;
}

json::Object write_properties(const Properties& properties, bool base64) {
    json::Object object;
    if (properties.correlation_id) object["correlation_id"] = *properties.correlation_id;
    if (properties.reply_to) object["reply_to"] = *properties.reply_to;
    add_missing(object, properties.others);
    if (properties.delivery_mode) object["delivery_mode"] = *properties.delivery_mode;
    if (properties.expiration) object["expiration"] = *properties.expiration;
    object["delivery_info"] = write_delivery_info(properties.delivery_info);
    object["priority"] = properties.priority;
    if (base64) object["body_encoding"] = "base64";
    object["delivery_tag"] = properties.delivery_tag;
    return object;
}

// What people call a content type.
std::string name_of_type(std::string_view content_type) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kNames{{
        {"application/x-python-serialize", "pickle"},
        {"application/x-yaml", "yaml"},
        {"application/x-msgpack", "msgpack"},
        {"application/text", "plain text"},
    }};
    for (const auto& [type, name] : kNames)
        if (content_type == type) return fmt::format("{} ({})", name, type);
    return utf8::printable(content_type, 60);
}

}  // namespace

Result<Envelope> read_envelope(std::string_view text) {
    MSS_TRY_ASSIGN(json::Value value, parse_wire(text, kEnvelopeBytesMax));
    if (!value.is_object()) return fail(Code::invalid, "the message is no object");
    json::Object object = std::move(value.get_object());
    Envelope envelope;
    MSS_TRY(take_required(object, "body", envelope.body));
    MSS_TRY(take(object, "content-type", envelope.content_type));
    MSS_TRY(take(object, "content-encoding", envelope.content_encoding));
    MSS_TRY(take_object(object, "headers", envelope.headers));
    json::Object properties;
    MSS_TRY(take_object(object, "properties", properties));
    std::string encoding;
    MSS_TRY(take(properties, "body_encoding", encoding));
    envelope.base64 = encoding == "base64";
    if (!envelope.base64 && !encoding.empty())
        return fail(Code::invalid,
                    fmt::format("the body's encoding is {}, which is not read here", utf8::printable(encoding, 60)));
    if (envelope.base64) {
        auto bytes = decode_base64(envelope.body);
        if (!bytes) return std::unexpected(bytes.error().with_context("the body"));
        envelope.body = std::move(*bytes);
    }
    MSS_TRY_ASSIGN(envelope.properties, read_properties(std::move(properties)));
    envelope.others = std::move(object);
    return envelope;
}

std::string write_envelope(const Envelope& envelope) {
    json::Object object{
        {"body", envelope.base64 ? encode_base64(envelope.body) : envelope.body},
        {"content-encoding", envelope.content_encoding},
        {"content-type", envelope.content_type},
        {"headers", envelope.headers},
        {"properties", write_properties(envelope.properties, envelope.base64)},
    };
    add_missing(object, envelope.others);
    return print_wire(object);
}

Result<std::string> body_of(const Envelope& envelope, std::size_t bytes_max) {
    if (envelope.content_type != "application/json")
        return fail(Code::invalid, fmt::format("the body is {}; only application/json is accepted",
                                               name_of_type(envelope.content_type)));
    const json::Value* compression = envelope.headers.if_contains("compression");
    if (compression == nullptr || compression->is_null()) {
        if (envelope.body.size() > bytes_max) return fail(Code::too_large, "the body is too large");
        return envelope.body;
    }
    if (!compression->is_string()) return fail(Code::invalid, "headers.compression: expected a text");
    return decompress(std::string_view(compression->get_string()), envelope.body, bytes_max);
}

Result<json::Value> json_body_of(const Envelope& envelope) {
    MSS_TRY_ASSIGN(const std::string text, body_of(envelope));
    auto value = parse_wire(text);
    if (!value) return std::unexpected(value.error().with_context("the body"));
    return value;
}

Envelope envelope_of(const json::Value& body, json::Object headers, Properties properties) {
    Envelope envelope;
    envelope.body = print_wire(body);
    envelope.headers = std::move(headers);
    envelope.properties = std::move(properties);
    return envelope;
}

std::string write_unacked(std::string_view envelope_text, const DeliveryInfo& delivery_info) {
    return fmt::format("[{}, {}, {}]", envelope_text, print_wire(json::Value(delivery_info.exchange)),
                       print_wire(json::Value(delivery_info.routing_key)));
}

Result<std::string> read_unacked(std::string_view entry) {
    MSS_TRY_ASSIGN(const json::Value value, parse_wire(entry, kEnvelopeBytesMax));
    const json::Array* parts = value.if_array();
    if (parts == nullptr || parts->size() != 3) return fail(Code::invalid, "an unacknowledged message is none");
    return print_wire(parts->front());
}

}  // namespace mss::celery
