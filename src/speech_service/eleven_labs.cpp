#include "speech_service/eleven_labs.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include <boost/describe.hpp>

#include "base/base64.hpp"
#include "base/json.hpp"
#include "base/utf8.hpp"
#include "speech_service/exchange.hpp"
#include "speech_service/path_part.hpp"
#include "speech_service/sound_file.hpp"
#include "text/space.hpp"
#include "text/words.hpp"

namespace mss::speech_service {
namespace {

using media_protocol::GivenTime;

constexpr double kLongestSeconds = 600;
// What the service takes as a speed.
constexpr double kSlowest = 0.7;
constexpr double kFastest = 1.2;

struct Alignment {
    std::vector<std::string> characters;
    std::vector<double> character_start_times_seconds;
    std::vector<double> character_end_times_seconds;
};
BOOST_DESCRIBE_STRUCT(Alignment, (), (characters, character_start_times_seconds, character_end_times_seconds))

struct Answer {
    std::string audio_base64;
    std::optional<Alignment> alignment;             ///< of the text as it was sent
    std::optional<Alignment> normalized_alignment;  ///< of the text as it was read: "1969" in words
};
BOOST_DESCRIBE_STRUCT(Answer, (), (audio_base64, alignment, normalized_alignment))

struct TimedPoint {
    char32_t point;
    GivenTime time;
};

// Spaces of no width as well: a service may leave them out.
bool takes_no_ink(char32_t point) {
    return text::is_space(point) || point == 0x200B || point == 0xFEFF;
}

Result<void> check_order(const Alignment& alignment) {
    const auto& begins = alignment.character_start_times_seconds;
    const auto& ends = alignment.character_end_times_seconds;
    const auto wrong = [](const char* what) {
        return fail(Code::unavailable, std::string("the speech service's times are ") + what);
    };
    if (begins.size() != alignment.characters.size() || ends.size() != begins.size())
        return wrong("not as many as its characters");
    double last = 0;
    for (std::size_t i = 0; i < begins.size(); ++i) {
        if (begins[i] < last || ends[i] < begins[i] || ends[i] > kLongestSeconds) return wrong("in no order");
        last = begins[i];
    }
    return {};
}

// White space is where words end, and nobody says it.
std::vector<TimedPoint> points_of(const Alignment& alignment) {
    std::vector<TimedPoint> points;
    for (std::size_t i = 0; i < alignment.characters.size(); ++i)
        for (const char32_t point : utf8::decode(alignment.characters[i]))
            if (!takes_no_ink(point))
                points.push_back({point,
                                  {.begin = alignment.character_start_times_seconds[i],
                                   .end = alignment.character_end_times_seconds[i]}});
    return points;
}

// From the first character of each word to its last one; nothing where the words are others.
std::vector<GivenTime> times_of(const std::vector<std::string>& words, const std::vector<TimedPoint>& points) {
    std::vector<GivenTime> times;
    std::size_t at = 0;
    for (const std::string& word : words) {
        const std::size_t first = at;
        for (const char32_t point : utf8::decode(word)) {
            if (takes_no_ink(point)) continue;
            if (at == points.size() || points[at].point != point) return {};
            ++at;
        }
        if (at == first) return {};
        times.push_back({points[first].time.begin, points[at - 1].time.end});
    }
    if (at != points.size()) return {};
    return times;
}

}  // namespace

std::string elevenlabs_base(const ServiceSettings& settings) {
    const std::string base = base_of(settings);
    return base.ends_with("/v1") ? base : base + "/v1";
}

std::vector<http::Header> elevenlabs_key(const ServiceSettings& settings) {
    if (settings.key.empty()) return {};
    return {{"xi-api-key", settings.key}};
}

Result<Recording> ElevenLabsSpeech::speak(const Sentence& sentence, int cancel_fd) const {
    http::Request request;
    request.url = elevenlabs_base(settings_) + "/text-to-speech/" + path_part(sentence.voice) +
                  "/with-timestamps?output_format=mp3_44100_128";
    request.headers = elevenlabs_key(settings_);
    json::Object asked{{"text", sentence.text}, {"model_id", settings_.model}};
    if (sentence.pace != 1) asked["voice_settings"] = json::Object{{"speed", sentence.pace}};
    request.body = json::print(asked);
    MSS_TRY_ASSIGN(const http::Response response,
                   exchange(transport_, settings_, sentence, std::move(request), cancel_fd));
    return parse_elevenlabs_answer(response.body, text::words(sentence.text, sentence.language));
}

Result<Recording> parse_elevenlabs_answer(std::string_view body, const std::vector<std::string>& words) {
    auto answer = json::decode_text<Answer>(body, kAnswerBytesMax);
    if (!answer)
        return fail(Code::bad_answer, "the speech service's answer cannot be read (MSS_SPEECH_URL, MSS_SPEECH_SERVICE)",
                    answer.error().message);
    auto sound = decode_base64(answer->audio_base64);
    if (!sound) return fail(Code::bad_answer, "the speech service's sound is no Base64", sound.error().message);
    MSS_TRY_ASSIGN(std::string suffix, sound_suffix(*sound));
    Recording recording{std::move(*sound), std::move(suffix), {}};
    // The times of what was sent come first: what was read has words of its own.
    for (const auto& alignment : {answer->alignment, answer->normalized_alignment}) {
        // Sound that was paid for is kept without times that make no sense: its words are found in it.
        if (!alignment || !recording.times.empty() || !check_order(*alignment)) continue;
        recording.times = times_of(words, points_of(*alignment));
    }
    return recording;
}

double elevenlabs_pace(double pace) {
    return std::clamp(pace, kSlowest, kFastest);
}

}  // namespace mss::speech_service
