// Any words with any times as captions: cues, subtitle files, and one frame of burned-in text drawn small. Every word
// is in exactly one cue, cues never overlap, and what libass is handed shows the text and obeys nothing in it.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <fuzzer/FuzzedDataProvider.h>
#include <string>
#include <vector>

#include "base/utf8.hpp"
#include "media/captions.hpp"
#include "picture/caption_painter.hpp"

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

std::vector<mss::media::TimedWord> timed_words(FuzzedDataProvider& input) {
    std::vector<mss::media::TimedWord> words;
    std::int64_t at = 0;
    std::size_t sentence = 0;
    while (input.remaining_bytes() > 0 && words.size() < 40) {
        mss::media::TimedWord word;
        word.begin = at + input.ConsumeIntegralInRange<std::int64_t>(0, 60'000);
        word.end = at = word.begin + input.ConsumeIntegralInRange<std::int64_t>(1, 60'000);
        word.sentence = word.scene = sentence += input.ConsumeBool() ? 1 : 0;
        word.text = input.ConsumeRandomLengthString(48);
        words.push_back(std::move(word));
    }
    return words;
}

void check_cues(const std::vector<mss::media::Cue>& cues, std::size_t words) {
    std::size_t found = 0;
    std::int64_t end = 0;
    for (const mss::media::Cue& cue : cues) {
        require(!cue.words.empty() && cue.begin >= end && cue.begin < cue.end);
        found += cue.words.size();
        end = cue.end;
    }
    require(found == words);
}

void draw(const std::vector<mss::media_protocol::Caption>& captions) {
    using namespace mss::picture;
    const mss::media_protocol::Palette palette{"fuzz", {}, "#ffd23f", "#ffffff"};
    CaptionPainter painter(make_stage(216, 384).value(), make_theme(palette, mss::media_protocol::Style::aurora),
                           {captions.front()});
    mss::codec::Frame frame(216, 384);
    const CaptionMeasure measure = painter.draw(captions.front().begin_frame, frame);
    require(measure.contrast >= 1 && measure.contrast <= 21.01);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace mss;
    FuzzedDataProvider input(data, size);
    const char* const language = input.PickValueInArray({"en", "de", "zh", "th", "ar"});
    const std::vector<media::TimedWord> words = timed_words(input);
    const auto burned = media::make_cues(words, media::burned_limits(language));
    const auto subtitles = media::make_cues(words, media::subtitle_limits());
    check_cues(burned, words.size());
    check_cues(subtitles, words.size());
    static_cast<void>(media::srt(subtitles, language));
    static_cast<void>(media::vtt(subtitles, language));
    for (const media::TimedWord& word : words)
        require(utf8::valid(picture::escape_for_ass(word.text)));
    const auto captions = media::captions_in(burned, {0, 100'000});
    if (!captions.empty()) draw(captions);
    return 0;
}
