#pragma once
// Lane: what one thread does stages with. Confined to the thread that first uses it.

#include <functional>
#include <memory>

#include "base/result.hpp"
#include "media/media_process.hpp"
#include "media/stage_runner.hpp"
#include "speech_service/paid_speech.hpp"

namespace mss::studio {

struct Lane {
    media::StageRunner stages;
    std::unique_ptr<media::MediaProcess> process;
    const speech_service::PaidSpeech* paid_speech = nullptr;  ///< shared by all lanes; nullptr: there is none
};

/// Makes a lane whose work ends when the descriptor becomes readable. Called from any thread. Errors: io.
using OpenLane = std::function<Result<Lane>(int cancel_fd)>;

}  // namespace mss::studio
