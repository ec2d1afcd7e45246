#pragma once
// Which words in a row belong together so closely that no line and no caption should end between them. One rule for
// captions, subtitles and headlines. Pure; any thread; never fails.

#include <string_view>

namespace mss::text {

/// Whether two words in a row are a figure with its unit ("5 %", "2.5 million"), a sign of currency with its figure
/// ("€ 20"), a time with its half of the day ("11:30 p.m.") or a day with its month ("3. März", "March 3,").
bool stays_together(std::string_view word, std::string_view next);

}  // namespace mss::text
