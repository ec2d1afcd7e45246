#pragma once
// ProgressView: shows how far a run is. For a person one line that is redrawn in place, for a log a plain line at each
// new stage and each tenth. Time and width are parameters. Confined to one thread; the stream outlives it.

#include <chrono>
#include <functional>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>

#include "studio/create_video.hpp"

namespace mss::cli {

struct ProgressLook {
    bool terminal = false;
    bool colour = false;
};

class ProgressView {
public:
    using Time = std::chrono::steady_clock::time_point;

    /// `width` is asked at each redraw, since people resize their windows.
    ProgressView(std::ostream& stream, ProgressLook look, std::function<int()> width);

    void show(const studio::CreateProgress& progress, Time now);

    /// Takes the line away, so that what is printed next stands alone.
    void clear();

private:
    void redraw(const studio::CreateProgress& progress, Time now);
    void log(const studio::CreateProgress& progress);

    std::ostream& stream_;
    ProgressLook look_;
    std::function<int()> width_;
    std::optional<Time> drawn_at_;
    std::string stage_;
    int tenth_ = -1;
};

/// Takes away the line that is redrawn in place, for whoever else writes to the same terminal.
inline constexpr std::string_view kClearLine = "\r\x1b[K";

/// One line of at most `width` - 1 columns: a bar, percent, stage, remaining time and, where there is room, the note.
std::string progress_line(const studio::CreateProgress& progress, int width, bool colour);

}  // namespace mss::cli
