#pragma once
// What a render child is asked and answers: one segment (one scene of one cut), or one thumbnail. Values; any thread.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "model/script.hpp"

namespace mss::media_protocol {

/// Colours of a whole video as "#rrggbb". `ground` has five colours for moving backgrounds, dark to light use is up
/// to the scene; `accent` marks the spoken word; `ink` is for text on the ground.
struct Palette {
    std::string name;
    std::vector<std::string> ground;
    std::string accent;
    std::string ink;

    bool operator==(const Palette&) const = default;
};
BOOST_DESCRIBE_STRUCT(Palette, (), (name, ground, accent, ink))

/// A look for the whole video: how the ground moves and how cards are drawn.
enum class Style { aurora, bokeh, paper, night };
BOOST_DESCRIBE_ENUM(Style, aurora, bokeh, paper, night)

/// Everything that decides a scene's pixels but its captions; a pure function of this and a frame number.
struct ScenePlan {
    model::SceneKind kind = model::SceneKind::mesh_gradient;
    Style style = Style::aurora;
    Palette palette;
    std::string headline;
    std::string number;
    std::string label;
    std::vector<std::string> items;
    std::vector<int> item_frames;    ///< the frame at which each item appears (when its words are spoken)
    int number_begin = 0;            ///< the frame at which the number begins to be said
    int number_end = 0;              ///< and at which it has been said; 0: nobody says it
    std::vector<std::string> icons;  ///< names in the icon set, resolved
    std::string language;
    std::uint64_t seed = 0;  ///< for phases, positions and drift
    int frames = 0;          ///< length
    int start_frame = 0;     ///< phase of the moving ground at frame 0
    int arrival = 0;         ///< the ground is alone until this frame: the content of the scene before still leaves;
                             ///< below 0 at the start of a video, whose first frame shows what it opens with

    bool operator==(const ScenePlan&) const = default;
};
BOOST_DESCRIBE_STRUCT(ScenePlan, (),
                      (kind, style, palette, headline, number, label, items, item_frames, number_begin, number_end,
                       icons, language, seed, frames, start_frame, arrival))

struct CaptionWord {
    std::string text;
    int begin_frame = 0;  ///< of the segment; highlighted until the next word begins
};
BOOST_DESCRIBE_STRUCT(CaptionWord, (), (text, begin_frame))

/// Words that stand on screen together.
struct Caption {
    std::vector<CaptionWord> words;
    int begin_frame = 0;
    int end_frame = 0;  ///< one past the last
};
BOOST_DESCRIBE_STRUCT(Caption, (), (words, begin_frame, end_frame))

enum class Preset { fast, publish, best };
BOOST_DESCRIBE_ENUM(Preset, fast, publish, best)

/// More threads hardly help x264 at these sizes, and each holds a frame back.
inline constexpr int kMostEncoderThreads = 16;

struct SegmentRequest {
    int width = 0;
    int height = 0;
    ScenePlan scene;
    std::optional<ScenePlan> previous;  ///< the scene before: crossfaded from, over the first transition_frames
    int transition_frames = 0;
    std::vector<Caption> captions;  ///< empty: none are burned in
    Preset preset = Preset::fast;
    int threads = 0;                    ///< of the encoder; without effect on the pictures
    std::string output;                 ///< file to make: MP4 with one closed-GOP H.264 stream
    std::string preview;                ///< file to make: a small JPEG of one frame; empty: none
    std::optional<ScenePlan> upcoming;  ///< the scene that is asked for next: made ready meanwhile, else without effect
};
BOOST_DESCRIBE_STRUCT(SegmentRequest, (),
                      (width, height, scene, previous, transition_frames, captions, preset, threads, output, preview,
                       upcoming))

/// Measured while rendering, so that the quality gates cost nothing.
struct SegmentReply {
    int frames = 0;
    int black_frames = 0;            ///< mean luma below 20 (of 16..235)
    int longest_still = 0;           ///< most frames in a row whose mean luma change is under 0.02 and nothing moves
    double caption_contrast = 21.0;  ///< lowest WCAG contrast of caption text on what lies under it
    double caption_ink = 255.0;      ///< lowest mean luma change that drawing a caption made inside its box
    bool captions_inside = true;     ///< every caption inside the safe area
    double render_seconds = 0;       ///< CPU of the compositor
    double encode_seconds = 0;       ///< CPU of the encoder and all else
};
BOOST_DESCRIBE_STRUCT(SegmentReply, (),
                      (frames, black_frames, longest_still, caption_contrast, caption_ink, captions_inside,
                       render_seconds, encode_seconds))

struct ThumbnailRequest {
    int width = 0;
    int height = 0;
    int variant = 0;     ///< 0, 1 or 2: three different layouts
    ScenePlan scene;     ///< its headline is the text; three to five words look best
    std::string output;  ///< file to make: JPEG below 2 MB
};
BOOST_DESCRIBE_STRUCT(ThumbnailRequest, (), (width, height, variant, scene, output))

struct ThumbnailReply {
    std::int64_t bytes = 0;
};
BOOST_DESCRIBE_STRUCT(ThumbnailReply, (), (bytes))

/// Asks whether installed fonts can draw some texts, before anything is rendered.
struct FontCheckRequest {
    std::string text = {};
    std::vector<std::string> parts = {};  ///< further texts whose fonts are told one by one, such as those of scenes
};
BOOST_DESCRIBE_STRUCT(FontCheckRequest, (), (text, parts))

struct FontCheckReply {
    std::string missing;                  ///< code points (at most 20) that no installed font has, as UTF-8
    std::string fonts;                    ///< names and versions of the fonts used by the text and all parts
    std::vector<std::string> part_fonts;  ///< of each part alone; what a picture's cache key holds
};
BOOST_DESCRIBE_STRUCT(FontCheckReply, (), (missing, fonts, part_fonts))

}  // namespace mss::media_protocol
