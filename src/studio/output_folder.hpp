#pragma once
// The folder that people find their results in: whether it can be written, and who writes there now. Blocking; any
// thread.

#include <array>
#include <filesystem>
#include <string_view>

#include "base/fd.hpp"
#include "base/file_lock.hpp"
#include "base/result.hpp"

namespace mss::studio {

/// Every file that a run may write there.
inline constexpr std::array<std::string_view, 13> kResultNames{"vertical.mp4",    "wide.mp4",
                                                               "thumbnail-1.jpg", "thumbnail-1-vertical.jpg",
                                                               "thumbnail-2.jpg", "thumbnail-2-vertical.jpg",
                                                               "thumbnail-3.jpg", "thumbnail-3-vertical.jpg",
                                                               "captions.srt",    "captions.vtt",
                                                               "script.json",     "credits.txt",
                                                               "chapters.txt"};

/// Whether the results can be written into the folder, or one be made for them where it is not there: asked before
/// minutes of work, and leaving nothing behind, since a run that is refused should not leave an empty folder.
/// Errors: io.
Result<void> check_output_folder(const std::filesystem::path& folder);

/// Makes the folder where needed, and waits until nobody else publishes into it; held while the descriptor lives. So
/// what looks half-written under the lock is what a killed run left. Errors: io, timeout, cancelled.
Result<UniqueFd> open_output_folder(const std::filesystem::path& folder, const LockWait& wait);

}  // namespace mss::studio
