#include "studio/no_voice.hpp"

#include <fmt/format.h>

#include "base/utf8.hpp"
#include "text/language.hpp"

namespace mss::studio {

Error no_voice_for(std::string_view language) {
    if (text::primary_language(language) == "ja")
        return {Code::invalid,
                "no voice here can read Japanese (espeak-ng cannot read kanji); write the text in a language that "
                "`mss voices` lists and name it with --language",
                {}};
    return {Code::invalid,
            fmt::format("there is no voice for the language \"{}\"; `mss voices` lists those there are, --language "
                        "names another",
                        utf8::printable(language, 40)),
            {}};
}

}  // namespace mss::studio
