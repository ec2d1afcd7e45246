#pragma once
// VideoOrder: what somebody asks for: words, or a topic to find them for, and how the video is to look and sound. Also
// the arguments of the task that makes it. Plain values; any thread.

#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "base/json.hpp"
#include "base/result.hpp"
#include "model/script.hpp"
#include "studio/create_video.hpp"
#include "studio/words.hpp"

namespace mss::studio {

inline constexpr int kShortestVideoSeconds = 15;
inline constexpr int kLongestVideoSeconds = 600;
inline constexpr std::size_t kTopicBytesMax = 400;
inline constexpr std::size_t kTextBytesMax = std::size_t{512} * 1024;

/// Exactly one of script, text and url, or a topic; beside one of them the topic is the title.
struct VideoOrder {
    std::string topic;
    std::optional<json::Value> script;  ///< as docs/script-format.md describes it, an object or a text
    std::vector<std::string> notices;   ///< of whoever found the words of `script`; never of who orders
    bool found_for_duration = false;    ///< the same: they were found to fill `duration`
    std::string fingerprint;            ///< the same: of the order as it came, where it came with a key
    std::optional<std::string> text;
    std::string url;
    int duration = 60;  ///< seconds
    std::vector<Format> formats{Format::vertical, Format::wide};
    std::string style;     ///< empty: chosen from the words
    std::string voice;     ///< empty: the best for the language
    std::string language;  ///< BCP 47; empty: the words' own, or the usual one
    media_protocol::Preset preset = media_protocol::Preset::publish;
    bool music = true;
    bool captions = true;
};
BOOST_DESCRIBE_STRUCT(VideoOrder, (),
                      (topic, script, notices, found_for_duration, fingerprint, text, url, duration, formats, style,
                       voice, language, preset, music, captions))

/// A member of a request that is wrong.
struct WrongMember {
    std::string pointer;  ///< JSON Pointer (RFC 6901), such as "/duration"
    std::string detail;   ///< for people
};

/// How long a video may be, for people.
std::string duration_rule();

/// Everything that is wrong with an order; formats that are named twice are kept once. A script is only looked at by
/// words_for().
std::vector<WrongMember> check(VideoOrder& order);

/// What is equal for equal orders, and for no others.
std::string fingerprint_of(VideoOrder order);

/// The order with the words that were found for it in the place of what they were to be found by.
void take_words(VideoOrder& order, const model::Script& script);

/// The seconds that its words were, or are to be, found for; 0 for somebody's own script.
int asked_seconds(const VideoOrder& order);

/// What is asked of Words for it.
WordsRequest words_request(const VideoOrder& order);

/// The words of an order; its topic becomes the title of a script that was given with one.
/// Errors: as Words::script_for.
Result<model::Script> words_for(const Words& words, const VideoOrder& order,
                                const std::function<bool()>& cancelled = {});
/// With what else `request`, made by words_request() for this order, says.
Result<model::Script> words_for(const Words& words, const VideoOrder& order, const WordsRequest& request);

}  // namespace mss::studio
