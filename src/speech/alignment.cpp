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

// The given times in samples: in order, none outside of the recording. Times that end well behind it are of more sound
// than there is.
Result<std::vector<std::optional<Interval>>> in_samples(const std::vector<media_protocol::GivenTime>& times,
                                                        std::size_t recorded) {
    constexpr double kBeyondSeconds = 0.5;  // some count the silence that was cut away
    std::vector<std::optional<Interval>> intervals;
    double last = 0;
    for (const media_protocol::GivenTime& time : times) {
        const bool in_order =
            std::isfinite(time.begin) && std::isfinite(time.end) && time.begin >= last && time.end >= time.begin;
        if (!in_order) return fail(Code::invalid, "the times of the words are in no order");
        if (time.end > static_cast<double>(recorded) / kSampleRate + kBeyondSeconds)
            return fail(Code::invalid, "the sound was cut short");
        last = time.begin;
        const auto sample = [&](double seconds) {
            return static_cast<std::int64_t>(std::min(seconds * kSampleRate, static_cast<double>(recorded)));
        };
        intervals.push_back(Interval{sample(time.begin), sample(time.end)});
    }
    return intervals;
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
    if (!request.times.empty()) {
        MSS_TRY_ASSIGN(utterance.times, in_samples(request.times, utterance.samples.size()));
        return finish_utterance(std::move(utterance), words, TimedBy::service, request.output, raised);
    }
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
