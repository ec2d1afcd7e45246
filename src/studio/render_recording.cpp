// The words of a video taken from a recording of them.
#include <algorithm>

#include "studio/recorded_voice.hpp"
#include "studio/render_run.hpp"
#include "studio/spoken_sentences.hpp"

namespace mss::studio {
namespace {

// Raised whenever the stage's code gives another result for the same inputs: old entries are then no longer found.
constexpr int kRecordingVersion = 2;

// For the progress bar alone: seconds for a byte of the words.
constexpr double kCostOfAByte = 0.005;

// What was read while it was being written would be found again by the name of other bytes.
Result<void> check_unchanged(const std::filesystem::path& file, const std::string& hash) {
    MSS_TRY_ASSIGN(const std::string now, hash_recording(file));
    if (now != hash) return fail(Code::invalid, "it changed while it was read; is it still being recorded?");
    return {};
}

}  // namespace

// One stage for all sentences: where one begins is known from the others. An edited word is searched for in the whole
// recording again, which takes seconds.
Result<void> RenderRun::take_recording() {
    sentences_ = sentences_to_speak(script_);
    if (auto notice = undone_delivery(script_)) notices_.push_back(std::move(*notice));
    MSS_TRY_ASSIGN(const std::string hash, hash_recording(options_.voice_file));
    media_protocol::RecordingRequest request;
    request.language = script_.language;
    request.pronunciations = script_.pronunciations;
    double bytes = 0;
    for (const media::SpokenSentence& sentence : sentences_) {
        request.sentences.push_back(sentence.text);
        bytes += static_cast<double>(sentence.text.size());
    }
    const media::Stage stage("recording", "recording", kRecordingVersion,
                             json::Object{{"request", json::encode(request)},
                                          {"recording", hash},
                                          {"libraries", libraries_.speech + "; " + libraries_.codec}});
    tools_.progress.expect(bytes * kCostOfAByte);
    tools_.progress.begin("speech", bytes * kCostOfAByte);
    const auto work = [&](const std::filesystem::path& folder) -> Result<json::Value> {
        request.recording = std::filesystem::absolute(options_.voice_file).string();
        request.output = folder.string();
        auto reply = lane_.process->call_json(
            media_protocol::Operation::recording, json::encode(request), [&](const auto& step) {
                tools_.progress.advance(static_cast<double>(step.done) /
                                        static_cast<double>(std::max<std::int64_t>(step.total, 1)));
            });
        if (reply) MSS_TRY(check_unchanged(options_.voice_file, hash));
        return reply;
    };
    auto cut = lane_.stages.run<media_protocol::RecordingReply>(stage, work);
    if (!cut) return std::unexpected(recording_error(cut.error(), options_.voice_file));
    if (cut->reply.sentences.size() != sentences_.size())
        return fail(Code::internal, "the recording was cut into another number of sentences than there are");
    for (const std::string& doubt : cut->reply.doubts)
        notices_.push_back(doubt);
    for (std::size_t i = 0; i < sentences_.size(); ++i) {
        media_protocol::SpeechReply& spoken = cut->reply.sentences[i];
        const std::string file = media_protocol::sentence_file(i);
        sentences_[i].key = cut->entry.key + "/" + file;
        sentences_[i].path = cut->entry.folder / file;
        sentences_[i].samples = spoken.samples;
        sentences_[i].words = std::move(spoken.words);
    }
    tools_.progress.end();
    return {};
}

}  // namespace mss::studio
