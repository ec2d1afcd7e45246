#include "speech_service/pins.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <vector>

#include <boost/describe.hpp>
#include <fmt/format.h>

#include "base/file.hpp"
#include "base/file_lock.hpp"
#include "base/hash.hpp"
#include "base/json.hpp"
#include "speech_service/sound_file.hpp"

namespace mss::speech_service {
namespace {

constexpr std::size_t kPinBytesMax = 40U << 20U;
constexpr std::size_t kHeaderBytesMax = 4U << 20U;
constexpr std::chrono::minutes kLongestWait{10};  // for somebody who asks for the same sentence

struct Header {
    std::string sha256;  ///< of the sound
    std::vector<media_protocol::GivenTime> times;
};
BOOST_DESCRIBE_STRUCT(Header, (), (sha256, times))

}  // namespace

std::string pin_text(const Recording& recording) {
    return json::print(json::encode(Header{sha256(recording.bytes), recording.times})) + "\n" + recording.bytes;
}

Result<Recording> parse_pin(std::string_view text) {
    const auto line = text.find('\n');
    if (line == std::string_view::npos) return fail(Code::invalid, "a pinned recording was cut short");
    MSS_TRY_ASSIGN(Header header, json::decode_text<Header>(text.substr(0, line), kHeaderBytesMax));
    const std::string_view sound = text.substr(line + 1);
    if (sha256(sound) != header.sha256) return fail(Code::invalid, "a pinned recording has changed");
    auto suffix = sound_suffix(sound);
    if (!suffix) return fail(Code::invalid, "a pinned recording is no sound");
    return Recording{std::string(sound), std::move(*suffix), std::move(header.times)};
}

Result<Recording> Pins::read(const std::string& key) const {
    MSS_TRY_ASSIGN(const std::string text, read_file(file_of(key), kPinBytesMax));
    return parse_pin(text);
}

bool Pins::has(const std::string& key) const {
    return read(key).has_value();
}

Result<Recording> Pins::find_or(const std::string& key, const Speak& speak, int cancel_fd) const {
    MSS_TRY(make_directories(folder_ / key));
    // What the answer needs is on the disk before anything is asked, so that pinning it takes one file alone.
    MSS_TRY(sync_path(folder_));
    MSS_TRY_ASSIGN(const UniqueFd held, lock(key, {.cancel_fd = cancel_fd, .limit = kLongestWait}));
    auto pinned = read(key);
    // What cannot be read just now is not paid for again.
    const bool absent = !pinned && (pinned.error().code == Code::not_found || pinned.error().code == Code::invalid);
    if (!pinned && !absent) return pinned;
    if (pinned) {
        // So that its time says when it was last of use.
        static_cast<void>(::utimensat(AT_FDCWD, file_of(key).c_str(), nullptr, 0));
        return pinned;
    }
    MSS_TRY_ASSIGN(Recording recording, speak());
    MSS_TRY(write_file(file_of(key), pin_text(recording)));
    remove_parts(folder_ / key);  // of somebody who was killed while writing one
    return recording;
}

Result<UniqueFd> Pins::lock(const std::string& key, const LockWait& wait) const {
    const std::filesystem::path place = folder_ / key;
    UniqueFd folder(::open(place.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!folder)
        return fail(Code::io,
                    fmt::format("cannot open {}: {}", place.string(), std::generic_category().message(errno)));
    MSS_TRY(wait_for_lock(folder, LockKind::exclusive, wait, place));
    return folder;
}

Result<void> Pins::remove(const std::string& key, const Recording& useless, int cancel_fd) const {
    MSS_TRY_ASSIGN(const UniqueFd held, lock(key, {.cancel_fd = cancel_fd}));
    if (const auto pinned = read(key); pinned && pinned->bytes != useless.bytes) return {};
    std::error_code error;
    std::filesystem::remove(file_of(key), error);
    if (error) return fail(Code::io, fmt::format("cannot remove {}: {}", file_of(key).string(), error.message()));
    return {};
}

}  // namespace mss::speech_service
