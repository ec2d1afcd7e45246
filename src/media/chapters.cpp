#include "media/chapters.hpp"

#include <set>

#include <fmt/format.h>

#include "media/phrases.hpp"
#include "media_protocol/timebase.hpp"
#include "text/terms.hpp"
#include "text/words.hpp"

namespace mss::media {
namespace {

constexpr int kShortestFrames = 10 * media_protocol::kFramesPerSecond;
constexpr std::size_t kFewest = 3;

// Whether a headline can be read without its scene. Two words taken out of the narration ("Small box") cannot, two
// that somebody wrote over it can.
bool reads_alone(const std::string& headline, const model::Scene& scene, const std::string& language) {
    constexpr std::size_t kTelling = 3;
    const std::size_t words = text::words(headline, language).size();
    return words >= kTelling || (words == 2 && !text::lower(scene.text).contains(text::lower(headline)));
}

// A wording that says what the scene is about: its headline, its figure with what that counts, or its first words.
std::string title_of(const model::Scene& scene, const std::string& language) {
    const model::Visual& visual = scene.visual;
    if (reads_alone(visual.headline, scene, language)) return visual.headline;
    if (!visual.number.empty() && text::words(visual.label, language).size() >= 2)
        return visual.number + " " + visual.label;
    return opening_phrase(scene.text, language);
}

}  // namespace

std::vector<Chapter> make_chapters(const model::Script& script, const Narration& narration) {
    std::vector<Chapter> chapters;
    std::set<std::string> titles;
    for (std::size_t i = 0; i < script.scenes.size(); ++i) {
        const std::string title = title_of(script.scenes[i], script.language);
        const int start = narration.scenes[i].first_frame;
        const bool far_enough = chapters.empty() || start - chapters.back().first_frame >= kShortestFrames;
        const bool room_left = narration.frames - start >= kShortestFrames;
        if (title.empty() || !far_enough || !room_left || !titles.insert(title).second) continue;
        chapters.push_back({chapters.empty() ? 0 : start, title});
    }
    if (chapters.size() < kFewest) chapters.clear();
    return chapters;
}

std::string chapters_text(const std::vector<Chapter>& chapters) {
    std::string out;
    for (const Chapter& chapter : chapters) {
        const int seconds = chapter.first_frame / media_protocol::kFramesPerSecond;
        out += fmt::format("{}:{:02} {}\n", seconds / 60, seconds % 60, chapter.title);
    }
    return out;
}

}  // namespace mss::media
