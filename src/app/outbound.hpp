#pragma once
// How the settings configure what is fetched from other machines, and how videos are made. Pure; any thread.

#include <filesystem>
#include <optional>
#include <string_view>

#include "base/result.hpp"
#include "config/settings.hpp"
#include "speech_service/paid_speech.hpp"
#include "studio/videos.hpp"
#include "studio/word_sources.hpp"
#include "writing/chat.hpp"
#include "writing/wikipedia.hpp"

namespace mss::app {

/// Whatever the setting that turns it off says.
writing::WikipediaSettings wikipedia_settings(const config::Settings& settings);
writing::LanguageModelSettings model_settings(const config::Settings& settings);
/// Who decided a setting.
studio::ChoiceSource choice_source(const config::Settings& settings, std::string_view option);
studio::WordDefaults word_defaults(const config::Settings& settings);
/// Where natural voices lie.
std::filesystem::path voices_folder(const config::Settings& settings);
studio::VideoServiceOptions video_options(const config::Settings& settings, const std::filesystem::path& own_program,
                                          const speech_service::PaidSpeech* paid_speech);
/// The paid voices; nothing where no service is set. Errors: invalid (a setting that cannot be used).
Result<std::optional<speech_service::PaidSpeechSettings>> paid_speech_settings(const config::Settings& settings);

}  // namespace mss::app
