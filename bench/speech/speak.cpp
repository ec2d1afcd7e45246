// bench_speech VOICES_FOLDER SENTENCES OUTPUT VOICE...: speaks each line of the file SENTENCES with each voice.
// OUTPUT/VOICE/NN.wav is what a recogniser hears (16 kHz, mono, 16 bits, silence around it), OUTPUT/VOICE/words.json
// what the voice says about it: an array of {text, words}, the words' times in seconds of that file.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <boost/describe.hpp>
#include <fmt/format.h>

#include "base/file.hpp"
#include "base/json.hpp"
#include "codec/audio_resampler.hpp"
#include "codec/log.hpp"
#include "media_protocol/timebase.hpp"
#include "speech/speaker.hpp"

namespace {

using namespace mss;
namespace fs = std::filesystem;

constexpr int kHeardRate = 16'000;
constexpr std::int64_t kSilence = kHeardRate * 3 / 10;  // before and behind: recognisers learn the room from it
constexpr std::size_t kBytesMax = 1U << 28U;

struct HeardWord {
    std::string text;
    double begin = 0;
    double end = 0;
};
BOOST_DESCRIBE_STRUCT(HeardWord, (), (text, begin, end))

struct HeardSentence {
    std::string text;
    std::vector<HeardWord> words;
};
BOOST_DESCRIBE_STRUCT(HeardSentence, (), (text, words))

// Where this runs is a little-endian machine, as a RIFF file is.
template <class Number>
void append(std::string& bytes, Number number) {
    bytes.append(reinterpret_cast<const char*>(&number), sizeof(number));
}

std::string wav_of(const std::vector<float>& samples) {
    std::string sound(static_cast<std::size_t>(kSilence) * 2, '\0');
    for (const float sample : samples)
        append(sound, static_cast<std::int16_t>(std::lround(std::clamp(sample, -1.0F, 1.0F) * 32'767)));
    sound.append(static_cast<std::size_t>(kSilence) * 2, '\0');
    std::string wav = "RIFF";
    append(wav, static_cast<std::uint32_t>(sound.size() + 36));
    wav += "WAVEfmt ";
    append(wav, std::uint32_t{16});
    append(wav, std::uint16_t{1});  // plain samples
    append(wav, std::uint16_t{1});  // mono
    append(wav, std::uint32_t{kHeardRate});
    append(wav, std::uint32_t{kHeardRate * 2});
    append(wav, std::uint16_t{2});
    append(wav, std::uint16_t{16});
    wav += "data";
    append(wav, static_cast<std::uint32_t>(sound.size()));
    return wav + sound;
}

double heard_at(std::int64_t sample) {
    return static_cast<double>(sample) / media_protocol::kSampleRate + static_cast<double>(kSilence) / kHeardRate;
}

Result<HeardSentence> speak(speech::Speaker& speaker, const std::string& text, const std::string& voice,
                            const fs::path& wav) {
    const TemporaryDirectory folder;
    const fs::path raw = folder.path() / "sentence.f32";
    MSS_TRY_ASSIGN(const auto reply, speaker.speak({text, "en", voice, raw.string()}));
    MSS_TRY_ASSIGN(const std::string bytes, read_file(raw, kBytesMax));
    std::vector<float> samples(bytes.size() / sizeof(float));
    std::memcpy(samples.data(), bytes.data(), samples.size() * sizeof(float));
    MSS_TRY_ASSIGN(const auto heard, codec::resample(samples, media_protocol::kSampleRate, kHeardRate));
    MSS_TRY(write_file(wav, wav_of(heard)));
    HeardSentence sentence{.text = text, .words = {}};
    for (const auto& word : reply.words)
        sentence.words.push_back({word.text, heard_at(word.begin), heard_at(word.end)});
    return sentence;
}

Result<void> speak_all(const fs::path& voices, const char* sentences, const fs::path& output,
                       const std::vector<std::string>& names) {
    speech::Speaker speaker({.voices_folder = voices});
    for (const std::string& voice : names) {
        MSS_TRY(make_directories(output / voice));
        std::vector<HeardSentence> said;
        std::ifstream lines(sentences);
        for (std::string line; std::getline(lines, line);) {
            const fs::path wav = output / voice / fmt::format("{:02}.wav", said.size() + 1);
            MSS_TRY_ASSIGN(HeardSentence sentence, speak(speaker, line, voice, wav));
            said.push_back(std::move(sentence));
        }
        MSS_TRY(write_file(output / voice / "words.json", json::pretty(json::encode(said))));
    }
    return {};
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 5) {
        std::fputs("usage: bench_speech VOICES_FOLDER SENTENCES OUTPUT VOICE...\n", stderr);
        return 2;
    }
    codec::log_errors_only();
    const auto done = speak_all(argv[1], argv[2], argv[3], {argv + 4, argv + argc});
    if (done) return 0;
    fmt::print(stderr, "bench_speech: {}\n", done.error().message);
    return 1;
}
