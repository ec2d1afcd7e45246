#include "speech/speaker.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <numeric>
#include <ranges>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/ascii.hpp"
#include "base/utf8.hpp"
#include "codec/audio_resampler.hpp"
#include "media_protocol/pronunciations.hpp"
#include "media_protocol/timebase.hpp"
#include "model/script.hpp"
#include "speech/delivery.hpp"
#include "speech/reading.hpp"
#include "speech/utterance_finish.hpp"
#include "text/language.hpp"
#include "text/words.hpp"

namespace mss::speech {
namespace {

using media_protocol::kSampleRate;
using media_protocol::SpeechReply;
using media_protocol::SpeechRequest;
using media_protocol::Voice;

constexpr std::size_t kLongestText = 8'192;
/// Bytes to read aloud after numbers have become words: about three minutes of speech.
constexpr std::size_t kLongestReading = 4'096;

/// The first subtag, with the codes that one language has two of made equal.
std::string primary_language(std::string_view language) {
    struct Same {
        std::string_view code;
        std::string_view usual;
    };
    constexpr std::array<Same, 6> kSame{
        {{"cmn", "zh"}, {"nb", "no"}, {"nn", "no"}, {"iw", "he"}, {"in", "id"}, {"arb", "ar"}}};
    const std::string primary = text::primary_language(language);
    const auto same = std::ranges::find(kSame, primary, &Same::code);
    return same == kSame.end() ? primary : std::string(same->usual);
}

// As above, with the region, which decides in what order a date is read.
std::string reading_language(std::string_view language) {
    const std::string region = text::region(language);
    return primary_language(language) + (region.empty() ? "" : "-" + region);
}

std::vector<Voice> voices_of(const std::vector<std::unique_ptr<SpeechSynthesizer>>& engines,
                             std::string_view language) {
    std::vector<Voice> found;
    for (const auto& engine : engines) {
        // Voices of the region asked for stand before those of other regions.
        std::vector<Voice> elsewhere;
        for (Voice& voice : engine->voices()) {
            if (language.empty() || ascii::to_lower(voice.language) == ascii::to_lower(language))
                found.push_back(std::move(voice));
            else if (primary_language(voice.language) == primary_language(language))
                elsewhere.push_back(std::move(voice));
        }
        std::ranges::move(elsewhere, std::back_inserter(found));
    }
    return found;
}

Result<void> check(const SpeechRequest& request) {
    if (request.text.size() > kLongestText) return fail(Code::too_large, "a sentence of more than 8 KiB");
    if (!utf8::valid(request.text)) return fail(Code::invalid, "the sentence is not valid UTF-8");
    if (!(request.pace >= model::ScriptLimits::kPaceMin && request.pace <= model::ScriptLimits::kPaceMax))
        return fail(Code::invalid, fmt::format("a pace of {}; {} to {} are possible", request.pace,
                                               model::ScriptLimits::kPaceMin, model::ScriptLimits::kPaceMax));
    if (request.output.empty()) return fail(Code::invalid, "no output file is named");
    return {};
}

// Names both languages and what to choose from.
std::string other_language(const Voice& voice, std::string_view language, const std::vector<Voice>& fitting) {
    constexpr std::size_t kNamed = 4;
    std::vector<std::string_view> names;
    for (const Voice& other : fitting | std::views::take(kNamed))
        names.push_back(other.name);
    std::string message =
        fmt::format("the voice \"{}\" speaks \"{}\" and the words are in \"{}\"", voice.name, voice.language, language);
    if (names.empty()) return message + ", which no voice here speaks";
    return message + fmt::format("; voices for that are {}{}", fmt::join(names, ", "),
                                 fitting.size() > kNamed ? " and others" : "");
}

}  // namespace

Speaker::Speaker(const SpeechParts& parts) {
    Synthesizers made = make_synthesizers(parts);
    engines_ = std::move(made.engines);
    troubles_ = std::move(made.troubles);
}

media_protocol::VoicesReply Speaker::voices(const media_protocol::VoicesRequest& request) const {
    return {voices_of(engines_, request.language), troubles_};
}

Result<media_protocol::VoiceCheckReply> Speaker::prepare(const media_protocol::VoiceCheckRequest& request) {
    for (const auto& engine : engines_)
        for (const Voice& voice : engine->voices())
            if (voice.name == request.voice) {
                MSS_TRY(engine->prepare(request.voice));
                return media_protocol::VoiceCheckReply{};
            }
    return fail(Code::not_found, "there is no voice \"" + request.voice + "\"");
}

SpeechSynthesizer* Speaker::engine_of(const std::string& voice) const {
    for (const auto& engine : engines_)
        for (const Voice& known : engine->voices())
            if (known.name == voice) return engine.get();
    return nullptr;
}

Result<Utterance> Speaker::utter(const std::vector<std::string>& words, const std::string& language,
                                 const std::string& voice, double pace) {
    SpeechSynthesizer* engine = engine_of(voice);
    if (engine == nullptr) return fail(Code::not_found, "there is no voice \"" + voice + "\"");
    const std::vector<std::string> spoken = readings(words, reading_language(language));
    const auto bytes =
        std::accumulate(spoken.begin(), spoken.end(), std::size_t{0},
                        [](std::size_t sum, const std::string& reading) { return sum + reading.size(); });
    if (bytes > kLongestReading) return fail(Code::too_large, "too much to say in one sentence");
    return engine->synthesize(spoken, voice, pace);
}

Result<SpeechReply> Speaker::speak(const SpeechRequest& request) {
    MSS_TRY(check(request));
    for (const auto& candidate : engines_)
        for (const Voice& voice : candidate->voices())
            if (voice.name == request.voice && primary_language(voice.language) != primary_language(request.language))
                return fail(Code::invalid,
                            other_language(voice, request.language, voices_of(engines_, request.language)));
    const std::vector<std::string> words = text::words(request.text, request.language);
    if (words.empty()) return fail(Code::invalid, "there is nothing in this sentence to say");
    const std::vector<std::string> said =
        media_protocol::read_pronunciations(request.pronunciations, request.language).in(words);
    MSS_TRY_ASSIGN(Utterance utterance, utter(said, request.language, request.voice, request.pace));
    MSS_TRY_ASSIGN(utterance.samples, codec::resample(utterance.samples, utterance.sample_rate, kSampleRate));
    for (auto& time : utterance.times) {
        if (time)
            time = Interval{time->begin * kSampleRate / utterance.sample_rate,
                            time->end * kSampleRate / utterance.sample_rate};
    }
    utterance.sample_rate = kSampleRate;
    return finish_utterance(std::move(utterance), words, TimedBy::engine, request.output,
                            emphasised(words, request.emphasis, request.language));
}

}  // namespace mss::speech
