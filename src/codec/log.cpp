#include "codec/log.hpp"

extern "C" {
#include <libavutil/log.h>
}

namespace mss::codec {

void log_errors_only() {
    av_log_set_level(AV_LOG_ERROR);
}

}  // namespace mss::codec
