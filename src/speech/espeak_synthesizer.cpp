#include "speech/espeak_synthesizer.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <tuple>

#include <espeak-ng/speak_lib.h>

#include "base/ascii.hpp"
#include "base/fork.hpp"
#include "base/utf8.hpp"
#include "text/language.hpp"

namespace mss::speech {
namespace {

/// The library counts in words of its own; this many sound like 155 a minute with the pauses of a narration.
constexpr int kRate = 150;

constexpr std::chrono::milliseconds kSpeakingLimit{30'000};

/// Four minutes; no sentence is so long, and memory stays bounded whatever the text.
constexpr std::size_t kMostSamples = 240 * 22'050;

/// espeak-ng's name of a language, where it differs from BCP 47's or where another of its voices reads better.
struct Alias {
    std::string_view code;
    std::string_view language;
};
constexpr std::array<Alias, 2> kAliases{{
    {"cmn-latn-pinyin", "zh"},  // "cmn" reads the pinyin of its own dictionary as English
    {"nb", "no"},
}};
/// Not offered: "cmn" for the reason above; two that read romanised text only; "ja", which cannot read kanji; and those
/// that are silent on digits in languages whose numbers nobody here can write out (Cherokee, Chuvash, Nogai, Quenya,
/// Sindarin, Turkmen): a caption would show a number that is not said.
constexpr std::array<std::string_view, 10> kLeftOut{
    "cmn", "fa-latn", "yue-latn-jyutping", "ja", "chr-US-Qaaa-x-west", "cv", "nog", "qya", "sjn", "tk"};

/// "en-us" as "en-US": region subtags are written in capitals.
std::string bcp47(std::string_view code) {
    const auto alias = std::ranges::find(kAliases, code, &Alias::code);
    std::string tag(alias == kAliases.end() ? code : alias->language);
    const std::size_t dash = tag.find('-');
    const std::size_t end = std::min(tag.find('-', dash == std::string::npos ? dash : dash + 1), tag.size());
    if (dash != std::string::npos && end - dash == 3) {
        for (std::size_t i = dash + 1; i < end; ++i)
            tag[i] = ascii::to_upper(tag[i]);
    }
    return tag;
}

std::string name_of(std::string_view code) {
    const auto alias = std::ranges::find(kAliases, code, &Alias::code);
    return "espeak-" + std::string(alias == kAliases.end() ? code : alias->language);
}

/// As people call the language; the library's files abbreviate some, and put what only programs want to know into
/// others.
std::string shown_name(std::string_view code, std::string_view file_name) {
    if (code == "en-us-nyc") return "English (New York City)";
    if (code == "cmn-latn-pinyin") return "Chinese (Mandarin)";
    std::string name(file_name);
    std::ranges::replace(name, '_', ' ');
    return name;
}

// What the callback gathers while the library speaks.
struct Recording {
    struct Word {
        std::int64_t position;  // first character, counted from 0
        std::int64_t sample;
    };
    std::vector<float> samples;
    std::vector<Word> words;
};

int record(short* samples, int count, espeak_EVENT* events) {
    auto* recording = static_cast<Recording*>(events->user_data);
    if (recording == nullptr || recording->samples.size() > kMostSamples) return 1;  // stops the library
    for (const espeak_EVENT* event = events; event->type != espeakEVENT_LIST_TERMINATED; ++event) {
        if (event->type == espeakEVENT_WORD) recording->words.push_back({event->text_position - 1, event->sample});
    }
    for (int i = 0; samples != nullptr && i < count; ++i)
        recording->samples.push_back(static_cast<float>(samples[i]) / 32'768.0F);
    return 0;
}

// A word begins with the first event among its characters and ends with the next word's beginning.
std::vector<std::optional<Interval>> times_of_readings(const Recording& recording,
                                                       const std::vector<Interval>& characters) {
    std::vector<std::optional<Interval>> times(characters.size());
    Interval* open = nullptr;
    for (const Recording::Word& event : recording.words) {
        const auto holder = std::ranges::find_if(characters, [&](const Interval& range) {
            return event.position >= range.begin && event.position < range.end;
        });
        if (holder == characters.end()) continue;
        std::optional<Interval>& time = times[static_cast<std::size_t>(holder - characters.begin())];
        if (time) continue;
        if (open != nullptr) open->end = event.sample;
        open = &time.emplace(event.sample, 0);
    }
    if (open != nullptr) open->end = static_cast<std::int64_t>(recording.samples.size());
    return times;
}

// A recording as plain bytes of this very program: the count of words, the words, the samples.
std::string pack(const Recording& recording) {
    const std::size_t words = recording.words.size();
    std::string bytes(sizeof words + words * sizeof(Recording::Word) + recording.samples.size() * sizeof(float), '\0');
    char* at = bytes.data();
    const auto put = [&at](const void* data, std::size_t size) {
        if (size > 0) std::memcpy(at, data, size);
        at += size;
    };
    put(&words, sizeof words);
    put(recording.words.data(), words * sizeof(Recording::Word));
    put(recording.samples.data(), recording.samples.size() * sizeof(float));
    return bytes;
}

Recording unpack(std::string_view bytes) {
    Recording recording;
    std::size_t words = 0;
    const auto take = [&bytes](void* data, std::size_t size) {
        if (size > 0) std::memcpy(data, bytes.data(), size);
        bytes.remove_prefix(size);
    };
    take(&words, sizeof words);
    recording.words.resize(words);
    take(recording.words.data(), words * sizeof(Recording::Word));
    recording.samples.resize(bytes.size() / sizeof(float));
    take(recording.samples.data(), bytes.size());
    return recording;
}

// The library carries pitch flutter and other state from one text to the next, and neither initialising it again nor
// cancelling resets that: the same sentence would sound and last differently each time. So each sentence is spoken in
// a copy of the process that has not spoken yet. As base/fork.hpp asks, the process has no thread at work then: the
// library's own wait for asynchronous output that we never ask for, and those of a segment end with it.
Result<std::string> speak_text(const std::string& text, const std::string& voice_file, double pace) {
    if (espeak_SetVoiceByName(voice_file.c_str()) != EE_OK)
        return fail(Code::internal, "espeak-ng could not load the voice \"" + voice_file + "\"");
    espeak_SetParameter(espeakRATE, static_cast<int>(std::lround(kRate * pace)), 0);
    espeak_SetSynthCallback(&record);
    std::srand(1);  // its breath noise comes from rand()
    Recording recording;
    const auto spoken =
        espeak_Synth(text.c_str(), text.size() + 1, 0, POS_CHARACTER, 0, espeakCHARS_UTF8, nullptr, &recording);
    if (spoken != EE_OK || espeak_Synchronize() != EE_OK || recording.samples.empty())
        return fail(Code::internal, "espeak-ng made no sound of this sentence");
    return pack(recording);
}

}  // namespace

EspeakSynthesizer::EspeakSynthesizer() {
    sample_rate_ = std::max(0, espeak_Initialize(AUDIO_OUTPUT_SYNCHRONOUS, 0, nullptr, espeakINITIALIZE_DONT_EXIT));
    if (sample_rate_ > 0) offered_ = list_voices();
}

std::vector<EspeakSynthesizer::Offered> EspeakSynthesizer::list_voices() {
    std::vector<Offered> offered;
    const espeak_VOICE** list = espeak_ListVoices(nullptr);
    const std::string version = espeak_Info(nullptr);
    for (; *list != nullptr; ++list) {
        // "languages" is one byte of priority, then the code; further pairs are aliases.
        const std::string code = (*list)->languages + 1;
        const bool left_out = std::ranges::find(kLeftOut, code) != kLeftOut.end();
        const bool known = std::ranges::find(offered, code, &Offered::code) != offered.end();
        if (code.empty() || left_out || known) continue;
        offered.push_back(
            {{name_of(code), "espeak-ng", bcp47(code), shown_name(code, (*list)->name) + ", synthetic", version},
             (*list)->identifier,
             code,
             (*list)->languages[0]});
    }
    const auto rank = [](const Offered& entry) {
        const std::string& tag = entry.voice.language;
        const std::string primary = text::primary_language(tag);
        // French is the French of France where nobody asks for another; Belgians count in words of their own.
        const bool abroad = tag.size() > primary.size() && ascii::to_lower(tag.substr(primary.size() + 1)) != primary;
        return std::tuple(primary, entry.priority, abroad, tag);
    };
    std::ranges::sort(offered, std::less(), rank);
    return offered;
}

std::vector<media_protocol::Voice> EspeakSynthesizer::voices() const {
    std::vector<media_protocol::Voice> voices;
    voices.reserve(offered_.size());
    for (const Offered& offered : offered_)
        voices.push_back(offered.voice);
    return voices;
}

Result<Utterance> EspeakSynthesizer::synthesize(const std::vector<std::string>& readings, const std::string& voice,
                                                double pace) {
    if (sample_rate_ == 0) return fail(Code::unavailable, "espeak-ng's data is not installed (package espeak-ng-data)");
    const auto chosen = std::ranges::find_if(offered_, [&](const Offered& entry) { return entry.voice.name == voice; });
    if (chosen == offered_.end()) return fail(Code::not_found, "espeak-ng has no voice \"" + voice + "\"");

    std::string text;
    std::vector<Interval> characters;
    std::int64_t count = 0;
    for (const std::string& reading : readings) {
        const auto length = static_cast<std::int64_t>(utf8::decode(reading).size());
        characters.push_back({count, count + length});
        if (reading.empty()) continue;
        text += reading + " ";
        count += length + 1;
    }
    if (text.empty()) return fail(Code::invalid, "there is nothing in this sentence to say");

    const std::string& file = chosen->file;
    MSS_TRY_ASSIGN(const std::string bytes, call_in_fork([&] { return speak_text(text, file, pace); }, kSpeakingLimit));
    Recording recording = unpack(bytes);
    std::vector<std::optional<Interval>> times = times_of_readings(recording, characters);
    return Utterance{sample_rate_, std::move(recording.samples), std::move(times)};
}

}  // namespace mss::speech
