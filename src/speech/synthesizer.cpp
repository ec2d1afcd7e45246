#include "speech/synthesizer.hpp"

#include "speech/espeak_synthesizer.hpp"
#include "speech/flite_synthesizer.hpp"
#include "speech/kokoro_synthesizer.hpp"
#include "speech/voice_folder.hpp"

namespace mss::speech {

Result<void> SpeechSynthesizer::prepare(const std::string& voice) {
    for (const media_protocol::Voice& known : voices())
        if (known.name == voice) return {};
    return fail(Code::not_found, "there is no voice \"" + voice + "\"");
}

Synthesizers make_synthesizers(const SpeechParts& parts) {
    Synthesizers made;
    VoiceFolders folders;
    if (!parts.voices_folder.empty()) folders = find_voice_folders(parts.voices_folder);
    made.engines.push_back(std::make_unique<KokoroSynthesizer>(std::move(folders.found), parts.threads));
    made.engines.push_back(std::make_unique<FliteSynthesizer>());
    made.engines.push_back(std::make_unique<EspeakSynthesizer>());
    made.troubles = std::move(folders.troubles);
    return made;
}

}  // namespace mss::speech
