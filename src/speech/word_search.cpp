#include "speech/word_search.hpp"

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <numeric>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/utf8.hpp"
#include "media_protocol/timebase.hpp"
#include "speech/time_warp.hpp"

namespace mss::speech {
namespace {

using media_protocol::kSampleRate;

// Below, the words fit hardly better than the same words backwards. Of 135 recordings of the right words the least had
// 0.064, of 35 of quite other words, noise or music the most 0.034; people are given the benefit of the doubt.
constexpr double kLeastLikeness = 0.035;

// A sentence that is squeezed, or drawn out, against those that fit best, or against what anybody's tongue can do,
// while it sounds like anything, is not there. The reference speaks some 175 words a minute between its pauses. Of the
// right recordings no sentence was quicker than 0.7 of that, nor slower than 1.5.
constexpr double kSqueezed = 0.6;
constexpr double kTooQuick = 0.5;
constexpr double kTooQuickInAll = 0.55;
constexpr double kTooSlow = 2;
constexpr double kSoundsLikeAnything = 0.93;  // of what words have in common with any others
constexpr double kSoundsDoubtful = 0.88;
constexpr std::size_t kFewestWords = 3;  // of a sentence, for its pace to say something

// What is doubtful, and yet may be right. Of seven voices that said six sentences rightly none was over 0.98 nor slower
// than 1.4 of the others; with another sentence in its place 41 of 42 were beyond one of these, with a farewell at the
// end all.
constexpr double kOtherWords = 0.985;
constexpr double kOddOneOut = 0.94;  // where it fits
constexpr double kOddBy = 0.08;      // so much worse than most of the others
constexpr double kDrawnOut = 1.6;    // against the usual pace
constexpr float kNoisyRangeDb = 17;  // between the quiet parts and the loud ones; words were then off by 0.4 to 0.8 s

constexpr std::size_t kWordsShown = 8;

// What the comparison with one voice gave.
struct Comparison {
    ReferenceSpeech reference;
    Warp found;
    double by_chance = 0;  ///< the difference to the same words backwards
};

struct SentenceFit {
    std::size_t words = 0;
    double spoken = 0;    // frames in the recording
    double expected = 0;  // frames in the reference
    double difference = 0;

    double pace() const { return spoken / std::max(expected, 1.0); }
};

// The same sounds in an order that nobody says.
std::optional<Warp> warp_backwards(const ReferenceSpeech& reference, const SoundFeatures& recording) {
    std::vector<ReferenceWord> words(reference.words.rbegin(), reference.words.rend());
    return warp(reference.features, words, recording);
}

bool tells(const SentenceFit& fit) {
    return fit.words >= kFewestWords;
}

// How each sentence fits, by one voice.
std::vector<SentenceFit> fits(const Comparison& comparison, const Sentences& sentences) {
    std::vector<SentenceFit> made;
    std::size_t next = 0;
    std::size_t end = 0;
    for (const auto& sentence : sentences) {
        end += sentence.size();
        SentenceFit fit;
        for (; next < comparison.reference.written.size() && comparison.reference.written[next] < end; ++next) {
            const ReferenceWord& expected = comparison.reference.words[next];
            const FoundWord& found = comparison.found.words[next];
            const auto frames = static_cast<double>(found.end - found.begin);
            ++fit.words;
            fit.spoken += frames;
            fit.expected += static_cast<double>(expected.end - expected.begin);
            fit.difference += found.difference * frames;
        }
        fit.difference /= std::max(fit.spoken, 1.0) * std::max(comparison.by_chance, 1e-6);
        made.push_back(fit);
    }
    return made;
}

// Those that say something: of others the voice said too little.
std::vector<SentenceFit> telling(std::vector<SentenceFit> fits) {
    if (std::ranges::any_of(fits, tells)) std::erase_if(fits, std::not_fn(tells));
    return fits;
}

// The pace of the third that fits best: those sentences are there, if any.
double usual_pace(std::vector<SentenceFit> fits) {
    std::ranges::sort(fits, {}, &SentenceFit::difference);
    fits.resize((fits.size() + 2) / 3);
    SentenceFit all;
    for (const SentenceFit& fit : fits) {
        all.spoken += fit.spoken;
        all.expected += fit.expected;
    }
    return all.pace();
}

std::string beginning(const std::vector<std::string>& sentence) {
    const std::vector<std::string> shown(
        sentence.begin(), sentence.begin() + static_cast<std::ptrdiff_t>(std::min(kWordsShown, sentence.size())));
    return utf8::printable(fmt::format("{}", fmt::join(shown, " ")), 80);
}

bool is_missing(const SentenceFit& fit, double usual) {
    return (fit.difference > kSoundsLikeAnything && fit.pace() < usual * kSqueezed) ||
           (fit.difference > kSoundsDoubtful && fit.pace() < kTooQuick);
}

bool holds_more(const SentenceFit& fit, double usual) {
    return fit.difference > kSoundsLikeAnything && fit.pace() > std::min(usual * kTooSlow, kTooSlow);
}

Result<void> check_all_there(const std::vector<SentenceFit>& all, double usual, const Sentences& sentences) {
    SentenceFit whole;
    for (std::size_t i = 0; i < sentences.size(); ++i) {
        whole.spoken += all[i].spoken;
        whole.expected += all[i].expected;
        if (!tells(all[i])) continue;
        if (is_missing(all[i], usual))
            return fail(Code::invalid,
                        fmt::format("the recording does not seem to hold all of the words; they are missing at or near "
                                    "\"{}\"",
                                    beginning(sentences[i])));
        if (holds_more(all[i], usual))
            return fail(
                Code::invalid,
                fmt::format("the recording seems to hold more than the words at or near \"{}\"; listen to it there",
                            beginning(sentences[i])));
    }
    if (whole.pace() < kTooQuickInAll)
        return fail(Code::invalid, "the recording does not seem to hold all of the words; it is too short for them");
    return {};
}

// Of two the better one, so that the other can be the odd one.
double middle_difference(std::vector<SentenceFit> fits) {
    const auto middle = fits.begin() + (std::ssize(fits) - 1) / 2;
    std::ranges::nth_element(fits, middle, {}, &SentenceFit::difference);
    return middle->difference;
}

std::vector<std::string> doubts_of(const std::vector<SentenceFit>& all, double usual, const Sentences& sentences) {
    const double middle = middle_difference(telling(all));
    std::vector<std::string> doubts;
    for (std::size_t i = 0; i < sentences.size(); ++i) {
        if (!tells(all[i])) continue;
        const double difference = all[i].difference;
        if (all[i].pace() > usual * kDrawnOut)
            doubts.push_back(
                fmt::format("the recording may hold more than the words at or near \"{}\"; listen to it there",
                            beginning(sentences[i])));
        else if (difference > kOtherWords || (difference > kOddOneOut && difference > middle + kOddBy))
            doubts.push_back(fmt::format("the recording may hold other words at or near \"{}\"; listen to it there",
                                         beginning(sentences[i])));
    }
    return doubts;
}

bool noisy(const SoundFeatures& features) {
    std::vector<float> levels = features.levels;
    std::ranges::sort(levels);
    return levels[levels.size() * 9 / 10] - levels[levels.size() / 10] < kNoisyRangeDb;
}

double likeness(const Comparison& comparison) {
    return 1 - comparison.found.difference / std::max(comparison.by_chance, 1e-6);
}

// What one voice says of a word.
struct Opinion {
    Interval time;
    double difference = 0;
};

// The mean of those that nearly agree with the one that fits best.
Interval agreed(const std::vector<Opinion>& opinions) {
    constexpr std::int64_t kAgreement = kSampleRate * 2 / 5;
    const Opinion& best = *std::ranges::min_element(opinions, {}, &Opinion::difference);
    Interval sum;
    std::int64_t count = 0;
    for (const Opinion& opinion : opinions) {
        if (std::abs(opinion.time.begin - best.time.begin) > kAgreement) continue;
        sum.begin += opinion.time.begin;
        sum.end += opinion.time.end;
        ++count;
    }
    return {sum.begin / count, sum.end / count};
}

// In order; a word without a time has its sound in what its neighbour seems to say.
std::vector<std::optional<Interval>> times_of(const std::vector<Comparison>& comparisons, std::size_t words) {
    constexpr std::int64_t kFrame = kSampleRate / 100;
    std::vector<std::vector<Opinion>> opinions(words);
    for (const Comparison& comparison : comparisons)
        for (std::size_t i = 0; i < comparison.found.words.size(); ++i) {
            const FoundWord& word = comparison.found.words[i];
            opinions[comparison.reference.written[i]].push_back(
                {{static_cast<std::int64_t>(word.begin) * kFrame, static_cast<std::int64_t>(word.end) * kFrame},
                 word.difference / std::max(comparison.by_chance, 1e-6)});
        }
    std::vector<std::optional<Interval>> times(words);
    std::int64_t floor = 0;
    Interval* before = nullptr;
    for (std::size_t i = 0; i < words; ++i) {
        if (opinions[i].empty()) continue;
        Interval time = agreed(opinions[i]);
        time.begin = std::max(time.begin, floor);
        time.end = std::max(time.end, time.begin + kFrame);
        if (before != nullptr) {
            const bool neighbours = i > 0 && times[i - 1].has_value();
            before->end = neighbours ? std::min(before->end, time.begin) : time.begin;
        }
        floor = time.begin + kFrame;
        before = &times[i].emplace(time);
    }
    return times;
}

bool silent(const SoundFeatures& features) {
    constexpr float kFaintestSpeech = -65;
    return std::ranges::none_of(features.levels, [](float level) { return level > kFaintestSpeech; });
}

Result<Comparison> compare(Speaker& speaker, const media_protocol::Voice& voice, const Sentences& sentences,
                           const std::string& language, const SoundFeatures& recording, const SentenceDone& done) {
    Comparison made;
    MSS_TRY_ASSIGN(made.reference, speak_reference(speaker, voice, sentences, language, done));
    if (made.reference.words.empty()) return made;
    auto found = warp(made.reference.features, made.reference.words, recording);
    if (!found) return fail(Code::invalid, "the recording is too short for all of the words");
    made.found = std::move(*found);
    done(sentences.size());
    const auto backwards = warp_backwards(made.reference, recording);
    made.by_chance = backwards ? backwards->difference : made.found.difference;
    return made;
}

}  // namespace

Result<FoundWords> find_words(Speaker& speaker, const Sentences& sentences, const std::string& language,
                              const std::vector<float>& recording, const SearchProgress& progress) {
    const std::vector<media_protocol::Voice> voices = reference_voices(speaker, language);
    if (voices.empty())
        return fail(Code::not_found, fmt::format("nobody here knows how \"{}\" sounds, so its words cannot be found in "
                                                 "a recording",
                                                 utf8::printable(language, 40)));
    MSS_TRY_ASSIGN(const std::vector<float> samples, at_feature_rate(recording, kSampleRate));
    const SoundFeatures features = sound_features(samples);
    if (silent(features)) return fail(Code::invalid, "there is nothing to hear in the recording");

    std::vector<Comparison> comparisons;
    const auto total = static_cast<std::int64_t>((sentences.size() + 1) * voices.size());
    for (std::size_t i = 0; i < voices.size(); ++i) {
        const auto done = [&](std::size_t spoken) {
            progress(static_cast<std::int64_t>(i * (sentences.size() + 1) + spoken), total);
        };
        MSS_TRY_ASSIGN(Comparison comparison, compare(speaker, voices[i], sentences, language, features, done));
        if (!comparison.reference.words.empty()) comparisons.push_back(std::move(comparison));
    }
    if (comparisons.empty()) return fail(Code::invalid, "there is nothing in these words that anybody here can say");

    const Comparison& likeliest = *std::ranges::max_element(comparisons, {}, likeness);
    FoundWords found;
    found.likeness = likeness(likeliest);
    if (found.likeness < kLeastLikeness)
        return fail(Code::invalid, "the recording does not seem to hold these words",
                    fmt::format("likeness {:.3f}", found.likeness));
    const std::vector<SentenceFit> all = fits(likeliest, sentences);
    const double usual = usual_pace(telling(all));
    MSS_TRY(check_all_there(all, usual, sentences));
    const std::size_t words =
        std::accumulate(sentences.begin(), sentences.end(), std::size_t{0},
                        [](std::size_t sum, const auto& sentence) { return sum + sentence.size(); });
    found.times = times_of(comparisons, words);
    found.doubts = doubts_of(all, usual, sentences);
    if (noisy(features))
        found.doubts.emplace_back(
            "there is much noise in the recording; captions may be off by half a second and more");
    return found;
}

}  // namespace mss::speech
