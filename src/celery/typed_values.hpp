#pragma once
// Values that JSON has no type for. kombu before 5.3 wrote them as plain text, one way; since 5.3 it writes
// {"__type__": "uuid", "__value__": {"hex": "..."}} and reads that back. Programs that are older than 5.3 see the
// object itself, so what is written here is plain text unless the caller knows that all of its peers are new. Pure; any
// thread.

#include <optional>
#include <string>

#include <boost/describe.hpp>

#include "base/json.hpp"
#include "base/result.hpp"

namespace mss::celery {

/// The names on the wire are those of kombu.
enum class TypedKind {
    datetime,  ///< ISO 8601
    date,      ///< ISO 8601
    time,      ///< ISO 8601
    decimal,   ///< digits
    uuid,      ///< 36 characters with dashes
    bytes,     ///< bytes that are UTF-8
    base64,    ///< other bytes, in Base64
};
BOOST_DESCRIBE_ENUM(TypedKind, datetime, date, time, decimal, uuid, bytes, base64)

struct TypedValue {
    TypedKind kind = TypedKind::datetime;
    std::string text;  ///< see TypedKind

    bool operator==(const TypedValue&) const = default;
};

/// Nothing for a value that is not tagged, which is an object of exactly the two members. Error: invalid (a tagged
/// value of a kind that kombu does not know either, or of a wrong form).
Result<std::optional<TypedValue>> typed_value_of(const json::Value& value);

/// The tagged form.
json::Value tagged(const TypedValue& typed);

/// The value with every tagged one inside of it as its text, bytes in Base64 as they are. Error: as typed_value_of.
Result<json::Value> with_plain_values(const json::Value& value);

}  // namespace mss::celery
