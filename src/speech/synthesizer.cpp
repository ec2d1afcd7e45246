#include "speech/synthesizer.hpp"

#include "speech/espeak_synthesizer.hpp"
#include "speech/flite_synthesizer.hpp"

namespace mss::speech {

std::vector<std::unique_ptr<SpeechSynthesizer>> make_synthesizers() {
    std::vector<std::unique_ptr<SpeechSynthesizer>> engines;
    engines.push_back(std::make_unique<FliteSynthesizer>());
    engines.push_back(std::make_unique<EspeakSynthesizer>());
    return engines;
}

}  // namespace mss::speech
