#include "studio/speech_crew.hpp"

#include <algorithm>
#include <exception>
#include <utility>

#include "studio/paid_voice.hpp"

namespace mss::studio {

SpeechCrew::SpeechCrew(std::vector<Sentence> sentences, const OpenLane& open_lane, std::size_t members)
    : sentences_(std::move(sentences)), open_lane_(open_lane), spoken_(sentences_.size()) {
    for (std::size_t i = 0; i < std::min(members, sentences_.size()); ++i)
        members_.push_back(std::make_unique<BackgroundWork>([this](int stop_fd) -> Result<void> {
            try {
                work(stop_fd);
            } catch (const std::exception& defect) {  // whoever waits for a sentence is to hear of it
                end_with({Code::internal, "a sentence met an error of its own", defect.what()});
            }
            return {};
        }));
}

SpeechCrew::~SpeechCrew() {
    // All at once, before the first is waited for.
    for (const auto& member : members_)
        member->ask_to_stop();
}

void SpeechCrew::end_with(Error error) {
    next_.store(sentences_.size());
    const std::lock_guard lock(mutex_);
    if (!failure_) failure_ = std::move(error);
    news_.set();
}

void SpeechCrew::work(int stop_fd) {
    auto lane = open_lane_(stop_fd);
    if (!lane) return end_with(lane.error());
    while (!is_readable(stop_fd)) {
        const std::size_t index = next_.fetch_add(1);
        if (index >= sentences_.size()) break;
        auto spoken = speak(*lane, sentences_[index], stop_fd);
        if (!spoken) {
            end_with(spoken.error());
            break;
        }
        const std::lock_guard lock(mutex_);
        spoken_[index] = std::move(*spoken);
        news_.set();
    }
    const std::lock_guard lock(mutex_);
    stages_.push_back(std::move(lane->stages));
}

Result<SpeechCrew::Spoken> SpeechCrew::speak(Lane& lane, const Sentence& sentence, int stop_fd) {
    return lane.stages.run<media_protocol::SpeechReply>(sentence.stage, [&](const std::filesystem::path& folder) {
        media_protocol::SpeechRequest request = sentence.request;
        request.output = folder / "speech.f32";
        return say(*lane.process, lane.paid_speech, request, stop_fd);
    });
}

Result<SpeechCrew::Spoken> SpeechCrew::wait(std::size_t index, int cancel_fd) {
    const AnyOf either(news_.fd(), cancel_fd);
    while (true) {
        {
            const std::lock_guard lock(mutex_);
            if (spoken_[index]) return *spoken_[index];
            if (failure_) return std::unexpected(*failure_);
            news_.clear();
        }
        wait_readable(either.fd(), -1);
        if (is_readable(cancel_fd)) return fail(Code::cancelled, "interrupted");
    }
}

bool SpeechCrew::is_ready(std::size_t index) {
    const std::lock_guard lock(mutex_);
    return spoken_[index] || failure_;
}

std::vector<media::StageRunner> SpeechCrew::take_stages() {
    for (const auto& member : members_)
        static_cast<void>(member->wait());  // their outcome came with the sentences
    return std::exchange(stages_, {});
}

}  // namespace mss::studio
