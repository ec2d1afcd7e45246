#include "media/scene_plan.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "base/random.hpp"
#include "media_protocol/timebase.hpp"
#include "text/terms.hpp"
#include "text/words.hpp"

namespace mss::media {
namespace {

using media_protocol::ScenePlan;
using model::SceneKind;

constexpr int kCardFrames = 3 * media_protocol::kFramesPerSecond;
constexpr int kCardFramesMin = 2 * media_protocol::kFramesPerSecond;
constexpr std::size_t kSourcesShown = 3;
constexpr std::uint64_t kGroundPhases = 3000;
constexpr std::size_t kThumbnailWords = 7;

// A kind that the scene has the material for: a list without items would be an empty card.
SceneKind settle_kind(const model::Visual& visual, std::size_t index) {
    switch (visual.kind) {
        case SceneKind::automatic: break;
        case SceneKind::big_number:
            if (!visual.number.empty()) return visual.kind;
            break;
        case SceneKind::list_reveal:
            if (visual.items.size() >= 2) return visual.kind;
            break;
        default: return visual.kind;
    }
    if (index == 0) return SceneKind::kinetic_title;
    if (!visual.number.empty()) return SceneKind::big_number;
    if (visual.items.size() >= 2) return SceneKind::list_reveal;
    return index % 2 == 0 ? SceneKind::icon_constellation : SceneKind::mesh_gradient;
}

std::size_t icons_wanted(SceneKind kind) {
    switch (kind) {
        case SceneKind::icon_constellation: return 4;
        case SceneKind::quote_card:
        case SceneKind::source_card: return 0;
        default: return 1;
    }
}

// The words to look icons up by: what the script asks for, then what the scene speaks of.
std::vector<std::string> icon_words(const model::Scene& scene, const std::string& language) {
    std::vector<std::string> words = scene.visual.icons;
    for (auto& term : text::terms(scene.visual.headline, language))
        words.push_back(std::move(term));
    for (auto& term : text::terms(scene.text, language))
        words.push_back(std::move(term));
    return words;
}

std::vector<std::string> pick_icons(const model::Scene& scene, SceneKind kind, const std::string& language,
                                    const icons::IconSet& icons, std::set<std::string, std::less<>>& used) {
    std::vector<std::string> names;
    for (const icons::Icon* icon : icons.find(icon_words(scene, language), icons_wanted(kind), used)) {
        names.emplace_back(icon->name);
        used.emplace(icon->name);
    }
    return names;
}

// Each item appears as its first telling word is spoken, in order; an item that is not spoken gets an even share.
std::vector<int> item_frames(const std::vector<std::string>& items, std::size_t scene, const Narration& narration,
                             const std::string& language) {
    const SceneSpan& span = narration.scenes[scene];
    std::vector<int> frames;
    auto word = narration.words.begin();
    for (std::size_t i = 0; i < items.size(); ++i) {
        const auto wanted = text::terms(items[i], language);
        const auto spoken = std::find_if(word, narration.words.end(), [&](const TimedWord& candidate) {
            if (candidate.scene != scene || wanted.empty()) return false;
            const auto said = text::terms(candidate.text, language);
            return !said.empty() && said.front() == wanted.front();
        });
        int frame = static_cast<int>(i + 1) * span.frames / static_cast<int>(items.size() + 2);
        if (spoken != narration.words.end()) {
            frame = media_protocol::nearest_frame(spoken->begin) - span.first_frame;
            word = std::next(spoken);
        }
        frames.push_back(
            std::clamp(frames.empty() ? frame : std::max(frame, frames.back() + 8), 0, std::max(span.frames - 1, 0)));
    }
    return frames;
}

std::string sources_heading(const std::string& language) {
    using Entry = std::pair<std::string_view, std::string_view>;
    constexpr std::array kHeadings{
        Entry{"de", "Quellen"}, Entry{"es", "Fuentes"},   Entry{"it", "Fonti"},   Entry{"pt", "Fontes"},
        Entry{"nl", "Bronnen"}, Entry{"sv", "Källor"},    Entry{"pl", "Źródła"},  Entry{"ru", "Источники"},
        Entry{"uk", "Джерела"}, Entry{"tr", "Kaynaklar"}, Entry{"ar", "المصادر"}, Entry{"he", "מקורות"},
        Entry{"zh", "来源"},    Entry{"ja", "出典"},      Entry{"ko", "출처"},    Entry{"hi", "स्रोत"}};
    const auto found =
        std::ranges::find_if(kHeadings, [&](const Entry& entry) { return language.starts_with(entry.first); });
    return std::string(found == kHeadings.end() ? "Sources" : found->second);
}

ScenePlan base_plan(const model::Script& script, const Look& look, const SceneSpan& span) {
    ScenePlan plan;
    plan.style = look.style;
    plan.palette = look.palette;
    plan.language = script.language;
    plan.frames = span.frames;
    return plan;
}

ScenePlan plan_scene(const model::Script& script, std::size_t index, const Narration& narration, const Look& look,
                     const icons::IconSet& icons, std::set<std::string, std::less<>>& used) {
    const model::Scene& scene = script.scenes[index];
    ScenePlan plan = base_plan(script, look, narration.scenes[index]);
    plan.kind = settle_kind(scene.visual, index);
    plan.headline = scene.visual.headline.empty() && index == 0 ? script.title : scene.visual.headline;
    plan.number = scene.visual.number;
    plan.label = scene.visual.label;
    plan.items = scene.visual.items;
    plan.item_frames = item_frames(plan.items, index, narration, script.language);
    plan.icons = pick_icons(scene, plan.kind, script.language, icons, used);
    // Seeded by the words alone, so that editing one scene leaves the pictures of all others as they were; for the
    // same reason the ground's phase comes from the words and not from the place in the video.
    plan.seed = Random::hash_of(scene.text);
    plan.start_frame = static_cast<int>(plan.seed % kGroundPhases);
    return plan;
}

// The card comes on while the last words are still spoken, so that it can be read without making the video longer.
void add_source_card(std::vector<PlannedSegment>& segments, const model::Script& script, const Look& look) {
    SceneSpan& last = segments.back().span;
    const int frames = std::min(kCardFrames, last.frames / 2);
    if (script.sources.empty() || frames < kCardFramesMin) return;
    const SceneSpan span{last.first_frame + last.frames - frames, frames};
    last.frames -= frames;
    segments.back().scene.frames = last.frames;
    for (int& frame : segments.back().scene.item_frames)
        frame = std::min(frame, last.frames - 1);

    ScenePlan card = base_plan(script, look, span);
    card.kind = SceneKind::source_card;
    card.headline = sources_heading(script.language);
    for (std::size_t i = 0; i < std::min(kSourcesShown, script.sources.size()); ++i) {
        const model::Source& source = script.sources[i];
        std::string line = source.title.empty() ? source.url : source.title;
        if (!source.author.empty()) line += " — " + source.author;
        if (!source.licence.empty()) line += " (" + source.licence + ")";
        card.items.push_back(std::move(line));
        card.item_frames.push_back(4 + static_cast<int>(i) * 6);
    }
    card.seed = segments.back().scene.seed;
    card.start_frame = segments.back().scene.start_frame + last.frames;
    segments.push_back({span, std::move(card)});
}

}  // namespace

std::vector<PlannedSegment> plan_segments(const model::Script& script, const Narration& narration, const Look& look,
                                          const icons::IconSet& icons) {
    std::vector<PlannedSegment> segments;
    segments.reserve(script.scenes.size() + 1);
    std::set<std::string, std::less<>> used;
    for (std::size_t i = 0; i < script.scenes.size(); ++i)
        segments.push_back({narration.scenes[i], plan_scene(script, i, narration, look, icons, used)});
    add_source_card(segments, script, look);
    return segments;
}

media_protocol::ScenePlan plan_thumbnail(const model::Script& script, const std::vector<PlannedSegment>& segments) {
    ScenePlan plan = segments.front().scene;
    // The title says what the video is about; a long one would be too small to read in a list of videos.
    if (!script.title.empty() && text::words(script.title, script.language).size() <= kThumbnailWords)
        plan.headline = script.title;
    const auto number =
        std::ranges::find_if(segments, [](const PlannedSegment& segment) { return !segment.scene.number.empty(); });
    if (number != segments.end()) plan.number = number->scene.number;
    const auto icon =
        std::ranges::find_if(segments, [](const PlannedSegment& segment) { return !segment.scene.icons.empty(); });
    if (plan.icons.empty() && icon != segments.end()) plan.icons = icon->scene.icons;
    plan.frames = 1;
    return plan;
}

}  // namespace mss::media
