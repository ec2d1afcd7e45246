#pragma once
// What a speech child is asked and answers. One request speaks one sentence. Values; any thread.

#include <cstdint>
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace mss::media_protocol {

struct SpeechRequest {
    std::string text;      ///< one sentence, UTF-8, as written
    std::string language;  ///< BCP 47
    std::string voice;     ///< a name from VoicesReply
    std::string output;    ///< file to make: raw float32, mono, 48 kHz, speech levelled, no silence at either end
    double pace = 1;       ///< 0.5 to 2; 1 is the voice's own
    std::vector<std::string> pronunciations = {};  ///< lines of "word = how to say it"; the times are the words'
    std::vector<std::string> emphasis = {};        ///< words of the text that are to stand out
};
BOOST_DESCRIBE_STRUCT(SpeechRequest, (), (text, language, voice, output, pace, pronunciations, emphasis))

/// One written word (split at white space; CJK and Thai by dictionary) and when it sounds.
struct SpokenWord {
    std::string text;        ///< as written, with its punctuation
    std::int64_t begin = 0;  ///< first sample, 48 kHz, from the start of the file
    std::int64_t end = 0;    ///< one past the last sample; begin < end <= next begin
};
BOOST_DESCRIBE_STRUCT(SpokenWord, (), (text, begin, end))

struct SpeechReply {
    std::int64_t samples = 0;
    std::vector<SpokenWord> words;
    std::string timing_source;  ///< "engine" or "service" where the one who spoke gave the times, "aligned" where they
                                ///< were found in the sound, "estimated" otherwise
};
BOOST_DESCRIBE_STRUCT(SpeechReply, (), (samples, words, timing_source))

/// When a word sounds, in seconds from the start of its recording.
struct GivenTime {
    double begin = 0;
    double end = 0;
};
BOOST_DESCRIBE_STRUCT(GivenTime, (), (begin, end))

/// Words that somebody else has spoken, to be brought into the form in which a voice here answers: a SpeechReply.
struct AlignmentRequest {
    std::string text;                              ///< what is said in it, UTF-8, as written
    std::string language;                          ///< BCP 47
    std::string recording;                         ///< a sound file of any kind that FFmpeg reads, at most ten minutes
    std::vector<GivenTime> times;                  ///< one a written word, in order; empty: they are found in the sound
    std::string output;                            ///< as SpeechRequest's
    std::vector<std::string> pronunciations = {};  ///< as SpeechRequest's
    std::vector<std::string> emphasis = {};        ///< as SpeechRequest's
};
BOOST_DESCRIBE_STRUCT(AlignmentRequest, (), (text, language, recording, times, output, pronunciations, emphasis))

/// A whole script that somebody read aloud, to be cut into its sentences.
struct RecordingRequest {
    std::vector<std::string> sentences;            ///< in order, UTF-8, as written
    std::string language;                          ///< BCP 47
    std::string recording;                         ///< as AlignmentRequest's
    std::string output;                            ///< folder to write each sentence into, as SpeechRequest's output
    std::vector<std::string> pronunciations = {};  ///< as SpeechRequest's: how the reader is taken to say them
};
BOOST_DESCRIBE_STRUCT(RecordingRequest, (), (sentences, language, recording, output, pronunciations))

struct RecordingReply {
    std::vector<SpeechReply> sentences;    ///< in order; the samples of number n are in sentence_file(n)
    std::vector<std::string> doubts = {};  ///< what may be wrong with the recording, for whoever made it
};
BOOST_DESCRIBE_STRUCT(RecordingReply, (), (sentences, doubts))

/// The name of the file with the samples of a sentence, counted from 0.
inline std::string sentence_file(std::size_t number) {
    return "speech-" + std::to_string(number + 1) + ".f32";
}

struct Voice {
    std::string name;      ///< unique, such as "slt" or "espeak-de"
    std::string engine;    ///< "kokoro", "flite" or "espeak-ng"; of a paid one its service
    std::string language;  ///< BCP 47; "mul" for one that speaks whatever it is given
    std::string description;
    std::string version;      ///< of the engine; part of every cache key
    bool latin_only = false;  ///< words in other letters are left out
    double cost = 0.01;       ///< processor time a second of speech, about; of a paid one the time to wait
    bool paid = false;        ///< of a service that bills for it: speaks only where it is named
};
BOOST_DESCRIBE_STRUCT(Voice, (), (name, engine, language, description, version, latin_only, cost, paid))

struct VoicesRequest {
    std::string language;  ///< empty: all
};
BOOST_DESCRIBE_STRUCT(VoicesRequest, (), (language))

struct VoicesReply {
    std::vector<Voice> voices;          ///< best first within a language
    std::vector<std::string> troubles;  ///< of voices that are installed and cannot be used, for people
};
BOOST_DESCRIBE_STRUCT(VoicesReply, (), (voices, troubles))

/// Whether a voice can speak: what it needs is loaded, and stays so.
struct VoiceCheckRequest {
    std::string voice;
};
BOOST_DESCRIBE_STRUCT(VoiceCheckRequest, (), (voice))

struct VoiceCheckReply {};
BOOST_DESCRIBE_STRUCT(VoiceCheckReply, (), ())

}  // namespace mss::media_protocol
