#include "sound/music_score.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <utility>

#include "base/random.hpp"

namespace mss::sound {
namespace {

using codec::StereoSound;
using media_protocol::Mood;

constexpr int kBeatsPerBar = 4;
constexpr int kStepsPerBar = 8;

using Scale = std::array<int, 7>;  // semitones above the key note
constexpr Scale kMajor{0, 2, 4, 5, 7, 9, 11};
constexpr Scale kMinor{0, 2, 3, 5, 7, 8, 10};
constexpr Scale kDorian{0, 2, 3, 5, 7, 9, 10};

using Progression = std::array<int, 4>;  // scale degrees, 0 is the key note's chord; one chord a bar

/// What a mood means in music.
struct Style {
    double beats_per_minute;
    Scale scale;
    std::array<Progression, 3> verses;
    std::array<Progression, 3> bridges;
    std::array<int, 2> cadence;  ///< the two chords before the last one
    double swing;                ///< of the second half of each beat, in beats
    double pluck_density;
    double brightness;
};

const Style& style_of(Mood mood) {
    static constexpr Style kCalm{72,
                                 kMajor,
                                 {{{0, 4, 5, 3}, {0, 2, 5, 3}, {0, 5, 1, 4}}},
                                 {{{3, 0, 1, 4}, {5, 3, 0, 4}, {3, 4, 2, 5}}},
                                 {3, 4},
                                 0.0,
                                 0.6,
                                 0.8};
    static constexpr Style kCurious{94,
                                    kDorian,
                                    {{{0, 3, 0, 6}, {0, 6, 3, 3}, {0, 2, 3, 6}}},
                                    {{{2, 6, 3, 0}, {3, 6, 0, 4}, {5, 6, 0, 3}}},
                                    {3, 6},
                                    0.08,
                                    0.8,
                                    1.0};
    static constexpr Style kBright{108,
                                   kMajor,
                                   {{{0, 4, 5, 3}, {0, 3, 5, 4}, {5, 3, 0, 4}}},
                                   {{{3, 4, 5, 0}, {1, 5, 3, 4}, {3, 0, 4, 5}}},
                                   {3, 4},
                                   0.0,
                                   0.9,
                                   1.35};
    static constexpr Style kGrave{62,
                                  kMinor,
                                  {{{0, 5, 2, 6}, {0, 3, 5, 4}, {0, 5, 3, 4}}},
                                  {{{5, 6, 0, 0}, {3, 0, 5, 6}, {5, 2, 3, 4}}},
                                  {5, 6},
                                  0.0,
                                  0.45,
                                  0.65};
    switch (mood) {
        case Mood::calm: return kCalm;
        case Mood::curious: return kCurious;
        case Mood::bright: return kBright;
        case Mood::grave: return kGrave;
    }
    return kCurious;
}

// Semitones above the key note of a degree that may lie in other octaves.
int semitones(const Scale& scale, int degree) {
    const int octave = degree >= 0 ? degree / 7 : (degree - 6) / 7;
    return scale[static_cast<std::size_t>(degree - 7 * octave)] + 12 * octave;
}

/// Where the piece stands: intro, sections of eight bars, ending.
struct Bar {
    int index = 0;
    int degree = 0;
    int section = 0;     // sections of eight bars after the introduction
    int in_section = 0;  // bar within its section
    bool intro = false;
    bool cadence = false;  // the two bars that lead home
    bool last = false;     // the final chord, held
};

struct Form {
    std::vector<Bar> bars;
    std::int64_t bar = 0;  // samples
};

// A whole number of bars fills the track: the tempo bends by a few per cent, so the ending falls where the track ends.
Form plan_form(const MusicRequest& request, const Style& style, Random& random) {
    const double usual = 60.0 / style.beats_per_minute * kBeatsPerBar * StereoSound::kSampleRate;
    const int count = std::max(1, static_cast<int>(std::lround(static_cast<double>(request.samples) / usual)));
    const int intro = count >= 14 ? 2 : count >= 6 ? 1 : 0;
    const int held = count >= 8 ? 2 : 1;
    const Progression verse = style.verses[random.below(style.verses.size())];
    const Progression bridge = style.bridges[random.below(style.bridges.size())];

    Form form;
    form.bar = request.samples / count;
    for (int index = 0; index <= count - held; ++index) {
        Bar bar{.index = index};
        const int body = index - intro;
        const auto step = static_cast<std::size_t>((body + 8) % 4);
        bar.intro = index < intro;
        bar.last = index == count - held;
        bar.cadence = !bar.last && index >= count - held - 2 && index > 0;
        bar.section = std::max(0, body / 8);
        bar.in_section = std::max(0, body) % 8;
        const bool in_bridge = bar.section % 2 == 1 && bar.in_section < 4;
        bar.degree = in_bridge ? bridge[step] : verse[step];
        if (bar.intro) bar.degree = index == 0 ? 0 : verse[3];
        if (bar.cadence) bar.degree = style.cadence[static_cast<std::size_t>(index - (count - held - 2))];
        if (bar.last || index == intro) bar.degree = bar.last ? 0 : verse[0];
        form.bars.push_back(bar);
    }
    return form;
}

/// Writes all parts of one piece.
class Composer {
public:
    explicit Composer(const MusicRequest& request)
        : style_(style_of(request.mood)), mood_(request.mood), random_(request.seed), samples_(request.samples) {
        key_ = 55 + static_cast<int>(random_.below(8));  // G3 to D4
        form_ = plan_form(request, style_, random_);
        choose_pattern();
        write_motif();
        score_.bar = form_.bar;
        score_.brightness = style_.brightness;
    }

    Score write() {
        for (const Bar& bar : form_.bars) {
            if (bar.in_section % 4 == 0) choose_pattern();
            write_pad(bar);
            write_bass(bar);
            if (bar.last) {
                write_last_chord(bar);
                break;
            }
            write_pluck(bar);
            write_lead(bar);
            write_drums(bar);
        }
        return std::move(score_);
    }

private:
    std::int64_t at(const Bar& bar, double beats) const {
        return bar.index * form_.bar + static_cast<std::int64_t>(beats * static_cast<double>(form_.bar) / kBeatsPerBar);
    }
    std::int64_t beats(double count) const {
        return static_cast<std::int64_t>(count * static_cast<double>(form_.bar) / kBeatsPerBar);
    }
    // Nobody plays like a clock.
    std::int64_t humanly(std::int64_t sample) {
        return std::max<std::int64_t>(
            0, sample + static_cast<std::int64_t>(random_.between(-1, 1) * 0.006 * StereoSound::kSampleRate));
    }
    double pitch(int degree) const { return key_ + semitones(style_.scale, degree); }

    // Three or four chord tones near the middle of the keyboard, each moved as little as possible from the last chord.
    std::vector<double> voicing(const Bar& bar) {
        const bool seventh = mood_ != Mood::bright || bar.in_section % 2 == 1;
        std::vector<double> notes;
        for (const int step : {0, 2, 4, 6}) {
            if (step == 6 && (!seventh || bar.last)) continue;
            double note = pitch(bar.degree + step);
            while (note > center_ + 6)
                note -= 12;
            while (note < center_ - 6)
                note += 12;
            notes.push_back(note);
        }
        std::ranges::sort(notes);
        // A semitone inside a soft chord grates: its upper note goes.
        for (std::size_t i = 1; i < notes.size(); ++i) {
            if (notes[i] - notes[i - 1] < 1.5) notes.erase(notes.begin() + static_cast<std::ptrdiff_t>(i));
        }
        double sum = 0;
        for (const double note : notes)
            sum += note;
        center_ = std::clamp(0.7 * center_ + 0.3 * sum / static_cast<double>(notes.size()), 58.0, 66.0);
        return notes;
    }

    void write_pad(const Bar& bar) {
        const std::int64_t length = bar.last ? samples_ - at(bar, 0) : form_.bar;
        float pan = -0.5F;
        for (const double note : voicing(bar)) {
            score_.pad.push_back({at(bar, 0), length, note, bar.intro ? 0.8F : 0.7F, pan});
            pan = pan > 0.4F ? -0.5F : pan + 0.35F;
        }
        if (bar.last) score_.ending = at(bar, 0);
    }

    void write_bass(const Bar& bar) {
        if (bar.intro) return;
        double root = pitch(bar.degree);
        while (root > 47)
            root -= 12;
        while (root < 34)
            root += 12;
        if (bar.last) {
            score_.bass.push_back({at(bar, 0), beats(4), root, 0.8F, 0});
            return;
        }
        const bool moving = mood_ == Mood::bright || mood_ == Mood::curious;
        score_.bass.push_back({at(bar, 0), beats(moving ? 2.3 : 3.8), root, 0.8F, 0});
        if (!moving || quiet(bar)) return;
        score_.bass.push_back({at(bar, 2.5), beats(0.9), root, 0.6F, 0});
        if (bar.in_section % 4 == 3)
            score_.bass.push_back({at(bar, 3.5), beats(0.45), pitch(bar.degree + 4) - 24, 0.5F, 0});
    }

    // The first bars of every third section, and the way home, breathe: fewer parts play.
    static bool quiet(const Bar& bar) {
        return bar.intro || bar.cadence || (bar.section % 3 == 2 && bar.in_section < 4);
    }

    void choose_pattern() {
        constexpr std::array<std::array<int, kStepsPerBar>, 5> kPatterns{{{0, 2, 1, 3, 2, 4, 3, 1},
                                                                          {0, 1, 2, 3, 4, 3, 2, 1},
                                                                          {0, 3, 1, 4, 2, 3, 1, 2},
                                                                          {2, 1, 0, 3, 2, 4, 1, 3},
                                                                          {0, 2, 4, 2, 1, 3, 2, 1}}};
        pattern_ = kPatterns[random_.below(kPatterns.size())];
        for (std::size_t step = 0; step < pattern_.size(); ++step)
            plays_[step] = step == 0 || random_.unit() < style_.pluck_density;
    }

    double step_beat(int step) const { return step * 0.5 + (step % 2 == 1 ? style_.swing : 0); }

    void write_pluck(const Bar& bar) {
        if (bar.intro && bar.index == 0) return;
        constexpr std::array<int, 5> kChordSteps{0, 2, 4, 7, 9};
        for (int step = 0; step < kStepsPerBar; ++step) {
            const auto index = static_cast<std::size_t>(step);
            if (!plays_[index] || (quiet(bar) && step % 2 == 1)) continue;
            double note = pitch(bar.degree + kChordSteps[static_cast<std::size_t>(pattern_[index])]) + 12;
            while (note > 86)
                note -= 12;
            const float accent = step == 0 ? 1 : step == 4 ? 0.85F : 0.68F;
            const auto touch = static_cast<float>(random_.between(0.85, 1.0));
            const float pan = step % 2 == 0 ? -0.35F : 0.35F;
            score_.pluck.push_back({humanly(at(bar, step_beat(step))), beats(0.5), note, 0.75F * accent * touch, pan});
        }
    }

    /// Two bars of melody in steps of an eighth: a degree above the key note, or none.
    struct MotifNote {
        int step = 0;
        int degree = 0;
        double beats = 0.5;
    };

    void write_motif() {
        constexpr std::array<int, 5> kPentatonic{0, 1, 2, 4, 5};
        int position = 2;
        int step = static_cast<int>(random_.below(3));
        while (step < 2 * kStepsPerBar - 3) {
            const int leap = static_cast<int>(random_.below(5)) - 2;
            position = std::clamp(position + leap, 0, 6);
            const int degree = kPentatonic[static_cast<std::size_t>(position % 5)] + 7 * (position / 5);
            constexpr std::array<int, 4> kLengths{1, 2, 2, 3};
            const int length = kLengths[random_.below(kLengths.size())];
            motif_.push_back({step, degree, length * 0.5});
            step += length + static_cast<int>(random_.below(2));
        }
    }

    // The motif sounds in every other pair of bars from the second half of a section; its answer ends a step lower.
    void write_lead(const Bar& bar) {
        const bool sings = !quiet(bar) && bar.in_section >= 4 && bar.section % 3 != 2;
        if (!sings) return;
        const int half = bar.in_section % 2;
        const bool answer = bar.in_section >= 6;
        for (const MotifNote& note : motif_) {
            if (note.step / kStepsPerBar != half) continue;
            const int step = note.step % kStepsPerBar;
            const bool strong = step % 4 == 0;
            const int degree = strong ? nearest_chord_degree(note.degree, bar.degree) : note.degree - (answer ? 1 : 0);
            score_.lead.push_back({humanly(at(bar, step_beat(step))), beats(note.beats), pitch(degree) + 12, 0.6F,
                                   answer ? 0.2F : -0.2F});
        }
    }

    static int nearest_chord_degree(int degree, int root) {
        int best = root;
        for (int octave = -7; octave <= 7; octave += 7)
            for (const int tone : {0, 2, 4})
                if (std::abs(root + tone + octave - degree) < std::abs(best - degree)) best = root + tone + octave;
        return best;
    }

    void hit(const Bar& bar, double beat, Drum drum, double velocity, double pan) {
        const auto touch = random_.between(0.85, 1.0);
        score_.drums.push_back(
            {humanly(at(bar, beat)), drum, static_cast<float>(velocity * touch), static_cast<float>(pan)});
    }

    void write_drums(const Bar& bar) {
        const bool enters = bar.section > 0 || bar.in_section >= 4;
        if (!enters || quiet(bar)) return;
        const bool fill = bar.in_section == 7;
        if (mood_ == Mood::grave) {
            hit(bar, 0, Drum::tom, 0.7, 0);
            if (bar.in_section % 2 == 1) hit(bar, 2.5, Drum::tom, 0.4, -0.2);
            return;
        }
        if (mood_ != Mood::calm) {
            hit(bar, 0, Drum::kick, 0.8, 0);
            hit(bar, mood_ == Mood::bright ? 2 : 2.5 + style_.swing, Drum::kick, 0.65, 0);
        }
        hit(bar, 1, Drum::brush, mood_ == Mood::calm ? 0.35 : 0.6, 0.1);
        hit(bar, 3, Drum::brush, mood_ == Mood::calm ? 0.4 : 0.65, 0.1);
        for (int step = 0; step < kStepsPerBar; ++step) {
            const bool off_beat = step % 2 == 1;
            if (mood_ == Mood::calm && !off_beat) continue;
            hit(bar, step_beat(step), Drum::shaker, off_beat ? 0.55 : 0.3, 0.35);
        }
        for (int step = 0; fill && step < 3; ++step)
            hit(bar, 3.25 + 0.25 * step, Drum::brush, 0.25 + 0.1 * step, -0.2 + 0.2 * step);
    }

    // The key's chord, rolled upwards and left to ring.
    void write_last_chord(const Bar& bar) {
        double beat = 0;
        for (const int step : {0, 4, 7, 9, 11, 14}) {
            score_.pluck.push_back({at(bar, beat), beats(2), pitch(step), 0.7F, static_cast<float>(step % 2) - 0.5F});
            beat += 0.18;
        }
    }

    const Style& style_;
    Mood mood_;
    Random random_;
    std::int64_t samples_;
    int key_ = 60;
    Form form_;
    double center_ = 61;
    std::array<int, kStepsPerBar> pattern_{};
    std::array<bool, kStepsPerBar> plays_{};
    std::vector<MotifNote> motif_;
    Score score_;
};

}  // namespace

Score write_score(const MusicRequest& request) {
    return Composer(request).write();
}

}  // namespace mss::sound
