// Any words as a command line: a command or one line that says what is wrong.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <fuzzer/FuzzedDataProvider.h>
#include <string>
#include <vector>

#include "base/utf8.hpp"
#include "cli/arguments.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace mss;
    FuzzedDataProvider input(data, size);
    std::vector<std::string> words;
    while (input.remaining_bytes() > 0 && words.size() < 24)
        words.push_back(input.ConsumeRandomLengthString(500));
    const auto invocation = cli::parse(words);
    if (!invocation) {
        const std::string& message = invocation.error().message;
        if (message.empty() || message.find('\n') != std::string::npos || !utf8::valid(message)) std::abort();
        return 0;
    }
    if (const auto* create = std::get_if<cli::CreateArguments>(&invocation->command)) {
        if (create->topic.size() > cli::kTopicBytesMax || create->duration_s < 15 || create->duration_s > 600)
            std::abort();
    }
    return 0;
}
