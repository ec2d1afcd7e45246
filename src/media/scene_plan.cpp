#include "media/scene_plan.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <set>
#include <utility>

#include "base/random.hpp"
#include "base/utf8.hpp"
#include "media/mentions.hpp"
#include "media/phrases.hpp"
#include "media_protocol/timebase.hpp"
#include "text/language.hpp"
#include "text/terms.hpp"
#include "text/units.hpp"
#include "text/words.hpp"

namespace mss::media {
namespace {

using media_protocol::ScenePlan;
using model::SceneKind;

constexpr int kLongSceneFrames = 8 * media_protocol::kFramesPerSecond;
// The card is complete for two seconds at least.
constexpr int kCardEntranceFrames = 18;
constexpr int kCardFrames = 4 * media_protocol::kFramesPerSecond;
constexpr int kCardFramesMin = 2 * media_protocol::kFramesPerSecond + kCardEntranceFrames;
constexpr int kBeforeCardFrames = 2 * media_protocol::kFramesPerSecond;  // what the last scene keeps at least
constexpr std::size_t kSourcesShown = 3;
constexpr std::size_t kSourceLetters = 80;  ///< more do not fit in a size that can be read
// By then every entrance is over.
constexpr int kOpeningEntranceFrames = 64;
constexpr int kFigureWaitFrames = 33;
constexpr std::size_t kIntroductionWords = 8;  // in large letters before the figure is said
constexpr int kFigureStandsFrames = 2 * media_protocol::kFramesPerSecond;
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

std::string sources_heading(const std::string& language) {
    using Entry = std::pair<std::string_view, std::string_view>;
    constexpr std::array kHeadings{
        Entry{"de", "Quellen"}, Entry{"es", "Fuentes"},   Entry{"it", "Fonti"},   Entry{"pt", "Fontes"},
        Entry{"nl", "Bronnen"}, Entry{"sv", "Källor"},    Entry{"pl", "Źródła"},  Entry{"ru", "Источники"},
        Entry{"uk", "Джерела"}, Entry{"tr", "Kaynaklar"}, Entry{"ar", "المصادر"}, Entry{"he", "מקורות"},
        Entry{"zh", "来源"},    Entry{"ja", "出典"},      Entry{"ko", "출처"},    Entry{"hi", "स्रोत"}};
    const auto* found = std::ranges::find(kHeadings, text::primary_language(language), &Entry::first);
    return std::string(found == kHeadings.end() ? "Sources" : found->second);
}

// At most that many letters, cut between words where there are any.
std::string shortened(const std::string& text, std::size_t letters) {
    std::u32string points = utf8::decode(text);
    if (points.size() <= letters) return text;
    points.resize(letters);
    const std::size_t space = points.rfind(U' ');
    points.resize(space != std::u32string::npos && space > letters / 2 ? space : letters - 1);
    return without_last_mark(utf8::encode(points)) + "\u2026";
}

// What the card says of a source: as much as can be read in passing; the credits file has all of it.
std::string source_line(const model::Source& source) {
    std::string line = shortened(source.title.empty() ? source.url : source.title, kSourceLetters);
    for (const std::string& more : {source.author.empty() ? "" : " — " + source.author,
                                    source.licence.empty() ? "" : " (" + source.licence + ")"})
        if (utf8::decode(line + more).size() <= kSourceLetters) line += more;
    return line;
}

std::vector<std::string> source_lines(const model::Script& script) {
    std::vector<std::string> lines;
    for (std::size_t i = 0; i < std::min(kSourcesShown, script.sources.size()); ++i)
        lines.push_back(source_line(script.sources[i]));
    return lines;
}

ScenePlan base_plan(const model::Script& script, const Look& look, const SceneSpan& span) {
    ScenePlan plan;
    plan.style = look.style;
    plan.palette = look.palette;
    plan.language = script.language;
    plan.frames = span.frames;
    return plan;
}

// What a scene shows besides its headline, and when: as it is said.
void plan_moments(ScenePlan& plan, const model::Script& script, std::size_t index, const SpokenScene& spoken) {
    const model::Scene& scene = script.scenes[index];
    plan.items = scene.visual.items;
    plan.item_frames = item_frames(plan.items, spoken);
    if (plan.kind != SceneKind::big_number) return;
    const auto said = number_said(plan.number, spoken);
    if (!said) return;
    plan.number_begin = std::clamp(said->begin, 0, std::max(plan.frames - kFigureStandsFrames, 0));
    plan.number_end = plan.number_begin + (said->end - said->begin);
    // Until the figure is said there is something to read; where nothing short is, the counting itself.
    if (!plan.headline.empty() || plan.number_begin <= kFigureWaitFrames) return;
    const auto clause = opening_clause(scene.text, script.language, kIntroductionWords);
    if (clause && !clause->contains(plan.number))
        plan.headline = *clause;
    else
        plan.number_begin = kFigureWaitFrames;
}

ScenePlan plan_scene(const model::Script& script, std::size_t index, const Narration& narration, const SceneSpan& span,
                     const Look& look, const icons::IconSet& icons, Names& used) {
    const model::Scene& scene = script.scenes[index];
    ScenePlan plan = base_plan(script, look, span);
    plan.kind = settle_kind(scene.visual, index);
    plan.headline = scene.visual.headline.empty() && index == 0 ? script.title : scene.visual.headline;
    plan.number = scene.visual.number;
    plan.label = scene.visual.label;
    plan_moments(plan, script, index, spoken_scene(narration, index, span, script.language));
    plan.icons = pick_icons(script, index, plan, icons, used);
    const bool shows_more = plan.kind == SceneKind::big_number || plan.kind == SceneKind::list_reveal;
    // A picture that was seen before says more than half a sentence does.
    Names none_used;
    if (plan.headline.empty() && plan.icons.empty() && !shows_more)
        plan.icons = pick_icons(script, index, plan, icons, none_used);
    if (plan.headline.empty() && plan.icons.empty() && !shows_more)
        plan.headline = opening_phrase(scene.text, script.language);
    // Players show a video's first frame before it plays, so that one is no empty ground.
    plan.arrival = index > 0 ? kTransitionFrames / 2 : -kOpeningEntranceFrames;
    // Seeded by the words alone, so that editing one scene leaves the pictures of all others as they were; for the
    // same reason the ground's phase comes from the words and not from the place in the video.
    plan.seed = Random::hash_of(scene.text);
    plan.start_frame = static_cast<int>(plan.seed % kGroundPhases);
    return plan;
}

// The frames of the last scene that the sources have; 0 where there are none, or no room for them. The card comes on
// while the last words are still spoken, so that it can be read without making the video longer.
int card_frames(const model::Script& script, const SceneSpan& last) {
    const int frames = std::clamp(last.frames / 2, kCardFramesMin, kCardFrames);
    return script.sources.empty() || last.frames - frames < kBeforeCardFrames ? 0 : frames;
}

PlannedSegment plan_source_card(const model::Script& script, const Look& look, const PlannedSegment& before,
                                int frames) {
    const SceneSpan span{before.span.first_frame + before.span.frames, frames};
    ScenePlan card = base_plan(script, look, span);
    card.kind = SceneKind::source_card;
    card.headline = sources_heading(script.language);
    card.items = source_lines(script);
    card.arrival = kTransitionFrames / 2;
    card.seed = before.scene.seed;
    card.start_frame = before.scene.start_frame + before.span.frames;
    return {span, std::move(card)};
}

// Whether most of what a text says is said by another one.
bool repeats(const std::string& text, const std::string& other, const std::string& language) {
    const std::vector<std::string> words = text::terms(text, language);
    const std::vector<std::string> others = text::terms(other, language);
    const auto known = std::ranges::count_if(
        words, [&](const std::string& word) { return std::ranges::find(others, word) != others.end(); });
    return 2 * known > std::ssize(words) || (words.empty() && other.contains(text));
}

// "14" with "Wochen" says nothing by itself: what is counted must be more than a unit.
bool says_what_it_counts(const std::string& label, const std::string& language) {
    return std::ranges::any_of(text::words(label, language), [&](const std::string& word) {
        return !text::is_unit(word) && !text::terms(word, language).empty();
    });
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
    for (const std::string& line : source_lines(script))
        card += line;
    texts.push_back(std::move(card));
    // Whatever is too long ends with an ellipsis.
    for (std::string& text : texts)
        text += "\u2026";
    return texts;
}

std::vector<PlannedSegment> plan_segments(const model::Script& script, const Narration& narration, const Look& look,
                                          const icons::IconSet& icons) {
    std::vector<PlannedSegment> segments;
    segments.reserve(script.scenes.size() + 1);
    const int for_card = card_frames(script, narration.scenes.back());
    Names used;
    for (std::size_t i = 0; i < script.scenes.size(); ++i) {
        SceneSpan span = narration.scenes[i];
        if (i + 1 == script.scenes.size()) span.frames -= for_card;
        segments.push_back({span, plan_scene(script, i, narration, span, look, icons, used)});
    }
    if (for_card > 0) segments.push_back(plan_source_card(script, look, segments.back(), for_card));
    return segments;
}

media_protocol::ScenePlan plan_thumbnail(const model::Script& script, const std::vector<PlannedSegment>& segments) {
    ScenePlan plan = segments.front().scene;
    plan.frames = 1;
    // The title says what the video is about; a long one would be too small to read in a list of videos.
    if (!script.title.empty() && text::words(script.title, script.language).size() <= kThumbnailWords)
        plan.headline = script.title;
    plan.number.clear();
    plan.label.clear();
    const auto news = [&](const std::string& text) {
        return !text.empty() && !repeats(text, plan.headline, script.language);
    };
    const auto figure = std::ranges::find_if(segments, [&](const PlannedSegment& segment) {
        const ScenePlan& scene = segment.scene;
        return news(scene.number) && news(scene.label) && says_what_it_counts(scene.label, script.language);
    });
    if (figure != segments.end()) {
        plan.number = figure->scene.number;
        plan.label = figure->scene.label;
        return plan;
    }
    // A second wording, for the layouts that have room for one.
    const auto other = std::ranges::find_if(segments, [&](const PlannedSegment& segment) {
        return segment.scene.kind != SceneKind::source_card && news(segment.scene.headline);
    });
    if (other != segments.end()) plan.label = other->scene.headline;
    return plan;
}

}  // namespace mss::media
