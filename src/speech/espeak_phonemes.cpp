#include "speech/espeak_phonemes.hpp"

#include <chrono>
#include <ranges>
#include <string_view>

#include <espeak-ng/speak_lib.h>

#include "base/fork.hpp"

namespace mss::speech {
namespace {

constexpr std::chrono::milliseconds kLimit{30'000};
constexpr char kBetweenTexts = '\n';

std::string sounds_of(const std::string& text) {
    constexpr int kAlphabet = 0x02;  // the international one
    constexpr int kTie = 0x80 | ('^' << 8);
    std::string sounds;
    // The library reads up to the end of a clause, and says where it stopped.
    const void* rest = text.c_str();
    while (rest != nullptr) {
        const char* clause = espeak_TextToPhonemes(&rest, espeakCHARS_UTF8, kAlphabet | kTie);
        if (clause == nullptr) break;
        if (!sounds.empty()) sounds += ' ';
        sounds += clause;
    }
    return sounds;
}

}  // namespace

EspeakPhonemes::EspeakPhonemes()
    : ready_(espeak_Initialize(AUDIO_OUTPUT_SYNCHRONOUS, 0, nullptr, espeakINITIALIZE_DONT_EXIT) > 0) {}

Result<std::vector<std::string>> EspeakPhonemes::of(const std::vector<std::string>& texts, Accent accent) const {
    if (!ready_) return fail(Code::unavailable, "espeak-ng's data is not installed (package espeak-ng-data)");
    const auto ask = [&]() -> Result<std::string> {
        // By the names of their files: the library breaks off over some names of languages.
        if (espeak_SetVoiceByName(accent == Accent::british ? "gmw/en" : "gmw/en-US") != EE_OK)
            return fail(Code::unavailable, "espeak-ng has no English (package espeak-ng-data)");
        std::string all;
        for (const std::string& text : texts)
            (all += sounds_of(text)) += kBetweenTexts;
        return all;
    };
    MSS_TRY_ASSIGN(const std::string all, call_in_fork(ask, kLimit));
    std::vector<std::string> sounds;
    for (const auto one : std::views::split(std::string_view(all), kBetweenTexts))
        sounds.emplace_back(std::string_view(one));
    sounds.pop_back();  // behind the last border
    if (sounds.size() != texts.size()) return fail(Code::internal, "espeak-ng gave the sounds of other texts");
    return sounds;
}

}  // namespace mss::speech
