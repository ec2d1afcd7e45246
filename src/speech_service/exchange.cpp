#include "speech_service/exchange.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "base/ascii.hpp"
#include "base/flag.hpp"
#include "base/json.hpp"
#include "base/utf8.hpp"
#include "http/retry.hpp"
#include "http/url.hpp"

namespace mss::speech_service {
namespace {

constexpr std::size_t kRefusalBytesMax = 64U << 10U;
constexpr std::size_t kShownPoints = 60;
constexpr std::size_t kSaidPoints = 250;

// What a refusal says of itself: OpenAI's "error", ElevenLabs' "detail".
struct Said {
    std::vector<std::string> codes;
    std::string message;

    bool has(std::string_view part) const {
        return std::ranges::any_of(codes, [&](const std::string& code) { return code.contains(part); });
    }
};

Said said_in(std::string_view body) {
    Said said;
    const auto document = json::parse(body, kRefusalBytesMax);
    const json::Object* const object = document ? document->if_object() : nullptr;
    if (object == nullptr) return said;
    for (const std::string_view place : {"error", "detail"}) {
        const json::Value* const found = object->if_contains(place);
        const json::Object* const about = found == nullptr ? nullptr : found->if_object();
        if (about == nullptr) continue;
        for (const std::string_view name : {"code", "type", "status"})
            if (const json::Value* code = about->if_contains(name); code != nullptr && code->is_string())
                said.codes.emplace_back(code->get_string());
        if (const json::Value* message = about->if_contains("message"); message != nullptr && message->is_string())
            said.message = std::string(message->get_string());
    }
    return said;
}

// Servers echo keys whole, cut short or masked in their middle, so that any piece of it counts.
bool shows_key(std::string_view text, std::string_view key) {
    constexpr std::size_t kPiece = 4;
    if (key.empty()) return false;
    const std::size_t length = std::min(kPiece, key.size());
    for (std::size_t at = 0; at + length <= key.size(); ++at)
        if (text.contains(key.substr(at, length))) return true;
    return false;
}

// What went wrong on the way names the address, which is not everybody's business.
Error not_answered(const Error& error, const ServiceSettings& settings) {
    Error told = error;
    told.detail = fmt::format("{}: {}{}{}", http::shown(settings.base_url), error.message,
                              error.detail.empty() ? "" : "; ", error.detail);
    if (error.code == Code::cancelled)
        told.message = "the speech service is not waited for any more";
    else if (error.code == Code::timeout)
        told.message = fmt::format("the speech service did not answer within {} s (MSS_SPEECH_TIMEOUT)",
                                   settings.timeout.count() / 1000);
    else if (error.code == Code::unavailable && error.retry_after)
        told.message =
            fmt::format("the speech service failed several times in a row and is left alone for another {} s",
                        std::chrono::ceil<std::chrono::seconds>(*error.retry_after).count());
    else if (error.code == Code::unavailable)
        told.message = "the speech service cannot be reached, or broke off (MSS_SPEECH_URL)";
    return told;
}

}  // namespace

std::string base_of(const ServiceSettings& settings) {
    std::string base = settings.base_url;
    while (base.ends_with('/'))
        base.pop_back();
    return base;
}

Result<http::Response> exchange(http::HttpTransport& transport, const ServiceSettings& settings,
                                const Sentence& sentence, http::Request request, int cancel_fd) {
    request.method = "POST";
    request.headers.push_back({"Content-Type", "application/json"});
    request.timeout = settings.timeout;
    request.max_bytes = kAnswerBytesMax;
    request.max_redirects = 0;
    request.allow_private_addresses = true;  // the address is the operator's own setting
    request.safe_to_repeat = true;           // saying it twice costs, which is counted, but changes nothing
    request.billed_characters = utf8::decode(sentence.text).size();
    request.cancel_fd = cancel_fd;
    request.cancelled = [cancel_fd] { return is_readable(cancel_fd); };
    if (const auto url = http::parse_url(request.url); !url)
        return fail(Code::invalid, "the speech service's address cannot be used (MSS_SPEECH_URL)", url.error().message);
    auto response = transport.fetch(request);
    if (!response && response.error().code == Code::forbidden) return response;  // the budget is spent
    if (!response) return std::unexpected(not_answered(response.error(), settings));
    if (response->status != 200) return std::unexpected(refusal(*response, settings, sentence));
    return response;
}

Error refusal(const http::Response& response, const ServiceSettings& settings, const Sentence& sentence) {
    const int status = response.status;
    const Said said = said_in(response.body);
    std::string detail = fmt::format("status {}", status);
    if (!said.message.empty() && !shows_key(said.message, settings.key))
        detail += ": " + utf8::printable(said.message, kSaidPoints);
    const auto error = [&](Code code, std::string message) { return Error{code, std::move(message), detail}; };
    const auto later = [&](Code code, const std::string& message) {
        Error busy = error(code, message);
        busy.retry_after = http::retry_after(response, std::chrono::system_clock::now());
        busy.retry_after_told = busy.retry_after.has_value();
        if (busy.retry_after)
            busy.message += fmt::format("; it asks to wait {} s",
                                        std::chrono::ceil<std::chrono::seconds>(*busy.retry_after).count());
        return busy;
    };
    const std::string voice = utf8::printable(sentence.voice, kShownPoints);
    const std::string model = utf8::printable(settings.model, kShownPoints);

    if (status == 402 || said.has("quota") || said.has("billing") || said.has("payment"))
        return error(Code::forbidden, "the speech service says that no credit is left for the key in MSS_SPEECH_KEY");
    if (said.has("voice_not_found"))
        return error(Code::invalid, fmt::format("the speech service knows no voice \"{}\" (MSS_SPEECH_VOICES)", voice));
    if (said.has("missing_permissions"))
        return error(Code::invalid, "the key in MSS_SPEECH_KEY has no permission to let text be spoken");
    if (status == 401 || status == 403)
        return error(Code::invalid, settings.key.empty()
                                        ? "the speech service asks for a key, and none is set (MSS_SPEECH_KEY)"
                                        : "the speech service does not accept the key (MSS_SPEECH_KEY)");
    if (status == 429)
        return later(Code::rate_limited, "the speech service allows no more requests just now (status 429)");
    if (status == 400 || status == 404 || status == 422)
        return error(Code::invalid,
                     fmt::format("the speech service refused the request (status {}): is there a voice \"{}\" "
                                 "(MSS_SPEECH_VOICES) and a model \"{}\" (MSS_SPEECH_MODEL) at this address "
                                 "(MSS_SPEECH_URL)?",
                                 status, voice, model));
    if (status >= 400 && status < 500)
        return error(Code::invalid, fmt::format("the speech service refused the request (status {})", status));
    if (status >= 200 && status < 400)
        return error(Code::unavailable,
                     fmt::format("the speech service sent no sound (status {}; MSS_SPEECH_URL)", status));
    return later(Code::unavailable, fmt::format("the speech service failed (status {})", status));
}

}  // namespace mss::speech_service
