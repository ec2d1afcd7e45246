#pragma once
// Lane: what one thread does stages with. Confined to the thread that first uses it.

#include <functional>
#include <memory>

#include "base/result.hpp"
#include "media/media_process.hpp"
#include "media/stage_runner.hpp"

namespace mss::studio {

struct Lane {
    media::StageRunner stages;
    std::unique_ptr<media::MediaProcess> process;
};

/// Makes a lane whose work ends when the descriptor becomes readable. Called from any thread. Errors: io.
using OpenLane = std::function<Result<Lane>(int cancel_fd)>;

}  // namespace mss::studio
