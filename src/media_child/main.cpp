// mss-media: the program that `mss` starts for speech, pictures, sound and containers. People never start it.

#include <cstdio>
#include <sys/socket.h>
#include <sys/stat.h>

#include "base/process.hpp"
#include "codec/log.hpp"
#include "media_child/server.hpp"

// Its one argument is the folder of natural voices.
int main(int count, char** arguments) {
    struct stat status{};
    if (::fstat(mss::ChildProcess::kControlFd, &status) != 0 || !S_ISSOCK(status.st_mode)) {
        std::fputs("mss-media is started by mss; run `mss create --help`\n", stderr);
        return 2;
    }
    mss::codec::log_errors_only();
    const mss::speech::SpeechParts parts{.voices_folder = count > 1 ? arguments[1] : ""};
    return mss::media_child::serve(mss::ChildProcess::kControlFd, parts);
}
