#include "media/captions.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/utf8.hpp"
#include "media_protocol/timebase.hpp"
#include "text/words.hpp"

namespace mss::media {
namespace {

using media_protocol::kSampleRate;

// East Asian wide characters take two columns (UAX #11, the blocks in practical use).
std::size_t columns(std::string_view text) {
    std::size_t count = 0;
    for (const char32_t point : utf8::decode(text)) {
        const bool wide = (point >= 0x1100 && point < 0x1160) || (point >= 0x2E80 && point < 0xA4D0) ||
                          (point >= 0xAC00 && point < 0xD7A4) || (point >= 0xF900 && point < 0xFB00) ||
                          (point >= 0xFF00 && point < 0xFF61) || (point >= 0x20000 && point < 0x40000);
        count += wide ? 2 : 1;
    }
    return count;
}

bool ends_clause(std::string_view word) {
    constexpr std::u32string_view kMarks = U",;:—–،؛、，；：";
    const std::u32string points = utf8::decode(word);
    return !points.empty() && kMarks.find(points.back()) != std::u32string_view::npos;
}

bool must_break(const Cue& cue, std::size_t width, const TimedWord& next, const CueLimits& limits) {
    const TimedWord& last = cue.words.back();
    if (last.sentence != next.sentence || last.scene != next.scene) return true;
    if (cue.words.size() >= limits.words_max) return true;
    if (width + 1 + columns(next.text) > limits.columns_max) return true;
    if (next.begin - last.end > limits.gap_max || next.end - cue.begin > limits.samples_max) return true;
    return ends_clause(last.text) && (cue.words.size() * 2 >= limits.words_max || width * 2 >= limits.columns_max);
}

// True where adding words[at] fills the cue and leaves the sentence's last word to stand alone in the next one.
bool leaves_orphan(const Cue& cue, const std::vector<TimedWord>& words, std::size_t at, const CueLimits& limits) {
    const auto same_sentence = [&](std::size_t i) {
        return i < words.size() && words[i].sentence == words[at].sentence;
    };
    return cue.words.size() > 2 && cue.words.size() + 1 == limits.words_max && same_sentence(at + 1) &&
           !same_sentence(at + 2);
}

std::string joined(const std::vector<TimedWord>& words, std::size_t from, std::size_t to, const std::string& language) {
    const std::string_view space = text::unspaced_script(language) ? "" : " ";
    std::string line;
    for (std::size_t i = from; i < to; ++i) {
        if (i > from) line += space;
        line += words[i].text;
    }
    return line;
}

// One line where it fits, else the break that makes both lines most alike in width.
std::string cue_text(const Cue& cue, const std::string& language) {
    const std::size_t count = cue.words.size();
    std::string whole = joined(cue.words, 0, count, language);
    if (columns(whole) <= 42 || count < 2) return whole;
    std::size_t best = 1;
    std::size_t best_width = SIZE_MAX;
    for (std::size_t i = 1; i < count; ++i) {
        const std::size_t width =
            std::max(columns(joined(cue.words, 0, i, language)), columns(joined(cue.words, i, count, language)));
        if (width < best_width) {
            best = i;
            best_width = width;
        }
    }
    return joined(cue.words, 0, best, language) + "\n" + joined(cue.words, best, count, language);
}

std::string clock_text(std::int64_t samples, char separator) {
    const std::int64_t ms = (samples * 1000 + kSampleRate / 2) / kSampleRate;
    return fmt::format("{:02}:{:02}:{:02}{}{:03}", ms / 3'600'000, ms / 60'000 % 60, ms / 1000 % 60, separator,
                       ms % 1000);
}

// In WebVTT cue text "&" and "<" begin markup, and "-->" would end the cue.
std::string escape_vtt(const std::string& text) {
    std::string out;
    for (const char byte : text) {
        if (byte == '&')
            out += "&amp;";
        else if (byte == '<')
            out += "&lt;";
        else if (byte == '>')
            out += "&gt;";
        else
            out += byte;
    }
    return out;
}

// A cue that is spoken faster than it can be read stands longer, into the pause or the next cue of its sentence, which
// then begins late. The pause after a sentence is long enough for all of it (see lay_out), so that nothing is passed on
// to the next sentence.
void make_readable(std::vector<Cue>& cues) {
    for (std::size_t i = 0; i < cues.size(); ++i) {
        const std::int64_t needed = cues[i].begin + reading_samples(cues[i].characters());
        if (cues[i].end >= needed) continue;
        if (i + 1 == cues.size()) {
            cues[i].end = needed;
            continue;
        }
        Cue& next = cues[i + 1];
        const bool same_sentence = next.words.front().sentence == cues[i].words.back().sentence;
        cues[i].end = same_sentence ? needed : std::min(needed, next.begin);
        next.begin = std::max(next.begin, cues[i].end);
        next.end = std::max(next.end, next.begin + 1);
    }
}

}  // namespace

std::size_t Cue::characters() const {
    std::size_t count = words.empty() ? 0 : words.size() - 1;
    for (const TimedWord& word : words)
        count += utf8::decode(word.text).size();
    return count;
}

CueLimits burned_limits(const std::string& language) {
    return {.words_max = text::unspaced_script(language) ? std::size_t{8} : std::size_t{5}, .columns_max = 26};
}

CueLimits subtitle_limits() {
    return {.words_max = 40, .columns_max = 80, .readable = true};
}

std::vector<Cue> make_cues(const std::vector<TimedWord>& words, const CueLimits& limits) {
    std::vector<Cue> cues;
    std::size_t width = 0;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const bool fresh = cues.empty() || must_break(cues.back(), width, words[i], limits) ||
                           leaves_orphan(cues.back(), words, i, limits);
        if (fresh) {
            cues.push_back({{}, words[i].begin, 0});
            width = 0;
        }
        width += columns(words[i].text) + (width > 0 ? 1 : 0);
        cues.back().words.push_back(words[i]);
    }
    for (std::size_t i = 0; i < cues.size(); ++i) {
        const std::int64_t spoken_end = cues[i].words.back().end;
        const std::int64_t limit = i + 1 < cues.size() ? cues[i + 1].begin : spoken_end + limits.linger;
        cues[i].end = std::max(std::min(spoken_end + limits.linger, limit), cues[i].begin + 1);
    }
    if (limits.readable) make_readable(cues);
    return cues;
}

std::vector<media_protocol::Caption> captions_in(const std::vector<Cue>& cues, const SceneSpan& span) {
    std::vector<media_protocol::Caption> captions;
    const auto local = [&](std::int64_t sample) {
        return std::clamp(media_protocol::nearest_frame(sample) - span.first_frame, 0, span.frames);
    };
    for (const Cue& cue : cues) {
        media_protocol::Caption caption{{}, local(cue.begin), local(cue.end)};
        if (caption.end_frame <= caption.begin_frame) continue;
        for (const TimedWord& word : cue.words)
            caption.words.push_back({word.text, local(word.begin)});
        captions.push_back(std::move(caption));
    }
    return captions;
}

std::string srt(const std::vector<Cue>& cues, const std::string& language) {
    std::string out;
    for (std::size_t i = 0; i < cues.size(); ++i)
        out += fmt::format("{}\n{} --> {}\n{}\n\n", i + 1, clock_text(cues[i].begin, ','), clock_text(cues[i].end, ','),
                           cue_text(cues[i], language));
    return out;
}

std::string vtt(const std::vector<Cue>& cues, const std::string& language) {
    std::string out = "WEBVTT\n\n";
    for (const Cue& cue : cues)
        out += fmt::format("{} --> {}\n{}\n\n", clock_text(cue.begin, '.'), clock_text(cue.end, '.'),
                           escape_vtt(cue_text(cue, language)));
    return out;
}

}  // namespace mss::media
