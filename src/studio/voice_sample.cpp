// Videos::sample: a voice to be heard before a video is made with it.
#include <array>
#include <string_view>

#include "media_protocol/sound.hpp"
#include "media_protocol/timebase.hpp"
#include "studio/paid_voice.hpp"
#include "studio/prerequisites.hpp"
#include "studio/render_run.hpp"
#include "studio/videos.hpp"
#include "text/language.hpp"

namespace mss::studio {
namespace {

using media_protocol::Operation;

// Raised whenever the code gives another sound for the same inputs: old samples are then no longer found.
constexpr int kSampleVersion = 1;

constexpr std::string_view kUsualLanguage = "en";
constexpr int kTailFrames = 9;  // of silence, so that no player cuts the last sound

struct Sentence {
    std::string_view language;
    std::string_view text;
};
constexpr auto kSentences =
    std::to_array<Sentence>({{"en", "Every great story begins with a question, and this is how I would tell yours."},
                             {"de", "Jede gute Geschichte beginnt mit einer Frage, und so würde ich sie erzählen."},
                             {"fr", "Chaque belle histoire commence par une question, et voici comment je la raconte."},
                             {"es", "Toda gran historia empieza con una pregunta, y así la contaría yo."},
                             {"it", "Ogni bella storia comincia con una domanda, e io la racconterei così."},
                             {"pt", "Toda boa história começa com uma pergunta, e é assim que eu a contaria."},
                             {"nl", "Elk goed verhaal begint met een vraag, en zo zou ik het vertellen."}});

// Numbers are words in every language.
constexpr std::string_view kNumbers = "1, 2, 3, 4, 5, 6, 7, 8, 9, 10.";

std::string_view sentence_in(std::string_view language) {
    const std::string primary = text::primary_language(language);
    for (const Sentence& sentence : kSentences)
        if (sentence.language == primary) return sentence.text;
    return kNumbers;
}

}  // namespace

Result<VoiceSample> Videos::sample(const VoiceSampleRequest& request, int cancel_fd) const {
    MSS_TRY_ASSIGN(Lane lane, open_lane(cancel_fd));
    const std::string wanted =
        !names_a_voice(request.voice) && request.language.empty() ? std::string(kUsualLanguage) : request.language;
    MSS_TRY_ASSIGN(const media_protocol::Voice voice,
                   find_voice(*lane.process, lane.paid_speech, request.voice, wanted));
    const std::string own(voice.paid ? kUsualLanguage : std::string_view(voice.language));
    const std::string& language = wanted.empty() ? own : wanted;
    const std::string text = request.text.empty() ? std::string(sentence_in(language)) : request.text;
    MSS_TRY_ASSIGN(const auto libraries, lane.process->call<media_protocol::LibrariesReply>(
                                             Operation::libraries, media_protocol::LibrariesRequest{}));
    const media::Stage stage("sample", "voice-sample", kSampleVersion,
                             json::Object{{"voice", json::encode(voice)},
                                          {"language", language},
                                          {"text", text},
                                          {"libraries", libraries.speech + "; " + libraries.codec}});
    const auto work = [&](const std::filesystem::path& folder) -> Result<json::Value> {
        const std::string spoken = folder / "speech.f32";
        MSS_TRY_ASSIGN(const json::Value answer,
                       say(*lane.process, lane.paid_speech,
                           {.text = text, .language = language, .voice = voice.name, .output = spoken}, cancel_fd));
        MSS_TRY_ASSIGN(const auto speech, json::decode<media_protocol::SpeechReply>(answer));
        media_protocol::MixRequest mix;
        mix.clips.push_back({spoken, 0});
        const std::int64_t frames = speech.samples / media_protocol::kSamplesPerFrame + kTailFrames;
        mix.samples = frames * media_protocol::kSamplesPerFrame;
        mix.music = false;
        mix.output = folder / "sample.m4a";
        return lane.process->call_json(Operation::mix, json::encode(mix), {});
    };
    MSS_TRY_ASSIGN(const auto made, lane.stages.run<media_protocol::MixReply>(stage, work));
    return VoiceSample{voice, text, made.entry.folder / "sample.m4a"};
}

}  // namespace mss::studio
