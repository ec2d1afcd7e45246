#include "picture/libraries.hpp"

#include <fontconfig/fontconfig.h>

#include <ass/ass.h>
#include <cairo.h>
#include <fmt/format.h>
#include <librsvg/rsvg.h>
#include <pango/pango-utils.h>

namespace mss::picture {

std::string libraries() {
    const int ass = ass_library_version();  // digits in hexadecimal places: 0x01701000 is 0.17.1
    const int fontconfig = FcGetVersion();
    return fmt::format("cairo {}, pango {}, librsvg {}.{}.{}, libass {:x}, fontconfig {}", cairo_version_string(),
                       pango_version_string(), rsvg_major_version, rsvg_minor_version, rsvg_micro_version, ass,
                       fontconfig);
}

}  // namespace mss::picture
