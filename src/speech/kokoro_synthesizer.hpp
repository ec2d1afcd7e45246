#pragma once
// Kokoro-82M (Apache-2.0): English that people like to listen to, computed by ONNX Runtime, with the time of every word
// from the durations that the model itself decides on. What it needs lies in folders (see voice_folder.hpp); without
// one it has no voices. Confined to one thread.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "speech/espeak_phonemes.hpp"
#include "speech/kokoro_sounds.hpp"
#include "speech/onnx_model.hpp"
#include "speech/synthesizer.hpp"
#include "speech/voice_folder.hpp"

namespace mss::speech {

class KokoroSynthesizer : public SpeechSynthesizer {
public:
    /// `threads`: that compute a sentence.
    KokoroSynthesizer(std::vector<VoiceFolder> folders, int threads);

    std::vector<media_protocol::Voice> voices() const override;
    Result<void> prepare(const std::string& voice) override;
    Result<Utterance> synthesize(const std::vector<std::string>& readings, const std::string& voice,
                                 double pace) override;

private:
    struct Chosen {
        const VoiceFolder* folder = nullptr;
        const VoiceFolder::Voice* voice = nullptr;
    };
    /// The network of one folder, which is kept; and the voice that spoke last.
    struct Loaded {
        const VoiceFolder* folder = nullptr;
        OnnxModel model;
        std::map<char32_t, std::int64_t> numbers;  ///< of the letters that it knows
        std::string voice;
        std::vector<float> style;  ///< one row for each number of sounds
        double speed = 1;
    };

    Result<Chosen> find(const std::string& voice) const;
    Result<void> load(const Chosen& chosen);
    /// `parted_before`: the breath before ended between two words.
    Result<void> speak(const Breath& breath, bool parted_before, double pace, Utterance& utterance);

    std::vector<VoiceFolder> folders_;
    const int threads_;
    std::optional<EspeakPhonemes> phonemes_;
    std::optional<Loaded> loaded_;
};

}  // namespace mss::speech
