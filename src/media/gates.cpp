#include "media/gates.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/utf8.hpp"
#include "media_protocol/timebase.hpp"

namespace mss::media {
namespace {

using media_protocol::kFramesPerSecond;
using media_protocol::kSampleRate;
using media_protocol::kSamplesPerFrame;
using media_protocol::MixReply;
using media_protocol::ProbeReply;
using media_protocol::SegmentReply;

constexpr int kStillFramesMax = 3 * kFramesPerSecond;
constexpr double kContrastMin = 4.5;    // WCAG 2.2, 1.4.3
constexpr double kCaptionInkMin = 4.0;  // steps of luma, averaged over a caption's box
// A voice pauses at a comma or a dash (0.4 s measured), longer where it speaks slowly, and a sentence may begin and end
// quietly.
double silence_max(const Delivery& delivery) {
    constexpr double kOfAVoice = 0.8;
    constexpr double kOfAPerson = 5;
    return delivery.recorded ? kOfAPerson : kOfAVoice / std::min(delivery.pace, 1.0);
}

class Judge {
public:
    explicit Judge(std::string scope) : scope_(std::move(scope)) {}
    void check(std::string_view name, bool passed, std::string measured, std::string wanted) {
        reports_.push_back({fmt::format("{}.{}", scope_, name), passed, std::move(measured), std::move(wanted)});
    }
    std::vector<GateReport> take() { return std::move(reports_); }

private:
    std::string scope_;
    std::vector<GateReport> reports_;
};

void judge_container(Judge& judge, const FormatFacts& facts) {
    const ProbeReply& file = facts.file;
    judge.check("container", file.container == "mp4" && file.index_first,
                fmt::format("{}, index {}", file.container, file.index_first ? "first" : "last"), "mp4, index first");
    judge.check("streams",
                file.video_streams == 1 && file.audio_streams == 1 && file.video_codec == "h264" &&
                    file.video_profile == "High" && file.pixel_format == "yuv420p" && file.progressive &&
                    file.audio_codec == "aac" && file.audio_profile == "LC" && file.audio_rate == kSampleRate &&
                    file.audio_channels == 2,
                fmt::format("{} {} {} {}, {} {} {} Hz {} channels", file.video_codec, file.video_profile,
                            file.pixel_format, file.progressive ? "progressive" : "interlaced", file.audio_codec,
                            file.audio_profile, file.audio_rate, file.audio_channels),
                "one h264 High yuv420p progressive, one aac LC 48000 Hz stereo");
    judge.check("size", file.width == facts.width && file.height == facts.height,
                fmt::format("{}x{}", file.width, file.height), fmt::format("{}x{}", facts.width, facts.height));
    judge.check("rate", file.rate_numerator == kFramesPerSecond * file.rate_denominator,
                fmt::format("{}/{}", file.rate_numerator, file.rate_denominator),
                fmt::format("{}/1", kFramesPerSecond));
    judge.check("colour",
                file.colour_range == "tv" && file.colour_space == "bt709" && file.colour_primaries == "bt709" &&
                    file.colour_transfer == "bt709",
                fmt::format("{}, {}, {}, {}", file.colour_range, file.colour_space, file.colour_primaries,
                            file.colour_transfer),
                "tv, bt709 throughout");
    judge.check("decodes", file.decode_errors == 0, fmt::format("{} errors", file.decode_errors), "no error");
}

void judge_frames(Judge& judge, const FormatFacts& facts, const Narration& narration) {
    const ProbeReply& file = facts.file;
    const bool scene_keys = std::ranges::all_of(facts.segment_starts, [&](int frame) {
        return std::ranges::find(file.key_frames, frame) != file.key_frames.end();
    });
    judge.check("keyframes", scene_keys && file.longest_key_interval <= 2 * kFramesPerSecond && file.most_b_frames <= 2,
                fmt::format("at most {} frames apart, {} at scene starts, {} B-frames", file.longest_key_interval,
                            scene_keys ? "all" : "not all", file.most_b_frames),
                "at most 60 frames apart, one at each scene start, at most 2 B-frames");
    judge.check("frames", file.frames == narration.frames && file.timestamps_rise,
                fmt::format("{} frames, timestamps {}", file.frames, file.timestamps_rise ? "rise" : "do not rise"),
                fmt::format("{} frames, timestamps rise by one frame", narration.frames));
    const auto apart = std::abs(file.video_duration_samples - file.audio_duration_samples);
    const double tail = media_protocol::seconds_of_samples(file.video_duration_samples - narration.speech_end);
    const double tail_max = 1.0 + media_protocol::seconds_of_samples(narration.extra_tail);
    judge.check("duration", apart <= kSamplesPerFrame && tail >= 0.3 && tail <= tail_max,
                fmt::format("video and audio {:.3f} s apart, {:.2f} s after the last word",
                            media_protocol::seconds_of_samples(apart), tail),
                fmt::format("at most 0.033 s apart, 0.3 to {:.1f} s after the last word", tail_max));
}

void judge_picture(Judge& judge, const FormatFacts& facts) {
    int black = 0;
    int still = 0;
    double contrast = 21;
    double ink = 255;
    bool inside = true;
    for (const SegmentReply& segment : facts.segments) {
        black += segment.black_frames;
        still = std::max(still, segment.longest_still);
        contrast = std::min(contrast, segment.caption_contrast);
        ink = std::min(ink, segment.caption_ink);
        inside = inside && segment.captions_inside;
    }
    judge.check("black", black == 0, fmt::format("{} black frames", black), "none");
    judge.check("still", still < kStillFramesMax,
                fmt::format("{:.1f} s at most", media_protocol::seconds_of_frames(still)),
                "nothing stands still for 3 s");
    if (!facts.captions) return;
    judge.check("captions", ink >= kCaptionInkMin && inside,
                fmt::format("weakest change {:.1f} luma steps, {} the safe area", ink, inside ? "inside" : "outside"),
                "every caption visible, inside the safe area");
    judge.check("contrast", contrast >= kContrastMin, fmt::format("{:.1f}:1", contrast), "at least 4.5:1");
}

}  // namespace

std::vector<GateReport> judge_format(const FormatFacts& facts, const Narration& narration) {
    Judge judge(facts.format);
    judge_container(judge, facts);
    judge_frames(judge, facts, narration);
    judge_picture(judge, facts);
    return judge.take();
}

std::vector<GateReport> judge_sound(const MixReply& mix, bool music, const Delivery& delivery) {
    Judge judge("sound");
    judge.check("loudness", std::abs(mix.loudness_lufs + 14.0) <= 0.5, fmt::format("{:.1f} LUFS", mix.loudness_lufs),
                "-14 LUFS, 0.5 either way");
    judge.check("peak", mix.true_peak_dbtp <= -1.0 && mix.clipped_samples == 0,
                fmt::format("{:.1f} dBTP, {} clipped samples", mix.true_peak_dbtp, mix.clipped_samples),
                "at most -1.0 dBTP, none clipped");
    if (music)
        judge.check("balance", mix.voice_over_music_lu >= 12.0, fmt::format("{:.1f} LU", mix.voice_over_music_lu),
                    "voice at least 12 LU over the music");
    const double silence = media_protocol::seconds_of_samples(mix.longest_silence_in_clips);
    judge.check("silence", silence <= silence_max(delivery),
                fmt::format("{:.2f} s at most, planned pauses apart", silence),
                fmt::format("at most {:.1f} s", silence_max(delivery)));
    return judge.take();
}

std::vector<GateReport> judge_captions(const std::vector<Cue>& cues, const Narration& narration,
                                       const Delivery& delivery) {
    Judge judge("captions");
    bool ordered = true;
    std::size_t words = 0;
    double fastest = 0;
    for (std::size_t i = 0; i < cues.size(); ++i) {
        ordered = ordered && cues[i].begin < cues[i].end && cues[i].end <= narration.samples() &&
                  (i == 0 || cues[i - 1].end <= cues[i].begin);
        words += cues[i].words.size();
        fastest = std::max(
            fastest, static_cast<double>(cues[i].characters()) /
                         media_protocol::seconds_of_samples(std::max<std::int64_t>(cues[i].end - cues[i].begin, 1)));
    }
    judge.check("order", ordered, ordered ? "in order, no overlap" : "out of order", "in order, no overlap");
    judge.check("words", words == narration.words.size(), fmt::format("{} of {}", words, narration.words.size()),
                "every word once");
    const double speed = reading_speed_max(delivery.pace);
    judge.check("reading", fastest <= speed, fmt::format("{:.1f} characters a second at most", fastest),
                fmt::format("at most {:.0f}", speed));
    return judge.take();
}

}  // namespace mss::media
