#pragma once
// JSON <-> described structs. A struct that is declared with BOOST_DESCRIBE_STRUCT reads and prints itself: members
// keep their default where the document does not name them, unknown members are ignored, and a wrong type is an
// error that names its path ("scenes[3].visual.kind: expected one of ..."). Object member order is declaration
// order, so printing is canonical and may be hashed. Any thread.

#include <cmath>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <boost/describe.hpp>
#include <boost/json.hpp>
#include <boost/mp11/algorithm.hpp>

#include "base/result.hpp"

namespace mss::json {

using Value = boost::json::value;
using Object = boost::json::object;
using Array = boost::json::array;

/// Parses UTF-8 text of at most `max_bytes`, nesting at most 32. Errors: invalid, too_large.
Result<Value> parse(std::string_view text, std::size_t max_bytes = 16U << 20U);

/// One line, canonical.
std::string print(const Value& value);

/// Indented by two spaces, for people.
std::string pretty(const Value& value);

namespace detail {

template <class T>
struct IsVector : std::false_type {};
template <class T>
struct IsVector<std::vector<T>> : std::true_type {};
template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};
template <class T>
struct IsMap : std::false_type {};
template <class T>
struct IsMap<std::map<std::string, T>> : std::true_type {};

template <class T>
using Members = boost::describe::describe_members<T, boost::describe::mod_any_access | boost::describe::mod_inherited>;

Error wrong(std::string_view path, std::string_view expectation);
std::string member_path(std::string_view path, std::string_view member);
std::string element_path(std::string_view path, std::size_t index);

template <class T>
Result<void> read(const Value& value, T& target, const std::string& path);

template <class T>
Result<void> read_enum(const Value& value, T& target, const std::string& path) {
    std::string names;
    bool found = false;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>([&](auto enumerator) {
        if (value.is_string() && value.get_string() == enumerator.name) {
            target = enumerator.value;
            found = true;
        }
        names += names.empty() ? "" : ", ";
        names += enumerator.name;
    });
    if (!found) return std::unexpected(wrong(path, "one of " + names));
    return {};
}

template <class T>
Result<void> read_struct(const Value& value, T& target, const std::string& path) {
    const Object* object = value.if_object();
    if (object == nullptr) return std::unexpected(wrong(path, "an object"));
    Result<void> outcome;
    boost::mp11::mp_for_each<Members<T>>([&](auto member) {
        if (!outcome) return;
        if (const Value* field = object->if_contains(member.name))
            outcome = read(*field, target.*member.pointer, member_path(path, member.name));
    });
    return outcome;
}

template <class T>
Result<void> read_integer(const Value& value, T& target, const std::string& path) {
    boost::json::error_code error;
    const auto number = value.to_number<T>(error);  // exact and in range, or an error
    if (error) return std::unexpected(wrong(path, "a whole number in range"));
    target = number;
    return {};
}

template <class T>
Result<void> read(const Value& value, T& target, const std::string& path) {
    if constexpr (std::is_same_v<T, Value>) {
        target = value;
    } else if constexpr (std::is_same_v<T, bool>) {
        if (!value.is_bool()) return std::unexpected(wrong(path, "true or false"));
        target = value.get_bool();
    } else if constexpr (std::is_enum_v<T>) {
        return read_enum(value, target, path);
    } else if constexpr (std::is_integral_v<T>) {
        return read_integer(value, target, path);
    } else if constexpr (std::is_floating_point_v<T>) {
        if (!value.is_number()) return std::unexpected(wrong(path, "a number"));
        target = value.to_number<T>();
        // The parser reads what is beyond a double's range as infinity.
        if (!std::isfinite(target)) return std::unexpected(wrong(path, "a number in range"));
    } else if constexpr (std::is_same_v<T, std::string>) {
        if (!value.is_string()) return std::unexpected(wrong(path, "a text"));
        target = std::string(value.get_string());
    } else if constexpr (IsOptional<T>::value) {
        if (value.is_null()) {
            target.reset();
            return {};
        }
        return read(value, target.emplace(), path);
    } else if constexpr (IsVector<T>::value) {
        const Array* array = value.if_array();
        if (array == nullptr) return std::unexpected(wrong(path, "a list"));
        target.clear();
        for (std::size_t i = 0; i < array->size(); ++i)
            MSS_TRY(read((*array)[i], target.emplace_back(), element_path(path, i)));
    } else if constexpr (IsMap<T>::value) {
        const Object* object = value.if_object();
        if (object == nullptr) return std::unexpected(wrong(path, "an object"));
        target.clear();
        for (const auto& member : *object)
            MSS_TRY(read(member.value(), target[std::string(member.key())], member_path(path, member.key())));
    } else {
        return read_struct(value, target, path);
    }
    return {};
}

}  // namespace detail

/// Turns a described struct, a list, a map or a plain value into JSON.
template <class T>
Value encode(const T& source) {
    if constexpr (std::is_same_v<T, Value>) {
        return source;
    } else if constexpr (std::is_enum_v<T>) {
        return Value(boost::describe::enum_to_string(source, "unknown"));
    } else if constexpr (std::is_arithmetic_v<T> || std::is_same_v<T, std::string>) {
        return Value(source);
    } else if constexpr (detail::IsOptional<T>::value) {
        return source ? encode(*source) : Value(nullptr);
    } else if constexpr (detail::IsVector<T>::value) {
        Array array;
        array.reserve(source.size());
        for (const auto& element : source)
            array.push_back(encode(element));
        return array;
    } else if constexpr (detail::IsMap<T>::value) {
        Object object;
        for (const auto& [name, element] : source)
            object[name] = encode(element);
        return object;
    } else {
        Object object;
        boost::mp11::mp_for_each<detail::Members<T>>(
            [&](auto member) { object[member.name] = encode(source.*member.pointer); });
        return object;
    }
}

/// Reads a T out of JSON; the error (invalid) names the path of the first wrong member. Does not check ranges of
/// meaning: that is the struct's own validate().
template <class T>
Result<T> decode(const Value& value) {
    T target{};
    MSS_TRY(detail::read(value, target, std::string()));
    return target;
}

/// parse() and decode() in one step.
template <class T>
Result<T> decode_text(std::string_view text, std::size_t max_bytes = 16U << 20U) {
    MSS_TRY_ASSIGN(const Value value, parse(text, max_bytes));
    return decode<T>(value);
}

}  // namespace mss::json
