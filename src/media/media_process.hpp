#pragma once
// MediaProcess: the `mss-media` child that speaks, draws, mixes and measures, started when first needed and kept warm.
// A crash, a hang or a kill of the child is one failed call: the next call starts a new one. Blocking; confined to one
// thread (the child dies with the thread that started it).

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>

#include "base/json.hpp"
#include "base/process.hpp"
#include "base/result.hpp"
#include "media_protocol/envelope.hpp"
#include "observe/log.hpp"

namespace mss::media {

struct MediaProcessOptions {
    std::filesystem::path program;        ///< mss-media
    std::filesystem::path voices_folder;  ///< of natural voices; empty: there are none
    std::uint64_t address_space_bytes = 8ULL << 30U;
    std::uint64_t file_size_bytes = 8ULL << 30U;
    int nice = 5;
    /// Silence for this long ends a child that hardly computes meanwhile; four times as much processor time any.
    std::chrono::milliseconds no_progress_limit{60'000};
    int cancel_fd = -1;                    ///< readable: stop; -1: never
    const observe::Logger* log = nullptr;  ///< told of starts, ends and crashes; nullptr: nobody is
};

/// The mss-media that belongs to this program: beside it, or in ../lib/mss.
std::filesystem::path media_program_beside(const std::filesystem::path& own_program);

class MediaProcess {
public:
    using OnProgress = std::function<void(const media_protocol::Progress&)>;

    explicit MediaProcess(MediaProcessOptions options) : options_(std::move(options)) {}
    ~MediaProcess();
    MediaProcess(MediaProcess&& other) noexcept;
    MediaProcess& operator=(MediaProcess&&) = delete;

    /// One operation. A child that crashes is replaced and the operation tried once more, since most crashes are of
    /// the machine's making (memory, a kill); a second crash is the result.
    /// Errors: the child's own; unavailable (crashed twice), timeout, cancelled. Their detail holds what the child last
    /// wrote to its standard error.
    template <class ReplyType, class RequestType>
    Result<ReplyType> call(media_protocol::Operation operation, const RequestType& request,
                           const OnProgress& progress = {}) {
        MSS_TRY_ASSIGN(const json::Value answer, call_json(operation, json::encode(request), progress));
        auto reply = json::decode<ReplyType>(answer);
        if (!reply) return std::unexpected(nonsense(reply.error()));
        return reply;
    }

    Result<json::Value> call_json(media_protocol::Operation operation, json::Value request, const OnProgress& progress);

private:
    Result<void> start();
    Result<json::Value> exchange(const std::string& line, const OnProgress& progress);
    Error nonsense(const Error& why);
    std::unexpected<Error> give_up(Error error);
    void drop_child(std::string_view reason);
    ChildProcess::Time progress_deadline() const;

    MediaProcessOptions options_;
    std::optional<ChildProcess> child_;
    int child_pid_ = -1;  ///< child_'s, also after its end
};

}  // namespace mss::media
