#pragma once
// The folder that people find their results in: what the files in it are called, whether it can be written, and who
// writes there now. Blocking; any thread.

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/fd.hpp"
#include "base/file_lock.hpp"
#include "base/result.hpp"
#include "studio/create_video.hpp"

namespace mss::studio {

inline constexpr std::string_view kSubRipFile = "captions.srt";
inline constexpr std::string_view kWebVttFile = "captions.vtt";
inline constexpr std::string_view kScriptFile = "script.json";
inline constexpr std::string_view kCreditsFile = "credits.txt";
inline constexpr std::string_view kChaptersFile = "chapters.txt";
inline constexpr int kThumbnails = 3;

/// "wide.mp4".
std::string video_file(Format format);

/// "thumbnail-1.jpg", "thumbnail-1-vertical.jpg"; they are numbered from 1 to kThumbnails.
std::string thumbnail_file(int number, Format format);

/// Every file that a run may write there.
std::vector<std::string> result_files();

/// Whether the results can be written into the folder, or one be made for them where it is not there: asked before
/// minutes of work, and leaving nothing behind, since a run that is refused should not leave an empty folder.
/// Errors: io.
Result<void> check_output_folder(const std::filesystem::path& folder);

/// Makes the folder where needed, and waits until nobody else publishes into it; held while the descriptor lives. So
/// what looks half-written under the lock is what a killed run left. Errors: io, timeout, cancelled.
Result<UniqueFd> open_output_folder(const std::filesystem::path& folder, const LockWait& wait);

}  // namespace mss::studio
