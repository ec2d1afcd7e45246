#include "speech/kokoro_synthesizer.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "base/file.hpp"
#include "base/json.hpp"
#include "base/utf8.hpp"
#include "speech/voice_polish.hpp"
#include "text/language.hpp"
#include "text/words.hpp"

namespace mss::speech {
namespace {

namespace fs = std::filesystem;

constexpr int kRate = 24'000;
constexpr std::int64_t kSamplesOfUnit = 600;  // the model counts durations in units of 25 ms
// The durations say when the mouth begins to form a word; what is heard, and forced alignment finds, begins earlier
// (bench/speech: of five voices 20 to 25 ms off on average with this, 100 ms at worst; another 5 ms change nothing).
constexpr std::int64_t kWordsEarlier = 75 * kRate / 1000;
constexpr std::int64_t kKeptAtCut = 2 * kSamplesOfUnit;  // of the silence where a breath was parted between two words
constexpr std::int64_t kSilence = 0;                     // the letter before the first and behind the last sound

constexpr double kCost = 0.5;  // processor time a second of speech (measured on one thread)

constexpr std::size_t kStyleColumns = 256;
constexpr std::size_t kModelBytesMax = 1U << 30U;
constexpr std::size_t kStyleBytesMax = 16U << 20U;
constexpr std::size_t kNumbersBytesMax = 1U << 20U;

// The network's own name of the durations. It computes them and does not give them away.
constexpr const char* kDurations = "/encoder/Clip_output_0";

// An ONNX file is a message of protocol buffers (onnx.proto): a second `graph` (field 7) behind the first is merged
// into it, so that these bytes add an `output` (field 12) of the graph: a tensor of floats with that name. They go to
// the end of the file in memory; the file stays as it came.
std::string with_durations(std::string network) {
    const std::string name = kDurations;
    const auto field = [](int number, const std::string& content) {
        constexpr int kLengthDelimited = 2;
        return std::string{static_cast<char>(number << 3 | kLengthDelimited), static_cast<char>(content.size())} +
               content;
    };
    const std::string float_tensor =
        field(1, std::string{'\x08', '\x01'});  // type { tensor_type { elem_type: FLOAT } }
    const std::string output = field(1, name) + field(2, float_tensor);
    network += field(7, field(12, output));
    return network;
}

Accent accent_of(std::string_view language) {
    return text::region(language) == "GB" ? Accent::british : Accent::american;
}

struct Numbers {
    std::map<std::string, std::int64_t> vocab;
};
BOOST_DESCRIBE_STRUCT(Numbers, (), (vocab))

Result<std::map<char32_t, std::int64_t>> read_numbers(const fs::path& path) {
    MSS_TRY_ASSIGN(const std::string bytes, read_file(path, kNumbersBytesMax));
    MSS_TRY_ASSIGN(const Numbers written, json::decode_text<Numbers>(bytes));
    std::map<char32_t, std::int64_t> numbers;
    for (const auto& [letter, number] : written.vocab)
        if (const std::u32string points = utf8::decode(letter); points.size() == 1) numbers[points.front()] = number;
    if (numbers.empty()) return fail(Code::invalid, "there is no letter in it");
    return numbers;
}

Result<std::vector<float>> read_style(const fs::path& path) {
    MSS_TRY_ASSIGN(const std::string bytes, read_file(path, kStyleBytesMax));
    std::vector<float> style(bytes.size() / sizeof(float));
    std::memcpy(style.data(), bytes.data(), style.size() * sizeof(float));
    if (style.empty() || bytes.size() % (kStyleColumns * sizeof(float)) != 0)
        return fail(Code::invalid, fmt::format("it is no table of rows of {} floats", kStyleColumns));
    return style;
}

template <class Value>
Result<Value> of_file(Result<Value> read, const fs::path& path) {
    if (read) return read;
    return std::unexpected(read.error().with_context(path.string()));
}

std::string version_of(const VoiceFolder& folder, const VoiceFolder::Voice& voice) {
    std::error_code error;
    const auto bytes = fs::file_size(folder.model, error);
    return fmt::format("{}, {} bytes, {}, speed {}", folder.version, error ? 0 : bytes,
                       folder.runtime.filename().string(), voice.speed);
}

std::int64_t samples_of(float units) {
    return std::lround(units) * kSamplesOfUnit;
}

}  // namespace

KokoroSynthesizer::KokoroSynthesizer(std::vector<VoiceFolder> folders, int threads)
    : folders_(std::move(folders)), threads_(threads) {
    if (!folders_.empty()) phonemes_.emplace();
}

std::vector<media_protocol::Voice> KokoroSynthesizer::voices() const {
    std::vector<media_protocol::Voice> voices;
    for (const VoiceFolder& folder : folders_)
        for (const VoiceFolder::Voice& voice : folder.voices)
            voices.push_back({.name = voice.name,
                              .engine = "kokoro",
                              .language = voice.language,
                              .description = voice.description,
                              .version = version_of(folder, voice),
                              .latin_only = true,
                              .cost = kCost});
    return voices;
}

Result<KokoroSynthesizer::Chosen> KokoroSynthesizer::find(const std::string& voice) const {
    for (const VoiceFolder& folder : folders_)
        for (const VoiceFolder::Voice& one : folder.voices)
            if (one.name == voice) return Chosen{&folder, &one};
    return fail(Code::not_found, fmt::format("there is no natural voice \"{}\"", voice));
}

Result<void> KokoroSynthesizer::load(const Chosen& chosen) {
    const VoiceFolder& folder = *chosen.folder;
    if (!loaded_ || loaded_->folder != chosen.folder) {
        loaded_.reset();  // the old network goes before the new one needs its memory
        MSS_TRY_ASSIGN(auto numbers, of_file(read_numbers(folder.phonemes), folder.phonemes));
        MSS_TRY_ASSIGN(std::string network, read_file(folder.model, kModelBytesMax));
        auto model = OnnxModel::open(folder.runtime, with_durations(std::move(network)), threads_);
        if (!model && model.error().code != Code::unavailable)  // which names the runtime
            model = std::unexpected(model.error().with_context(folder.model.string()));
        if (!model) return std::unexpected(model.error());
        loaded_.emplace(Loaded{chosen.folder, std::move(*model), std::move(numbers), {}, {}, 1});
    }
    if (loaded_->voice == chosen.voice->name) return {};
    MSS_TRY_ASSIGN(loaded_->style, of_file(read_style(chosen.voice->style), chosen.voice->style));
    loaded_->voice = chosen.voice->name;
    loaded_->speed = chosen.voice->speed;
    return {};
}

Result<void> KokoroSynthesizer::prepare(const std::string& voice) {
    MSS_TRY_ASSIGN(const Chosen chosen, find(voice));
    return load(chosen);
}

// Behind what the utterance has already. The model is asked for the sounds that it knows, between two silences.
Result<void> KokoroSynthesizer::speak(const Breath& breath, bool parted_before, double pace, Utterance& utterance) {
    std::vector<std::int64_t> tokens{kSilence};
    std::vector<std::optional<std::size_t>> owners{std::nullopt};
    for (const Sound& sound : breath.sounds) {
        const auto number = loaded_->numbers.find(sound.letter);
        if (number == loaded_->numbers.end()) continue;
        tokens.push_back(number->second);
        owners.push_back(sound.reading);
    }
    if (tokens.size() == 1) return {};
    tokens.push_back(kSilence);
    owners.emplace_back();

    const std::size_t rows = loaded_->style.size() / kStyleColumns;
    const std::size_t row = std::min(tokens.size() - 2, rows - 1);
    const std::span<const float> style(loaded_->style.data() + row * kStyleColumns, kStyleColumns);
    const std::array speed{static_cast<float>(loaded_->speed * pace)};
    const auto length = static_cast<std::int64_t>(tokens.size());
    const auto inputs =
        std::to_array<OnnxModel::Input>({{"tokens", {1, length}, std::span<const std::int64_t>(tokens)},
                                         {"style", {1, static_cast<std::int64_t>(kStyleColumns)}, style},
                                         {"speed", {1}, std::span<const float>(speed)}});
    constexpr std::array kOutputs{"audio", kDurations};
    MSS_TRY_ASSIGN(const auto made, loaded_->model.run(inputs, kOutputs));
    const std::vector<float>& samples = made[0];
    const std::vector<float>& durations = made[1];
    if (durations.size() != tokens.size())
        return fail(Code::internal, "the speech model gave other durations than it was asked for");

    // Where a breath was parted between two words, only a little of the silence around it belongs there.
    std::int64_t begin = 0;
    auto end = static_cast<std::int64_t>(samples.size());
    if (parted_before) begin = std::max<std::int64_t>(0, samples_of(durations.front()) - kKeptAtCut);
    if (!breath.ends_with_pause) end = std::clamp(end - samples_of(durations.back()) + kKeptAtCut, begin, end);

    const std::int64_t offset = static_cast<std::int64_t>(utterance.samples.size()) - begin;
    std::int64_t at = offset;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const std::int64_t next = at + samples_of(durations[i]);
        if (owners[i]) {
            std::optional<Interval>& time = utterance.times[*owners[i]];
            time = Interval{time ? time->begin : at, next};
        }
        at = next;
    }
    utterance.samples.insert(utterance.samples.end(), samples.begin() + begin, samples.begin() + end);
    return {};
}

Result<Utterance> KokoroSynthesizer::synthesize(const std::vector<std::string>& readings, const std::string& voice,
                                                double pace) {
    MSS_TRY_ASSIGN(const Chosen chosen, find(voice));
    // Of other alphabets espeak-ng would say the names of the letters.
    std::vector<std::string> latin = readings;
    for (std::string& reading : latin)
        if (!text::readable_as_latin(reading)) reading.clear();
    MSS_TRY_ASSIGN(const std::vector<Breath> breaths, sounds_of(latin, *phonemes_, accent_of(chosen.voice->language)));
    if (breaths.empty()) return fail(Code::invalid, "there is nothing in this sentence that this voice can say");
    MSS_TRY(load(chosen));
    Utterance utterance{kRate, {}, std::vector<std::optional<Interval>>(readings.size())};
    bool parted_before = false;
    for (const Breath& breath : breaths) {
        MSS_TRY(speak(breath, parted_before, pace, utterance));
        parted_before = !breath.ends_with_pause;
    }
    const auto length = static_cast<std::int64_t>(utterance.samples.size());
    if (length == 0) return fail(Code::invalid, "there is nothing in this sentence that this voice can say");
    // To the last word the model counts some of the silence behind it.
    const std::int64_t sound_end = sounding_part(utterance.samples).end + kWordsEarlier;
    for (auto& time : utterance.times) {
        if (!time) continue;
        if (time->begin < sound_end) time->end = std::min(time->end, sound_end);
        const std::int64_t begin = std::clamp<std::int64_t>(time->begin - kWordsEarlier, 0, length - 1);
        time = Interval{begin, std::clamp(time->end - kWordsEarlier, begin + 1, length)};
    }
    return utterance;
}

}  // namespace mss::speech
