#pragma once
// RenderRun: one run of the render pipeline, step by step. Each step is one method; what it made stays in the run for
// the steps after it. Used once, by Videos::create. Confined to one thread.

#include <string>
#include <vector>

#include "files/stage_cache.hpp"
#include "icons/icons.hpp"
#include "media/captions.hpp"
#include "media/gates.hpp"
#include "media/look.hpp"
#include "media/media_process.hpp"
#include "media/narration.hpp"
#include "media/scene_plan.hpp"
#include "media/stage_runner.hpp"
#include "media_protocol/sound.hpp"
#include "media_protocol/speech.hpp"
#include "studio/create_video.hpp"
#include "studio/progress_meter.hpp"

namespace mss::studio {

struct RunTools {
    files::StageCache& cache;
    media::MediaProcess& process;
    const icons::IconSet& icons;
    ProgressMeter& progress;
    int threads = 1;
};

class RenderRun {
public:
    RenderRun(const model::Script& script, const CreateOptions& options, RunTools tools)
        : script_(script), options_(options), tools_(tools), stages_(tools.cache) {}

    /// All steps in order; see Videos::create for the errors.
    Result<CreateReport> run();

private:
    struct Size {
        int width;
        int height;
    };
    struct Cut {
        Format format;
        files::StageEntry file;  ///< video.mp4
        media::FormatFacts facts;
    };
    struct Picture {
        std::string name;  ///< file name to publish
        files::StageEntry entry;
    };

    Result<void> check_fonts();
    Result<void> choose_voice();
    Result<void> speak();
    Result<void> lay_out();
    Result<void> mix();
    Result<void> render(Format format);
    Result<files::StageEntry> render_segment(Format format, std::size_t index, double cost);
    Result<void> join(Format format, const std::vector<files::StageEntry>& segments);
    Result<void> draw_thumbnails();
    Result<std::vector<GateReport>> judge() const;
    Result<std::vector<FileReport>> publish() const;

    media::Stage speech_stage(const std::string& sentence, std::size_t number) const;
    media::Stage segment_stage(Format format, std::size_t index) const;
    media_protocol::SegmentRequest segment_request(Format format, std::size_t index) const;
    double segment_cost(std::size_t index) const;
    static Size size_of(Format format);

    const model::Script& script_;
    const CreateOptions& options_;
    RunTools tools_;
    media::StageRunner stages_;

    std::string fonts_;
    media_protocol::Voice voice_;
    media::Look look_;
    std::vector<media::SpokenSentence> sentences_;
    media::Pauses pauses_;
    media::Narration narration_;
    std::vector<media::Cue> burned_cues_;
    std::vector<media::Cue> subtitle_cues_;
    std::vector<media::PlannedSegment> segments_;
    files::StageEntry sound_;
    media_protocol::MixReply sound_facts_;
    std::vector<Cut> cuts_;
    std::vector<Picture> thumbnails_;
};

}  // namespace mss::studio
