#include "studio/video_files.hpp"

#include <algorithm>
#include <stdexcept>
#include <system_error>

#include <fmt/format.h>

#include "base/file.hpp"
#include "base/identifier.hpp"
#include "base/json.hpp"
#include "studio/output_folder.hpp"

namespace mss::studio {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kVideos = "videos";
constexpr std::string_view kMaking = "making";
constexpr std::string_view kMakingScript = "script.json";
constexpr std::size_t kScriptFileBytesMax = 1U << 20U;

std::optional<fs::path> existing(fs::path path) {
    std::error_code ignored;
    if (!fs::is_regular_file(path, ignored)) return std::nullopt;
    return path;
}

// "vertical-12.jpg", "wide-1.jpg".
bool is_preview_name(std::string_view name) {
    for (const std::string_view format : {"vertical-", "wide-"}) {
        if (!name.starts_with(format) || !name.ends_with(".jpg")) continue;
        const std::string_view number = name.substr(format.size(), name.size() - format.size() - 4);
        return !number.empty() && number.size() <= 3 &&
               std::ranges::all_of(number, [](char digit) { return digit >= '0' && digit <= '9'; });
    }
    return false;
}

}  // namespace

fs::path VideoFiles::folder(std::string_view id) const {
    if (!is_uuid(id)) throw std::logic_error("the id of a video is a UUID");
    return root_ / kVideos / id;
}

fs::path VideoFiles::making(std::string_view id) const {
    return folder(id) / kMaking;
}

std::string VideoFiles::stored_path(std::string_view id, std::string_view name) {
    return fmt::format("{}/{}/{}", kVideos, id, name);
}

std::optional<fs::path> VideoFiles::find(std::string_view id, std::string_view name) const {
    const auto names = result_files();
    if (std::ranges::find(names, name) == names.end()) return std::nullopt;
    return existing(folder(id) / name);
}

Result<model::Script> VideoFiles::begin_making(std::string_view id, const model::Script& words) const {
    MSS_TRY(make_directories(making(id)));
    MSS_TRY(write_new_file(making(id) / kMakingScript, json::pretty(json::encode(words))));
    if (auto standing = script(id); standing && *standing) return std::move(**standing);
    // What stands there cannot be read, by no attempt.
    MSS_TRY(write_file(making(id) / kMakingScript, json::pretty(json::encode(words))));
    return words;
}

Result<void> VideoFiles::forget_words(std::string_view id) const {
    std::error_code error;
    fs::remove(making(id) / kMakingScript, error);
    if (error) return fail(Code::io, fmt::format("cannot remove the words of a video: {}", error.message()));
    return {};
}

Result<void> VideoFiles::keep_preview(std::string_view id, const FinishedScene& scene) const {
    return copy_whole_file(scene.preview, making(id) / preview_name(scene.format, scene.index));
}

Result<std::optional<model::Script>> VideoFiles::script(std::string_view id) const {
    for (const fs::path& path : {folder(id) / kScriptFile, making(id) / kMakingScript}) {
        const auto bytes = read_file(path, kScriptFileBytesMax);
        if (!bytes && bytes.error().code == Code::not_found) continue;
        if (!bytes) return std::unexpected(bytes.error());
        auto script = json::decode_text<model::Script>(*bytes);
        if (!script) return fail(Code::io, "the words of the video cannot be read", script.error().message);
        return std::move(*script);
    }
    return std::nullopt;
}

bool VideoFiles::has_script(std::string_view id) const {
    return existing(folder(id) / kScriptFile) || existing(making(id) / kMakingScript);
}

std::string VideoFiles::preview_name(Format format, std::size_t index) {
    return fmt::format("{}-{}.jpg", format == Format::vertical ? "vertical" : "wide", index + 1);
}

std::optional<fs::path> VideoFiles::find_preview(std::string_view id, std::string_view name) const {
    if (!is_preview_name(name)) return std::nullopt;
    return existing(making(id) / name);
}

Result<void> VideoFiles::remove(std::string_view id) const {
    std::error_code error;
    fs::remove_all(folder(id), error);
    if (error) return fail(Code::io, fmt::format("cannot remove the files of a video: {}", error.message()));
    return {};
}

}  // namespace mss::studio
