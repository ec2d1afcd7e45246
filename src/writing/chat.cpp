#include "writing/chat.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>

#include <boost/describe.hpp>
#include <fmt/format.h>

#include "base/ascii.hpp"
#include "base/utf8.hpp"
#include "http/retry.hpp"
#include "http/url.hpp"

namespace mss::writing {
namespace {

struct AnswerMessage {
    std::optional<std::string> content;
    std::optional<std::string> refusal;
};
BOOST_DESCRIBE_STRUCT(AnswerMessage, (), (content, refusal))

struct Choice {
    AnswerMessage message;
    std::optional<std::string> finish_reason;
};
BOOST_DESCRIBE_STRUCT(Choice, (), (message, finish_reason))

struct Completion {
    std::vector<Choice> choices;
};
BOOST_DESCRIBE_STRUCT(Completion, (), (choices))

struct ServerError {
    std::string message;
};
BOOST_DESCRIBE_STRUCT(ServerError, (), (message))

struct ServerErrorBody {
    ServerError error;
};
BOOST_DESCRIBE_STRUCT(ServerErrorBody, (), (error))

constexpr std::size_t kAnswerBytesMax = 2U << 20U;
constexpr std::size_t kReasonPoints = 250;  // of what a server says, in an error of ours

// How much of a key and its echo agree at the beginning or at the end.
std::size_t shared_ends(std::string_view word, std::string_view key) {
    const auto prefix = static_cast<std::size_t>(std::ranges::mismatch(word, key).in1 - word.begin());
    const auto suffix = static_cast<std::size_t>(
        std::mismatch(word.rbegin(), word.rend(), key.rbegin(), key.rend()).first - word.rbegin());
    return std::max(prefix, suffix);
}

bool shows_key(std::string_view word, std::string_view key) {
    constexpr std::size_t kTelling = 8;  // letters that no other word shares with a key by chance
    constexpr std::size_t kBesideMask = 2;
    while (word.ends_with('.') && !word.ends_with(".."))
        word.remove_suffix(1);
    if (word.empty()) return false;
    if (word.find(key.substr(0, kTelling)) != std::string_view::npos) return true;
    if (key.size() >= kTelling && word.find(key.substr(key.size() - kTelling)) != std::string_view::npos) return true;
    const std::string lower = ascii::to_lower(word);
    const bool masked = std::ranges::any_of(std::to_array<std::string_view>({"*", "•", "…", "..", "xxx", "●"}),
                                            [&](std::string_view mask) { return lower.contains(mask); });
    return masked && shared_ends(word, key) >= kBesideMask;
}

bool format_refused(int status) {
    return status == 400 || status == 422;
}

}  // namespace

Chat::Chat(http::HttpTransport& transport, LanguageModelSettings settings)
    : transport_(transport), settings_(std::move(settings)) {}

Result<http::Response> Chat::send(const std::vector<ChatMessage>& messages, const json::Value* response_format,
                                  const Waiting& waiting) const {
    json::Array list;
    for (const ChatMessage& message : messages)
        list.push_back(json::Object{{"role", message.role}, {"content", message.content}});
    json::Object body;
    if (!settings_.model.empty()) body["model"] = settings_.model;
    body["messages"] = std::move(list);
    body["temperature"] = settings_.temperature;
    body["max_tokens"] = settings_.max_tokens;
    if (response_format != nullptr) body["response_format"] = *response_format;
    std::string base = settings_.base_url;
    while (base.ends_with('/'))
        base.pop_back();
    http::Request request;
    request.method = "POST";
    request.url = base + "/chat/completions";
    request.headers = {{"Content-Type", "application/json"}, {"Accept", "application/json"}};
    if (!settings_.api_key.empty()) request.headers.push_back({"Authorization", "Bearer " + settings_.api_key});
    request.body = json::print(body);
    request.timeout = settings_.timeout;
    request.deadline = waiting.until;
    if (waiting.until) {
        const auto left =
            std::chrono::ceil<std::chrono::milliseconds>(*waiting.until - std::chrono::steady_clock::now());
        if (left <= left.zero())
            return std::unexpected(not_answered(Error{Code::timeout, "there is no time left to ask it", {}}));
        request.timeout = std::min(request.timeout, left);
    }
    request.max_bytes = kAnswerBytesMax;
    request.max_redirects = 0;
    request.allow_private_addresses = true;  // the address is the user's own setting
    request.safe_to_repeat = true;           // asking twice costs, but changes nothing
    request.cancelled = waiting.cancelled;
    auto response = transport_.fetch(request);
    if (!response) return std::unexpected(not_answered(response.error()));
    return response;
}

Error Chat::not_asked(const Error& error) const {
    if (settings_.tells_address) return error;
    Error told = error;
    told.message = "the language model's address cannot be used";
    told.detail = error.message;
    return told;
}

// What went wrong on the way names the address.
Error Chat::not_answered(const Error& error) const {
    const std::string address = http::shown(settings_.base_url);
    Error told = error;
    if (error.code == Code::cancelled) {
        told.message = "the question to the language model was called off";
        return told;
    }
    if (settings_.tells_address) {
        told.message = fmt::format("the language model at {} did not answer: {}", address, error.message);
        return told;
    }
    told.message =
        error.code == Code::timeout ? "the language model did not answer in time" : "the language model did not answer";
    told.detail = fmt::format("{}: {}{}{}", address, error.message, error.detail.empty() ? "" : "; ", error.detail);
    return told;
}

// Servers echo keys whole, cut short, or with stars or dots in their middle. Whole ones go first, because a key may
// hold what parts words; then every word that shows a piece of the key's beginning or end is cut out wholly.
std::string Chat::without_key(std::string text) const {
    constexpr std::string_view kInstead = "(the key)";
    constexpr std::string_view kSeparators = " \t\r\n\"',;()<>{}[]=:";
    const std::string& key = settings_.api_key;
    if (key.empty()) return text;
    for (auto at = text.find(key); at != std::string::npos; at = text.find(key, at + kInstead.size()))
        text.replace(at, key.size(), kInstead);
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t begin = std::min(text.find_first_not_of(kSeparators, at), text.size());
        const std::size_t end = std::min(text.find_first_of(kSeparators, begin), text.size());
        const std::string_view word = std::string_view(text).substr(begin, end - begin);
        out += text.substr(at, begin - at);
        out += shows_key(word, key) ? kInstead : word;
        at = end;
    }
    return out;
}

// What a server says of itself may tell where it lies, so it is for the log, or for who chose the server.
Error Chat::refusal(const http::Response& response) const {
    std::string said;
    if (const auto body = json::decode_text<ServerErrorBody>(response.body, kAnswerBytesMax))
        said = utf8::printable(without_key(body->error.message), kReasonPoints);
    const int status = response.status;
    const auto error = [&](Code code, std::string message) {
        if (settings_.tells_address && !said.empty()) message += ": " + said;
        return Error{code, std::move(message), settings_.tells_address ? std::string() : said};
    };
    const auto busy = [&](std::string message) {
        Error later = error(Code::unavailable, std::move(message));
        later.retry_after = http::retry_after(response, std::chrono::system_clock::now());
        later.retry_after_told = later.retry_after.has_value();
        return later;
    };
    if (status == 401 || status == 403)
        return {Code::invalid,
                fmt::format("the language model's server {} (status {})",
                            settings_.api_key.empty() ? "asks for a key, and none is set" : "does not accept the key",
                            status),
                {}};
    if (status == 404) return error(Code::invalid, "the language model's server knows no such address or model");
    if (status == 429) return busy("the language model's server allows no more requests just now");
    if (status >= 400 && status < 500)
        return error(Code::invalid, fmt::format("the language model's server refused the request (status {})", status));
    return busy(fmt::format("the language model's server failed (status {})", status));
}

Result<std::string> Chat::ask(const std::vector<ChatMessage>& messages, std::string_view schema_name,
                              const json::Value& schema, const Waiting& waiting) const {
    if (const auto url = http::parse_url(settings_.base_url); !url) return std::unexpected(not_asked(url.error()));
    const json::Value by_schema = json::Object{
        {"type", "json_schema"},
        {"json_schema", json::Object{{"name", std::string(schema_name)}, {"strict", true}, {"schema", schema}}}};
    const json::Value any_object = json::Object{{"type", "json_object"}};
    for (const json::Value* format : {&by_schema, &any_object, static_cast<const json::Value*>(nullptr)}) {
        MSS_TRY_ASSIGN(const http::Response response, send(messages, format, waiting));
        if (format_refused(response.status) && format != nullptr) continue;
        if (response.status != 200) return std::unexpected(refusal(response));
        Result<std::string> content = parse_completion(response.body);
        if (!content) content.error().message = utf8::printable(without_key(content.error().message), kReasonPoints);
        return content;
    }
    return fail(Code::internal, "no answer format is left");
}

Result<std::string> parse_completion(std::string_view body) {
    const auto completion = json::decode_text<Completion>(body, kAnswerBytesMax);
    if (!completion)
        return fail(Code::unavailable,
                    "the language model's server sent no chat completion: " + completion.error().message);
    if (completion->choices.empty()) return fail(Code::unavailable, "the language model gave no answer");
    const Choice& choice = completion->choices[0];
    if (choice.message.refusal && !choice.message.refusal->empty())
        return fail(Code::no_material, "the language model declined: " + *choice.message.refusal);
    if (choice.finish_reason == "content_filter")
        return fail(Code::no_material, "the language model's content filter stopped the answer");
    if (choice.finish_reason == "length")
        return fail(Code::too_large,
                    "the language model's answer was cut short; allow more tokens or ask for a shorter video");
    if (!choice.message.content || choice.message.content->empty())
        return fail(Code::unavailable, "the language model gave an empty answer");
    return *choice.message.content;
}

std::string_view json_object_in(std::string_view answer) {
    const auto begin = answer.find('{');
    const auto end = answer.rfind('}');
    if (begin == std::string_view::npos || end == std::string_view::npos || end < begin) return {};
    return answer.substr(begin, end - begin + 1);
}

}  // namespace mss::writing
