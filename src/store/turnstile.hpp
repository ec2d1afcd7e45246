#pragma once
// Turnstile: processes that want the same thing again and again get it in turn. SQLite lets whoever asks at the right
// moment have the write lock, so that a process which writes without a pause keeps the others out for seconds. A
// courtesy and no protection: who gets no turn in time goes on without. Confined to one thread at a time. Locks belong
// to the open file, so the end of a process, however it ends, frees what it held.

#include <chrono>
#include <filesystem>
#include <utility>

#include "base/fd.hpp"
#include "base/result.hpp"

namespace mss::store {

class Turnstile {
public:
    /// A turn, until the end of its life.
    class Turn {
    public:
        Turn(Turn&& other) noexcept : file_(std::exchange(other.file_, -1)) {}
        Turn& operator=(Turn&&) = delete;
        ~Turn();
        /// False: none came in time.
        explicit operator bool() const { return file_ >= 0; }

    private:
        friend class Turnstile;
        explicit Turn(int file) : file_(file) {}
        int file_;
    };

    /// All that share turns open the same file; it is made where it is absent. Errors: io.
    static Result<Turnstile> open(const std::filesystem::path& file);

    /// Waits until those that came before are done, at most `limit`.
    [[nodiscard]] Turn take(std::chrono::milliseconds limit) const;

private:
    explicit Turnstile(UniqueFd file) : file_(std::move(file)) {}

    UniqueFd file_;
};

}  // namespace mss::store
