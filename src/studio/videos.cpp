#include "studio/videos.hpp"

#include <algorithm>
#include <thread>

#include "base/file.hpp"
#include "studio/render_run.hpp"

namespace mss::studio {
namespace {

Result<void> check_options(const CreateOptions& options) {
    if (options.formats.empty()) return fail(Code::invalid, "no format was asked for; there are vertical and wide");
    return {};
}

// Before minutes of work: can the results be written at all?
Result<void> check_output(const std::filesystem::path& folder) {
    MSS_TRY(make_directories(folder));
    const auto probe = folder / ".mss-part-check";
    MSS_TRY(write_file(probe, ""));
    std::error_code ignored;
    std::filesystem::remove(probe, ignored);
    return {};
}

}  // namespace

media::MediaProcess Videos::make_process(int cancel_fd) const {
    media::MediaProcessOptions options;
    options.program = options_.media_program;
    options.cancel_fd = cancel_fd;
    return media::MediaProcess(std::move(options));
}

Result<CreateReport> Videos::create(const model::Script& script, const CreateOptions& options,
                                    const std::function<void(const CreateProgress&)>& progress, int cancel_fd) const {
    MSS_TRY(model::validate(script));
    MSS_TRY(check_options(options));
    MSS_TRY(check_output(options.output));
    MSS_TRY_ASSIGN(auto cache, files::StageCache::open(options_.cache_folder, options_.cache_limit_bytes));
    auto process = make_process(cancel_fd);
    ProgressMeter meter(progress);
    const int cores = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    const int threads = options_.threads > 0 ? options_.threads : cores;
    RenderRun run(script, options, {cache, process, icons_, meter, threads});
    auto report = run.run();
    // Room is made after the run, when its own files are known to be the newest; a failure here spoils no video.
    if (const auto trimmed = cache.trim(); !trimmed && report) report->notices.push_back(trimmed.error().message);
    return report;
}

Result<media_protocol::VoicesReply> Videos::voices(const std::string& language) const {
    return make_process(-1).call<media_protocol::VoicesReply>(media_protocol::Operation::voices,
                                                              media_protocol::VoicesRequest{language});
}

Result<media_protocol::FontCheckReply> Videos::fonts(const std::string& text) const {
    return make_process(-1).call<media_protocol::FontCheckReply>(media_protocol::Operation::font_check,
                                                                 media_protocol::FontCheckRequest{text});
}

}  // namespace mss::studio
