#pragma once
// Script: what is said and what is shown, as people edit it in script.json. Pure values; any thread.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

#include "base/result.hpp"

namespace mss::model {

/// Where a statement comes from; shown in script.json, credits.txt and on the last card.
struct Source {
    std::string title;
    std::string url;
    std::string author;
    std::string licence;  ///< such as "CC BY-SA 4.0"; empty where none is claimed
};
BOOST_DESCRIBE_STRUCT(Source, (), (title, url, author, licence))

/// How a scene looks. `automatic` lets the planner choose from the words.
enum class SceneKind {
    automatic,
    kinetic_title,
    quote_card,
    list_reveal,
    big_number,
    icon_constellation,
    mesh_gradient,
    source_card,  ///< the closing card that names the sources
};
BOOST_DESCRIBE_ENUM(SceneKind, automatic, kinetic_title, quote_card, list_reveal, big_number, icon_constellation,
                    mesh_gradient, source_card)

/// What a scene shows beside the spoken words. Everything is optional: the planner fills what is empty.
struct Visual {
    SceneKind kind = SceneKind::automatic;
    std::string headline;            ///< at most 80 characters are drawn
    std::string number;              ///< big_number: the figure as written, such as "30%" or "2,500"
    std::string label;               ///< big_number: what the figure counts; quote_card: who said it
    std::vector<std::string> items;  ///< list_reveal: 2 to 5 short lines; kinetic_title: key points
    std::vector<std::string> icons;  ///< words to find icons by, the most telling first
};
BOOST_DESCRIBE_STRUCT(Visual, (), (kind, headline, number, label, items, icons))

/// One picture and the sentences spoken over it.
struct Scene {
    std::string text;
    Visual visual;
    std::vector<std::string> emphasis = {};  ///< words of the text that are to stand out
    double pause_s = 0;                      ///< of silence after the words, beyond the usual pause; seconds
};
BOOST_DESCRIBE_STRUCT(Scene, (), (text, visual, emphasis, pause_s))

struct Script {
    int version = 1;
    std::string title;
    std::string language = "en";  ///< BCP 47, such as "en", "de", "pt-BR"
    std::string description;      ///< for the page that the video is published on
    std::vector<std::string> keywords;
    double pace = 1;                          ///< how fast it is spoken; 1 is the voice's own pace
    std::vector<std::string> pronunciations;  ///< lines of "word = how to say it"
    std::vector<Scene> scenes;
    std::vector<Source> sources;
    std::vector<std::string> notices;  ///< what the maker should know, such as "shorter than asked"
    std::string writer;                ///< what made it: "given", "starter", "text", "wikipedia", "model"
};
BOOST_DESCRIBE_STRUCT(Script, (),
                      (version, title, language, description, keywords, pace, pronunciations, scenes, sources, notices,
                       writer))

/// Limits that validate() checks.
struct ScriptLimits {
    static constexpr std::size_t kScenesMax = 200;
    static constexpr std::size_t kSceneBytesMax = 4000;
    static constexpr std::size_t kScriptBytesMax = 64'000;
    static constexpr std::size_t kTitleBytesMax = 400;
    static constexpr std::size_t kItemsMax = 5;
    static constexpr std::size_t kPronunciationsMax = 200;
    static constexpr std::size_t kEmphasisMax = 20;
    static constexpr double kPaceMin = 0.5;
    static constexpr double kPaceMax = 2;
    static constexpr double kPauseMax = 10;  ///< seconds
};

/// A word, or several in a row, and how it is said.
struct Pronunciation {
    std::string written;
    std::string said;
};
/// From "word = how to say it". Nothing where a side is missing, or holds nothing that can be spoken.
std::optional<Pronunciation> parse_pronunciation(std::string_view line);

/// Whether the text holds something that a voice can say: a letter of any alphabet or a digit.
bool speakable(std::string_view text);

/// Valid UTF-8 throughout, at least one scene, no scene without a letter or a digit, limits kept. Error: invalid,
/// with the path of the first wrong member.
Result<void> validate(const Script& script);

}  // namespace mss::model
