#include "speech_service/openai.hpp"

#include <fmt/format.h>

#include "base/json.hpp"
#include "base/utf8.hpp"
#include "speech_service/exchange.hpp"
#include "speech_service/sound_file.hpp"

namespace mss::speech_service {

std::vector<http::Header> openai_key(const ServiceSettings& settings) {
    if (settings.key.empty()) return {};
    return {{"Authorization", "Bearer " + settings.key}};
}

Result<Recording> OpenAiSpeech::speak(const Sentence& sentence, int cancel_fd) const {
    constexpr std::size_t kCharactersMax = 4096;  // of "input" (https://platform.openai.com/docs/api-reference/audio)
    if (const std::size_t characters = utf8::decode(sentence.text).size(); characters > kCharactersMax)
        return fail(Code::invalid, fmt::format("a sentence of {} characters is longer than the speech service takes "
                                               "({}); make two of it",
                                               characters, kCharactersMax));
    http::Request request;
    request.url = base_of(settings_) + "/audio/speech";
    request.headers = openai_key(settings_);
    // WAV is what every such server can write, and nothing is lost by coding before captions are laid on it.
    request.body = json::print(json::Object{{"model", settings_.model},
                                            {"input", sentence.text},
                                            {"voice", sentence.voice},
                                            {"response_format", "wav"},
                                            {"speed", sentence.pace}});
    MSS_TRY_ASSIGN(const http::Response response,
                   exchange(transport_, settings_, sentence, std::move(request), cancel_fd));
    return parse_openai_answer(response.body);
}

Result<Recording> parse_openai_answer(std::string_view body) {
    MSS_TRY_ASSIGN(std::string suffix, sound_suffix(body));
    return Recording{std::string(body), std::move(suffix), {}};
}

}  // namespace mss::speech_service
