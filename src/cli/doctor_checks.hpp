#pragma once
// The checks behind `mss doctor`: each looks at one thing that a run needs and says what to do where it is missing.
// They change nothing but a temporary file. Blocking, up to some seconds; any thread; a failed check is a value.

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

#include "base/clock.hpp"
#include "config/settings.hpp"
#include "http/transport.hpp"
#include "media_protocol/picture.hpp"
#include "observe/log.hpp"

namespace mss::cli {

enum class Health { ok, warn, fail };
BOOST_DESCRIBE_ENUM(Health, ok, warn, fail)

struct Check {
    Health health = Health::ok;
    std::string subject;
    std::string found;
    std::string advice;  ///< empty where all is well
};

/// The media program starts, answers, and has voices and fonts.
std::vector<Check> check_media(const std::filesystem::path& program, const std::filesystem::path& voices_folder,
                               const observe::Logger& log);

/// The font of Latin letters, from an answer about those that every video needs.
Check judge_main_font(const media_protocol::FontCheckReply& reply);

/// The font of other letters, without a subject. `first` is the font that every answer names; `packages` bring them;
/// `consequence` is what happens without.
Check judge_letters(const media_protocol::FontCheckReply& reply, std::string_view first, const std::string& packages,
                    std::string_view consequence);

/// The data folder can be made and written to.
Check check_data_folder(const std::filesystem::path& folder);

/// Judges the free space at the data folder (or at what exists of its path).
Check check_space(const std::filesystem::path& folder);
Check judge_space(const std::filesystem::path& folder, std::uint64_t free_bytes);

/// The language model answers, where one is configured.
Check check_model(const config::Settings& settings, http::HttpTransport& transport);

/// The speech service answers, where one is set; asked for nothing that costs. Beside it what was spent in the month of
/// `clock`.
Check check_speech(const config::Settings& settings, http::HttpTransport& transport, const Clock& clock);

/// Wikipedia answers, where it is switched on.
Check check_wikipedia(const config::Settings& settings, http::HttpTransport& transport);

}  // namespace mss::cli
