#include "studio/speech_stages.hpp"

#include <fmt/format.h>

#include "studio/paid_voice.hpp"
#include "studio/speech_requests.hpp"

namespace mss::studio {
namespace {

// Raised whenever a stage's code gives another result for the same inputs: old entries are then no longer found.
constexpr int kSpeechVersion = 8;

// All of a voice that may change how it sounds.
json::Object what_speaks(const media_protocol::Voice& voice) {
    return {{"name", voice.name},
            {"engine", voice.engine},
            {"language", voice.language},
            {"description", voice.description},
            {"version", voice.version}};
}

}  // namespace

std::vector<SpeechCrew::Sentence> speech_stages(const model::Script& script,
                                                const std::vector<media::SpokenSentence>& sentences,
                                                const media_protocol::Voice& voice, const std::string& libraries) {
    std::vector<SpeechCrew::Sentence> stages;
    const SpeechRequests requests(script, voice.name);
    for (const media::SpokenSentence& sentence : sentences) {
        media_protocol::SpeechRequest request = requests.of(sentence);
        const json::Object inputs{
            {"request", json::encode(request)}, {"voice", what_speaks(voice)}, {"libraries", libraries}};
        stages.push_back({media::Stage(fmt::format("speech-{}", stages.size() + 1), "speech", kSpeechVersion, inputs),
                          std::move(request)});
    }
    return stages;
}

Result<void> check_speech_budget(Lane& lane, const media_protocol::Voice& voice,
                                 const std::vector<SpeechCrew::Sentence>& sentences) {
    if (!voice.paid || lane.paid_speech == nullptr) return {};
    std::vector<media_protocol::SpeechRequest> unsaid;
    for (const SpeechCrew::Sentence& sentence : sentences) {
        MSS_TRY_ASSIGN(const bool finished, lane.stages.finished(sentence.stage));
        if (!finished) unsaid.push_back(sent_to_service(sentence.request));
    }
    const auto fits = lane.paid_speech->check_budget(unsaid);
    return fits ? fits : std::unexpected(unspoken(voice.name, fits.error()));
}

}  // namespace mss::studio
