#include "studio/videos.hpp"

#include <algorithm>

#include "base/cpu.hpp"
#include "studio/output_folder.hpp"
#include "studio/paid_voice.hpp"
#include "studio/prerequisites.hpp"
#include "studio/render_run.hpp"
#include "studio/speech_stages.hpp"
#include "studio/spoken_sentences.hpp"
#include "studio/unsayable.hpp"

namespace mss::studio {
namespace {

Result<void> check_options(const CreateOptions& options) {
    if (options.formats.empty()) return fail(Code::invalid, "no format was asked for; there are vertical and wide");
    return {};
}

}  // namespace

media::MediaProcessOptions Videos::process_options(int cancel_fd) const {
    media::MediaProcessOptions options;
    options.program = options_.media_program;
    options.voices_folder = options_.voices_folder;
    options.cancel_fd = cancel_fd;
    options.log = &log_;
    return options;
}

Result<files::StageCache> Videos::open_cache(int cancel_fd) const {
    auto cache = files::StageCache::open(options_.cache_folder, options_.cache_limit_bytes, {.cancel_fd = cancel_fd});
    if (!cache && cache.error().code == Code::io) cache.error().message += "; MSS_DATA_DIR names another data folder";
    return cache;
}

Result<Lane> Videos::open_lane(int cancel_fd) const {
    MSS_TRY_ASSIGN(files::StageCache cache, open_cache(cancel_fd));
    return Lane{media::StageRunner(std::move(cache), log_),
                std::make_unique<media::MediaProcess>(process_options(cancel_fd)), options_.paid_speech};
}

Result<void> Videos::check_cache() const {
    MSS_TRY(open_cache(-1));
    return {};
}

std::optional<Unmakeable> Videos::find_unmakeable(const model::Script& script, const std::string& voice) const {
    media::MediaProcess process(process_options(-1));
    model::Script words = script;
    std::vector<std::string> notices;
    const auto invalid = [](const auto& outcome) { return !outcome && outcome.error().code == Code::invalid; };
    const auto speaker = find_voice(process, options_.paid_speech, voice, words.language);
    if (invalid(speaker))
        return Unmakeable{names_a_voice(voice) ? Unmakeable::Lacks::voice : Unmakeable::Lacks::language,
                          speaker.error().message};
    if (speaker) {
        if (auto unsayable = find_unsayable(words, *speaker, notices))
            return Unmakeable{Unmakeable::Lacks::letters, std::move(unsayable->reason), unsayable->scene};
    }
    if (const auto drawn = fit_to_fonts(process, words, notices); invalid(drawn))
        return Unmakeable{Unmakeable::Lacks::characters, drawn.error().message};
    if (speaker && speaker->paid)
        if (const auto payable = check_budget(words, *speaker); !payable && payable.error().code == Code::forbidden)
            return Unmakeable{Unmakeable::Lacks::budget, payable.error().message};
    return std::nullopt;
}

Result<void> Videos::check_budget(const model::Script& script, const media_protocol::Voice& voice) const {
    // Of words that are still to be written only so much is known that there will be some.
    if (script.scenes.empty()) return options_.paid_speech->check_left();
    MSS_TRY_ASSIGN(Lane lane, open_lane(-1));
    MSS_TRY_ASSIGN(const auto libraries, lane.process->call<media_protocol::LibrariesReply>(
                                             media_protocol::Operation::libraries, media_protocol::LibrariesRequest{}));
    return check_speech_budget(lane, voice, speech_stages(script, sentences_to_speak(script), voice, libraries.speech));
}

std::optional<speech_service::Allowance> Videos::allowance() const {
    if (options_.paid_speech == nullptr) return std::nullopt;
    auto allowance = options_.paid_speech->allowance();
    return allowance ? std::optional(*allowance) : std::nullopt;
}

Result<CreateReport> Videos::create(const model::Script& script, const CreateOptions& options,
                                    const CreateListener& listener, int cancel_fd) const {
    MSS_TRY(model::validate(script));
    MSS_TRY(check_options(options));
    MSS_TRY(check_output_folder(options.output));
    MSS_TRY_ASSIGN(Lane lane, open_lane(cancel_fd));
    ProgressMeter meter(listener.progress);
    const int threads =
        std::min(options_.threads > 0 ? options_.threads : usable_processors(), media_protocol::kMostEncoderThreads);
    RenderRun run(script, options,
                  {.open_lane = [this](int stop_fd) { return open_lane(stop_fd); },
                   .icons = icons_,
                   .progress = meter,
                   .scene_finished = listener.scene,
                   .threads = threads,
                   .speech_processes = std::max(options_.speech_processes, 1),
                   .cancel_fd = cancel_fd},
                  std::move(lane));
    auto report = run.run();
    // Room is made after the run, when its own files are known to be the newest; a failure here spoils no video, and is
    // no matter of who ordered it.
    if (const auto trimmed = run.trim(); !trimmed)
        log_.warning("old finished stages could not be removed", {{"reason", trimmed.error().message}});
    return report;
}

Result<media_protocol::VoicesReply> Videos::voices(const std::string& language, int cancel_fd) const {
    media::MediaProcess process(process_options(cancel_fd));
    return list_voices(process, options_.paid_speech, language);
}

Result<media_protocol::FontCheckReply> Videos::fonts(const std::string& text) const {
    return media::MediaProcess(process_options(-1))
        .call<media_protocol::FontCheckReply>(media_protocol::Operation::font_check,
                                              media_protocol::FontCheckRequest{text});
}

}  // namespace mss::studio
