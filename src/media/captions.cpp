#include "media/captions.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "base/ascii.hpp"
#include "base/utf8.hpp"
#include "media/phrases.hpp"
#include "media_protocol/timebase.hpp"
#include "text/line_glue.hpp"
#include "text/words.hpp"

namespace mss::media {
namespace {

using media_protocol::kSampleRate;

constexpr std::size_t kLineColumns = 42;  // of a line in a subtitle file

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

// What grouping asks of a word, looked up once: words are weighed in many groups.
struct WordFacts {
    std::size_t columns = 0;
    bool clause_end = false;
    bool figure_end = false;
    bool held = false;  // to the next word
};

std::vector<WordFacts> facts_of(const std::vector<TimedWord>& words) {
    std::vector<WordFacts> facts;
    facts.reserve(words.size());
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string& text = words[i].text;
        facts.push_back({columns(text), ends_clause(text), !text.empty() && ascii::is_digit(text.back()),
                         i + 1 < words.size() && text::stays_together(text, words[i + 1].text)});
    }
    return facts;
}

// How poorly words [from, to) of one run would stand together; infinite where a limit forbids it. The figures weigh the
// faults against each other: one cue more is worse than any break, a word alone is worse than one cue more, and to part
// what belongs together is as bad as that.
double fault(const std::vector<TimedWord>& words, const std::vector<WordFacts>& facts, std::size_t from, std::size_t to,
             std::size_t run_end, const CueLimits& limits) {
    std::size_t width = to - from - 1;
    double sum = 1;
    for (std::size_t i = from; i < to; ++i) {
        width += facts[i].columns;
        if (i + 1 < to && facts[i].clause_end) sum += i + 2 == to ? 1.0 : 0.3;  // one word of the next clause
    }
    const bool alone = to - from == 1;
    const bool too_much = to - from > limits.words_max || width > limits.columns_max ||
                          words[to - 1].end - words[from].begin > limits.samples_max;
    if (too_much && !alone) return std::numeric_limits<double>::infinity();
    const double slack = 1 - std::min(1.0, static_cast<double>(width) / static_cast<double>(limits.columns_max));
    sum += slack * slack;
    if (alone) sum += 1.5;
    if (to == run_end) return sum;
    const WordFacts& last = facts[to - 1];
    if (!last.clause_end) sum += last.columns <= 3 ? 0.4 : 0.25;  // short words mostly belong to the next one
    if (last.figure_end) sum += 0.3;                              // a figure to what it counts
    if (last.held) sum += 2.5;
    return sum;
}

// The ends of the cues that words [begin, end), spoken without a break, are best grouped in.
std::vector<std::size_t> group(const std::vector<TimedWord>& words, const std::vector<WordFacts>& facts,
                               std::size_t begin, std::size_t end, const CueLimits& limits) {
    const std::size_t count = end - begin;
    std::vector<double> best(count + 1, std::numeric_limits<double>::infinity());
    std::vector<std::size_t> start(count + 1, 0);
    best[0] = 0;
    for (std::size_t to = 1; to <= count; ++to) {
        for (std::size_t from = to - std::min(to, limits.words_max); from < to; ++from) {
            const double sum = best[from] + fault(words, facts, begin + from, begin + to, end, limits);
            if (sum >= best[to]) continue;
            best[to] = sum;
            start[to] = from;
        }
    }
    std::vector<std::size_t> ends;
    for (std::size_t at = count; at > 0; at = start[at])
        ends.push_back(begin + at);
    std::ranges::reverse(ends);
    return ends;
}

// Past the last word that is spoken in one go with words[begin]: in its sentence, without a long silence. A voice may
// take one behind the full stop of "3. März", which ends nothing.
std::size_t end_of_run(const std::vector<TimedWord>& words, const std::vector<WordFacts>& facts, std::size_t begin,
                       const CueLimits& limits) {
    std::size_t end = begin + 1;
    while (end < words.size() && words[end].sentence == words[begin].sentence &&
           words[end].scene == words[begin].scene &&
           (facts[end - 1].held || words[end].begin - words[end - 1].end <= limits.gap_max))
        ++end;
    return end;
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

// One line where it fits, else the break that makes both lines most alike in width, if it can be where words may part.
std::string cue_text(const Cue& cue, const std::string& language) {
    const std::size_t count = cue.words.size();
    std::string whole = joined(cue.words, 0, count, language);
    if (columns(whole) <= kLineColumns || count < 2) return whole;
    std::size_t best = 1;
    std::pair best_fault{true, SIZE_MAX};
    for (std::size_t i = 1; i < count; ++i) {
        const std::size_t width =
            std::max(columns(joined(cue.words, 0, i, language)), columns(joined(cue.words, i, count, language)));
        // A line that is too long is worse than words that are parted.
        const bool parts = width <= kLineColumns && text::stays_together(cue.words[i - 1].text, cue.words[i].text);
        const std::pair fault{parts || width > kLineColumns, width};
        if (fault < best_fault) {
            best = i;
            best_fault = fault;
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
void make_readable(std::vector<Cue>& cues, double speed) {
    for (std::size_t i = 0; i < cues.size(); ++i) {
        const std::int64_t needed = cues[i].begin + reading_samples(cues[i].characters(), speed);
        if (i + 1 == cues.size()) {
            cues[i].end = std::max(cues[i].end, needed);
            continue;
        }
        Cue& next = cues[i + 1];
        const bool same_sentence = next.words.front().sentence == cues[i].words.back().sentence;
        if (cues[i].end < needed) cues[i].end = same_sentence ? needed : std::min(needed, next.begin);
        // One that an earlier one has made late may begin behind what follows it.
        cues[i].end = std::max(cues[i].end, cues[i].begin + 1);
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

CueLimits subtitle_limits(double reading_speed) {
    return {.words_max = 40, .columns_max = 80, .reading_speed = reading_speed};
}

std::vector<Cue> make_cues(const std::vector<TimedWord>& words, const CueLimits& limits) {
    const std::vector<WordFacts> facts = facts_of(words);
    std::vector<Cue> cues;
    for (std::size_t begin = 0; begin < words.size();) {
        const std::size_t run_end = end_of_run(words, facts, begin, limits);
        for (const std::size_t end : group(words, facts, begin, run_end, limits)) {
            const auto at = [&](std::size_t i) { return words.begin() + static_cast<std::ptrdiff_t>(i); };
            cues.push_back({{at(begin), at(end)}, words[begin].begin, 0});
            begin = end;
        }
    }
    for (std::size_t i = 0; i < cues.size(); ++i) {
        const std::int64_t spoken_end = cues[i].words.back().end;
        const std::int64_t limit = i + 1 < cues.size() ? cues[i + 1].begin : spoken_end + limits.linger;
        cues[i].end = std::max(std::min(spoken_end + limits.linger, limit), cues[i].begin + 1);
    }
    if (limits.reading_speed > 0) make_readable(cues, limits.reading_speed);
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
