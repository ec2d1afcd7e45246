#pragma once
// Kokoro-82M, by hexgrad (Apache-2.0): 28 English voices. Pure; any thread.

#include "voices/package.hpp"

namespace mss::voices {

/// Whether a voice of that name is one of it.
bool is_kokoro_voice(std::string_view name);

/// Its packages for a machine ("x86_64", "aarch64").
Recipe kokoro(std::string_view machine);

}  // namespace mss::voices
