#include "writing/given_script.hpp"

#include <utility>

#include <fmt/format.h>

#include "base/json.hpp"
#include "base/utf8.hpp"
#include "text/clean.hpp"
#include "text/language.hpp"
#include "text/words.hpp"
#include "writing/article.hpp"
#include "writing/clauses.hpp"
#include "writing/figures.hpp"
#include "writing/visual.hpp"

namespace mss::writing {
namespace {

constexpr std::size_t kJsonBytesMax = 1U << 20U;

bool empty(const model::Visual& visual) {
    return visual.kind == model::SceneKind::automatic && visual.headline.empty() && visual.number.empty() &&
           visual.label.empty() && visual.items.empty() && visual.icons.empty();
}

void plan_empty_visuals(model::Script& script) {
    for (model::Scene& scene : script.scenes)
        if (empty(scene.visual)) scene.visual = plan_visual(scene.text, script.language, script.title);
}

Result<model::Script> from_json(std::string_view bytes, std::string_view language) {
    MSS_TRY_ASSIGN(model::Script script, json::decode_text<model::Script>(bytes, kJsonBytesMax));
    if (!language.empty()) script.language = language;
    if (script.writer.empty()) script.writer = "given";
    MSS_TRY(model::validate(script));
    plan_empty_visuals(script);
    MSS_TRY(model::validate(script));
    return script;
}

// A paragraph is a scene, unless it is too long to look at one picture.
std::vector<model::Scene> scenes_of(const std::vector<std::string>& paragraphs, const std::string& language) {
    std::vector<model::Scene> scenes;
    for (const std::string& paragraph : paragraphs)
        for (std::string& part : spoken_parts(paragraph, language))
            scenes.push_back({std::move(part), {}});
    return scenes;
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

Result<model::Script> from_text(std::string_view bytes, std::string_view language) {
    MSS_TRY_ASSIGN(const Article article, article_from_text(bytes));
    MSS_TRY(check_length(article.paragraphs));
    model::Script script;
    script.writer = "given";
    script.title = article.title;
    script.language = !language.empty() ? std::string(language) : article.language.empty() ? "en" : article.language;
    script.scenes = scenes_of(article.paragraphs, script.language);
    if (script.scenes.size() > model::ScriptLimits::kScenesMax)
        script.scenes = long_scenes_of(article.paragraphs, script.language);
    if (script.scenes.empty()) return fail(Code::no_material, "the script holds a title and nothing to say");
    if (script.title.empty()) script.title = headline(script.scenes[0].text, script.language, "");
    MSS_TRY(model::validate(script));
    plan_empty_visuals(script);
    MSS_TRY(model::validate(script));
    return script;
}

}  // namespace

Result<model::Script> script_from_file(std::string_view bytes, std::string_view language) {
    const auto first = bytes.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
    if (first == std::string_view::npos) return fail(Code::no_material, "the script is empty");
    const bool json = bytes[first] == '{';
    auto script = json ? from_json(bytes.substr(first), language) : from_text(bytes, language);
    if (!script) return std::unexpected(script.error().with_context("script"));
    return script;
}

}  // namespace mss::writing
