#include "speech/speaker.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/file.hpp"
#include "media_protocol/timebase.hpp"

namespace mss::speech {
namespace {
TEST(Try, Out) {
    TemporaryDirectory dir;
    Speaker s;
    auto say = [&](std::string t, std::string l, std::string v) {
        auto r = s.speak({t, l, v, (dir.path() / "a.f32").string()});
        if (!r) {
            fmt::print("ERR {}\n", r.error().message);
            return;
        }
        double sec = double(r->samples) / 48000;
        fmt::print("{} {} {:.2f}s {} words {:.0f} wpm {}\n", v, l, sec, r->words.size(),
                   double(r->words.size()) / sec * 60, r->timing_source);
        for (auto& w : r->words)
            fmt::print(" [{} {:.3f}-{:.3f}]", w.text, double(w.begin) / 48000, double(w.end) / 48000);
        fmt::print("\n");
    };
    std::string en =
        "Dr. Smith paid $2,500 in 1950 — and $25.4 billion later (about 50%). 😀 {\\b1} <b>AI</b> changed the world, "
        "didn’t it?";
    for (auto v : {"slt", "rms", "awb", "espeak-en-us"})
        say(en, "en", v);
    say("Die Wirtschaft wuchs um $25.4 Milliarden, 25,4 € und 3,5 % im Jahr 1950.", "de", "espeak-de");
    say("人工智能改变了世界,2023年增长25%。", "zh", "espeak-zh");
    say("ภาษาไทยเป็นภาษาที่สวยงาม", "th", "espeak-th");
    say("الذكاء الاصطناعي يغير العالم.", "ar", "espeak-ar");
    say("Доктор заплатил 2500 рублей в 1950 году.", "ru", "espeak-ru");
    say("", "en", "slt");
    say("😀 —", "en", "slt");
    say("日本", "en", "slt");
    say(std::string(4000, 'a'), "en", "slt");
    say(std::string(4000, 'a'), "en", "espeak-en-us");
    say(std::string(4000, '7'), "en", "slt");
    auto v = voices({"en"});
    for (auto& x : v->voices)
        fmt::print("{} {} {} {}\n", x.name, x.language, x.description, x.version);
}
}  // namespace
}  // namespace mss::speech
