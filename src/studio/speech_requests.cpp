#include "studio/speech_requests.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/utf8.hpp"
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

std::vector<std::string> SpeechRequests::unused(const std::vector<media::SpokenSentence>& sentences) const {
    constexpr std::size_t kNamed = 3;
    std::set<std::string> said;
    std::vector<std::set<std::string>> stressed(emphasis_.size());
    for (const media::SpokenSentence& sentence : sentences) {
        const media_protocol::SpeechRequest request = of(sentence);
        said.insert(request.pronunciations.begin(), request.pronunciations.end());
        stressed[sentence.scene].insert(request.emphasis.begin(), request.emphasis.end());
    }
    std::vector<std::string> notices;
    const auto tell = [&](const std::vector<Line>& lines, const std::set<std::string>& used, std::string_view what) {
        std::vector<std::string> named;
        for (const Line& line : lines)
            if (!used.contains(line.written)) named.push_back(fmt::format("\"{}\"", utf8::printable(line.written, 60)));
        if (named.empty()) return;
        const std::size_t more = named.size() - std::min(named.size(), kNamed);
        named.resize(named.size() - more);
        notices.push_back(
            fmt::format("{}: {}{}", what, fmt::join(named, ", "), more == 0 ? "" : fmt::format(" and {} more", more)));
    };
    tell(pronunciations_, said, "pronunciations of what no sentence holds");
    for (std::size_t scene = 0; scene < emphasis_.size(); ++scene)
        tell(emphasis_[scene], stressed[scene],
             fmt::format("words to stress that no sentence of scene {} holds", scene + 1));
    return notices;
}

std::vector<std::string> SpeechRequests::lines_in(const std::vector<Line>& lines, const text::FoldedWords& sentence) {
    std::vector<std::string> found;
    for (const Line& line : lines)
        if (!text::find_phrase(sentence, line.phrase).empty()) found.push_back(line.written);
    return found;
}

}  // namespace mss::studio
