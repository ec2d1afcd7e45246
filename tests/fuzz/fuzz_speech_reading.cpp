// Any words as what a speech engine shall read: one reading a word, and nothing in it that an engine would obey.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <fuzzer/FuzzedDataProvider.h>
#include <string>
#include <vector>

#include "base/utf8.hpp"
#include "media_protocol/pronunciations.hpp"
#include "speech/reading.hpp"
#include "text/words.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace mss;
    FuzzedDataProvider input(data, size);
    const char* const language = input.PickValueInArray({"en", "en-GB", "de", "fr", "zh", "ar"});
    const bool split = input.ConsumeBool();
    const std::vector<std::string> pronunciations{input.ConsumeRandomLengthString(64)};
    std::vector<std::string> words;
    if (split) {
        words = text::words(input.ConsumeRemainingBytesAsString(), language);
    } else {
        while (input.remaining_bytes() > 0)
            words.push_back(input.ConsumeRandomLengthString(32));
    }
    const std::vector<std::string> said = media_protocol::read_pronunciations(pronunciations, language).in(words);
    const std::vector<std::string> readings = speech::readings(said, language);
    if (readings.size() != words.size()) std::abort();
    for (const std::string& reading : readings)
        if (!utf8::valid(reading) || reading.find_first_of("{}<>[]\n\t\\") != std::string::npos) std::abort();
    return 0;
}
