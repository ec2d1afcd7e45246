#pragma once
// PaidSpeech: the voices of a paid speech service, as the rest of the program sees them. It asks with retries and a
// circuit, counts what it sends, and keeps every answer, so that the same sentence is paid for once. Shared: any thread
// may call; blocks.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "http/retry.hpp"
#include "http/transport.hpp"
#include "media_protocol/speech.hpp"
#include "speech_service/billed_transport.hpp"
#include "speech_service/budget.hpp"
#include "speech_service/pins.hpp"
#include "speech_service/service.hpp"

namespace mss::speech_service {

/// Whose language a service speaks. The names are those of voices: "openai:alloy".
enum class Kind { openai, elevenlabs };

/// Of a service at an address: the name that was set ("openai", "elevenlabs"), or where it is empty the address tells.
Kind kind_of(std::string_view name, std::string_view base_url);

struct PaidSpeechSettings {
    Kind kind = Kind::openai;
    ServiceSettings service;          ///< an empty model: the usual one of its kind
    std::vector<std::string> voices;  ///< that are offered, as the service names them
    std::int64_t budget = 0;          ///< characters a calendar month
    std::filesystem::path data_dir;   ///< where recordings and what was spent are kept
};

/// Characters a calendar month that may be sent, and how many of them are left.
struct Allowance {
    std::int64_t limit = 0;
    std::int64_t left = 0;
};

/// A question that costs nothing and whose answer tells whether the address and the key are good: which models there
/// are.
http::Request free_question(Kind kind, const ServiceSettings& settings);

/// The names in a list with commas between them. Errors: invalid (names the setting).
Result<std::vector<std::string>> offered_voices(std::string_view list);

class PaidSpeech {
public:
    /// `transport`, which tries once, and `clock` outlive it.
    PaidSpeech(http::HttpTransport& transport, const Clock& clock, PaidSpeechSettings settings);

    /// What it offers for a language; for none in particular with the language "mul" (ISO 639-2: several).
    std::vector<media_protocol::Voice> voices(const std::string& language) const;

    /// Whether one of its voices has the name.
    bool offers(std::string_view name) const;

    /// A sentence said by one of its voices. Errors: of SpeechService::speak, io.
    Result<Recording> speak(const media_protocol::SpeechRequest& request, int cancel_fd) const;

    /// Whether all that was not said yet fits into the budget. Errors: those of Budget::take.
    Result<void> check_budget(const std::vector<media_protocol::SpeechRequest>& requests) const;

    /// Whether anything at all may still be sent. Errors: those of Budget::take.
    Result<void> check_left() const;

    /// Errors: io.
    Result<Allowance> allowance() const;

    /// A recording that cannot be used is not kept. Errors: io, timeout (somebody else is asking for the same),
    /// cancelled.
    Result<void> forget(const media_protocol::SpeechRequest& request, const Recording& useless, int cancel_fd) const;

    /// Where what was said lies.
    std::filesystem::path kept_at(const media_protocol::SpeechRequest& request) const;

private:
    double pace_of(const media_protocol::SpeechRequest& request) const;
    std::string key_of(const media_protocol::SpeechRequest& request) const;
    std::string name_in_service(std::string_view voice) const;

    const PaidSpeechSettings settings_;
    const Budget budget_;
    const Pins pins_;
    BilledTransport billed_;
    http::RetryingTransport transport_;
    const std::unique_ptr<const SpeechService> service_;  // last: it uses the transport
};

}  // namespace mss::speech_service
