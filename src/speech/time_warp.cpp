#include "speech/time_warp.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

namespace mss::speech {
namespace {

constexpr float kNever = std::numeric_limits<float>::infinity();
constexpr std::size_t kMostSteps = 5;  // states that one frame may go ahead, pauses counted
constexpr int kMostSkipped = 2;        // states of words among them: three times the reference's pace

// Costs, in the measure of distance(). Found by trial on sentences of eight voices whose times are known.
constexpr float kStay = 0.25F;  // for a frame that says the same as the one before it
constexpr float kSkip = 0.3F;   // for each state that is passed over
constexpr float kExpectedPause = 0.5F;
constexpr float kOtherPause = 2;
constexpr float kQuietFrameInPause = 0.3F;
constexpr float kLoudFrameInPause = 2.5F;
constexpr float kPauseBlurDb = 6;  // around the threshold, where a frame may be either

// One for each frame of a reference word, and one for the pause before it.
struct State {
    SoundFrame sound{};
    std::uint32_t word = 0;
    bool pause = false;
    float entry = 0;  // what it costs to begin a pause here
};

struct Recording {
    std::vector<SoundFrame> frames;
    std::vector<float> pause_costs;  // of hearing a pause in each frame
};

struct Band {
    std::size_t begin = 0;
    std::size_t end = 0;
};

SoundFrame mean(const std::vector<SoundFrame>& frames, std::size_t begin, std::size_t end) {
    SoundFrame sum{};
    for (std::size_t i = begin; i < end; ++i)
        for (std::size_t k = 0; k < sum.size(); ++k)
            sum[k] += frames[i][k] / static_cast<float>(end - begin);
    return sum;
}

std::vector<State> states_of(const SoundFeatures& reference, const std::vector<ReferenceWord>& words,
                             std::size_t factor) {
    std::vector<State> states;
    for (std::size_t word = 0; word < words.size(); ++word) {
        const float entry = words[word].after_pause ? kExpectedPause : kOtherPause;
        states.push_back({.sound = {}, .word = static_cast<std::uint32_t>(word), .pause = true, .entry = entry});
        for (std::size_t at = words[word].begin; at < words[word].end; at += factor)
            states.push_back({.sound = mean(reference.frames, at, std::min(at + factor, words[word].end)),
                              .word = static_cast<std::uint32_t>(word)});
    }
    states.push_back({.sound = {}, .word = static_cast<std::uint32_t>(words.size()), .pause = true});
    return states;
}

Recording recording_of(const SoundFeatures& features, std::size_t factor) {
    const float threshold = pause_threshold(features.levels);
    Recording recording;
    for (std::size_t at = 0; at < features.frames.size(); at += factor) {
        const std::size_t end = std::min(at + factor, features.frames.size());
        recording.frames.push_back(mean(features.frames, at, end));
        float cost = 0;
        for (std::size_t i = at; i < end; ++i) {
            const float above = (features.levels[i] - threshold) / kPauseBlurDb;
            cost +=
                kQuietFrameInPause + (kLoudFrameInPause - kQuietFrameInPause) * std::clamp((above + 1) / 2, 0.0F, 1.0F);
        }
        recording.pause_costs.push_back(cost / static_cast<float>(end - at));
    }
    return recording;
}

class Search {
public:
    Search(const std::vector<State>& states, const Recording& recording, std::vector<Band> bands)
        : states_(states), recording_(recording), bands_(std::move(bands)) {}

    // The state of each frame; empty where no path leads through.
    std::vector<std::size_t> run() {
        const std::size_t count = recording_.frames.size();
        std::vector<std::size_t> starts{0};
        for (const Band& band : bands_)
            starts.push_back(starts.back() + band.end - band.begin);
        steps_.assign(starts.back(), 0);
        std::vector<float> costs;
        std::vector<float> before;
        for (std::size_t frame = 0; frame < count; ++frame) {
            std::swap(costs, before);
            costs.assign(bands_[frame].end - bands_[frame].begin, kNever);
            for (std::size_t state = bands_[frame].begin; state < bands_[frame].end; ++state) {
                const std::size_t at = state - bands_[frame].begin;
                float best = state < 2 ? 0 : kNever;  // the first word, or the pause before it
                if (frame > 0) best = best_before(frame, state, before, steps_[starts[frame] + at]);
                if (best < kNever) costs[at] = best + local_cost(frame, state);
            }
        }
        std::size_t state = states_.size() - 1;
        const Band& last = bands_.back();
        const auto final_cost = [&](std::size_t end) {
            return end >= last.begin && end < last.end ? costs[end - last.begin] : kNever;
        };
        if (final_cost(state - 1) < final_cost(state)) --state;
        if (final_cost(state) == kNever) return {};
        std::vector<std::size_t> path(count);
        for (std::size_t frame = count; frame-- > 0;) {
            path[frame] = state;
            state -= steps_[starts[frame] + state - bands_[frame].begin];
        }
        return path;
    }

private:
    float local_cost(std::size_t frame, std::size_t state) const {
        if (states_[state].pause) return recording_.pause_costs[frame];
        return distance(states_[state].sound, recording_.frames[frame]);
    }

    // The least cost of all paths to this state, and how many states the last step of that path passed.
    float best_before(std::size_t frame, std::size_t state, const std::vector<float>& before,
                      std::uint8_t& steps) const {
        const Band& band = bands_[frame - 1];
        float best = kNever;
        int skipped = 0;
        for (std::size_t back = 0; back <= std::min(kMostSteps, state); ++back) {
            const std::size_t from = state - back;
            if (back > 1 && !states_[from + 1].pause && ++skipped > kMostSkipped) break;
            if (from < band.begin) break;
            if (from >= band.end) continue;
            float penalty = static_cast<float>(skipped) * kSkip;
            if (states_[state].pause)
                penalty += back == 0 ? 0 : states_[state].entry;
            else if (back == 0)
                penalty = kStay;
            const float cost = before[from - band.begin] + penalty;
            if (cost < best) {
                best = cost;
                steps = static_cast<std::uint8_t>(back);
            }
        }
        return best;
    }

    const std::vector<State>& states_;
    const Recording& recording_;
    const std::vector<Band> bands_;
    std::vector<std::uint8_t> steps_;
};

// States near to those of a rougher path.
std::vector<Band> bands_near(const std::vector<std::size_t>& rough_path, const std::vector<State>& rough,
                             const std::vector<State>& fine, std::size_t frames, std::size_t factor) {
    constexpr std::size_t kMarginFrames = 60;
    // Where each rough state begins among the fine ones.
    std::vector<std::size_t> first_fine;
    std::size_t at = 0;
    for (std::size_t state = 0; state < rough.size(); ++state) {
        first_fine.push_back(at);
        if (rough[state].pause) {
            ++at;
            continue;
        }
        for (std::size_t i = 0; i < factor && at < fine.size() && !fine[at].pause; ++i)
            ++at;
    }
    first_fine.push_back(fine.size());
    std::vector<Band> bands;
    for (std::size_t frame = 0; frame < frames; ++frame) {
        const std::size_t early = (frame > kMarginFrames ? frame - kMarginFrames : 0) / factor;
        const std::size_t late = std::min((frame + kMarginFrames) / factor, rough_path.size() - 1);
        const std::size_t first = first_fine[rough_path[early]];
        const std::size_t end = first_fine[rough_path[late] + 1];
        bands.push_back(
            {first > kMarginFrames ? first - kMarginFrames : 0, std::min(end + kMarginFrames, fine.size())});
    }
    return bands;
}

// Each word gets the frames of its states; one that was passed over gets one frame.
Warp words_on(const std::vector<std::size_t>& path, const std::vector<State>& states, const Recording& recording,
              std::size_t count) {
    Warp made;
    made.words.assign(count, {});
    std::vector<std::size_t> heard(count, 0);
    double all = 0;
    double frames = 0;
    for (std::size_t frame = 0; frame < path.size(); ++frame) {
        const State& state = states[path[frame]];
        if (state.pause) continue;
        FoundWord& word = made.words[state.word];
        if (heard[state.word]++ == 0) word.begin = frame;
        word.end = frame + 1;
        const float off = distance(state.sound, recording.frames[frame]);
        word.difference += off;
        all += off;
        ++frames;
    }
    std::size_t floor = 0;
    for (std::size_t word = 0; word < count; ++word) {
        FoundWord& found = made.words[word];
        if (heard[word] == 0)
            found = {floor, floor + 1, kLoudFrameInPause};
        else
            found.difference /= static_cast<float>(heard[word]);
        floor = found.end;
    }
    made.difference = static_cast<float>(all / std::max(frames, 1.0));
    return made;
}

}  // namespace

std::optional<Warp> warp(const SoundFeatures& reference, const std::vector<ReferenceWord>& words,
                         const SoundFeatures& recording) {
    constexpr double kMostCells = 6e7;  // of the rough pass: 60 MB, and a second or two
    const double cells = static_cast<double>(reference.frames.size()) * static_cast<double>(recording.frames.size());
    const auto factor = static_cast<std::size_t>(std::max(4.0, std::ceil(std::sqrt(cells / kMostCells))));
    if (words.empty() || recording.frames.empty()) return std::nullopt;
    const std::vector<State> rough = states_of(reference, words, factor);
    const Recording rough_recording = recording_of(recording, factor);
    const std::vector<Band> everything(rough_recording.frames.size(), Band{0, rough.size()});
    const std::vector<std::size_t> rough_path = Search(rough, rough_recording, everything).run();
    if (rough_path.empty()) return std::nullopt;

    const std::vector<State> fine = states_of(reference, words, 1);
    const Recording fine_recording = recording_of(recording, 1);
    const std::vector<Band> near = bands_near(rough_path, rough, fine, recording.frames.size(), factor);
    const std::vector<std::size_t> path = Search(fine, fine_recording, near).run();
    if (path.empty()) return std::nullopt;
    return words_on(path, fine, fine_recording, words.size());
}

}  // namespace mss::speech
