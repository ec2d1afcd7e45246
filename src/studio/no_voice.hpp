#pragma once
// What is said where no voice speaks a language, wherever that comes out. Pure; any thread.

#include <string_view>

#include "base/result.hpp"

namespace mss::studio {

/// invalid, with the reason where there is a known one, and what else can be done.
Error no_voice_for(std::string_view language);

}  // namespace mss::studio
