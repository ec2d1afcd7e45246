#pragma once
// For tests: exchanges that were recorded from running Celery (tests/data/celery; its README says how). Throws where a
// file is missing. Any thread.

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/file.hpp"
#include "base/json.hpp"
#include "celery/wire_json.hpp"

namespace mss::celery::test {

struct Vector {
    std::string name;  ///< "5.7.0/envelope_basic"
    json::Object data;
};

inline json::Value parsed(std::string_view text) {
    return parse_wire(text).value();
}

/// "5.7.0", "envelope_basic".
inline json::Object vector(std::string_view version, std::string_view name) {
    const std::string path = std::string(MSS_TEST_DATA "/celery/").append(version).append("/").append(name);
    return parsed(read_file(path + ".json", 1U << 20U).value()).get_object();
}

/// All vectors of both versions whose name begins so, sorted.
inline std::vector<Vector> vectors(std::string_view beginning) {
    std::vector<Vector> found;
    for (const char* version : {"5.2.6", "5.7.0"})
        for (const auto& entry : std::filesystem::directory_iterator(std::string(MSS_TEST_DATA "/celery/") + version))
            if (const std::string name = entry.path().stem().string(); name.starts_with(beginning))
                found.push_back({std::string(version) + "/" + name, vector(version, name)});
    std::ranges::sort(found, {}, &Vector::name);
    return found;
}

/// All texts of envelopes: values of a member "raw", and what was pushed or published.
inline void each_envelope_text(const json::Value& value, const std::function<void(const std::string&)>& see) {
    if (const json::Array* array = value.if_array()) {
        for (const json::Value& element : *array)
            each_envelope_text(element, see);
    } else if (const json::Object* object = value.if_object()) {
        for (const auto& member : *object)
            each_envelope_text(member.value(), see);
    } else if (value.is_string()) {
        const std::string text(value.get_string());
        if (text.starts_with("{\"body\": ") && text.ends_with("}")) see(text);
    }
}

/// Equal as JSON, where 2 and 2.0 are the same number and members have no order.
inline bool same_json(const json::Value& left, const json::Value& right) {
    if (left.is_number() && right.is_number()) return left.to_number<double>() == right.to_number<double>();
    if (left.kind() != right.kind()) return false;
    if (const json::Array* array = left.if_array()) return std::ranges::equal(*array, right.get_array(), same_json);
    if (const json::Object* object = left.if_object())
        return object->size() == right.get_object().size() && std::ranges::all_of(*object, [&](const auto& member) {
                   const json::Value* other = right.get_object().if_contains(member.key());
                   return other != nullptr && same_json(member.value(), *other);
               });
    return left == right;
}

}  // namespace mss::celery::test
