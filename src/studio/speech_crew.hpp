#pragma once
// SpeechCrew: the sentences of a video spoken side by side, each member in a lane of its own whose process keeps its
// voice loaded from one sentence to the next. The sentences are taken in order; whoever needs one waits for it, and may
// do something else meanwhile. Owned and waited for by one thread.

#include <atomic>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "base/background.hpp"
#include "base/flag.hpp"
#include "media_protocol/speech.hpp"
#include "studio/lane.hpp"

namespace mss::studio {

class SpeechCrew {
public:
    struct Sentence {
        media::Stage stage;
        media_protocol::SpeechRequest request;  ///< without its output
    };
    using Spoken = media::FinishedStage<media_protocol::SpeechReply>;

    /// Begins at once. `members`: at least one; no more than there are sentences begin.
    SpeechCrew(std::vector<Sentence> sentences, const OpenLane& open_lane, std::size_t members);
    /// Asks all to stop, and waits for that.
    ~SpeechCrew();
    SpeechCrew(const SpeechCrew&) = delete;
    SpeechCrew& operator=(const SpeechCrew&) = delete;

    /// Waits for a sentence. Errors: the first of any sentence (after it no more are begun); cancelled (`cancel_fd`,
    /// or -1, became readable first).
    Result<Spoken> wait(std::size_t index, int cancel_fd);

    /// Whether wait() returns at once.
    bool is_ready(std::size_t index);

    /// The lanes' results, which keep their files in use. Only when every sentence has been waited for.
    std::vector<media::StageRunner> take_stages();

private:
    void work(int stop_fd);
    /// The first error is the one to tell; no more sentences are begun.
    void end_with(Error error);
    static Result<Spoken> speak(Lane& lane, const Sentence& sentence, int stop_fd);

    const std::vector<Sentence> sentences_;
    const OpenLane& open_lane_;
    std::atomic<std::size_t> next_ = 0;
    Flag news_;
    std::mutex mutex_;
    std::vector<std::optional<Spoken>> spoken_;  ///< under mutex_, as the two below
    std::optional<Error> failure_;
    std::vector<media::StageRunner> stages_;
    std::vector<std::unique_ptr<BackgroundWork>> members_;  // last: they use all of the above
};

}  // namespace mss::studio
