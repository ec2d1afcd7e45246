#pragma once
// Quality gates: what must be true of a finished video before anyone gets it, judged from measurements that the
// render and the probe made anyway. Pure; any thread.

#include <string>
#include <vector>

#include "media/captions.hpp"
#include "media/narration.hpp"
#include "media/reports.hpp"
#include "media_protocol/container.hpp"
#include "media_protocol/picture.hpp"
#include "media_protocol/sound.hpp"

namespace mss::media {

/// One finished cut and what is known of how it was made.
struct FormatFacts {
    std::string format;  ///< "vertical" or "wide": the first part of each gate's name
    int width = 0;
    int height = 0;
    std::vector<int> segment_starts;  ///< frames at which a scene begins
    std::vector<media_protocol::SegmentReply> segments;
    media_protocol::ProbeReply file;
    bool captions = true;
};

std::vector<GateReport> judge_format(const FormatFacts& facts, const Narration& narration);

/// How a video is spoken, as far as its gates ask.
struct Delivery {
    double pace = 1;        ///< of the script
    bool recorded = false;  ///< by a person, who pauses where it pleases
};

std::vector<GateReport> judge_sound(const media_protocol::MixReply& mix, bool music, const Delivery& delivery = {});

/// Cues rise without overlap, hold every word once and can be read in time.
std::vector<GateReport> judge_captions(const std::vector<Cue>& cues, const Narration& narration,
                                       const Delivery& delivery = {});

}  // namespace mss::media
