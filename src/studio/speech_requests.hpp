#pragma once
// What a voice is asked for each sentence of a script. Pure; any thread; never fails.

#include <string>
#include <vector>

#include "media/narration.hpp"
#include "media_protocol/speech.hpp"
#include "model/script.hpp"
#include "text/word_match.hpp"

namespace mss::studio {

class SpeechRequests {
public:
    /// `script` outlives this.
    SpeechRequests(const model::Script& script, std::string voice);

    /// Without its output. Of the script's pronunciations and its scene's stresses only those that concern the
    /// sentence, so that it is found again when others change.
    media_protocol::SpeechRequest of(const media::SpokenSentence& sentence) const;

    /// What of the script's pronunciations and stresses no sentence holds, such as a misspelt name; for the maker.
    std::vector<std::string> unused(const std::vector<media::SpokenSentence>& sentences) const;

private:
    struct Line {
        std::string written;  ///< as the script has it
        text::FoldedWords phrase;
    };
    static std::vector<std::string> lines_in(const std::vector<Line>& lines, const text::FoldedWords& sentence);

    const model::Script& script_;
    std::string voice_;
    std::vector<Line> pronunciations_;
    std::vector<std::vector<Line>> emphasis_;  ///< one list a scene
};

}  // namespace mss::studio
