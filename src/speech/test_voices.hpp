#pragma once
// Where tests find natural voices: in the folder that MSS_TEST_VOICES names, where `make test` installs one. For tests
// alone.

#include <cstdlib>
#include <filesystem>

namespace mss::speech {

/// Empty where there are none.
inline std::filesystem::path test_voices_folder() {
    const char* folder = std::getenv("MSS_TEST_VOICES");
    return folder == nullptr ? "" : folder;
}

}  // namespace mss::speech
