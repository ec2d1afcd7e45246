#include "writing/given_script.hpp"

#include <algorithm>
#include <span>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/json.hpp"
#include "base/utf8.hpp"
#include "text/clean.hpp"
#include "text/language.hpp"
#include "text/words.hpp"
#include "writing/article.hpp"
#include "writing/clauses.hpp"
#include "writing/markup.hpp"
#include "writing/title.hpp"
#include "writing/visual.hpp"

namespace mss::writing {
namespace {

constexpr std::size_t kJsonBytesMax = 1U << 20U;

bool empty(const model::Visual& visual) {
    return visual.kind == model::SceneKind::automatic && visual.headline.empty() && visual.number.empty() &&
           visual.label.empty() && visual.items.empty() && visual.icons.empty();
}

void plan_empty_visuals(model::Script& script) {
    for (model::Scene& scene : script.scenes) {
        if (!empty(scene.visual)) continue;
        const bool opens = &scene == &script.scenes.front() && !script.title.empty();
        scene.visual = opens ? title_visual(script.title, scene.text, script.language)
                             : plan_visual(scene.text, script.language, script.title);
    }
}

// Nobody finds a video without a name, neither in a list nor in a folder.
void name_untitled(model::Script& script) {
    if (script.title.empty()) script.title = first_words(script.scenes.front().text);
}

// Of words that nobody named a language of; the usual one where they are too few to tell.
void guess_language(model::Script& script) {
    std::string words;
    for (const model::Scene& scene : script.scenes)
        words += scene.text + '\n';
    if (std::string guess = text::guess_language(words); !guess.empty()) script.language = std::move(guess);
}

std::string as_title(std::string_view given) {
    return std::string(utf8::truncate(text::clean_line(given), model::ScriptLimits::kTitleBytesMax));
}

// With the card that opens the video, where that shows the title.
void retitle(model::Script& script, std::string_view given) {
    std::string title = as_title(given);
    if (title.empty()) return;
    if (!script.scenes.empty() && !script.title.empty()) {
        model::Visual& opening = script.scenes.front().visual;
        const std::string shown = title_visual(script.title, "", script.language).headline;
        if (opening.kind == model::SceneKind::kinetic_title && opening.headline == shown)
            opening.headline = title_visual(title, "", script.language).headline;
    }
    script.title = std::move(title);
}

Result<model::Script> from_json(std::string_view bytes, std::string_view language, std::string_view title) {
    MSS_TRY_ASSIGN(const json::Value value, json::parse(bytes, kJsonBytesMax));
    MSS_TRY_ASSIGN(model::Script script, json::decode<model::Script>(value));
    if (!language.empty()) script.language = language;
    if (language.empty() && !value.as_object().contains("language")) guess_language(script);
    // "EN_US" is "en-US"; what is no tag at all stays as it is, for the voice to say that it does not know it.
    if (std::string tag = text::language_tag(script.language); !tag.empty()) script.language = std::move(tag);
    if (script.writer.empty()) script.writer = "given";
    script.notices.clear();  // they told of the run that made the file
    script.title = text::clean_line(script.title);
    MSS_TRY(model::validate(script));
    retitle(script, title);
    plan_empty_visuals(script);
    // After the pictures: words that are said anyway make no card.
    name_untitled(script);
    MSS_TRY(model::validate(script));
    return script;
}

struct Divided {
    std::vector<model::Scene> scenes;
    std::vector<std::size_t> paragraphs;  // numbers from 1 of those that became several scenes
};

// A paragraph is a scene, unless it is too long to look at one picture. What nobody can speak is none.
Divided scenes_of(const std::vector<std::string>& paragraphs, const std::string& language) {
    Divided divided;
    for (std::size_t i = 0; i < paragraphs.size(); ++i) {
        const bool opens = divided.scenes.empty();
        auto parts = opens ? opening_parts(paragraphs[i], language) : spoken_parts(paragraphs[i], language);
        std::erase_if(parts, [](const std::string& part) { return !model::speakable(part); });
        if (parts.size() > 1) divided.paragraphs.push_back(i + 1);
        for (std::string& part : parts)
            divided.scenes.push_back({std::move(part), {}});
    }
    return divided;
}

std::string notice_of(const Divided& divided) {
    constexpr std::size_t kNamed = 10;
    const std::vector<std::size_t>& numbers = divided.paragraphs;
    const auto named = std::span(numbers).first(std::min(numbers.size(), kNamed));
    return fmt::format(
        "{} too long for one picture and became several scenes ({} in all): {}{}. Make them shorter, or "
        "give a script with scenes of your own, to decide yourself where the picture changes.",
        numbers.size() == 1 ? "One paragraph is" : fmt::format("{} paragraphs are", numbers.size()),
        divided.scenes.size(), fmt::join(named, ", "), numbers.size() > kNamed ? " ..." : "");
}

// As scenes_of() for a script with more parts than a script may have: only what no scene can hold is divided.
std::vector<model::Scene> long_scenes_of(const std::vector<std::string>& paragraphs, const std::string& language) {
    std::vector<model::Scene> scenes;
    for (const std::string& paragraph : paragraphs) {
        std::string scene;
        for (const std::string& part : spoken_parts(paragraph, language)) {
            if (!scene.empty() && scene.size() + part.size() + 1 > model::ScriptLimits::kSceneBytesMax / 4)
                scenes.push_back({std::exchange(scene, {}), {}});
            scene += (scene.empty() || text::unspaced_script(language) ? "" : " ") + part;
        }
        if (!scene.empty()) scenes.push_back({std::move(scene), {}});
    }
    std::erase_if(scenes, [](const model::Scene& scene) { return !model::speakable(scene.text); });
    return scenes;
}

// Dividing takes time, so that what no script can hold is refused before it.
Result<void> check_length(const std::vector<std::string>& paragraphs) {
    std::size_t bytes = 0;
    for (const std::string& paragraph : paragraphs)
        bytes += paragraph.size();
    if (bytes <= model::ScriptLimits::kScriptBytesMax) return {};
    return fail(Code::invalid, fmt::format("scenes: {} bytes of text; at most {} are allowed", bytes,
                                           model::ScriptLimits::kScriptBytesMax));
}

Result<model::Script> from_text(std::string_view bytes, std::string_view language, std::string_view title) {
    MSS_TRY_ASSIGN(const Article article, article_from_text(bytes));
    MSS_TRY(check_length(article.paragraphs));
    model::Script script;
    script.writer = "given";
    script.title = title.empty() ? article.title : as_title(title);
    script.language = !language.empty() ? std::string(language) : article.language.empty() ? "en" : article.language;
    Divided divided = scenes_of(article.paragraphs, script.language);
    if (!divided.paragraphs.empty()) script.notices.push_back(notice_of(divided));
    script.scenes = std::move(divided.scenes);
    if (script.scenes.size() > model::ScriptLimits::kScenesMax) {
        script.scenes = long_scenes_of(article.paragraphs, script.language);
        script.notices = {
            fmt::format("The paragraphs are joined and divided into {} scenes, for a script holds {} at "
                        "most.",
                        script.scenes.size(), model::ScriptLimits::kScenesMax)};
    }
    if (script.scenes.empty()) return fail(Code::no_material, "the script holds nothing that can be said");
    if (std::string notice = markup_notice(article.markup); !notice.empty())
        script.notices.push_back(std::move(notice));
    if (std::string notice = headings_notice(article.headings); !notice.empty())
        script.notices.push_back(std::move(notice));
    if (!article.title.empty() && article.title != script.title)
        script.notices.push_back(
            fmt::format("The script's own title is neither shown nor said, since another is given: \"{}\".",
                        utf8::truncate(article.title, 200)));
    if (script.title.empty())
        script.title = title_for(*std::ranges::find_if(article.paragraphs, model::speakable), script.language);
    name_untitled(script);
    MSS_TRY(model::validate(script));
    plan_empty_visuals(script);
    MSS_TRY(model::validate(script));
    return script;
}

}  // namespace

Result<model::Script> script_from_file(std::string_view bytes, std::string_view language, std::string_view title) {
    const auto first = bytes.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
    if (first == std::string_view::npos) return fail(Code::no_material, "the script is empty");
    const bool json = bytes[first] == '{';
    auto script = json ? from_json(bytes.substr(first), language, title) : from_text(bytes, language, title);
    if (!script) return std::unexpected(script.error().with_context("script"));
    return script;
}

}  // namespace mss::writing
