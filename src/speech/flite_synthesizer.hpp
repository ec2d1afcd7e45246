#pragma once
// English through flite's statistical voices: small, quick, with exact times of every word. Confined to one thread;
// flite keeps its voices for the whole process, so objects share them.

#include "speech/synthesizer.hpp"

namespace mss::speech {

class FliteSynthesizer : public SpeechSynthesizer {
public:
    FliteSynthesizer();

    std::vector<media_protocol::Voice> voices() const override;
    Result<Utterance> synthesize(const std::vector<std::string>& readings, const std::string& voice,
                                 double pace) override;
};

}  // namespace mss::speech
