#include "writing/topics.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/utf8.hpp"
#include "text/clean.hpp"
#include "text/terms.hpp"
#include "writing/figures.hpp"
#include "writing/lexicon.hpp"
#include "writing/prose.hpp"

namespace mss::writing {
namespace {

constexpr std::size_t kTitleCharacters = 100;
constexpr std::size_t kTagsCharacters = 500;
constexpr std::size_t kListMax = 12;

// At most `count` characters, cut between words.
std::string shortened(const std::string& text, std::size_t count) {
    const std::u32string points = utf8::decode(text);
    if (points.size() <= count) return text;
    std::u32string cut = points.substr(0, count - 1);
    if (const auto space = cut.rfind(U' '); space != std::u32string::npos && space > count / 2) cut.resize(space);
    return utf8::encode(cut) + "…";
}

void tidy(std::vector<std::string>& list) {
    for (std::string& entry : list)
        entry = shortened(text::clean_line(entry), 200);
    std::vector<std::string> kept;
    for (const std::string& entry : list)
        if (!entry.empty() && kept.size() < kListMax && std::ranges::find(kept, entry) == kept.end())
            kept.push_back(entry);
    list = std::move(kept);
}

// YouTube counts the commas between tags, and the quotation marks that it puts around a tag with a space.
void limit_tags(std::vector<std::string>& tags) {
    std::size_t used = 0;
    std::vector<std::string> kept;
    for (std::string tag : tags) {
        std::erase_if(tag, [](char c) { return c == ',' || c == '<' || c == '>' || c == '"'; });
        const std::size_t size = utf8::decode(tag).size() + 1 + (tag.find(' ') != std::string::npos ? 2U : 0U);
        if (tag.empty() || used + size > kTagsCharacters) continue;
        used += size;
        kept.push_back(std::move(tag));
    }
    tags = std::move(kept);
}

bool question(const std::string& title) {
    return title.ends_with('?') || title.ends_with("？");
}

std::vector<std::string> keywords_from(const TopicSeed& seed) {
    std::vector<std::string> words = picture_words(seed.title + ". " + seed.summary, seed.language, seed.title, 8);
    if (!seed.niche.empty()) words.push_back(text::lower(seed.niche));
    if (words.empty()) words.push_back(text::lower(seed.title));
    return words;
}

std::vector<std::string> hooks_from(const std::string& title) {
    if (question(title)) return {title, "Here is what is really known: " + title};
    return {"What is there to know about " + title + "?", title + ": the facts, in one minute."};
}

}  // namespace

model::Topic topic_from(const TopicSeed& seed) {
    model::Topic topic;
    topic.title = seed.title;
    topic.source = seed.source;
    return completed(std::move(topic), seed);
}

model::Topic completed(model::Topic topic, const TopicSeed& seed) {
    const auto fill = [](std::string& field, const std::string& value) {
        field = text::clean_line(field);
        if (field.empty()) field = text::clean_line(value);
    };
    const auto fill_list = [](std::vector<std::string>& list, std::vector<std::string> values) {
        tidy(list);
        if (list.empty()) list = std::move(values);
        tidy(list);
    };
    fill(topic.title, seed.title);
    topic.title = shortened(topic.title, 200);
    fill(topic.source, seed.source);
    fill(topic.angle, seed.summary.empty() ? "What is known about it, and how." : seed.summary);
    topic.angle = shortened(topic.angle, 400);
    fill(topic.yt_title, topic.title);
    std::erase_if(topic.yt_title, [](char c) { return c == '<' || c == '>'; });
    topic.yt_title = shortened(topic.yt_title, kTitleCharacters);
    fill_list(topic.keywords, keywords_from(seed));
    if (topic.yt_description.empty()) topic.yt_description = topic.title + "\n\n" + topic.angle;
    topic.yt_description = utf8::truncate(text::clean(topic.yt_description), 4900);
    fill_list(topic.yt_tags, topic.keywords);
    limit_tags(topic.yt_tags);
    if (topic.yt_tags.empty()) topic.yt_tags = {shortened(topic.title, 60)};
    fill_list(topic.outline, {topic.title, topic.angle, "Why it matters"});
    fill_list(topic.visual_cues, topic.keywords);
    fill_list(topic.hook_options, hooks_from(topic.title));
    return topic;
}

}  // namespace mss::writing
