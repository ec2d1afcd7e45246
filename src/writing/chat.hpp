#pragma once
// Chat: one question, one JSON answer, from any endpoint that speaks OpenAI's chat completions. Shared as its
// transport is; blocks. The key goes into one header and nowhere else: no error holds it, even where a server echoes
// it. Where the model lies may be nobody's business either: it stands in an error's detail, which is for logs, unless
// the settings say that whoever reads the message may know. Errors: invalid (address, key or model refused),
// unavailable (busy, broken or unreadable answers), timeout, cancelled, no_material (the model declined), too_large
// (the answer was cut short).

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "http/transport.hpp"

namespace mss::writing {

struct LanguageModelSettings {
    std::string base_url;  ///< such as "https://api.openai.com/v1"; "/chat/completions" is added
    std::string api_key;   ///< may be empty, as for a server on this machine
    std::string model;     ///< empty: the server's own choice
    double temperature = 0.4;
    int max_tokens = 4000;  ///< of the answer
    std::chrono::milliseconds timeout{120'000};
    bool tells_address = false;  ///< in the messages of errors: for those who chose it
};

/// How long a model is waited for.
struct Waiting {
    std::function<bool()> cancelled{};  ///< polled about once a second; true ends it
    /// For all that is asked, beside the timeout of each question. What is not answered by then is a timeout, which
    /// tells against the model's host, as being cancelled does not.
    std::optional<std::chrono::steady_clock::time_point> until{};
};

struct ChatMessage {
    std::string role;  ///< "system", "user" or "assistant"
    std::string content;
};

class Chat {
public:
    Chat(http::HttpTransport& transport, LanguageModelSettings settings);

    /// The content of the model's answer. Asks for an answer after `schema` (JSON Schema, named `schema_name`); where
    /// the server refuses that with status 400 or 422, for any JSON object, and at last for plain text.
    Result<std::string> ask(const std::vector<ChatMessage>& messages, std::string_view schema_name,
                            const json::Value& schema, const Waiting& waiting) const;

private:
    Result<http::Response> send(const std::vector<ChatMessage>& messages, const json::Value* response_format,
                                const Waiting& waiting) const;
    Error refusal(const http::Response& response) const;
    Error not_asked(const Error& error) const;
    Error not_answered(const Error& error) const;
    std::string without_key(std::string text) const;

    http::HttpTransport& transport_;
    const LanguageModelSettings settings_;
};

/// The content of a chat completion. Errors as Chat::ask(), but a refusal is quoted as the model wrote it.
Result<std::string> parse_completion(std::string_view body);

/// The JSON object inside an answer: without code fences and talk around it.
std::string_view json_object_in(std::string_view answer);

}  // namespace mss::writing
