#pragma once
// VideoFiles: where the files of finished videos, and of those being made, lie in the data folder: a folder a video,
// named by its id. Stateless but for the root; any thread; blocking.

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "model/script.hpp"
#include "studio/create_video.hpp"

namespace mss::studio {

class VideoFiles {
public:
    /// `root` is the data folder.
    explicit VideoFiles(std::filesystem::path root) : root_(std::move(root)) {}

    /// The folder of a video; its id must be a UUID. Throws std::logic_error for any other: that is checked at the
    /// edge.
    std::filesystem::path folder(std::string_view id) const;
    /// The path of a file inside the store, such as "videos/<id>/wide.mp4", as tasks name it.
    static std::string stored_path(std::string_view id, std::string_view name);

    /// A finished file, if `name` is one that a video has and it is there.
    std::optional<std::filesystem::path> find(std::string_view id, std::string_view name) const;

    /// While a video is made: its words, and small pictures of the scenes that are ready. The words are those that were
    /// there first, whichever attempt found them: two may look at the same time, and must not mix theirs. Errors: io.
    Result<model::Script> begin_making(std::string_view id, const model::Script& words) const;
    /// A later attempt finds its words anew. Errors: io.
    Result<void> forget_words(std::string_view id) const;
    Result<void> keep_preview(std::string_view id, const FinishedScene& scene) const;
    /// Its words, if they are there. Errors: io.
    Result<std::optional<model::Script>> script(std::string_view id) const;
    bool has_script(std::string_view id) const;
    /// "vertical-3.jpg": scene 3, counted from 1.
    static std::string preview_name(Format format, std::size_t index);
    std::optional<std::filesystem::path> find_preview(std::string_view id, std::string_view name) const;

    /// Removes everything of a video; nothing where there is nothing. Errors: io.
    Result<void> remove(std::string_view id) const;

private:
    std::filesystem::path making(std::string_view id) const;

    std::filesystem::path root_;
};

}  // namespace mss::studio
