#include "speech/flite_synthesizer.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <cstring>

#include <flite/flite.h>
#include <flite/flite_version.h>

#include "base/ascii.hpp"
#include "text/words.hpp"

// The voices' libraries have no header; these are their entry points. A voice is made once and kept by the library.
extern "C" {
cst_voice* register_cmu_us_slt(const char* folder);
cst_voice* register_cmu_us_rms(const char* folder);
cst_voice* register_cmu_us_awb(const char* folder);
}

namespace mss::speech {
namespace {

struct FliteVoice {
    std::string_view name;
    std::string_view description;
    cst_voice* (*make)(const char*);
    float stretch;  ///< of all durations, to bring the voice to the rate that narration is read at
};

constexpr std::array<FliteVoice, 3> kVoices{{{"slt", "American English, female, warm", &register_cmu_us_slt, 1.12F},
                                             {"rms", "American English, male, clear", &register_cmu_us_rms, 0.98F},
                                             {"awb", "Scottish-tinted English, male", &register_cmu_us_awb, 1.1F}}};

struct DeleteUtterance {
    void operator()(cst_utterance* utterance) const { delete_utterance(utterance); }
};
using FliteUtterance = std::unique_ptr<cst_utterance, DeleteUtterance>;

bool holds_letter_or_digit(std::string_view text) {
    return std::ranges::any_of(text, ascii::is_alphanumeric);
}

// What flite is given, and which reading each of its tokens (it splits at white space) belongs to.
struct FliteText {
    std::string text;
    std::vector<std::size_t> reading_of_token;
};

FliteText flite_text(const std::vector<std::string>& readings) {
    FliteText made;
    for (std::size_t index = 0; index < readings.size(); ++index) {
        const std::string ascii = text::ascii_form(readings[index]);
        std::size_t at = 0;
        while ((at = ascii.find_first_not_of(' ', at)) != std::string::npos) {
            const std::size_t end = std::min(ascii.find(' ', at), ascii.size());
            const std::string_view token = std::string_view(ascii).substr(at, end - at);
            if (holds_letter_or_digit(token)) {
                made.text.append(made.text.empty() ? "" : " ").append(token);
                made.reading_of_token.push_back(index);
            }
            at = end;
        }
    }
    return made;
}

// A token's words in the syllable structure know the segments that they begin and end with.
Interval time_of_token(const cst_item* token, int rate) {
    constexpr const char* kBegin = "daughter1.R:SylStructure.daughter1.daughter1.R:Segment.p.end";
    constexpr const char* kEnd = "daughtern.R:SylStructure.daughtern.daughtern.R:Segment.end";
    const auto sample = [rate](float seconds) {
        return static_cast<std::int64_t>(std::lround(seconds * static_cast<float>(rate)));
    };
    return {sample(ffeature_float(token, kBegin)), sample(ffeature_float(token, kEnd))};
}

std::vector<std::optional<Interval>> times_of_readings(const cst_utterance& utterance, int rate,
                                                       const FliteText& spoken, std::size_t count) {
    std::vector<std::optional<Interval>> times(count);
    std::size_t index = 0;
    for (const cst_item* token = relation_head(utt_relation(&utterance, "Token"));
         token != nullptr && index < spoken.reading_of_token.size(); token = item_next(token), ++index) {
        const Interval time = time_of_token(token, rate);
        if (time.end <= time.begin) continue;
        std::optional<Interval>& whole = times[spoken.reading_of_token[index]];
        whole = whole ? Interval{whole->begin, time.end} : time;
    }
    return times;
}

const FliteVoice* find_voice(const std::string& name) {
    const auto found = std::ranges::find(kVoices, name, &FliteVoice::name);
    return found == kVoices.end() ? nullptr : &*found;
}

}  // namespace

FliteSynthesizer::FliteSynthesizer() {
    flite_init();
}

std::vector<media_protocol::Voice> FliteSynthesizer::voices() const {
    std::vector<media_protocol::Voice> voices;
    voices.reserve(std::size(kVoices));
    for (const FliteVoice& voice : kVoices)
        voices.push_back({.name = std::string(voice.name),
                          .engine = "flite",
                          .language = "en-US",
                          .description = std::string(voice.description),
                          .version = FLITE_PROJECT_VERSION,
                          .latin_only = true});
    return voices;
}

Result<Utterance> FliteSynthesizer::synthesize(const std::vector<std::string>& readings, const std::string& voice,
                                               double pace) {
    const FliteVoice* chosen = find_voice(voice);
    if (chosen == nullptr) return fail(Code::not_found, "flite has no voice \"" + voice + "\"");
    const FliteText spoken = flite_text(readings);
    if (spoken.text.empty())
        return fail(Code::invalid, "there is nothing in this sentence that an English voice can say");

    cst_voice* engine = chosen->make(nullptr);
    if (engine == nullptr) return fail(Code::internal, "flite could not load the voice \"" + voice + "\"");
    flite_feat_set_float(engine->features, "duration_stretch", chosen->stretch / static_cast<float>(pace));
    std::srand(1);  // the engine's breath noise comes from rand(): the same sentence must give the same sound
    const FliteUtterance utterance(flite_synth_text(spoken.text.c_str(), engine));
    const cst_wave* wave = utterance ? val_wave(feat_val(utterance->features, "wave")) : nullptr;
    if (wave == nullptr || wave->num_samples <= 0) return fail(Code::internal, "flite made no sound of this sentence");

    Utterance made;
    made.sample_rate = wave->sample_rate;
    made.samples.reserve(static_cast<std::size_t>(wave->num_samples));
    for (int i = 0; i < wave->num_samples; ++i)
        made.samples.push_back(static_cast<float>(wave->samples[i]) / 32'768.0F);
    made.times = times_of_readings(*utterance, wave->sample_rate, spoken, readings.size());
    return made;
}

}  // namespace mss::speech
