#pragma once
// The written music: harmony, form and every note, before any sound is made. Pure; any thread; never fails.

#include <cstdint>
#include <vector>

#include "sound/music.hpp"

namespace mss::sound {

struct Note {
    std::int64_t begin = 0;   ///< sample
    std::int64_t length = 0;  ///< samples until the key is let go
    double pitch = 60;        ///< MIDI number: 60 is middle C, 1 is a semitone
    float velocity = 0;       ///< 0 to 1
    float pan = 0;            ///< -1 left, 1 right
};

enum class Drum { kick, brush, shaker, tom };

struct Hit {
    std::int64_t begin = 0;
    Drum drum = Drum::shaker;
    float velocity = 0;
    float pan = 0;
};

struct Score {
    std::vector<Note> pad;  ///< sustained chords
    std::vector<Note> bass;
    std::vector<Note> pluck;  ///< broken chords
    std::vector<Note> lead;   ///< the motif
    std::vector<Hit> drums;
    std::int64_t bar = 0;     ///< samples
    std::int64_t ending = 0;  ///< where the last chord begins
    double brightness = 1;    ///< of the pad's filter, by mood
};

Score write_score(const MusicRequest& request);

}  // namespace mss::sound
