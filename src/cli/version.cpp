#include <ostream>

#include "app/app.hpp"
#include "cli/commands.hpp"

namespace mss::cli {

int run_version(Console& console) {
    console.out
        << "mss " << app::version()
        << "\nThe source is under Apache-2.0. This program links FFmpeg with x264 and eSpeak NG, so whoever hands "
           "out the\nbuilt files does so under GPL-3.0-or-later. docs/licences.md has the list.\n";
    return finish(console);
}

}  // namespace mss::cli
