#pragma once
// Pins: recordings that were paid for, kept for good, so that nobody pays twice: one file each, which appears whole
// and synced by one rename, in a folder of its own that is also the lock by which several processes do not ask for the
// same sentence at once. Any thread; blocks.

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "base/fd.hpp"
#include "base/file_lock.hpp"
#include "base/result.hpp"
#include "speech_service/service.hpp"

namespace mss::speech_service {

/// A recording as a file: a line of JSON, then the sound.
std::string pin_text(const Recording& recording);

/// Errors: invalid (cut short, changed, or no pin).
Result<Recording> parse_pin(std::string_view text);

class Pins {
public:
    explicit Pins(std::filesystem::path folder) : folder_(std::move(folder)) {}

    using Speak = std::function<Result<Recording>()>;

    /// The recording of a key (64 hex digits): the pinned one, else what `speak` gives, pinned before it is returned.
    /// Errors: those of `speak`, io, timeout and cancelled (somebody else is asking for the same).
    Result<Recording> find_or(const std::string& key, const Speak& speak, int cancel_fd) const;

    /// Whether there is one. A damaged one does not count.
    bool has(const std::string& key) const;

    /// Lets go of one that turned out to be of no use, unless somebody else has another there by now. Waits
    /// a minute at most for who asks for the same. Errors: io, timeout, cancelled.
    Result<void> remove(const std::string& key, const Recording& useless, int cancel_fd) const;

    /// Where the recording of a key lies.
    std::filesystem::path file_of(const std::string& key) const { return folder_ / key / "recording"; }

private:
    Result<UniqueFd> lock(const std::string& key, const LockWait& wait) const;
    Result<Recording> read(const std::string& key) const;

    const std::filesystem::path folder_;
};

}  // namespace mss::speech_service
