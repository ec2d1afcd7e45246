#pragma once
// Identifiers and secrets: random bytes from the kernel (getrandom(2)), UUIDs, hex. Any thread.

#include <cstddef>
#include <string>
#include <string_view>

#include "base/clock.hpp"

namespace mss {

/// Bytes that nobody can guess. Throws std::runtime_error where the kernel gives none.
std::string random_bytes(std::size_t count);

/// Lowercase hex, two digits a byte.
std::string to_hex(std::string_view bytes);

/// A version 7 UUID (RFC 9562) in its usual form of 36 characters: the time in milliseconds, then 74 random bits, so
/// that identifiers sort by age to the millisecond and cannot be guessed.
std::string uuid_v7(Timestamp now);

/// A version 4 UUID (RFC 9562): 122 random bits.
std::string uuid_v4();

/// A version 8 UUID (RFC 9562) made of the text's SHA-256: the same for the same text.
std::string uuid_of(std::string_view text);

/// Whether the text is a UUID in the form that uuid_v7() writes: 36 characters, small hex digits and dashes.
bool is_uuid(std::string_view text);

}  // namespace mss
