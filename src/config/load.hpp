#pragma once
// Settings from their sources: defaults < file (TOML) < environment < flags. A source is data, so that a test needs no
// process environment; process_sources() gathers the real ones at the start of the program. Any thread.

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "config/settings.hpp"

namespace mss::config {

struct Sources {
    std::map<std::string, std::string, std::less<>> environment;
    std::optional<std::string> file_text;  ///< TOML
    std::string file_name;                 ///< for messages
    std::vector<std::string> flags;        ///< each "name=value", where the name may also be MSS_NAME
};

/// Settings, and everything that is wrong with their sources: one message a mistake, each naming setting and place.
struct Examination {
    Settings settings;
    std::vector<std::string> errors;
};

/// Reads everything that can be read; what is wrong keeps its default.
Examination examine(const Sources& sources);

/// The settings. Error: invalid, with the first message of examine() where there is one.
Result<Settings> load(const Sources& sources);

/// The sources of this process: its environment, with each secret's NAME_FILE read, and the settings file, which is
/// $MSS_CONFIG, else mss/config.toml in the XDG configuration folder, else /etc/mss/config.toml. Reads files; call at
/// the start. Errors: not_found (a file that was named is absent), too_large, io.
Result<Sources> process_sources(const char* const* environment, std::vector<std::string> flags);

/// The largest settings file that is read.
inline constexpr std::size_t kFileBytesMax = std::size_t{256} * 1024;

}  // namespace mss::config
