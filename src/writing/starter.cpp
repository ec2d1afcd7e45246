#include "writing/starter.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "base/json.hpp"
#include "text/sentences.hpp"
#include "text/terms.hpp"
#include "text/words.hpp"
#include "writing/pace.hpp"
#include "writing/starter_files.hpp"

namespace mss::writing {
namespace {

constexpr double kOvershoot = 0.05;  // how far a shortened script may pass the asked length
constexpr std::size_t kFileBytesMax = 64'000;
constexpr std::size_t kTagBytesMax = 500;  // YouTube's limit on a video's tags together

bool contains(std::span<const std::string> words, std::string_view word) {
    return std::ranges::find(words, word) != words.end();
}

// Every scene exactly once, in the core or in one group of extras; the core in order, from the first scene to the last.
Result<void> check_scenes(const Starter& starter) {
    std::vector<std::size_t> used = starter.core;
    for (const auto& group : starter.extras)
        used.insert(used.end(), group.begin(), group.end());
    std::ranges::sort(used);
    bool once = used.size() == starter.script.scenes.size();
    for (std::size_t i = 0; once && i < used.size(); ++i)
        once = used[i] == i;
    if (!once) return fail(Code::invalid, "core and extras must name every scene exactly once");
    if (starter.core.empty() || !std::ranges::is_sorted(starter.core) || starter.core.front() != 0 ||
        starter.core.back() + 1 != starter.script.scenes.size())
        return fail(Code::invalid, "core: must go in order from the first scene to the last");
    return {};
}

Result<Starter> read_starter(std::string_view json) {
    MSS_TRY_ASSIGN(auto starter, json::decode_text<Starter>(json, kFileBytesMax));
    MSS_TRY(model::validate(starter.script));
    MSS_TRY(check_scenes(starter));
    if (starter.niches.empty()) return fail(Code::invalid, "niches: at least one is needed");
    return starter;
}

std::vector<QuestionIndex::Question> questions_of(std::span<const Starter> starters) {
    std::vector<QuestionIndex::Question> questions;
    for (const Starter& starter : starters) {
        QuestionIndex::Question& question = questions.emplace_back();
        question.phrasings = starter.questions;
        question.phrasings.push_back(starter.script.title);
        question.keywords = starter.script.keywords;
    }
    return questions;
}

struct NicheWord {
    std::string_view stem;
    std::string_view same_as;
};

// What people call the niches that the files name.
constexpr auto kNicheWords = std::to_array<NicheWord>({
    {"curiosity", "scienc"},   {"explainer", "scienc"},   {"fact", "scienc"},        {"knowledg", "scienc"},
    {"ancient", "history"},    {"anatomy", "body"},       {"astrophysic", "space"},  {"bak", "cook"},
    {"bank", "money"},         {"bird", "animal"},        {"botany", "plant"},       {"climat", "weather"},
    {"cosmo", "space"},        {"cosmos", "space"},       {"creature", "animal"},    {"economy", "money"},
    {"education", "scienc"},   {"educational", "scienc"}, {"environment", "nature"}, {"financial", "money"},
    {"fit", "health"},         {"fitness", "health"},     {"gadget", "technology"},  {"garden", "plant"},
    {"historical", "history"}, {"invest", "money"},       {"kitchen", "cook"},       {"marin", "ocean"},
    {"mathematic", "math"},    {"mental", "psychology"},  {"mind", "psychology"},    {"natural", "nature"},
    {"neuroscienc", "brain"},  {"outdoor", "nature"},     {"pet", "animal"},         {"planet", "space"},
    {"recip", "cook"},         {"sav", "money"},          {"scientific", "scienc"},  {"sea", "ocean"},
    {"star", "space"},         {"tech", "technology"},    {"travel", "geography"},   {"univers", "space"},
    {"wealth", "money"},       {"wellness", "health"},    {"wildlif", "animal"},     {"zoology", "animal"},
});

std::string niche_stem(const std::string& stem) {
    const auto* found = std::ranges::find(kNicheWords, std::string_view(stem), &NicheWord::stem);
    return found == kNicheWords.end() ? stem : std::string(found->same_as);
}

// Unlike question_terms(), keeps "science" and "facts" as what they are here: subjects.
std::vector<std::string> niche_stems(std::string_view niche) {
    std::vector<std::string> stems = text::terms(niche, "en");
    std::ranges::transform(stems, stems.begin(), niche_stem);
    return stems;
}

// How well a starter belongs to a niche: a word among its niches counts more the earlier it stands, a keyword a little,
// and that only by itself: what "birds" eat is no topic about animals.
double closeness(const Starter& starter, std::string_view niche) {
    double sum = 0;
    for (const std::string& term : text::terms(niche, "en")) {
        const std::string stem = niche_stem(term);
        double best = 0;
        for (std::size_t i = 0; i < starter.niches.size(); ++i)
            if (contains(niche_stems(starter.niches[i]), stem))
                best = std::max(best, 1.0 / (1.0 + static_cast<double>(i)));
        for (const std::string& keyword : starter.script.keywords)
            if (contains(text::terms(keyword, "en"), term)) best = std::max(best, 0.1);
        sum += best;
    }
    return sum;
}

std::vector<model::Scene> scenes_at(const model::Script& script, std::vector<std::size_t> indices) {
    std::ranges::sort(indices);
    std::vector<model::Scene> out;
    for (const std::size_t index : indices)
        out.push_back(script.scenes[index]);
    return out;
}

// The core and the groups of extras that fit, in order. The first group that does not fit ends it, so that what is said
// never leans on a scene that was left out. A little too long is better than far too short.
std::vector<model::Scene> scenes_for(const Starter& starter, double seconds) {
    std::vector<std::size_t> chosen = starter.core;
    std::vector<model::Scene> scenes = scenes_at(starter.script, chosen);
    for (const auto& group : starter.extras) {
        chosen.insert(chosen.end(), group.begin(), group.end());
        std::vector<model::Scene> longer = scenes_at(starter.script, chosen);
        const bool too_short = video_seconds(scenes, "en") < seconds * (1 - kLengthTolerance);
        if (video_seconds(longer, "en") > seconds * (1 + (too_short ? kLengthTolerance : kOvershoot))) break;
        scenes = std::move(longer);
    }
    return scenes;
}

// The question is read first; the hook, with the picture that was written for it, comes behind it. An opening that is
// too short for two pictures keeps one.
void open_with_question(model::Script& script) {
    constexpr std::size_t kShortest = 5;  // words of a part
    model::Scene& first = script.scenes.front();
    model::Scene hook = first;
    first.visual.kind = model::SceneKind::kinetic_title;
    first.visual.headline = script.title;
    const std::vector<std::string> sentences = text::sentences(first.text, script.language);
    if (sentences.size() != 2 || std::ranges::any_of(sentences, [](const std::string& sentence) {
            return text::spoken_words(sentence, "en") < kShortest;
        }))
        return;
    first.text = sentences[0];
    hook.text = sentences[1];
    const bool icons_follow =
        script.scenes.size() > 1 && script.scenes[1].visual.kind == model::SceneKind::icon_constellation;
    hook.visual.kind = icons_follow ? model::SceneKind::mesh_gradient : model::SceneKind::icon_constellation;
    script.scenes.insert(script.scenes.begin() + 1, std::move(hook));
}

std::string visual_cue(const model::Visual& visual) {
    std::string cue = visual.headline;
    if (!visual.number.empty()) cue += fmt::format(": {} {}", visual.number, visual.label);
    if (visual.kind == model::SceneKind::quote_card && !visual.label.empty()) cue += fmt::format(" ({})", visual.label);
    if (!visual.items.empty()) cue += fmt::format(": {}", fmt::join(visual.items, ", "));
    if (!visual.icons.empty()) cue += fmt::format(" [{}]", fmt::join(visual.icons, ", "));
    return cue;
}

std::string page_description(const Starter& starter) {
    std::string out = starter.script.description + "\n\nSources:\n";
    for (const model::Source& source : starter.script.sources)
        out += fmt::format("{} ({}): {}\n", source.title, source.author, source.url);
    return out;
}

std::vector<std::string> tags(const Starter& starter) {
    std::vector<std::string> out;
    std::size_t bytes = 0;
    for (const auto* words : {&starter.script.keywords, &starter.niches}) {
        for (const std::string& word : *words) {
            if (contains(out, word) || bytes + word.size() + 1 > kTagBytesMax) continue;
            bytes += word.size() + 1;
            out.push_back(word);
        }
    }
    return out;
}

}  // namespace

StarterSet::StarterSet(std::vector<Starter> starters)
    : starters_(std::move(starters)), index_(questions_of(starters_)) {}

Result<StarterSet> StarterSet::load() {
    return parse(embedded_starter_files());
}

Result<StarterSet> StarterSet::parse(std::span<const StarterFile> files) {
    std::vector<Starter> starters;
    for (const StarterFile& file : files) {
        auto starter = read_starter(file.json);
        if (!starter) return std::unexpected(starter.error().with_context(fmt::format("starter/{}.json", file.name)));
        starters.push_back(std::move(*starter));
    }
    return StarterSet(std::move(starters));
}

const Starter* StarterSet::find(std::string_view topic) const {
    const auto found = index_.find(topic);
    return found ? &starters_[*found] : nullptr;
}

std::vector<const Starter*> StarterSet::for_niche(std::string_view niche, std::size_t count) const {
    std::vector<std::pair<double, const Starter*>> ranked;
    for (const Starter& starter : starters_)
        if (const double score = closeness(starter, niche); score > 0) ranked.emplace_back(score, &starter);
    std::ranges::sort(ranked, [](const auto& a, const auto& b) {
        return a.first != b.first ? a.first > b.first : a.second < b.second;
    });
    std::vector<const Starter*> out;
    for (const auto& [score, starter] : ranked)
        if (out.size() < count) out.push_back(starter);
    return out;
}

model::Script script(const Starter& starter, int duration_s) {
    model::Script out = starter.script;
    if (video_seconds(out.scenes, "en") > duration_s * (1 + kLengthTolerance))
        out.scenes = scenes_for(starter, duration_s);
    open_with_question(out);
    const double seconds = video_seconds(out.scenes, "en");
    const auto rounded = std::lround(seconds);
    if (near_length(seconds, duration_s)) return out;
    if (seconds < duration_s)
        out.notices.push_back(fmt::format(
            "This script takes about {} s to say; {} s were asked for. It was not padded.", rounded, duration_s));
    else
        out.notices.push_back(fmt::format(
            "The shortest form of this script takes about {} s to say; {} s were asked for.", rounded, duration_s));
    return out;
}

model::Topic topic(const Starter& starter) {
    model::Topic out;
    out.title = starter.script.title;
    out.angle = starter.angle;
    out.keywords = starter.script.keywords;
    out.yt_title = starter.script.title;
    out.yt_description = page_description(starter);
    out.yt_tags = tags(starter);
    for (const model::Scene& scene : starter.script.scenes) {
        out.outline.push_back(scene.visual.headline);
        out.visual_cues.push_back(visual_cue(scene.visual));
    }
    out.hook_options = starter.hooks;
    out.source = "starter";
    return out;
}

}  // namespace mss::writing
