#include "writing/language_model.hpp"

#include <algorithm>
#include <optional>

#include <boost/describe.hpp>
#include <fmt/format.h>

#include "base/ascii.hpp"
#include "base/json.hpp"
#include "base/utf8.hpp"
#include "http/url.hpp"
#include "text/clean.hpp"
#include "text/words.hpp"
#include "writing/clauses.hpp"
#include "writing/figures.hpp"
#include "writing/hedges.hpp"
#include "writing/narration.hpp"
#include "writing/pace.hpp"
#include "writing/prose.hpp"
#include "writing/title.hpp"
#include "writing/topics.hpp"
#include "writing/visual.hpp"

namespace mss::writing {
namespace {

constexpr std::size_t kAnswerBytesMax = 1U << 20U;
constexpr std::size_t kSceneWordsMax = 60;
constexpr std::size_t kShownPoints = 80;
constexpr std::size_t kNumberBytes = 40;
constexpr std::size_t kSceneBytesMax = 4'000;
constexpr double kShortest = 0.4;  // of the asked length
constexpr double kLongest = 1.8;

// What the schema asks for. The struct and the schema below name the same members.
struct WrittenScene {
    std::string text;
    std::string headline;
    std::string number;
    std::string label;
    std::vector<std::string> items;
    std::vector<std::string> icons;
};
BOOST_DESCRIBE_STRUCT(WrittenScene, (), (text, headline, number, label, items, icons))

struct WrittenSource {
    std::string title;
    std::string url;
};
BOOST_DESCRIBE_STRUCT(WrittenSource, (), (title, url))

struct WrittenScript {
    std::string title;
    std::string description;
    std::vector<std::string> keywords;
    std::vector<WrittenScene> scenes;
    std::vector<WrittenSource> sources;
};
BOOST_DESCRIBE_STRUCT(WrittenScript, (), (title, description, keywords, scenes, sources))

struct WrittenTopics {
    std::vector<model::Topic> topics;
};
BOOST_DESCRIBE_STRUCT(WrittenTopics, (), (topics))

json::Value text_type() {
    return json::Object{{"type", "string"}};
}

json::Value list_of(json::Value items) {
    return json::Object{{"type", "array"}, {"items", std::move(items)}};
}

json::Value object_of(json::Object properties) {
    json::Array required;
    for (const auto& member : properties)
        required.push_back(json::Value(member.key()));
    return json::Object{{"type", "object"},
                        {"properties", std::move(properties)},
                        {"required", std::move(required)},
                        {"additionalProperties", false}};
}

json::Value script_schema() {
    const json::Value scene = object_of({{"text", text_type()},
                                         {"headline", text_type()},
                                         {"number", text_type()},
                                         {"label", text_type()},
                                         {"items", list_of(text_type())},
                                         {"icons", list_of(text_type())}});
    return object_of({{"title", text_type()},
                      {"description", text_type()},
                      {"keywords", list_of(text_type())},
                      {"scenes", list_of(scene)},
                      {"sources", list_of(object_of({{"title", text_type()}, {"url", text_type()}}))}});
}

json::Value topics_schema() {
    return object_of({{"topics", list_of(object_of({{"title", text_type()},
                                                    {"angle", text_type()},
                                                    {"keywords", list_of(text_type())},
                                                    {"yt_title", text_type()},
                                                    {"yt_description", text_type()},
                                                    {"yt_tags", list_of(text_type())},
                                                    {"outline", list_of(text_type())},
                                                    {"visual_cues", list_of(text_type())},
                                                    {"hook_options", list_of(text_type())}}))}});
}

std::string script_instructions(const WriteOptions& options) {
    const auto words = static_cast<int>(std::min(options.duration_s, kLongestPlanned) * 0.9 *
                                        words_per_second(options.language.empty() ? "en" : options.language));
    return fmt::format(
        "You write narrations for short factual videos. Language: {}. Length: about {} words in all, in scenes of one "
        "or "
        "two sentences, 6 to 28 words each. Begin with a sentence that makes people want to listen, then explain, then "
        "close with the point to remember. Write to be spoken: short sentences, plain words, no lists, no markup, no "
        "stage directions, no calls to subscribe.\n"
        "Say only what is established and what you are sure of. Give a number, a date, a name or a quotation only "
        "where "
        "you are certain of it; never invent one. Name the sources a reader can check, with their web addresses; where "
        "you know none, leave the list empty.\n"
        "For each scene: headline is two to five words; number is a figure that the scene's text says, exactly as it "
        "stands there, or empty; label says what the number counts; items are three to five short things that the text "
        "enumerates, or none; icons are two to five plain nouns that a picture could show.\n"
        "Answer with one JSON object: {{\"title\", \"description\", \"keywords\", \"scenes\": [{{\"text\", "
        "\"headline\", "
        "\"number\", \"label\", \"items\", \"icons\"}}], \"sources\": [{{\"title\", \"url\"}}]}}.",
        options.language.empty() ? "en" : options.language, words);
}

std::string topics_instructions(std::size_t count, std::string_view language) {
    return fmt::format(
        "You suggest topics for short factual videos. Language: {}. Suggest exactly {} topics that can be told from "
        "established sources; prefer questions that people really ask. No two alike, no rumours, no invented trends.\n"
        "Answer with one JSON object: {{\"topics\": [{{\"title\", \"angle\", \"keywords\", \"yt_title\" (at most 100 "
        "characters), \"yt_description\", \"yt_tags\", \"outline\", \"visual_cues\", \"hook_options\"}}]}}; title, "
        "angle, "
        "yt_title and yt_description are texts, the others are lists of texts.",
        language, count);
}

std::unexpected<Error> wrong(std::string path, std::string_view what) {
    return fail(Code::invalid, fmt::format("{}: {}", path, what));
}

// The model's figure as its narration says it, with its label where that is said as well, else with a planned one or
// none.
std::optional<Figure> figure_of(const std::string& written_number, std::string label, const model::Visual& visual,
                                const Narration& narration) {
    auto number = narration.figure_as_said(written_number, label);
    if (!number || number->size() > kNumberBytes) return std::nullopt;
    // The planned label belongs to the planned figure, which may be another one of this scene.
    const bool planned = visual.kind == model::SceneKind::big_number &&
                         without_bound(*number).rest.starts_with(without_bound(visual.number).rest);
    if (!narration.says(label)) label = planned ? visual.label : std::string();
    return Figure{std::move(*number), std::move(label)};
}

// Takes the model's own ideas for the picture where the words of the scene bear them out; all else is left as it was
// planned from these words. A model likes to draw what its narration does not say, and nobody could check that.
void take_what_is_said(const WrittenScene& written, model::Scene& scene, std::string_view language) {
    const auto cleaned = [](const std::string& text) { return fitting_words(text::clean_line(text), kShownPoints); };
    const Narration narration(scene.text, language);
    model::Visual& visual = scene.visual;
    if (std::string headline = cleaned(written.headline); narration.says(headline))
        visual.headline = std::move(headline);
    std::vector<std::string> items;
    items.reserve(written.items.size());
    for (const std::string& item : written.items)
        items.push_back(cleaned(item));
    const bool all_said = std::ranges::all_of(items, [&](const std::string& item) { return narration.says(item); });
    if (auto figure = figure_of(cleaned(written.number), cleaned(written.label), visual, narration)) {
        visual.kind = model::SceneKind::big_number;
        visual.number = std::move(figure->number);
        visual.label = std::move(figure->label);
    } else if (all_said && items.size() >= 2 && items.size() <= model::ScriptLimits::kItemsMax) {
        visual.kind = model::SceneKind::list_reveal;
        visual.items = std::move(items);
    }
}

Result<model::Scene> checked_scene(const WrittenScene& written, std::string_view language, const std::string& path,
                                   const std::string& title) {
    model::Scene scene;
    scene.text = text::clean_line(written.text);
    const std::size_t words = text::words(scene.text, language).size();
    if (words == 0) return wrong(path + ".text", "is empty");
    if (words > kSceneWordsMax)
        return wrong(path + ".text", fmt::format("has {} words; at most {}", words, kSceneWordsMax));
    if (scene.text.find_first_of("*#`{}[]") != std::string::npos)
        return wrong(path + ".text", "holds markup or a stage direction; write only what is spoken");
    scene.visual = plan_visual(scene.text, language, title);
    take_what_is_said(written, scene, language);
    std::vector<std::string> icons;
    for (const std::string& icon : written.icons)
        if (icons.size() < 6 && !icon.empty()) icons.emplace_back(utf8::truncate(text::clean_line(icon), 40));
    if (!icons.empty()) scene.visual.icons = std::move(icons);
    return scene;
}

Result<std::vector<model::Scene>> checked_scenes(const std::vector<WrittenScene>& written,
                                                 const model::Script& script) {
    std::vector<model::Scene> scenes;
    for (std::size_t i = 0; i < written.size(); ++i) {
        if (written[i].text.size() > kSceneBytesMax)
            return wrong(fmt::format("scenes[{}].text", i), fmt::format("is longer than {} bytes", kSceneBytesMax));
        if (scenes.size() > model::ScriptLimits::kScenesMax) return wrong("scenes", "has too many entries");
        // One picture for half a minute bores; the sentences of a long scene get pictures of their own.
        for (const std::string& part : spoken_parts(text::clean_line(written[i].text), script.language)) {
            WrittenScene scene = written[i];
            scene.text = part;
            MSS_TRY_ASSIGN(model::Scene checked,
                           checked_scene(scene, script.language, fmt::format("scenes[{}]", i), script.title));
            scenes.push_back(std::move(checked));
        }
    }
    return scenes;
}

// A figure in a title of the model's own is a promise that the narration has to keep.
bool figures_said(std::string_view title, const std::vector<model::Scene>& scenes, std::string_view language) {
    std::string text;
    for (const model::Scene& scene : scenes)
        text += scene.text + " ";
    const Narration narration(text, language);
    return std::ranges::all_of(text::words(title, language), [&](const std::string& word) {
        return std::ranges::none_of(word, ascii::is_digit) || narration.figure_as_said(word, title);
    });
}

Result<void> check_length(const model::Script& script, double duration_s) {
    const double seconds = video_seconds(script.scenes, script.language);
    if (seconds < kShortest * duration_s || seconds > kLongest * duration_s)
        return fail(Code::invalid, fmt::format("scenes: they take about {:.0f} seconds to speak; {:.0f} were asked for",
                                               seconds, duration_s));
    if (seconds > kLongestPlanned)
        return fail(Code::invalid, fmt::format("scenes: they take about {:.0f} seconds to speak, and {:.0f} is the "
                                               "most; make them shorter",
                                               seconds, kLongestPlanned));
    return {};
}

// Leaves out scenes before the last one, which closes the script, until a video can hold the rest. Returns how many.
std::size_t shorten(model::Script& script) {
    std::size_t left_out = 0;
    for (; script.scenes.size() > 2 && video_seconds(script.scenes, script.language) > kLongestPlanned; ++left_out)
        script.scenes.erase(script.scenes.end() - 2);
    return left_out;
}

Result<void> add_sources(const std::vector<WrittenSource>& written, model::Script& script) {
    for (std::size_t i = 0; i < written.size() && i < 20; ++i) {
        if (written[i].url.empty() && written[i].title.empty()) continue;
        if (!written[i].url.empty() && !http::parse_url(written[i].url))
            return wrong(fmt::format("sources[{}].url", i), "is not an http or https address");
        script.sources.push_back({.title = std::string(utf8::truncate(text::clean_line(written[i].title), 300)),
                                  .url = written[i].url,
                                  .author = {},
                                  .licence = {}});
    }
    return {};
}

// Asks, checks, and where the check fails, asks once more with what was wrong. `parse` is told of the second answer
// that it is the last one.
template <class T, class Parse>
Result<T> ask_checked(const Chat& chat, std::vector<ChatMessage> messages, std::string_view name,
                      const json::Value& schema, const Waiting& waiting, Parse parse) {
    auto answer = chat.ask(messages, name, schema, waiting);
    Error problem;
    if (answer) {
        auto parsed = parse(*answer, false);
        if (parsed) return parsed;
        problem = parsed.error();
        messages.push_back({"assistant", std::string(utf8::truncate(*answer, 60'000))});
    } else {
        problem = answer.error();
        if (problem.code != Code::too_large) return std::unexpected(problem);
    }
    messages.push_back(
        {"user", fmt::format("That answer cannot be used: {}. Send the whole JSON object again, corrected{}.",
                             problem.message, problem.code == Code::too_large ? " and shorter" : "")});
    answer = chat.ask(messages, name, schema, waiting);
    if (!answer) return std::unexpected(answer.error());
    auto parsed = parse(*answer, true);
    if (parsed) return parsed;
    return fail(Code::unavailable, "the language model's answer is wrong twice: " + parsed.error().message);
}

}  // namespace

Result<model::Script> parse_script_answer(std::string_view answer, const WriteOptions& options, bool last) {
    MSS_TRY_ASSIGN(const WrittenScript written,
                   json::decode_text<WrittenScript>(json_object_in(answer), kAnswerBytesMax));
    model::Script script;
    script.writer = "model";
    script.language = options.language.empty() ? "en" : options.language;
    script.title = options.title.empty() ? text::clean_line(written.title) : options.title;
    script.title = utf8::truncate(script.title, model::ScriptLimits::kTitleBytesMax);
    if (script.title.empty()) return wrong("title", "is empty");
    if (written.scenes.empty()) return wrong("scenes", "is empty");
    MSS_TRY_ASSIGN(script.scenes, checked_scenes(written.scenes, script));
    if (script.scenes.size() > model::ScriptLimits::kScenesMax) return wrong("scenes", "has too many entries");
    const std::size_t left_out = last ? shorten(script) : 0;
    if (options.title.empty() && !figures_said(script.title, script.scenes, script.language))
        script.title = headline(script.scenes[0].text, script.language, "");
    if (script.title.empty()) script.title = first_words(script.scenes[0].text);
    script.scenes[0].visual = title_visual(script.title, script.scenes[0].text, script.language);
    MSS_TRY(check_length(script, options.duration_s));
    MSS_TRY(add_sources(written.sources, script));
    for (const std::string& keyword : written.keywords)
        if (script.keywords.size() < 20 && !keyword.empty())
            script.keywords.emplace_back(utf8::truncate(text::clean_line(keyword), 60));
    script.description = utf8::truncate(text::clean(written.description), 4000);
    if (script.description.empty()) script.description = script.scenes[0].text;
    script.notices.push_back("Written by a language model: check the facts and the sources before you publish it.");
    if (left_out > 0)
        script.notices.push_back(
            fmt::format("The language model wrote more than a video can hold: {} of its scenes, "
                        "before the last one, {} left out.",
                        left_out, left_out == 1 ? "is" : "are"));
    if (std::string notice = length_notice(video_seconds(script.scenes, script.language), options.duration_s);
        !notice.empty())
        script.notices.push_back(std::move(notice));
    MSS_TRY(model::validate(script));
    return script;
}

Result<std::vector<model::Topic>> parse_topics_answer(std::string_view answer, std::string_view niche,
                                                      std::size_t count, std::string_view language) {
    MSS_TRY_ASSIGN(WrittenTopics written, json::decode_text<WrittenTopics>(json_object_in(answer), kAnswerBytesMax));
    std::vector<model::Topic> out;
    for (std::size_t i = 0; i < written.topics.size() && out.size() < count; ++i) {
        model::Topic& topic = written.topics[i];
        if (text::clean_line(topic.title).empty()) return wrong(fmt::format("topics[{}].title", i), "is empty");
        const TopicSeed seed{.title = topic.title,
                             .summary = topic.angle,
                             .niche = std::string(niche),
                             .source = "model",
                             .language = std::string(language)};
        topic.source = "model";
        out.push_back(completed(std::move(topic), seed));
    }
    if (out.empty()) return wrong("topics", "is empty");
    return out;
}

LanguageModel::LanguageModel(http::HttpTransport& transport, LanguageModelSettings settings)
    : chat_(transport, std::move(settings)) {}

Result<model::Script> LanguageModel::write_script(std::string_view topic, const WriteOptions& options,
                                                  const Waiting& waiting) const {
    const std::string asked = text::clean_line(utf8::truncate(topic, 500));
    if (asked.empty()) return fail(Code::invalid, "the topic is empty");
    return ask_checked<model::Script>(
        chat_, {{"system", script_instructions(options)}, {"user", "Topic: " + asked}}, "script", script_schema(),
        waiting, [&](const std::string& answer, bool last) { return parse_script_answer(answer, options, last); });
}

Result<std::vector<model::Topic>> LanguageModel::suggest_topics(std::string_view niche, std::size_t count,
                                                                std::string_view language,
                                                                const Waiting& waiting) const {
    const std::string asked = text::clean_line(utf8::truncate(niche, 500));
    const std::size_t wanted = std::clamp<std::size_t>(count, 1, 20);
    return ask_checked<std::vector<model::Topic>>(
        chat_,
        {{"system", topics_instructions(wanted, language)}, {"user", "Niche: " + (asked.empty() ? "anything" : asked)}},
        "topics", topics_schema(), waiting,
        [&](const std::string& answer, bool) { return parse_topics_answer(answer, asked, wanted, language); });
}

}  // namespace mss::writing
