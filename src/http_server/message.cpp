#include "http_server/message.hpp"

#include <algorithm>
#include <array>

#include "http_server/syntax.hpp"

namespace mss::http_server {

namespace {

constexpr std::array<std::pair<Method, std::string_view>, 7> kMethods = {{
    {Method::get, "GET"},
    {Method::head, "HEAD"},
    {Method::post, "POST"},
    {Method::put, "PUT"},
    {Method::patch, "PATCH"},
    {Method::delete_, "DELETE"},
    {Method::options, "OPTIONS"},
}};

}  // namespace

std::string_view name_of(Method method) {
    return std::ranges::find(kMethods, method, &std::pair<Method, std::string_view>::first)->second;
}

std::optional<Method> method_named(std::string_view name) {
    const auto* const found = std::ranges::find(kMethods, name, &std::pair<Method, std::string_view>::second);
    if (found == kMethods.end()) return std::nullopt;
    return found->first;
}

void Fields::add(std::string name, std::string value) {
    fields_.emplace_back(std::move(name), std::move(value));
}

void Fields::set(std::string name, std::string value) {
    std::erase_if(fields_, [&](const auto& field) { return same_word(field.first, name); });
    add(std::move(name), std::move(value));
}

std::string_view Fields::find(std::string_view name) const {
    for (const auto& [known, value] : fields_)
        if (same_word(known, name)) return value;
    return {};
}

bool Fields::has(std::string_view name) const {
    return std::ranges::any_of(fields_, [&](const auto& field) { return same_word(field.first, name); });
}

std::optional<std::string_view> Request::parameter(std::string_view name) const {
    for (const auto& [known, value] : query)
        if (known == name) return value;
    return std::nullopt;
}

std::string_view Request::cookie(std::string_view name) const {
    for (const auto& [field, value] : fields.all()) {
        if (!same_word(field, "Cookie")) continue;
        for (std::string_view rest = value; !rest.empty();) {
            const std::size_t end = std::min(rest.find(';'), rest.size());
            const std::string_view pair = trimmed(rest.substr(0, end));
            rest.remove_prefix(std::min(end + 1, rest.size()));
            const std::size_t equals = pair.find('=');
            if (equals == std::string_view::npos || pair.substr(0, equals) != name) continue;
            std::string_view found = pair.substr(equals + 1);
            if (found.size() >= 2 && found.front() == '"' && found.back() == '"')
                found = found.substr(1, found.size() - 2);
            return found;
        }
    }
    return {};
}

}  // namespace mss::http_server
