#pragma once
// About a hundred languages through espeak-ng: synthetic in sound, clear, with the time of every word's beginning.
// Confined to one thread; the library has one state a process, which every call sets up anew.

#include "speech/synthesizer.hpp"

namespace mss::speech {

class EspeakSynthesizer : public SpeechSynthesizer {
public:
    EspeakSynthesizer();

    std::vector<media_protocol::Voice> voices() const override;
    Result<Utterance> synthesize(const std::vector<std::string>& readings, const std::string& voice,
                                 double pace) override;

private:
    struct Offered {
        media_protocol::Voice voice;
        std::string file;  ///< the library's own name of the voice; its language code does not load every voice
        std::string code;  ///< the library's own name of the language
        int priority = 0;  ///< lower is better
    };
    static std::vector<Offered> list_voices();

    int sample_rate_ = 0;  ///< 0: the library found no data
    std::vector<Offered> offered_;
};

}  // namespace mss::speech
