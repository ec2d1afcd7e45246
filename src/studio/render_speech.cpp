// The words of a video spoken, while the pictures of what is spoken already are drawn.
#include <fmt/format.h>

#include "media_protocol/timebase.hpp"
#include "studio/prerequisites.hpp"
#include "studio/render_run.hpp"
#include "studio/speech_stages.hpp"
#include "studio/spoken_sentences.hpp"
#include "studio/unsayable.hpp"

namespace mss::studio {
namespace {

using media::SpokenSentence;
using media::Stage;

// For the progress bar alone.
constexpr double kBytesOfASecond = 15;       // of words, that are said in one
constexpr double kCostPerSentence = 0.0005;  // whatever the voice

// A voice that takes longer is spoken by several processes at once.
constexpr double kQuickVoice = 0.1;

double said_seconds(const SpokenSentence& sentence) {
    return static_cast<double>(sentence.text.size()) / kBytesOfASecond;
}

}  // namespace

// Where a voice that nobody named cannot speak, another says it all: a video has one voice.
Result<void> RenderRun::speak() {
    while (true) {
        sentences_ = sentences_to_speak(script_);
        drawn_ahead_.clear();
        auto spoken = speak_all();
        if (spoken) return {};
        if (voice_.paid) return spoken;
        MSS_TRY_ASSIGN(voice_, stand_in(*lane_.process, voice_,
                                        {.name = options_.voice, .language = script_.language, .error = spoken.error()},
                                        notices_));
        MSS_TRY(check_sayable(script_, voice_, notices_));
    }
}

Result<void> RenderRun::speak_all() {
    std::vector<SpeechCrew::Sentence> asked = speech_stages(script_, sentences_, voice_, libraries_.speech);
    // A video whose last words would be refused is not begun: what was paid for the first ones would be of no use yet.
    MSS_TRY(check_speech_budget(lane_, voice_, asked));
    double seconds = 0;
    for (const SpokenSentence& sentence : sentences_)
        seconds += said_seconds(sentence);
    const int members = voice_.cost > kQuickVoice ? tools_.speech_processes : 1;
    const auto cost = [&](double said) { return kCostPerSentence + said * voice_.cost / members; };
    // Until the time line is known, the rest is guessed from the words.
    const double later =
        drawing_seconds(seconds * media_protocol::kFramesPerSecond * static_cast<double>(options_.formats.size()));
    for (const SpokenSentence& sentence : sentences_)
        tools_.progress.expect(cost(said_seconds(sentence)));
    tools_.progress.expect(later);

    SpeechCrew crew(std::move(asked), tools_.open_lane, static_cast<std::size_t>(members));
    double drawn = 0;
    for (std::size_t i = 0; i < sentences_.size(); ++i) {
        SpokenSentence& sentence = sentences_[i];
        MSS_TRY(draw_ahead(crew, i, drawn));
        tools_.progress.begin("speech", cost(said_seconds(sentence)),
                              voice_.paid ? "waiting for the speech service" : "");
        MSS_TRY_ASSIGN(auto spoken, crew.wait(i, tools_.cancel_fd));
        sentence.key = spoken.entry.key;
        sentence.path = spoken.entry.folder / "speech.f32";
        sentence.samples = spoken.reply.samples;
        sentence.words = std::move(spoken.reply.words);
        tools_.progress.end();
    }
    stages_of_speech_ = crew.take_stages();
    tools_.progress.expect(drawn - later);
    return {};
}

// Pictures of the first cut, for as long as the next sentence is still being spoken. What comes at the end of a video
// is planned with the last words; any other scene is finished once the one behind it is spoken.
Result<void> RenderRun::draw_ahead(SpeechCrew& crew, std::size_t next_sentence, double& drawn) {
    const std::size_t spoken_scenes = sentences_[next_sentence].scene;
    const Format format = options_.formats.front();
    const auto may_draw = [&] { return drawn_ahead_.size() + 1 < spoken_scenes && !crew.is_ready(next_sentence); };
    if (may_draw()) plan(spoken_scenes);
    while (may_draw()) {
        const std::size_t index = drawn_ahead_.size();
        const Stage stage = segment_stage(format, index);
        MSS_TRY_ASSIGN(const bool finished, lane_.stages.finished(stage));
        const double cost = finished ? 0 : segment_cost(index);
        tools_.progress.begin("speech", cost);
        MSS_TRY_ASSIGN(FinishedSegment segment, draw_segment(format, index, stage));
        drawn += cost;
        tell_scene(format, index, segment);
        drawn_ahead_.push_back(std::move(segment));
    }
    return {};
}

}  // namespace mss::studio
