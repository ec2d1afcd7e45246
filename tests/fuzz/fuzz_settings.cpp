// Feeds arbitrary settings files, environments and flags to the loader. Whatever comes in, it answers; what it accepts
// it accepts again, and what it shows never holds the secret.

#include <cstdint>
#include <cstdlib>
#include <fuzzer/FuzzedDataProvider.h>
#include <string>

#include "config/load.hpp"
#include "config/option.hpp"

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace mss;
    FuzzedDataProvider input(bytes, size);
    config::Sources sources;
    sources.file_name = "config.toml";
    for (const config::Option& option : config::options())
        if (input.ConsumeBool())
            sources.environment[config::environment_name(option.name)] = input.ConsumeRandomLengthString(64);
    for (const auto* name : {"REDIS_HOST", "REDIS_PORT", "REDIS_DB", "HOME", "XDG_DATA_HOME", "STATE_DIRECTORY"})
        if (input.ConsumeBool()) sources.environment[name] = input.ConsumeRandomLengthString(32);
    sources.environment["MSS_" + input.ConsumeRandomLengthString(16)] = "1";
    sources.environment["MSS_LLM_KEY"] = "correct-horse-battery-staple";
    sources.flags.push_back(input.ConsumeRandomLengthString(64));
    sources.file_text = input.ConsumeRemainingBytesAsString();

    const config::Examination found = config::examine(sources);
    for (const config::Option& option : config::options()) {
        const std::string shown = config::shown_value(found.settings, option);
        require(shown.find("correct-horse") == std::string::npos);
        require(found.settings.origins.contains(option.name));
        config::Settings again;
        const bool masked = option.secret() || shown.find("***") != std::string::npos;
        require(masked || config::assign(again, option, shown).has_value());
    }
    return 0;
}
