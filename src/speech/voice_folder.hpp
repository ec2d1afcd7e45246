#pragma once
// A folder that holds a natural voice: voice.json, which names the other files, and those. docs/voices.md describes it
// for whoever makes one. Pure apart from reading the files; any thread.

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace mss::speech {

struct VoiceFolder {
    struct Voice {
        std::string name;
        std::string language;     ///< BCP 47
        std::string description;  ///< for people: "American English, female, warm"
        std::filesystem::path style;
        double speed = 1;  ///< of speech, which brings the voice to the pace that lengths are planned with
    };

    std::filesystem::path folder;
    std::string version;             ///< of the model, as its makers count; part of every cache key
    std::filesystem::path runtime;   ///< ONNX Runtime's shared library
    std::filesystem::path model;     ///< the network
    std::filesystem::path phonemes;  ///< the number of each sound
    std::vector<Voice> voices;       ///< the best first
};

/// The voices in a folder whose engine is "kokoro". Errors: not_found (no voice.json), invalid (what is wrong in it, a
/// file that it names and that is not there), too_large, io.
Result<VoiceFolder> read_voice_folder(const std::filesystem::path& folder);

struct VoiceFolders {
    std::vector<VoiceFolder> found;
    std::vector<std::string> troubles;  ///< of folders that hold a voice.json and cannot be used, for people
};

/// Those below `parent`, by name. Where that is absent there are none.
VoiceFolders find_voice_folders(const std::filesystem::path& parent);

}  // namespace mss::speech
