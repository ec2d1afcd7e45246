#pragma once
// Caption text through libass: words that stand together are set once, and each word is rasterised by itself in its
// place, so that the spoken one can change colour and size without moving its neighbours. User text is escaped: braces
// and backslashes are shown, never obeyed. Owns the libass objects; confined to one thread.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "media_protocol/picture.hpp"
#include "picture/canvas.hpp"
#include "picture/stage.hpp"
#include "picture/theme.hpp"

namespace mss::picture {

/// Text for an ASS event that shows exactly these characters; line breaks and tabs become spaces.
std::string escape_for_ass(std::string_view text);

/// How far below its place a caption appears, in design pixels.
inline constexpr double kCaptionEntrance = 16;

/// One word of a caption, drawn twice; canvases share the caption's box.
struct CaptionGlyphs {
    Box ink;         ///< of the word in the frame, outline included
    Box spoken_ink;  ///< of the word while it is spoken
    std::shared_ptr<Canvas> plain;
    std::shared_ptr<Canvas> spoken;
};

struct SetCaption {
    Box box;  ///< of the canvases in the frame
    Box ink;  ///< of all words, outline included
    std::vector<CaptionGlyphs> words;
};

class CaptionTypesetter {
public:
    /// Throws std::runtime_error where libass cannot start.
    CaptionTypesetter(const Stage& stage, const Theme& theme);
    ~CaptionTypesetter();
    CaptionTypesetter(const CaptionTypesetter&) = delete;
    CaptionTypesetter& operator=(const CaptionTypesetter&) = delete;

    /// Sets the words in the stage's caption area, with room for their entrance and for each word to be spoken: smaller
    /// where they are too wide, or broken where a word alone is, then smaller still. Lines are the same whichever word
    /// is spoken. Words without anything to draw have an empty ink. Thousands of letters do not fit even so; then the
    /// inks tell.
    SetCaption set(const media_protocol::Caption& caption);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace mss::picture
