// Any bytes as the description of a voice: what it names lies inside of the folder, and is what the rest relies on.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/file.hpp"
#include "base/utf8.hpp"
#include "speech/voice_folder.hpp"

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

/// A folder with the files that a description may name, beside one that it must never reach.
class Place {
public:
    Place() {
        for (const char* file : {"a", "b/c"}) {
            require(mss::make_directories((folder_ / file).parent_path()).has_value());
            require(mss::write_file(folder_ / file, "x").has_value());
        }
        require(mss::write_file(folder_.parent_path() / "secret", "x").has_value());
    }

    void describe(std::string_view description) {
        require(mss::write_file(folder_ / "voice.json", description).has_value());
        const auto found = mss::speech::read_voice_folder(folder_);
        if (!found) {
            require(!found.error().message.empty() && mss::utf8::valid(found.error().message));
            return;
        }
        for (const auto& file : {found->runtime, found->model, found->phonemes})
            require(is_inside(file));
        require(!found->voices.empty());
        for (const auto& voice : found->voices) {
            require(is_inside(voice.style));
            require(!voice.name.empty() && std::ranges::none_of(voice.name, [](char letter) { return letter <= ' '; }));
            require(!voice.language.empty() && mss::utf8::valid(voice.description));
            require(voice.speed >= 0.5 && voice.speed <= 2);
        }
    }

private:
    bool is_inside(const std::filesystem::path& file) const {
        const std::string written = std::filesystem::canonical(file).string();
        return written.starts_with(std::filesystem::canonical(folder_).string() + "/");
    }

    mss::TemporaryDirectory directory_;
    const std::filesystem::path folder_ = directory_.path() / "voice";
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static Place place;
    place.describe({reinterpret_cast<const char*>(data), size});
    return 0;
}
