#include "celery/typed_values.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/ascii.hpp"
#include "base/utf8.hpp"

namespace mss::celery {
namespace {

constexpr std::string_view kType = "__type__";
constexpr std::string_view kValue = "__value__";

// "00000000-0000-0000-0000-000000000007" of 32 hex digits; other texts stay.
std::string dashed(std::string_view hex) {
    std::string text(hex);
    if (text.size() != 32) return text;
    for (const std::size_t at : {20U, 16U, 12U, 8U})
        text.insert(at, 1, '-');
    return text;
}

Result<std::string> text_of(TypedKind kind, const json::Value& value) {
    const json::Value* text = &value;
    if (kind == TypedKind::uuid && value.is_object()) text = value.get_object().if_contains("hex");
    if (text == nullptr || !text->is_string())
        return fail(Code::invalid, fmt::format("a tagged {} has no text", json::encode(kind).get_string().c_str()));
    const std::string_view read = text->get_string();
    return kind == TypedKind::uuid ? dashed(read) : std::string(read);
}

}  // namespace

Result<std::optional<TypedValue>> typed_value_of(const json::Value& value) {
    const json::Object* object = value.if_object();
    const json::Value* type = object != nullptr && object->size() == 2 ? object->if_contains(kType) : nullptr;
    const json::Value* inner = type != nullptr ? object->if_contains(kValue) : nullptr;
    if (inner == nullptr) return std::optional<TypedValue>();
    TypedValue typed;
    if (const auto known = json::detail::read(*type, typed.kind, std::string(kType)); !known)
        return fail(Code::invalid, "a tagged value is of no kind that is known: " + known.error().message);
    MSS_TRY_ASSIGN(typed.text, text_of(typed.kind, *inner));
    return std::optional(std::move(typed));
}

json::Value tagged(const TypedValue& typed) {
    json::Value value(typed.text);
    if (typed.kind == TypedKind::uuid) {
        std::string hex = typed.text;
        std::erase(hex, '-');
        value = json::Object{{"hex", hex}};
    }
    return json::Object{{kType, json::encode(typed.kind)}, {kValue, std::move(value)}};
}

Result<json::Value> with_plain_values(const json::Value& value) {
    MSS_TRY_ASSIGN(auto typed, typed_value_of(value));
    if (typed) return json::Value(typed->text);
    if (const json::Array* array = value.if_array()) {
        json::Array plain;
        plain.reserve(array->size());
        for (const json::Value& element : *array) {
            MSS_TRY_ASSIGN(auto converted, with_plain_values(element));
            plain.push_back(std::move(converted));
        }
        return json::Value(std::move(plain));
    }
    if (const json::Object* object = value.if_object()) {
        json::Object plain;
        for (const auto& member : *object) {
            MSS_TRY_ASSIGN(auto converted, with_plain_values(member.value()));
            plain.emplace(member.key(), std::move(converted));
        }
        return json::Value(std::move(plain));
    }
    return value;
}

}  // namespace mss::celery
