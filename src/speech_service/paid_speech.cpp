#include "speech_service/paid_speech.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/file.hpp"
#include "base/hash.hpp"
#include "base/json.hpp"
#include "base/utf8.hpp"
#include "http/url.hpp"
#include "speech_service/eleven_labs.hpp"
#include "speech_service/exchange.hpp"
#include "speech_service/openai.hpp"

namespace mss::speech_service {
namespace {

using media_protocol::SpeechRequest;
using media_protocol::Voice;

constexpr std::string_view kSeveralLanguages = "mul";
constexpr std::size_t kNameBytesMax = 80;
constexpr std::size_t kVoicesMax = 200;
constexpr double kWaitedSeconds = 0.3;  // a second of speech: for others, as a voice of this machine computes

std::string_view prefix_of(Kind kind) {
    return kind == Kind::elevenlabs ? "elevenlabs" : "openai";
}

std::string_view usual_model(Kind kind) {
    return kind == Kind::elevenlabs ? "eleven_multilingual_v2" : "tts-1";
}

std::unique_ptr<const SpeechService> make_service(Kind kind, http::HttpTransport& transport,
                                                  const ServiceSettings& settings) {
    if (kind == Kind::elevenlabs) return std::make_unique<ElevenLabsSpeech>(transport, settings);
    return std::make_unique<OpenAiSpeech>(transport, settings);
}

PaidSpeechSettings with_model(PaidSpeechSettings settings) {
    if (settings.service.model.empty()) settings.service.model = usual_model(settings.kind);
    return settings;
}

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(' ');
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

}  // namespace

Kind kind_of(std::string_view name, std::string_view base_url) {
    if (!name.empty()) return name == prefix_of(Kind::elevenlabs) ? Kind::elevenlabs : Kind::openai;
    const auto url = http::parse_url(base_url);
    const bool eleven = url && (url->host == "elevenlabs.io" || url->host.ends_with(".elevenlabs.io"));
    return eleven ? Kind::elevenlabs : Kind::openai;
}

http::Request free_question(Kind kind, const ServiceSettings& settings) {
    constexpr std::chrono::seconds kPatience{5};
    http::Request request;
    const bool eleven = kind == Kind::elevenlabs;
    request.url = (eleven ? elevenlabs_base(settings) : base_of(settings)) + "/models";
    request.headers = eleven ? elevenlabs_key(settings) : openai_key(settings);
    request.timeout = kPatience;
    request.allow_private_addresses = true;  // the address is the operator's own setting
    return request;
}

Result<std::vector<std::string>> offered_voices(std::string_view list) {
    std::vector<std::string> names;
    while (!list.empty()) {
        const auto length = std::min(list.find(','), list.size());
        const std::string_view name = trimmed(list.substr(0, length));
        list.remove_prefix(std::min(length + 1, list.size()));
        if (name.empty() || std::ranges::find(names, name) != names.end()) continue;
        if (name.size() > kNameBytesMax || name.find('/') != std::string_view::npos)
            return fail(Code::invalid, fmt::format("MSS_SPEECH_VOICES: \"{}\" is no name of a voice",
                                                   utf8::printable(name, kNameBytesMax)));
        names.emplace_back(name);
    }
    if (names.size() > kVoicesMax)
        return fail(Code::invalid, fmt::format("MSS_SPEECH_VOICES: names more than {} voices", kVoicesMax));
    return names;
}

PaidSpeech::PaidSpeech(http::HttpTransport& transport, const Clock& clock, PaidSpeechSettings settings)
    : settings_(with_model(std::move(settings))),
      budget_(spendings_file(settings_.data_dir), settings_.budget, clock),
      pins_(settings_.data_dir / "speech-pins"),
      billed_(transport, budget_),
      transport_(billed_, {}, {}, http::real_timing()),
      service_(make_service(settings_.kind, transport_, settings_.service)) {}

std::vector<Voice> PaidSpeech::voices(const std::string& language) const {
    std::vector<Voice> voices;
    voices.reserve(settings_.voices.size());
    for (const std::string& name : settings_.voices)
        voices.push_back(
            {.name = fmt::format("{}:{}", prefix_of(settings_.kind), name),
             .engine = std::string(prefix_of(settings_.kind)),
             .language = language.empty() ? std::string(kSeveralLanguages) : language,
             .description = fmt::format("{}, paid by the character", name),
             // The same name at another address is another voice; the address itself is not everybody's business.
             .version = fmt::format("{} {}", settings_.service.model, sha256(base_of(settings_.service)).substr(0, 12)),
             .latin_only = false,
             .cost = kWaitedSeconds,
             .paid = true});
    return voices;
}

std::string PaidSpeech::name_in_service(std::string_view voice) const {
    const std::string_view prefix = prefix_of(settings_.kind);
    if (!voice.starts_with(prefix) || voice.substr(prefix.size(), 1) != ":") return {};
    return std::string(voice.substr(prefix.size() + 1));
}

bool PaidSpeech::offers(std::string_view name) const {
    return std::ranges::find(settings_.voices, name_in_service(name)) != settings_.voices.end();
}

// The language is not sent, but words are told apart by it, and so their times.
double PaidSpeech::pace_of(const SpeechRequest& request) const {
    return settings_.kind == Kind::elevenlabs ? elevenlabs_pace(request.pace) : request.pace;
}

std::string PaidSpeech::key_of(const SpeechRequest& request) const {
    return sha256(json::print(json::Object{{"service", prefix_of(settings_.kind)},
                                           {"address", base_of(settings_.service)},
                                           {"model", settings_.service.model},
                                           {"voice", name_in_service(request.voice)},
                                           {"language", request.language},
                                           {"text", request.text},
                                           {"speed", pace_of(request)}}));
}

Result<Recording> PaidSpeech::speak(const SpeechRequest& request, int cancel_fd) const {
    const Sentence sentence{request.text, request.language, name_in_service(request.voice), pace_of(request)};
    return pins_.find_or(key_of(request), [&] { return service_->speak(sentence, cancel_fd); }, cancel_fd);
}

Result<void> PaidSpeech::check_budget(const std::vector<SpeechRequest>& requests) const {
    std::set<std::string> counted;
    std::int64_t characters = 0;
    for (const SpeechRequest& request : requests) {
        const std::string key = key_of(request);
        if (!counted.insert(key).second || pins_.has(key)) continue;
        characters += static_cast<std::int64_t>(utf8::decode(request.text).size());
    }
    return characters == 0 ? Result<void>() : budget_.check(characters);
}

Result<void> PaidSpeech::check_left() const {
    return budget_.check(1);
}

Result<Allowance> PaidSpeech::allowance() const {
    MSS_TRY_ASSIGN(const std::int64_t spent, budget_.spent());
    return Allowance{budget_.limit(), std::max<std::int64_t>(budget_.limit() - spent, 0)};
}

Result<void> PaidSpeech::forget(const SpeechRequest& request, const Recording& useless, int cancel_fd) const {
    return pins_.remove(key_of(request), useless, cancel_fd);
}

std::filesystem::path PaidSpeech::kept_at(const SpeechRequest& request) const {
    return pins_.file_of(key_of(request));
}

}  // namespace mss::speech_service
