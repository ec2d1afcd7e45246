#include "app/outbound.hpp"

#include "media/media_process.hpp"

namespace mss::app {

writing::WikipediaSettings wikipedia_settings(const config::Settings& settings) {
    writing::WikipediaSettings wikipedia;
    if (!settings.wikipedia_url.empty()) wikipedia.api_url = settings.wikipedia_url;
    wikipedia.contact_url = settings.contact;
    return wikipedia;
}

writing::LanguageModelSettings model_settings(const config::Settings& settings) {
    writing::LanguageModelSettings model;
    model.base_url = settings.llm_url;
    model.api_key = std::string(settings.llm_key.reveal());
    model.model = settings.llm_model;
    model.timeout = std::chrono::seconds(settings.llm_timeout);
    return model;
}

studio::ChoiceSource choice_source(const config::Settings& settings, std::string_view option) {
    const auto origin = settings.origins.find(option);
    if (origin == settings.origins.end()) return studio::ChoiceSource::fallback;
    switch (origin->second.source) {
        case config::Source::fallback: return studio::ChoiceSource::fallback;
        case config::Source::file: return studio::ChoiceSource::file;
        case config::Source::environment: return studio::ChoiceSource::environment;
        case config::Source::flag: return studio::ChoiceSource::flag;
    }
    return studio::ChoiceSource::fallback;
}

studio::WordDefaults word_defaults(const config::Settings& settings) {
    studio::WordDefaults defaults;
    if (!settings.llm_url.empty()) defaults.model = model_settings(settings);
    defaults.wikipedia_if_on = wikipedia_settings(settings);
    if (settings.wikipedia) defaults.wikipedia = defaults.wikipedia_if_on;
    defaults.language = settings.language;
    // Strangers choose the addresses that a server reads, so it takes more than a default to let them inside.
    const bool chosen = choice_source(settings, "allow_private_addresses") != studio::ChoiceSource::fallback;
    defaults.allow_private_addresses = chosen && settings.allow_private_addresses;
    defaults.model_source = choice_source(settings, "llm_url");
    defaults.wikipedia_source = choice_source(settings, "wikipedia");
    return defaults;
}

std::filesystem::path voices_folder(const config::Settings& settings) {
    return settings.voices_dir.empty() ? settings.data_dir / "voices" : settings.voices_dir;
}

Result<std::optional<speech_service::PaidSpeechSettings>> paid_speech_settings(const config::Settings& settings) {
    if (settings.speech_url.empty()) return std::nullopt;
    MSS_TRY_ASSIGN(std::vector<std::string> voices, speech_service::offered_voices(settings.speech_voices));
    return speech_service::PaidSpeechSettings{
        .kind = speech_service::kind_of(settings.speech_service, settings.speech_url),
        .service = {.base_url = settings.speech_url,
                    .key = std::string(settings.speech_key.reveal()),
                    .model = settings.speech_model,
                    .timeout = std::chrono::seconds(settings.speech_timeout)},
        .voices = std::move(voices),
        .budget = settings.speech_budget,
        .data_dir = settings.data_dir};
}

studio::VideoServiceOptions video_options(const config::Settings& settings, const std::filesystem::path& own_program,
                                          const speech_service::PaidSpeech* paid_speech) {
    return {.cache_folder = settings.data_dir / "stages",
            .cache_limit_bytes = static_cast<std::uint64_t>(settings.cache_limit_mb) << 20U,
            .media_program = media::media_program_beside(own_program),
            .voices_folder = voices_folder(settings),
            .speech_processes = static_cast<int>(settings.speech_processes),
            .threads = static_cast<int>(settings.threads),
            .paid_speech = paid_speech};
}

}  // namespace mss::app
