#include "studio/speech_requests.hpp"

#include <utility>

#include "text/words.hpp"

namespace mss::studio {

SpeechRequests::SpeechRequests(const model::Script& script, std::string voice)
    : script_(script), voice_(std::move(voice)) {
    for (const std::string& line : script.pronunciations)
        if (const auto known = model::parse_pronunciation(line))
            pronunciations_.push_back({line, text::FoldedWords(known->written, script.language)});
    for (const model::Scene& scene : script.scenes) {
        std::vector<Line>& lines = emphasis_.emplace_back();
        for (const std::string& word : scene.emphasis)
            lines.push_back({word, text::FoldedWords(word, script.language)});
    }
}

media_protocol::SpeechRequest SpeechRequests::of(const media::SpokenSentence& sentence) const {
    media_protocol::SpeechRequest request{
        .text = sentence.text, .language = script_.language, .voice = voice_, .output = {}, .pace = script_.pace};
    if (pronunciations_.empty() && emphasis_[sentence.scene].empty()) return request;
    const text::FoldedWords words(text::words(sentence.text, script_.language));
    request.pronunciations = lines_in(pronunciations_, words);
    request.emphasis = lines_in(emphasis_[sentence.scene], words);
    return request;
}

std::vector<std::string> SpeechRequests::lines_in(const std::vector<Line>& lines, const text::FoldedWords& sentence) {
    std::vector<std::string> found;
    for (const Line& line : lines)
        if (!text::find_phrase(sentence, line.phrase).empty()) found.push_back(line.written);
    return found;
}

}  // namespace mss::studio
