#pragma once
// What libav prints on standard error. Process-wide; call once at the start of a program.

namespace mss::codec {

/// Leaves only errors: the parent keeps the last lines for when the child crashes.
void log_errors_only();

}  // namespace mss::codec
