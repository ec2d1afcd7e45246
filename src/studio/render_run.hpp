#pragma once
// RenderRun: one run of the render pipeline, step by step. Each step is one method; what it made stays in the run for
// the steps after it. The work goes in lanes, each with a media process of its own: pictures in the caller's thread;
// beside the first of them the speech of later scenes; and beside the others the sound and the thumbnails, which need
// nothing but the time line. Used once, by Videos::create.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/background.hpp"
#include "files/stage_cache.hpp"
#include "icons/icons.hpp"
#include "media/captions.hpp"
#include "media/gates.hpp"
#include "media/look.hpp"
#include "media/media_process.hpp"
#include "media/narration.hpp"
#include "media/scene_plan.hpp"
#include "media/stage_runner.hpp"
#include "media_protocol/libraries.hpp"
#include "media_protocol/sound.hpp"
#include "media_protocol/speech.hpp"
#include "studio/create_video.hpp"
#include "studio/lane.hpp"
#include "studio/progress_meter.hpp"
#include "studio/speech_crew.hpp"

namespace mss::studio {

struct RunTools {
    OpenLane open_lane;
    const icons::IconSet& icons;
    ProgressMeter& progress;
    std::function<void(const FinishedScene&)> scene_finished;  ///< may be empty
    int threads = 1;
    int speech_processes = 1;  ///< that speak at once, where a voice takes long
    int cancel_fd = -1;
};

class RenderRun {
public:
    RenderRun(model::Script script, const CreateOptions& options, RunTools tools, Lane lane)
        : given_(std::move(script)),
          script_(given_),
          options_(options),
          tools_(std::move(tools)),
          lane_(std::move(lane)) {}

    /// All steps in order; see Videos::create for the errors.
    Result<CreateReport> run();

    /// Keeps the cache to its size limit. Errors: io.
    Result<void> trim() { return lane_.stages.cache().trim(); }

private:
    struct Size {
        int width;
        int height;
    };
    struct PlannedStage {
        media::Stage stage;
        double cost;  ///< expected, for the progress bar; 0 where it is finished already
    };
    struct Cut {
        Format format;
        std::vector<PlannedStage> planned;        ///< one a segment
        std::vector<files::StageEntry> segments;  ///< in the same order, once they are finished
        files::StageEntry file;                   ///< video.mp4
        media::FormatFacts facts;
    };
    struct Picture {
        std::string name;  ///< file name to publish
        files::StageEntry entry;
    };
    using FinishedSegment = media::FinishedStage<media_protocol::SegmentReply>;

    Result<CreateReport> make();
    Result<void> ask_libraries();
    Result<void> check_fonts();
    Result<void> choose_voice();
    Result<void> speak();
    Result<void> speak_all();
    Result<void> take_recording();  ///< instead of speak(), where the words are read aloud already
    Result<void> draw_ahead(SpeechCrew& crew, std::size_t next_sentence, double& drawn);
    Result<void> lay_out();
    void plan(std::size_t scenes);
    Result<void> plan_cuts();
    Result<void> render(Cut& cut);
    Result<FinishedSegment> render_segment(const Cut& cut, std::size_t index);
    Result<FinishedSegment> draw_segment(Format format, std::size_t index, const media::Stage& stage);
    void tell_scene(Format format, std::size_t index, const FinishedSegment& segment) const;
    Result<void> wait_for_sound_and_thumbnails();
    Result<void> join(Cut& cut);
    media::Delivery delivery() const;
    Result<std::vector<GateReport>> judge() const;
    Result<std::vector<FileReport>> publish();

    // In the second lane; they read what the steps before the time line left, and write only their own results.
    Result<void> make_sound_and_thumbnails(int cancel_fd);
    Result<void> mix(Lane& lane);
    Result<void> draw_thumbnails(Lane& lane);
    Result<void> draw_thumbnail(Lane& lane, media_protocol::ThumbnailRequest request, std::string name);

    // The error of work on files that nobody outside chose: where one is refused, the disk is to blame and no wrong
    // use.
    static std::unexpected<Error> own_files_failed(Error error);
    static Result<void> all_passed(const std::vector<GateReport>& gates);
    media::Stage segment_stage(Format format, std::size_t index) const;
    media_protocol::SegmentRequest segment_request(Format format, std::size_t index) const;
    double drawing_seconds(double frames) const;
    double segment_cost(std::size_t index) const;
    std::string fonts_of(std::size_t index) const;
    static Size size_of(Format format);

    const model::Script given_;  ///< what is published, and what the look and the music follow
    model::Script script_;       ///< what is spoken and drawn: without the emoji that no font draws
    const CreateOptions& options_;
    RunTools tools_;
    Lane lane_;

    media_protocol::LibrariesReply libraries_;
    media_protocol::FontCheckReply fonts_;
    media_protocol::Voice voice_;
    media::Look look_;
    std::vector<media::SpokenSentence> sentences_;
    media::Narration narration_;
    std::vector<media::Cue> burned_cues_;
    std::vector<media::Cue> subtitle_cues_;
    std::vector<media::PlannedSegment> segments_;
    std::vector<FinishedSegment> drawn_ahead_;          ///< of the first cut, while later scenes were spoken; in order
    std::vector<media::StageRunner> stages_of_speech_;  ///< keep their results in use until the run ends
    std::vector<Cut> cuts_;
    std::vector<std::string> notices_;

    // Of the second lane; read after it has ended.
    media::FinishedStage<media_protocol::MixReply> sound_;
    std::vector<Picture> thumbnails_;
    std::optional<media::StageRunner> stages_beside_;  ///< keeps its results in use until the run ends
    std::optional<BackgroundWork> beside_;             // last: it uses all of the above
};

}  // namespace mss::studio
