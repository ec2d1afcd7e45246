#pragma once
// Flag: something that happened, as a descriptor (eventfd) that poll() waits for beside others, until it is cleared;
// and AnyOf: several descriptors as one. Owned by one object; any thread may set a flag. Both throw std::system_error
// where the process has no descriptor left.

#include "base/fd.hpp"

namespace mss {

class Flag {
public:
    Flag();

    void set() const;
    void clear() const;
    int fd() const { return fd_.get(); }

private:
    UniqueFd fd_;
};

/// A descriptor that is readable while one of two is, for those who can wait for one only.
class AnyOf {
public:
    /// Each may be -1; both stay open as long as this one.
    AnyOf(int first, int second);

    int fd() const { return fd_.get(); }

private:
    UniqueFd fd_;
};

/// Whether a descriptor (or -1) is readable now.
bool is_readable(int fd);
/// Waits until a descriptor (or -1) is readable or the time is over. True where it is readable.
bool wait_readable(int fd, int milliseconds);

}  // namespace mss
