// The end of a run: the gates, and the files that people get.
#include <algorithm>
#include <system_error>

#include <fmt/format.h>

#include "base/fd.hpp"
#include "base/file.hpp"
#include "base/hash.hpp"
#include "media/chapters.hpp"
#include "studio/output_folder.hpp"
#include "studio/recorded_voice.hpp"
#include "studio/render_run.hpp"
#include "studio/side_files.hpp"

namespace mss::studio {
namespace {

namespace fs = std::filesystem;

std::string voice_of_credits(const media_protocol::Voice& voice) {
    if (voice.engine == kRecordedVoice) return "recorded by the maker of this video";
    return fmt::format("synthetic ({}, {})", voice.name, voice.engine);
}

void append(std::vector<GateReport>& all, std::vector<GateReport> some) {
    all.insert(all.end(), std::make_move_iterator(some.begin()), std::make_move_iterator(some.end()));
}

FileReport describe(std::string role, const fs::path& path, std::string hash) {
    std::error_code error;
    const auto bytes = static_cast<std::int64_t>(fs::file_size(path, error));
    return FileReport{std::move(role), path.string(), bytes, std::move(hash)};
}

// Where a file of the cache vanished under us, it was not the user who named a wrong one.
Result<void> copy_result(const fs::path& from, const fs::path& to) {
    auto copied = copy_whole_file(from, to);
    if (!copied) copied.error().code = Code::io;
    return copied;
}

// A file that is already there with the same content is left alone: a second run touches nothing.
Result<FileReport> publish_copy(std::string role, const fs::path& from, const fs::path& to) {
    MSS_TRY_ASSIGN(std::string wanted, sha256_file(from));
    if (const auto present = sha256_file(to); !present || *present != wanted) MSS_TRY(copy_result(from, to));
    return describe(std::move(role), to, std::move(wanted));
}

Result<FileReport> publish_text(std::string role, const std::string& content, const fs::path& to) {
    if (const auto present = read_file(to, content.size() + 1); !present || *present != content)
        MSS_TRY(write_file(to, content));
    return describe(std::move(role), to, sha256(content));
}

// What an earlier run left and this one has not: beside the new video it would be wrong.
Result<void> remove_stale(const fs::path& path) {
    std::error_code error;
    fs::remove(path, error);
    if (error) return fail(Code::io, fmt::format("cannot remove {}: {}", path.string(), error.message()));
    return {};
}

// Results in the folder that this run did not make. They are videos and thumbnails, since it writes or removes all
// others: with other words or only of another format, who knows.
std::string of_earlier_runs(const fs::path& folder, const std::vector<FileReport>& made) {
    std::string others;
    for (const std::string& name : result_files()) {
        const fs::path path = folder / name;
        std::error_code ignored;
        if (std::ranges::find(made, path.string(), &FileReport::path) == made.end() && fs::exists(path, ignored))
            others += fmt::format("{}{}", others.empty() ? "" : ", ", name);
    }
    return others;
}

}  // namespace

Result<void> RenderRun::all_passed(const std::vector<GateReport>& gates) {
    std::string failed;
    for (const GateReport& gate : gates)
        if (!gate.passed)
            failed +=
                fmt::format("{}{} ({}; wanted {})", failed.empty() ? "" : "; ", gate.name, gate.measured, gate.wanted);
    if (!failed.empty()) return fail(Code::gate_failed, "the video did not pass: " + failed);
    return {};
}

Result<std::vector<GateReport>> RenderRun::judge() const {
    std::vector<GateReport> gates;
    for (const Cut& cut : cuts_)
        append(gates, media::judge_format(cut.facts, narration_));
    append(gates, media::judge_sound(sound_.reply, options_.music, delivery()));
    append(gates, media::judge_captions(subtitle_cues_, narration_, delivery()));
    MSS_TRY(all_passed(gates));
    return gates;
}

Result<std::vector<FileReport>> RenderRun::publish() {
    const fs::path& folder = options_.output;
    MSS_TRY_ASSIGN(const UniqueFd lock, open_output_folder(folder, {.cancel_fd = tools_.cancel_fd}));
    remove_parts(folder);
    std::vector<FileReport> reports;
    const auto add = [&](Result<FileReport> report) -> Result<void> {
        if (!report) return std::unexpected(report.error());
        reports.push_back(std::move(*report));
        return {};
    };
    for (const Cut& cut : cuts_)
        MSS_TRY(add(publish_copy(cut.facts.format, cut.file.folder / "video.mp4", folder / video_file(cut.format))));
    for (const Picture& picture : thumbnails_)
        MSS_TRY(add(publish_copy("thumbnail", picture.entry.folder / "thumbnail.jpg", folder / picture.name)));
    MSS_TRY(add(publish_text("captions", media::srt(subtitle_cues_, script_.language), folder / kSubRipFile)));
    MSS_TRY(add(publish_text("captions", media::vtt(subtitle_cues_, script_.language), folder / kWebVttFile)));
    MSS_TRY(add(publish_text("script", json::pretty(json::encode(given_)), folder / kScriptFile)));
    MSS_TRY(add(publish_text("credits", credits_text(given_, voice_of_credits(voice_), options_.music),
                             folder / kCreditsFile)));
    const auto chapters = media::make_chapters(given_, narration_);
    if (chapters.empty())
        MSS_TRY(remove_stale(folder / kChaptersFile));
    else
        MSS_TRY(add(publish_text("chapters", media::chapters_text(chapters), folder / kChaptersFile)));
    if (const std::string others = of_earlier_runs(folder, reports); !others.empty())
        notices_.push_back(fmt::format("of an earlier run and left alone in {}: {}", folder.string(), others));
    return reports;
}

}  // namespace mss::studio
