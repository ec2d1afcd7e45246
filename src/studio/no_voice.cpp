#include "studio/no_voice.hpp"

#include <fmt/format.h>

#include "base/utf8.hpp"
#include "text/language.hpp"

namespace mss::studio {

Error no_voice_for(std::string_view language, const std::vector<media_protocol::Voice>& others) {
    if (!others.empty())
        return {Code::invalid,
                fmt::format("no voice of this machine speaks the language \"{}\", only paid ones do; name one of them, "
                            "such as \"{}\"",
                            utf8::printable(language, 40), others.front().name),
                {}};
    if (text::primary_language(language) == "ja")
        return {Code::invalid,
                "no voice here can read Japanese (espeak-ng cannot read kanji); write the text in a language that one "
                "can read",
                {}};
    return {Code::invalid,
            fmt::format("there is no voice for the language \"{}\"; choose one that a voice speaks",
                        utf8::printable(language, 40)),
            {}};
}

}  // namespace mss::studio
