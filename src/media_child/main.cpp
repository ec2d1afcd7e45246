// mss-media: the program that `mss` starts for speech, pictures, sound and containers. People never start it.

#include <cstdio>
#include <sys/socket.h>
#include <sys/stat.h>

#include "base/process.hpp"
#include "codec/log.hpp"
#include "media_child/server.hpp"

int main() {
    struct stat status{};
    if (::fstat(mss::ChildProcess::kControlFd, &status) != 0 || !S_ISSOCK(status.st_mode)) {
        std::fputs("mss-media is started by mss; run `mss create --help`\n", stderr);
        return 2;
    }
    mss::codec::log_errors_only();
    return mss::media_child::serve(mss::ChildProcess::kControlFd);
}
