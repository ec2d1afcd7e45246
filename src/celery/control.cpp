#include "celery/control.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/ascii.hpp"
#include "base/identifier.hpp"
#include "celery/python_repr.hpp"
#include "celery/wire_json.hpp"

namespace mss::celery {
namespace {

constexpr std::size_t kPatternBytesMax = 1000;

// One place of a pattern: which bytes may stand there, and how often.
struct Place {
    std::string bytes;     // of the set; empty with `negated`: any
    bool negated = false;  // all but those
    bool none = false;     // may be left out
    bool many = false;     // may stand again

    bool takes(char byte) const { return (bytes.find(byte) != std::string::npos) != negated; }
};

// Whether the places take the name; `whole`: all of it, else its beginning. Keeps the set of places that may be next,
// so that no pattern takes longer than places times bytes.
bool take_name(std::string_view name, const std::vector<Place>& places, bool whole) {
    std::vector<bool> reached(places.size() + 1);
    const auto skip = [&] {
        for (std::size_t i = 0; i < places.size(); ++i)
            if (reached[i] && places[i].none) reached[i + 1] = true;
    };
    reached[0] = true;
    skip();
    for (const char byte : name) {
        if (!whole && reached.back()) return true;
        std::vector<bool> next(places.size() + 1);
        for (std::size_t i = 0; i < places.size(); ++i) {
            if (!reached[i] || !places[i].takes(byte)) continue;
            next[i + 1] = true;
            if (places[i].many) next[i] = true;
        }
        reached = std::move(next);
        skip();
    }
    return reached.back();
}

// The set of a pattern that stands behind "[" at `at`, which moves behind its "]"; nothing where that is missing.
std::optional<Place> read_set(std::string_view pattern, std::size_t& at) {
    Place place;
    std::size_t i = at;
    if (i < pattern.size() && pattern[i] == '!') {
        place.negated = true;
        ++i;
    }
    const auto end = pattern.find(']', i + 1);  // a "]" that comes first is part of the set
    if (end == std::string_view::npos) return std::nullopt;
    for (; i < end; ++i) {
        if (i + 2 < end && pattern[i + 1] == '-') {
            for (int byte = static_cast<unsigned char>(pattern[i]); byte <= static_cast<unsigned char>(pattern[i + 2]);
                 ++byte)
                place.bytes += static_cast<char>(byte);
            i += 2;
        } else {
            place.bytes += pattern[i];
        }
    }
    at = end + 1;
    return place;
}

Place literal(char byte) {
    return {.bytes = std::string(1, byte), .negated = false, .none = false, .many = false};
}

Place any(bool repeated) {
    return {.bytes = {}, .negated = true, .none = repeated, .many = repeated};
}

// Nothing for an expression with more than is known here.
std::optional<std::vector<Place>> read_expression(std::string_view expression) {
    std::vector<Place> places;
    for (std::size_t i = 0; i < expression.size(); ++i) {
        const char mark = expression[i];
        if (mark == '*' || mark == '+' || mark == '?') {
            if (places.empty() || places.back().none || places.back().many) return std::nullopt;
            places.back().none = mark != '+';
            places.back().many = mark != '?';
        } else if (mark == '.') {
            places.push_back(any(false));
        } else if (mark == '\\') {
            ++i;
            if (i == expression.size() || ascii::is_alphanumeric(expression[i])) return std::nullopt;
            places.push_back(literal(expression[i]));
        } else if (std::string_view("()[]{}|^$").find(mark) != std::string_view::npos) {
            return std::nullopt;
        } else {
            places.push_back(literal(mark));
        }
    }
    return places;
}

Result<void> take_reply_address(json::Object& body, std::optional<ReplyAddress>& address) {
    json::Value value;
    MSS_TRY(take(body, "reply_to", value));
    if (value.is_null()) return {};
    if (!value.is_object()) return std::unexpected(json::detail::wrong("reply_to", "an object"));
    ReplyAddress read;
    MSS_TRY(take_required(value.get_object(), "exchange", read.exchange));
    MSS_TRY(take_required(value.get_object(), "routing_key", read.routing_key));
    address = std::move(read);
    return {};
}

}  // namespace

Result<ControlRequest> read_control(const Envelope& envelope) {
    MSS_TRY_ASSIGN(json::Value value, json_body_of(envelope));
    if (!value.is_object()) return fail(Code::invalid, "the request is no object");
    json::Object& body = value.get_object();
    ControlRequest request;
    MSS_TRY(take_required(body, "method", request.method));
    MSS_TRY(take_object(body, "arguments", request.arguments));
    MSS_TRY(take(body, "destination", request.destination));
    MSS_TRY(take(body, "pattern", request.pattern));
    MSS_TRY(take(body, "matcher", request.matcher));
    MSS_TRY(take(body, "ticket", request.ticket));
    MSS_TRY(take_reply_address(body, request.reply_to));
    json::Object headers = envelope.headers;
    MSS_TRY(take(headers, "clock", request.clock));
    MSS_TRY(take(headers, "expires", request.expires));
    return request;
}

Envelope write_control(const Naming& naming, const ControlRequest& request) {
    json::Object body{{"method", request.method},
                      {"arguments", request.arguments},
                      {"destination", json::encode(request.destination)},
                      {"pattern", json::encode(request.pattern)},
                      {"matcher", json::encode(request.matcher)}};
    if (request.wants_reply()) {
        body["ticket"] = *request.ticket;
        body["reply_to"] =
            json::Object{{"exchange", request.reply_to->exchange}, {"routing_key", request.reply_to->routing_key}};
    }
    Properties properties;
    properties.delivery_info.exchange = control_exchange(naming);
    properties.delivery_tag = uuid_v4();
    return envelope_of(body, {{"clock", request.clock}, {"expires", number_of(request.expires)}},
                       std::move(properties));
}

bool is_late(const ControlRequest& request, Timestamp now) {
    return request.expires > 0 && static_cast<double>(to_unix_ms(now)) > request.expires * 1000.0;
}

bool is_meant(const ControlRequest& request, std::string_view hostname) {
    if (request.destination && !request.destination->empty())
        return std::ranges::find(*request.destination, hostname) != request.destination->end();
    const std::string pattern = request.pattern.value_or("");
    const std::string matcher = request.matcher.value_or("");
    if (pattern.empty() || matcher.empty()) return true;
    if (matcher == "glob") return matches_glob(hostname, pattern);
    return matcher == "pcre" && matches_expression(hostname, pattern);
}

bool matches_glob(std::string_view name, std::string_view pattern) {
    if (name.size() > kPatternBytesMax || pattern.size() > kPatternBytesMax) return false;
    std::vector<Place> places;
    for (std::size_t i = 0; i < pattern.size();) {
        const char mark = pattern[i++];
        if (mark == '*' || mark == '?')
            places.push_back(any(mark == '*'));
        else if (auto set = mark == '[' ? read_set(pattern, i) : std::nullopt)
            places.push_back(std::move(*set));
        else
            places.push_back(literal(mark));
    }
    return take_name(name, places, true);
}

bool matches_expression(std::string_view name, std::string_view expression) {
    if (name.size() > kPatternBytesMax || expression.size() > kPatternBytesMax) return false;
    if (name == expression) return true;
    if (expression.starts_with('^')) expression.remove_prefix(1);  // it begins at the beginning anyway
    const bool whole = expression.ends_with('$') && !expression.ends_with("\\$");
    if (whole) expression.remove_suffix(1);
    const auto places = read_expression(expression);
    return places && take_name(name, *places, whole);
}

Envelope control_reply(const ControlRequest& request, std::string_view hostname, json::Value reply,
                       std::int64_t clock) {
    Properties properties;
    properties.delivery_mode = 1;
    if (request.reply_to) {
        properties.delivery_info.exchange = request.reply_to->exchange;
        properties.delivery_info.routing_key = request.reply_to->routing_key;
    }
    properties.delivery_tag = uuid_v4();
    return envelope_of(json::Object{{hostname, std::move(reply)}},
                       {{"ticket", json::encode(request.ticket)}, {"clock", clock}}, std::move(properties));
}

Result<ControlReply> read_control_reply(const Envelope& envelope) {
    MSS_TRY_ASSIGN(json::Value body, json_body_of(envelope));
    if (!body.is_object()) return fail(Code::invalid, "the answer is no object");
    ControlReply reply;
    reply.answers = std::move(body.get_object());
    json::Object headers = envelope.headers;
    MSS_TRY(take(headers, "ticket", reply.ticket));
    MSS_TRY(take(headers, "clock", reply.clock));
    return reply;
}

json::Value ok_reply(json::Value what) {
    return json::Object{{"ok", std::move(what)}};
}

json::Value error_reply(std::string_view what) {
    return json::Object{{"error", what}};
}

json::Value unknown_method(std::string_view method) {
    return error_reply(fmt::format("KeyError({})", python_repr_text(method)));
}

RequestInfo request_info(const TaskMessage& message, std::string_view hostname) {
    RequestInfo info;
    info.id = message.id;
    info.name = message.shadow.value_or(message.task);
    info.type = message.task;
    info.args = message.args;
    info.kwargs = message.kwargs;
    info.hostname = hostname;
    info.delivery_info = message.properties.delivery_info;
    info.delivery_info.redelivered = message.redelivered;
    info.priority = message.properties.priority;
    return info;
}

json::Object write_request_info(const RequestInfo& info) {
    return {{"id", info.id},
            {"name", info.name},
            {"args", info.args},
            {"kwargs", info.kwargs},
            {"type", info.type},
            {"hostname", info.hostname},
            {"time_start", json::encode(info.time_start)},
            {"acknowledged", info.acknowledged},
            {"delivery_info", json::Object{{"exchange", info.delivery_info.exchange},
                                           {"routing_key", info.delivery_info.routing_key},
                                           {"priority", info.priority},
                                           {"redelivered", json::encode(info.delivery_info.redelivered)}}},
            {"worker_pid", json::encode(info.worker_pid)}};
}

json::Object write_scheduled(const IsoTime& eta, const RequestInfo& info) {
    constexpr int kTimerPriority = 6;  // what Celery's timer says of every such entry
    return {{"eta", eta.text}, {"priority", kTimerPriority}, {"request", write_request_info(info)}};
}

}  // namespace mss::celery
