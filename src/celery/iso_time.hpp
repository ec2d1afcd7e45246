#pragma once
// Instants as Celery writes them (ISO 8601), kept as text beside their value, so that a copy keeps its microseconds.
// Plain values; pure; any thread.

#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace mss::celery {

struct IsoTime {
    std::string text;  ///< as it was read
    Timestamp at{};    ///< cut off to milliseconds

    bool operator==(const IsoTime&) const = default;
};

/// Reads "2030-01-02T03:04:05.678901+00:00" and its kin: a date, or a date and a time, with up to nine digits of a
/// second, and no zone (which means UTC here), "Z" or an offset. Error: invalid.
Result<IsoTime> parse_iso_time(std::string_view text);

/// "2030-01-02T03:04:05.678000+00:00", as Python prints it: without a fraction where that is nought. Instants outside
/// of the years 1 to 9999, which Python does not have, become the nearest one.
IsoTime iso_time(Timestamp at);

}  // namespace mss::celery
