#include "studio/video_order.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/hash.hpp"
#include "base/utf8.hpp"
#include "http/url.hpp"
#include "media/look.hpp"
#include "studio/styles.hpp"
#include "text/clean.hpp"
#include "text/language.hpp"

namespace mss::studio {
namespace {

constexpr std::size_t kNameBytesMax = 100;
constexpr std::size_t kUrlBytesMax = 2000;

bool names_a_style(const std::string& name) {
    return name.empty() || std::ranges::any_of(styles(), [&](const auto& style) { return style.name == name; });
}

void check_words(const VideoOrder& order, std::vector<WrongMember>& wrong) {
    const int given = (order.script ? 1 : 0) + (order.text ? 1 : 0) + (order.url.empty() ? 0 : 1);
    if (given > 1) wrong.push_back({"", "Give one of script, text and url, not several."});
    if (given == 0 && text::clean_line(order.topic).empty())
        wrong.push_back({"/topic", "Say what the video is about: give a topic, a text, an address or a script."});
    if (order.topic.size() > kTopicBytesMax)
        wrong.push_back({"/topic", fmt::format("A topic has at most {} bytes.", kTopicBytesMax)});
    if (order.text && text::clean(*order.text).empty()) wrong.push_back({"/text", "The text is empty."});
    if (order.text && order.text->size() > kTextBytesMax)
        wrong.push_back({"/text", fmt::format("A text has at most {} bytes.", kTextBytesMax)});
    if (!order.url.empty() && (order.url.size() > kUrlBytesMax || !http::parse_url(order.url)))
        wrong.push_back({"/url", "This is no web address; one begins with http:// or https://."});
    if (order.script && !order.script->is_object() && !order.script->is_string())
        wrong.push_back({"/script", "A script is a JSON object, or a text."});
    if (order.script && order.script->is_string() && order.script->as_string().size() > kTextBytesMax)
        wrong.push_back({"/script", fmt::format("A text has at most {} bytes.", kTextBytesMax)});
}

}  // namespace

std::string duration_rule() {
    return fmt::format("A video has {} to {} seconds, a whole number.", kShortestVideoSeconds, kLongestVideoSeconds);
}

std::vector<WrongMember> check(VideoOrder& order) {
    std::vector<WrongMember> wrong;
    check_words(order, wrong);
    if (order.duration < kShortestVideoSeconds || order.duration > kLongestVideoSeconds)
        wrong.push_back({"/duration", duration_rule()});
    if (order.formats.empty()) wrong.push_back({"/formats", "Choose vertical, wide or both."});
    std::vector<Format> once;
    for (const Format format : order.formats)
        if (std::ranges::find(once, format) == once.end()) once.push_back(format);
    order.formats = std::move(once);
    if (!names_a_style(order.style)) wrong.push_back({"/style", "There is no such style."});
    if (order.voice.size() > kNameBytesMax || !utf8::valid(order.voice) ||
        std::ranges::any_of(order.voice, [](char byte) { return static_cast<unsigned char>(byte) < 0x20; }))
        wrong.push_back({"/voice", "There is no such voice."});
    if (!order.language.empty() && text::language_tag(order.language).empty())
        wrong.push_back({"/language", "A language is a tag such as en, de or pt-BR."});
    return wrong;
}

std::string fingerprint_of(VideoOrder order) {
    order.fingerprint.clear();
    return sha256(json::print(json::encode(order)));
}

void take_words(VideoOrder& order, const model::Script& script) {
    order.found_for_duration = asked_seconds(order) > 0;
    order.script = json::encode(script);
    order.notices = script.notices;
    order.text.reset();
    order.url.clear();
    order.topic.clear();
}

int asked_seconds(const VideoOrder& order) {
    return order.script && !order.found_for_duration ? 0 : order.duration;
}

WordsRequest words_request(const VideoOrder& order) {
    WordsRequest request;
    request.topic = order.topic;
    if (order.script)
        request.script_file =
            order.script->is_string() ? std::string(order.script->as_string()) : json::print(*order.script);
    request.text = order.text;
    request.url = order.url;
    request.duration_s = order.duration;
    request.language = order.language;
    return request;
}

Result<model::Script> words_for(const Words& words, const VideoOrder& order, const std::function<bool()>& cancelled) {
    WordsRequest request = words_request(order);
    request.cancelled = cancelled;
    return words_for(words, order, request);
}

Result<model::Script> words_for(const Words& words, const VideoOrder& order, const WordsRequest& request) {
    MSS_TRY_ASSIGN(model::Script script, words.script_for(request));
    script.notices.insert(script.notices.end(), order.notices.begin(), order.notices.end());
    return script;
}

}  // namespace mss::studio
