#pragma once
// Videos: the service that turns a script into finished files: speech, time line, sound, segments of each cut, joined
// files, thumbnails, side files, gates. Each stage is content-addressed, so a run goes on where an earlier one was cut
// off and an edit redoes only what it changes. Blocking. Nothing of a run is
// kept here, so that each thread may have its own.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "files/stage_cache.hpp"
#include "icons/icons.hpp"
#include "media/media_process.hpp"
#include "media_protocol/speech.hpp"
#include "observe/log.hpp"
#include "speech_service/paid_speech.hpp"
#include "studio/create_video.hpp"

namespace mss::studio {

struct Lane;

struct VideoServiceOptions {
    std::filesystem::path cache_folder;
    std::uint64_t cache_limit_bytes = 4ULL << 30U;
    std::filesystem::path media_program;
    std::filesystem::path voices_folder{};  ///< of natural voices; empty: there are none
    int speech_processes = 1;               ///< that speak at once, where a voice takes long
    int threads = 0;                        ///< of the video encoder, at most 16; 0: all that this process may use
    const speech_service::PaidSpeech* paid_speech = nullptr;  ///< outlives the service; nullptr: there is none
};

/// Why a script cannot be made here: what is missing for it.
struct Unmakeable {
    /// The voice that was named, any for the language, one that reads the letters, a font, or what it costs to have all
    /// of it spoken by the paid voice that was named.
    enum class Lacks { voice, language, letters, characters, budget };
    Lacks lacks = Lacks::voice;
    std::string reason;                  ///< for people
    std::optional<std::size_t> scene{};  ///< that lacks it, where it is one
};

struct VoiceSampleRequest {
    std::string voice;     ///< empty: the best of the language
    std::string language;  ///< of the words; empty: the voice's own, or English where none is named
    std::string text;      ///< one sentence; empty: one of that language
};

struct VoiceSample {
    media_protocol::Voice voice;
    std::string text;
    std::filesystem::path file;
};

class Videos {
public:
    Videos(VideoServiceOptions options, const icons::IconSet& icons, const observe::Logger& log)
        : options_(std::move(options)), icons_(icons), log_(log) {}

    /// Whether create() can keep its stages: asked before anything is paid for. Errors: io, timeout (another run holds
    /// the cache).
    Result<void> check_cache() const;

    /// What this machine has no voice for, none that reads the letters, no fonts, or not the money. Nothing where it
    /// has; whatever else fails shows when it is made.
    std::optional<Unmakeable> find_unmakeable(const model::Script& script, const std::string& voice) const;

    /// Makes everything that `options` asks for in its output folder. `cancel_fd` readable: stop (finished stages
    /// stay). Errors: invalid (script, options, voice, letters, fonts), gate_failed (names the gates; nothing is
    /// published), io, cancelled, unavailable, internal.
    Result<CreateReport> create(const model::Script& script, const CreateOptions& options,
                                const CreateListener& listener, int cancel_fd = -1) const;

    /// The voices of a language, or of all; the paid ones last. Errors: those of the media process.
    Result<media_protocol::VoicesReply> voices(const std::string& language, int cancel_fd = -1) const;

    /// What may still be sent to paid voices. Nothing: there are none, or it cannot be told.
    std::optional<speech_service::Allowance> allowance() const;

    /// A sentence as a voice says it, as a file of sound (MP4 with AAC) among the finished stages, where a second call
    /// finds it. Errors: invalid (no such voice, words that it cannot say), io, cancelled, those of the media process.
    Result<VoiceSample> sample(const VoiceSampleRequest& request, int cancel_fd = -1) const;

    /// What installed fonts offer; see media_protocol::FontCheckReply. Errors: those of the media process.
    Result<media_protocol::FontCheckReply> fonts(const std::string& text) const;

private:
    Result<void> check_budget(const model::Script& script, const media_protocol::Voice& voice) const;
    media::MediaProcessOptions process_options(int cancel_fd) const;
    Result<files::StageCache> open_cache(int cancel_fd) const;
    Result<Lane> open_lane(int cancel_fd) const;

    VideoServiceOptions options_;
    const icons::IconSet& icons_;
    const observe::Logger& log_;
};

}  // namespace mss::studio
