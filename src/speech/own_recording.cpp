#include "speech/own_recording.hpp"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <span>

#include <fmt/format.h>

#include "base/file.hpp"
#include "base/utf8.hpp"
#include "media_protocol/pronunciations.hpp"
#include "media_protocol/timebase.hpp"
#include "speech/recording_file.hpp"
#include "speech/voice_polish.hpp"
#include "speech/word_times.hpp"
#include "text/words.hpp"

namespace mss::speech {
namespace {

using media_protocol::kSampleRate;
using media_protocol::RecordingReply;
using media_protocol::RecordingRequest;
using media_protocol::SpeechReply;

/// Kept of the pause before a sentence and after it, so that no attack is cut and no last sound ends in the air.
constexpr std::int64_t kBefore = kSampleRate * 6 / 100;
constexpr std::int64_t kAfter = kSampleRate * 12 / 100;

using Times = std::span<const std::optional<Interval>>;

Result<Sentences> words_of(const RecordingRequest& request) {
    constexpr std::size_t kLongestScript = 64'000;
    std::size_t bytes = 0;
    Sentences sentences;
    for (const std::string& sentence : request.sentences) {
        bytes += sentence.size();
        if (!utf8::valid(sentence)) return fail(Code::invalid, "the words are not valid UTF-8");
        sentences.push_back(text::words(sentence, request.language));
        if (sentences.back().empty()) return fail(Code::invalid, "a sentence has no words to find in the recording");
    }
    if (sentences.empty()) return fail(Code::invalid, "there are no words to find in the recording");
    if (bytes > kLongestScript) return fail(Code::too_large, "more words than one recording may have");
    return sentences;
}

// From its first word with a time to its last.
Result<Interval> span_of(Times times, const std::string& sentence) {
    Interval span{-1, -1};
    for (const auto& time : times) {
        if (!time) continue;
        if (span.begin < 0) span.begin = time->begin;
        span.end = time->end;
    }
    if (span.begin >= 0) return span;
    return fail(Code::invalid, fmt::format("nobody here can say how \"{}\" sounds, so it cannot be found in the "
                                           "recording",
                                           utf8::printable(sentence, 60)));
}

// Neighbours that leave no room for both margins share the pause.
std::vector<Interval> with_margins(const std::vector<Interval>& spans, std::int64_t samples) {
    std::vector<Interval> cuts = spans;
    for (std::size_t i = 0; i < spans.size(); ++i) {
        const std::int64_t before = spans[i].begin - (i == 0 ? -kBefore : spans[i - 1].end);
        const std::int64_t after = (i + 1 == spans.size() ? samples + kAfter : spans[i + 1].begin) - spans[i].end;
        const std::int64_t begin = spans[i].begin - std::clamp<std::int64_t>(before / 2, 0, kBefore);
        const std::int64_t end = spans[i].end + std::clamp<std::int64_t>(after / 2, 0, kAfter);
        cuts[i].begin = std::clamp<std::int64_t>(begin, 0, samples - 1);
        cuts[i].end = std::clamp(end, cuts[i].begin + 1, samples);
    }
    return cuts;
}

Result<SpeechReply> write_sentence(const std::vector<float>& recording, Interval cut, Times times,
                                   const std::vector<std::string>& words, const std::filesystem::path& output) {
    std::vector<float> samples(recording.begin() + cut.begin, recording.begin() + cut.end);
    fade_ends(samples);
    std::vector<std::optional<Interval>> inside(times.begin(), times.end());
    for (auto& time : inside)
        if (time) time = Interval{time->begin - cut.begin, time->end - cut.begin};
    SpeechReply reply;
    reply.samples = static_cast<std::int64_t>(samples.size());
    MSS_TRY_ASSIGN(reply.words, place_words(words, inside, samples));
    reply.timing_source = "aligned";
    const std::string_view bytes(reinterpret_cast<const char*>(samples.data()), samples.size() * sizeof(float));
    MSS_TRY(write_file(output, bytes));
    return reply;
}

Sentences said(Sentences sentences, const RecordingRequest& request) {
    const text::Replacements pronunciations =
        media_protocol::read_pronunciations(request.pronunciations, request.language);
    for (std::vector<std::string>& sentence : sentences)
        sentence = pronunciations.in(sentence);
    return sentences;
}

}  // namespace

Result<RecordingReply> cut_recording(const RecordingRequest& request, Speaker& speaker,
                                     const SearchProgress& progress) {
    MSS_TRY_ASSIGN(const Sentences sentences, words_of(request));
    MSS_TRY_ASSIGN(std::vector<float> recording, read_recording(request.recording));
    MSS_TRY_ASSIGN(const FoundWords found,
                   find_words(speaker, said(sentences, request), request.language, recording, progress));
    polish(recording);

    std::vector<Times> times;
    std::vector<Interval> spans;
    std::size_t first = 0;
    for (std::size_t i = 0; i < sentences.size(); ++i) {
        times.push_back(Times(found.times).subspan(first, sentences[i].size()));
        first += sentences[i].size();
        MSS_TRY_ASSIGN(const Interval span, span_of(times.back(), request.sentences[i]));
        spans.push_back(span);
    }
    const std::vector<Interval> cuts = with_margins(spans, static_cast<std::int64_t>(recording.size()));
    RecordingReply reply;
    reply.doubts = found.doubts;
    for (std::size_t i = 0; i < sentences.size(); ++i) {
        const auto output = std::filesystem::path(request.output) / media_protocol::sentence_file(i);
        MSS_TRY_ASSIGN(SpeechReply sentence, write_sentence(recording, cuts[i], times[i], sentences[i], output));
        reply.sentences.push_back(std::move(sentence));
    }
    return reply;
}

}  // namespace mss::speech
