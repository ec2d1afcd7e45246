#pragma once
// JSON in the words of Python's repr(): None, True, 'text'. Messages carry their arguments so for logs and monitors,
// which nobody parses. Pure; any thread.

#include <cstddef>
#include <string>
#include <string_view>

#include "base/json.hpp"

namespace mss::celery {

inline constexpr std::size_t kReprCharactersMax = 1024;  ///< Celery's own limit

/// At most `characters_max` characters; a cut is marked with "...".
std::string python_repr(const json::Value& value, std::size_t characters_max = kReprCharactersMax);

/// The same of a text, and of a list as a tuple: "(1,)".
std::string python_repr_text(std::string_view text, std::size_t characters_max = kReprCharactersMax);
std::string python_repr_tuple(const json::Array& values, std::size_t characters_max = kReprCharactersMax);

}  // namespace mss::celery
