#include "speech/alignment.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/utf8.hpp"
#include "media_protocol/pronunciations.hpp"
#include "media_protocol/timebase.hpp"
#include "speech/delivery.hpp"
#include "speech/recording_file.hpp"
#include "speech/utterance_finish.hpp"
#include "text/sentences.hpp"
#include "text/words.hpp"

namespace mss::speech {
namespace {

using media_protocol::kSampleRate;

constexpr std::size_t kLongestText = 64'000;

// The words sentence by sentence, where the sentences hold the same words as the whole; else in stretches.
Sentences in_sentences(const std::vector<std::string>& words, const media_protocol::AlignmentRequest& request) {
    constexpr std::size_t kStretch = 60;
    Sentences sentences;
    std::vector<std::string> all;
    for (const std::string& sentence : text::sentences(request.text, request.language)) {
        sentences.push_back(text::words(sentence, request.language));
        all.insert(all.end(), sentences.back().begin(), sentences.back().end());
    }
    if (all == words) return sentences;
    sentences.clear();
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (i % kStretch == 0) sentences.emplace_back();
        sentences.back().push_back(words[i]);
    }
    return sentences;
}

constexpr double kBeyondSeconds = 0.5;  // what given times may count of silence that was cut away
constexpr double kLeastShare = 0.5;     // of the time that the words take, so much has to sound

// Each word begins no sooner than the one before it, and none ends behind the next one's begin by more than a moment.
bool in_order(const std::vector<media_protocol::GivenTime>& times) {
    for (std::size_t i = 0; i < times.size(); ++i) {
        const media_protocol::GivenTime& time = times[i];
        if (!std::isfinite(time.begin) || !std::isfinite(time.end) || time.begin < 0 || time.end < time.begin)
            return false;
        if (i + 1 < times.size() &&
            !(times[i + 1].begin >= time.begin && time.end <= times[i + 1].begin + kBeyondSeconds))
            return false;
    }
    return true;
}

// Whether the last word, by its time, is behind a recording that is `seconds` long.
bool cut_short(const std::vector<media_protocol::GivenTime>& times, double seconds) {
    return times.back().end > seconds + kBeyondSeconds || seconds < kLeastShare * times.back().end;
}

// The given times in samples, none outside of the recording.
std::vector<std::optional<Interval>> in_samples(const std::vector<media_protocol::GivenTime>& times,
                                                std::size_t recorded) {
    std::vector<std::optional<Interval>> intervals;
    const auto sample = [&](double seconds) {
        return static_cast<std::int64_t>(std::min(seconds * kSampleRate, static_cast<double>(recorded)));
    };
    intervals.reserve(times.size());
    for (const media_protocol::GivenTime& time : times)
        intervals.emplace_back(Interval{sample(time.begin), sample(time.end)});
    return intervals;
}

// With the times that the service gave, of which those of silence at both ends do not count.
Result<media_protocol::SpeechReply> by_given_times(const media_protocol::AlignmentRequest& request, Utterance utterance,
                                                   const std::vector<std::string>& words,
                                                   const std::vector<std::size_t>& raised) {
    const auto cut = [] { return fail(Code::invalid, "the sound was cut short"); };
    if (cut_short(request.times, static_cast<double>(utterance.samples.size()) / kSampleRate)) return cut();
    utterance.times = in_samples(request.times, utterance.samples.size());
    MSS_TRY_ASSIGN(auto reply, finish_utterance(std::move(utterance), words, TimedBy::service, request.output, raised));
    const double told = request.times.back().end - request.times.front().begin;
    if (static_cast<double>(reply.samples) / kSampleRate < kLeastShare * told) return cut();
    return reply;
}

}  // namespace

Result<media_protocol::SpeechReply> align(const media_protocol::AlignmentRequest& request, Speaker& speaker,
                                          const SearchProgress& progress) {
    if (request.text.size() > kLongestText) return fail(Code::too_large, "more words than one recording may have");
    if (!utf8::valid(request.text)) return fail(Code::invalid, "the words are not valid UTF-8");
    const std::vector<std::string> words = text::words(request.text, request.language);
    if (words.empty()) return fail(Code::invalid, "there are no words to find in the recording");
    if (!request.times.empty() && request.times.size() != words.size())
        return fail(Code::invalid, fmt::format("{} times for {} words", request.times.size(), words.size()));

    const std::vector<std::size_t> raised = emphasised(words, request.emphasis, request.language);
    MSS_TRY_ASSIGN(std::vector<float> samples, read_recording(request.recording));
    Utterance utterance{.sample_rate = kSampleRate, .samples = std::move(samples), .times = {}};
    // Sound that was paid for is not thrown away for times that make no sense: its words are searched for.
    if (!request.times.empty() && in_order(request.times))
        return by_given_times(request, std::move(utterance), words, raised);
    Sentences sentences = in_sentences(words, request);
    const text::Replacements pronunciations =
        media_protocol::read_pronunciations(request.pronunciations, request.language);
    for (std::vector<std::string>& sentence : sentences)
        sentence = pronunciations.in(sentence);
    auto found = find_words(speaker, sentences, request.language, utterance.samples, progress);
    // What a service was paid for is not thrown away because its words cannot be found: then they share the time.
    if (!found && (found.error().code == Code::cancelled || found.error().code == Code::io))
        return std::unexpected(found.error());
    if (found)
        utterance.times = std::move(found->times);
    else
        utterance.times.resize(words.size());
    return finish_utterance(std::move(utterance), words, TimedBy::search, request.output, raised);
}

}  // namespace mss::speech
