#include "base/host.hpp"

#include <array>
#include <unistd.h>

namespace mss {

std::string host_name() {
    std::array<char, 256> name{};  // the last character stays a NUL, also where the name is cut
    return ::gethostname(name.data(), name.size() - 1) == 0 ? std::string(name.data()) : std::string("localhost");
}

}  // namespace mss
