#include "media/scene_plan.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <utility>

#include "base/random.hpp"
#include "base/utf8.hpp"
#include "media/phrases.hpp"
#include "media_protocol/timebase.hpp"
#include "text/terms.hpp"
#include "text/words.hpp"

namespace mss::media {
namespace {

using media_protocol::ScenePlan;
using model::SceneKind;

constexpr int kLongSceneFrames = 8 * media_protocol::kFramesPerSecond;
// The card is complete for two seconds at least: its entrance takes a third of one.
constexpr int kCardFrames = 4 * media_protocol::kFramesPerSecond;
constexpr int kCardFramesMin = 2 * media_protocol::kFramesPerSecond + 10;
constexpr std::size_t kSourcesShown = 3;
constexpr std::size_t kSourceLetters = 80;  ///< more do not fit in a size that can be read
constexpr std::uint64_t kGroundPhases = 3000;
constexpr std::size_t kThumbnailWords = 7;

// A kind that the scene has the material for: a list without items would be an empty card.
SceneKind settle_kind(const model::Visual& visual, std::size_t index) {
    const bool has_list = visual.items.size() >= 2;
    switch (visual.kind) {
        case SceneKind::automatic: break;
        case SceneKind::big_number:
            if (!visual.number.empty()) return visual.kind;
            break;
        case SceneKind::list_reveal:
            if (has_list) return visual.kind;
            break;
        case SceneKind::source_card:
            if (!visual.items.empty()) return visual.kind;
            break;
        case SceneKind::quote_card:
            if (!visual.headline.empty()) return visual.kind;
            break;
        default: return visual.kind;
    }
    if (index == 0) return SceneKind::kinetic_title;
    if (!visual.number.empty()) return SceneKind::big_number;
    if (has_list) return SceneKind::list_reveal;
    return index % 2 == 0 ? SceneKind::icon_constellation : SceneKind::mesh_gradient;
}

std::size_t icons_wanted(SceneKind kind, int frames) {
    switch (kind) {
        case SceneKind::icon_constellation: return 4;
        case SceneKind::quote_card:
        case SceneKind::source_card: return 0;
        // In a long scene a second icon takes the first one's place.
        case SceneKind::mesh_gradient: return frames > kLongSceneFrames ? 2 : 1;
        default: return 1;
    }
}

std::string title_and_keywords(const model::Script& script) {
    std::string words = script.title;
    for (const std::string& keyword : script.keywords)
        words += ". " + keyword;
    return words;
}

using Names = std::set<std::string, std::less<>>;

std::vector<std::string> names_of(const std::vector<const icons::Icon*>& found, Names& used) {
    std::vector<std::string> names;
    for (const icons::Icon* icon : found) {
        names.emplace_back(icon->name);
        used.emplace(icon->name);
    }
    return names;
}

// One icon an item, or none at all: a list with icons before some of its rows looks unfinished.
std::vector<std::string> item_icons(const model::Script& script, const model::Scene& scene, const icons::IconSet& icons,
                                    Names& used) {
    std::vector<std::string> names;
    for (const std::string& item : scene.visual.items) {
        const icons::Query query{.asked = {},
                                 .text = item,
                                 .context = title_and_keywords(script) + ". " + scene.text,
                                 .language = script.language};
        const auto found = icons.find(query, 1, Names(names.begin(), names.end()));
        if (found.empty() || std::ranges::find(names, found.front()->name) != names.end()) return {};
        names.emplace_back(found.front()->name);
    }
    used.insert(names.begin(), names.end());
    return names;
}

// What the script asks for, then what the headline and the words name. The opening scene's icon also stands on
// thumbnails, so it is one for the headline or the title, never for a word in passing.
std::vector<std::string> pick_icons(const model::Script& script, std::size_t index, const ScenePlan& plan,
                                    const icons::IconSet& icons, Names& used) {
    const model::Scene& scene = script.scenes[index];
    if (plan.kind == SceneKind::list_reveal) return item_icons(script, scene, icons, used);
    const icons::Query query{.asked = scene.visual.icons,
                             .text = scene.visual.headline + ". " + (index == 0 ? script.title : scene.text),
                             .context = title_and_keywords(script),
                             .language = script.language};
    return names_of(icons.find(query, icons_wanted(plan.kind, plan.frames), used), used);
}

// The word at which an item is spoken of: from `from` on, the first that is the item's first telling word, else the
// first that is any of them.
std::optional<std::size_t> spoken_at(const std::string& item, std::size_t scene, const Narration& narration,
                                     std::size_t from, const std::string& language) {
    const std::vector<std::string> wanted = text::terms(item, language);
    std::optional<std::size_t> any;
    for (std::size_t i = from; i < narration.words.size() && !wanted.empty(); ++i) {
        if (narration.words[i].scene != scene) continue;
        const auto said = text::terms(narration.words[i].text, language);
        if (said.empty()) continue;
        if (said.front() == wanted.front()) return i;
        if (!any && std::ranges::find(wanted, said.front()) != wanted.end()) any = i;
    }
    return any;
}

// Each item appears as it is spoken of, in order; one that is not gets an even share of the time between its
// neighbours.
std::vector<int> item_frames(const std::vector<std::string>& items, std::size_t scene, const Narration& narration,
                             const std::string& language) {
    constexpr int kLeastApart = 8;
    const SceneSpan& span = narration.scenes[scene];
    std::vector<std::optional<int>> known;
    std::size_t from = 0;
    for (const std::string& item : items) {
        const auto word = spoken_at(item, scene, narration, from, language);
        if (word) from = *word + 1;
        known.push_back(
            word ? std::optional(media_protocol::nearest_frame(narration.words[*word].begin) - span.first_frame)
                 : std::nullopt);
    }
    std::vector<int> frames;
    for (std::size_t i = 0; i < items.size(); ++i) {
        const auto next = std::find_if(known.begin() + static_cast<std::ptrdiff_t>(i), known.end(),
                                       [](const auto& frame) { return frame.has_value(); });
        const int before = frames.empty() ? 0 : frames.back();
        const int until = next == known.end() ? span.frames * 9 / 10 : **next;
        const auto gaps = static_cast<int>(next - known.begin()) - static_cast<int>(i) + 1;
        const int frame = known[i] ? *known[i] : before + (until - before) / gaps;
        frames.push_back(std::clamp(frames.empty() ? frame : std::max(frame, before + kLeastApart), 0,
                                    std::max(span.frames - 1, 0)));
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

// What the card says of a source: as much as can be read in passing; the credits file has all of it.
std::string source_line(const model::Source& source) {
    std::string line = source.title.empty() ? source.url : source.title;
    for (const std::string& more : {source.author.empty() ? "" : " — " + source.author,
                                    source.licence.empty() ? "" : " (" + source.licence + ")"})
        if (utf8::decode(line + more).size() <= kSourceLetters) line += more;
    return line;
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
                     const icons::IconSet& icons, Names& used) {
    const model::Scene& scene = script.scenes[index];
    ScenePlan plan = base_plan(script, look, narration.scenes[index]);
    plan.kind = settle_kind(scene.visual, index);
    plan.headline = scene.visual.headline.empty() && index == 0 ? script.title : scene.visual.headline;
    plan.number = scene.visual.number;
    plan.label = scene.visual.label;
    plan.items = scene.visual.items;
    plan.item_frames = item_frames(plan.items, index, narration, script.language);
    plan.icons = pick_icons(script, index, plan, icons, used);
    const bool shows_more = plan.kind == SceneKind::big_number || plan.kind == SceneKind::list_reveal;
    if (plan.headline.empty() && plan.icons.empty() && !shows_more)
        plan.headline = opening_phrase(scene.text, script.language);
    if (index > 0) plan.arrival = kTransitionFrames / 2;
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
        card.items.push_back(source_line(source));
    }
    card.arrival = kTransitionFrames / 2;
    card.seed = segments.back().scene.seed;
    card.start_frame = segments.back().scene.start_frame + last.frames;
    segments.push_back({span, std::move(card)});
}

}  // namespace

std::vector<std::string> drawn_texts(const model::Script& script) {
    std::vector<std::string> texts;
    for (const model::Scene& scene : script.scenes) {
        const model::Visual& visual = scene.visual;
        std::string text = texts.empty() ? script.title : std::string();
        text += scene.text + visual.headline + visual.number + visual.label;
        for (const std::string& item : visual.items)
            text += item;
        texts.push_back(std::move(text));
    }
    std::string card = sources_heading(script.language);
    for (const model::Source& source : script.sources)
        card += source_line(source);
    texts.push_back(std::move(card));
    return texts;
}

std::vector<PlannedSegment> plan_segments(const model::Script& script, const Narration& narration, const Look& look,
                                          const icons::IconSet& icons) {
    std::vector<PlannedSegment> segments;
    segments.reserve(script.scenes.size() + 1);
    Names used;
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
    if (number != segments.end()) {
        plan.number = number->scene.number;
        plan.label = number->scene.label.empty() ? number->scene.headline : number->scene.label;
    } else {
        // A second wording, for the layout that has room for one.
        const auto other = std::ranges::find_if(segments, [&](const PlannedSegment& segment) {
            return segment.scene.kind != SceneKind::source_card && !segment.scene.headline.empty() &&
                   segment.scene.headline != plan.headline;
        });
        plan.label = other != segments.end() ? other->scene.headline : std::string();
    }
    plan.frames = 1;
    return plan;
}

}  // namespace mss::media
