#include "model/script.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/utf8.hpp"

namespace mss::model {
namespace {

Result<void> check_text(std::string_view text, std::string_view path, std::size_t max_bytes) {
    if (!utf8::valid(text)) return fail(Code::invalid, fmt::format("{}: not valid UTF-8", path));
    if (text.size() > max_bytes)
        return fail(Code::invalid, fmt::format("{}: {} bytes; at most {} are allowed", path, text.size(), max_bytes));
    return {};
}

Result<void> check_texts(const std::vector<std::string>& texts, const std::string& path, std::size_t max_count) {
    if (texts.size() > max_count)
        return fail(Code::invalid,
                    fmt::format("{}: {} entries; at most {} are allowed", path, texts.size(), max_count));
    for (std::size_t i = 0; i < texts.size(); ++i)
        MSS_TRY(check_text(texts[i], fmt::format("{}[{}]", path, i), ScriptLimits::kTitleBytesMax));
    return {};
}

Result<void> check_scene(const Scene& scene, const std::string& path) {
    MSS_TRY(check_text(scene.text, path + ".text", ScriptLimits::kSceneBytesMax));
    if (!speakable(scene.text)) return fail(Code::invalid, path + ".text: there is nothing in it that can be spoken");
    MSS_TRY(check_texts(scene.emphasis, path + ".emphasis", ScriptLimits::kEmphasisMax));
    if (!(scene.pause_s >= 0 && scene.pause_s <= ScriptLimits::kPauseMax))
        return fail(Code::invalid, fmt::format("{}.pause_s: {} seconds; 0 to {} are allowed", path, scene.pause_s,
                                               ScriptLimits::kPauseMax));
    MSS_TRY(check_text(scene.visual.headline, path + ".visual.headline", ScriptLimits::kTitleBytesMax));
    MSS_TRY(check_text(scene.visual.number, path + ".visual.number", ScriptLimits::kTitleBytesMax));
    MSS_TRY(check_text(scene.visual.label, path + ".visual.label", ScriptLimits::kTitleBytesMax));
    MSS_TRY(check_texts(scene.visual.items, path + ".visual.items", ScriptLimits::kItemsMax));
    return check_texts(scene.visual.icons, path + ".visual.icons", 20);
}

Result<void> check_speech(const Script& script) {
    if (!(script.pace >= ScriptLimits::kPaceMin && script.pace <= ScriptLimits::kPaceMax))
        return fail(Code::invalid, fmt::format("pace: {}; {} to {} are allowed, 1 is the voice's own", script.pace,
                                               ScriptLimits::kPaceMin, ScriptLimits::kPaceMax));
    MSS_TRY(check_texts(script.pronunciations, "pronunciations", ScriptLimits::kPronunciationsMax));
    for (std::size_t i = 0; i < script.pronunciations.size(); ++i)
        if (!parse_pronunciation(script.pronunciations[i]))
            return fail(Code::invalid, fmt::format("pronunciations[{}]: write it as \"word = how to say it\"", i));
    return {};
}

std::string_view without_blanks(std::string_view text) {
    constexpr std::string_view kBlanks = " \t\r\n";
    const std::size_t begin = std::min(text.find_first_not_of(kBlanks), text.size());
    const std::size_t end = text.find_last_not_of(kBlanks);
    return begin == text.size() ? std::string_view() : text.substr(begin, end + 1 - begin);
}

}  // namespace

std::optional<Pronunciation> parse_pronunciation(std::string_view line) {
    const std::size_t sign = line.find('=');
    if (sign == std::string_view::npos) return std::nullopt;
    const std::string_view written = without_blanks(line.substr(0, sign));
    const std::string_view said = without_blanks(line.substr(sign + 1));
    if (!utf8::valid(line) || !speakable(written) || !speakable(said)) return std::nullopt;
    return Pronunciation{std::string(written), std::string(said)};
}

// Above ASCII, everything but the blocks of punctuation, symbols and emoji counts.
bool speakable(std::string_view text) {
    return std::ranges::any_of(utf8::decode(text), [](char32_t point) {
        if (point < 0x80)
            return (point >= U'0' && point <= U'9') || (point >= U'a' && point <= U'z') ||
                   (point >= U'A' && point <= U'Z');
        const bool symbol = point < 0xAA || point == 0xD7 || point == 0xF7 || (point >= 0x2000 && point < 0x2C00) ||
                            (point >= 0x3000 && point < 0x3005) || (point >= 0xFE00 && point < 0xFE10) ||
                            (point >= 0x1F000 && point < 0x20000) || point >= 0xE0000 || point == 0xFFFD;
        return !symbol;
    });
}

Result<void> validate(const Script& script) {
    if (script.version != 1)
        return fail(Code::invalid,
                    fmt::format("version: {} is not known; this program reads version 1", script.version));
    MSS_TRY(check_text(script.title, "title", ScriptLimits::kTitleBytesMax));
    MSS_TRY(check_text(script.language, "language", 35));
    MSS_TRY(check_text(script.description, "description", 10'000));
    MSS_TRY(check_text(script.writer, "writer", 100));
    MSS_TRY(check_texts(script.keywords, "keywords", 50));
    MSS_TRY(check_texts(script.notices, "notices", 50));
    MSS_TRY(check_speech(script));
    if (script.scenes.empty()) return fail(Code::invalid, "scenes: the script has no scene");
    if (script.scenes.size() > ScriptLimits::kScenesMax)
        return fail(Code::invalid, fmt::format("scenes: {} scenes; at most {} are allowed", script.scenes.size(),
                                               ScriptLimits::kScenesMax));
    std::size_t bytes = 0;
    for (std::size_t i = 0; i < script.scenes.size(); ++i) {
        MSS_TRY(check_scene(script.scenes[i], fmt::format("scenes[{}]", i)));
        bytes += script.scenes[i].text.size();
    }
    if (bytes > ScriptLimits::kScriptBytesMax)
        return fail(Code::invalid, fmt::format("scenes: {} bytes of text; at most {} are allowed", bytes,
                                               ScriptLimits::kScriptBytesMax));
    if (script.sources.size() > 50) return fail(Code::invalid, "sources: at most 50 are allowed");
    for (std::size_t i = 0; i < script.sources.size(); ++i) {
        const auto path = fmt::format("sources[{}]", i);
        const Source& source = script.sources[i];
        MSS_TRY(check_text(source.title, path + ".title", 1000));
        MSS_TRY(check_text(source.url, path + ".url", 4000));
        MSS_TRY(check_text(source.author, path + ".author", 1000));
        MSS_TRY(check_text(source.licence, path + ".licence", ScriptLimits::kTitleBytesMax));
    }
    return {};
}

}  // namespace mss::model
