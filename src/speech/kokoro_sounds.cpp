#include "speech/kokoro_sounds.hpp"

#include <algorithm>
#include <span>
#include <string_view>

#include "speech/kokoro_phonemes.hpp"
#include "speech/word_phonemes.hpp"

namespace mss::speech {
namespace {

constexpr std::string_view kPauses = ",.;:!?";

// Words up to a pause, of one reading: a telephone number has several, a clause more than one reading.
struct Part {
    std::string words;
    char pause = 0;
    std::size_t reading = 0;
};

// A mark inside a word ("3.5") makes no pause.
bool is_pause(std::string_view reading, std::size_t at) {
    return kPauses.contains(reading[at]) && (at + 1 == reading.size() || reading[at + 1] == ' ');
}

std::vector<Part> parts_of(const std::vector<std::string>& readings) {
    std::vector<Part> parts;
    for (std::size_t index = 0; index < readings.size(); ++index) {
        const std::string_view reading = readings[index];
        Part part{.words = {}, .pause = 0, .reading = index};
        const auto finish = [&] {
            if (part.words.find_first_not_of(' ') != std::string::npos) parts.push_back(part);
            part.words.clear();
            part.pause = 0;
        };
        for (std::size_t at = 0; at < reading.size(); ++at) {
            if (is_pause(reading, at)) {
                part.pause = reading[at];
                finish();
            } else {
                part.words += reading[at];
            }
        }
        finish();
    }
    return parts;
}

// Words that are spoken in one breath: a whole clause, or its parts alone.
std::string joined(std::span<const Part> parts) {
    std::string words;
    for (const Part& part : parts)
        words.append(words.empty() ? "" : " ").append(part.words);
    return words;
}

// The parts up to each pause.
std::vector<std::span<const Part>> clauses_of(std::span<const Part> parts) {
    std::vector<std::span<const Part>> clauses;
    while (!parts.empty()) {
        const auto last = std::ranges::find_if(parts, [](const Part& part) { return part.pause != 0; });
        const auto length = std::min<std::size_t>(static_cast<std::size_t>(last - parts.begin()) + 1, parts.size());
        clauses.push_back(parts.first(length));
        parts = parts.subspan(length);
    }
    return clauses;
}

// The sounds of one word after the other, in breaths that are short enough.
class Breaths {
public:
    void add_word(std::u32string_view letters, std::size_t reading) {
        const std::size_t length = letters.size() + (current_.empty() ? 0 : 1);
        if (current_.size() + length > Breath::kSoundsMost) part_at_last_pause(length);
        if (!current_.empty()) current_.push_back({});
        for (const char32_t letter : letters) {
            if (current_.size() >= Breath::kSoundsMost) finish(current_.size());
            current_.push_back({letter, reading});
        }
    }

    void add_pause(char mark) {
        if (current_.empty()) return;
        current_.push_back({static_cast<char32_t>(mark), std::nullopt});
        last_pause_ = current_.size();
    }

    std::vector<Breath> take() {
        finish(current_.size());
        return std::move(done_);
    }

private:
    // Where the last clause has room enough together with the word that comes, all before it is a breath; else all.
    void part_at_last_pause(std::size_t length) {
        const bool fits = last_pause_ > 0 && current_.size() - last_pause_ + length <= Breath::kSoundsMost;
        finish(fits ? last_pause_ : current_.size());
    }

    void finish(std::size_t length) {
        if (length == 0) return;
        const auto end = current_.begin() + static_cast<std::ptrdiff_t>(length);
        done_.push_back({{current_.begin(), end}, length == last_pause_});
        auto next = end;
        if (next != current_.end() && !next->reading) ++next;  // the space behind the pause
        current_.erase(current_.begin(), next);
        last_pause_ = 0;
    }

    std::vector<Sound> current_;
    std::size_t last_pause_ = 0;  ///< how much of current_ ends with the last pause; 0: there is none
    std::vector<Breath> done_;
};

}  // namespace

Result<std::vector<Breath>> sounds_of(const std::vector<std::string>& readings, const EspeakPhonemes& phonemes,
                                      Accent accent) {
    const std::vector<Part> parts = parts_of(readings);
    const std::vector<std::span<const Part>> clauses = clauses_of(parts);
    std::vector<std::string> texts;  // each clause, then its parts
    for (const auto clause : clauses) {
        texts.push_back(joined(clause));
        for (const Part& part : clause)
            texts.push_back(part.words);
    }
    if (texts.empty()) return std::vector<Breath>();
    MSS_TRY_ASSIGN(const std::vector<std::string> sounds, phonemes.of(texts, accent));

    Breaths breaths;
    auto next = sounds.begin();
    const auto letters = [&] { return kokoro_phonemes(*next++, accent); };
    for (const auto clause : clauses) {
        const std::u32string together = letters();
        std::vector<std::u32string> alone;
        for (std::size_t i = 0; i < clause.size(); ++i)
            alone.push_back(letters());
        const std::vector<std::u32string> words = cut_into_words(together, alone);
        for (std::size_t i = 0; i < words.size(); ++i) {
            if (!words[i].empty()) breaths.add_word(words[i], clause[i].reading);
            if (clause[i].pause != 0) breaths.add_pause(clause[i].pause);
        }
    }
    return breaths.take();
}

}  // namespace mss::speech
