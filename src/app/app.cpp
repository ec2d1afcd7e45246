#include "app/app.hpp"

#include <optional>

#include <fmt/format.h>

#include "app/outbound.hpp"
#include "base/clock.hpp"
#include "http/curl_transport.hpp"
#include "http/logging_transport.hpp"
#include "http/retry.hpp"
#include "icons/icons.hpp"

namespace mss::app {
// In order of dependence: each part uses only those above it.
struct App::Parts {
    Parts(const config::Settings& settings, const std::filesystem::path& own_program, const observe::Logger& log,
          writing::StarterSet set, std::optional<speech_service::PaidSpeechSettings> voices)
        : curl(user_agent(settings)),
          logged(curl, log),
          transport(logged, {}, {}, http::real_timing()),
          starters(std::move(set)),
          videos(
              [&] {
                  if (voices) paid.emplace(logged, clock, *std::move(voices));
                  return video_options(settings, own_program, paid ? &*paid : nullptr);
              }(),
              icons, log),
          words([&] {
              auto choice = model_settings(settings);
              choice.tells_address = true;
              if (!settings.llm_url.empty()) model.emplace(transport, std::move(choice));
              return studio::WordsTools{
                  .starters = starters,
                  .transport = transport,
                  .model = model ? &*model : nullptr,
                  .wikipedia = settings.wikipedia ? std::optional(wikipedia_settings(settings)) : std::nullopt,
                  .default_language = settings.language,
                  .allow_private_addresses = settings.allow_private_addresses};
          }()) {}

    SystemClock clock;
    http::CurlTransport curl;
    http::LoggingTransport logged;
    http::RetryingTransport transport;
    writing::StarterSet starters;
    std::optional<writing::LanguageModel> model;
    icons::IconSet icons;
    std::optional<speech_service::PaidSpeech> paid;
    studio::Videos videos;
    studio::Words words;
};

App::App(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
App::App(App&&) noexcept = default;
App::~App() = default;

Result<App> App::build(const config::Settings& settings, const std::filesystem::path& own_program,
                       const observe::Logger& log) {
    MSS_TRY_ASSIGN(auto starters, writing::StarterSet::load());
    MSS_TRY_ASSIGN(auto voices, paid_speech_settings(settings));
    return App(std::make_unique<Parts>(settings, own_program, log, std::move(starters), std::move(voices)));
}

const studio::Words& App::words() const {
    return parts_->words;
}
const studio::Videos& App::videos() const {
    return parts_->videos;
}

std::string_view version() {
    return MSS_VERSION;
}

std::string user_agent(const config::Settings& settings) {
    const std::string name = fmt::format("MSS/{} (many-sources-say)", version());
    return settings.contact.empty() ? name : name + " " + settings.contact;
}

std::filesystem::path running_program() {
    std::error_code error;
    auto path = std::filesystem::read_symlink("/proc/self/exe", error);
    return error ? std::filesystem::path("mss") : path;
}

}  // namespace mss::app
