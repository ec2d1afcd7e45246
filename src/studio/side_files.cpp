#include "studio/side_files.hpp"

#include <fmt/format.h>

namespace mss::studio {
namespace {

// Of words that name no source.
std::string_view origin_of(const std::string& writer) {
    if (writer == "model") return "A language model wrote the words and named no source.";
    if (writer == "starter" || writer == "wikipedia") return "None is named.";
    return "The words were given by the maker of this video.";
}

}  // namespace

std::string credits_text(const model::Script& script, const std::string& voice, bool music) {
    std::string out = script.title.empty() ? "" : script.title + "\n\n";
    out += "Sources\n";
    if (script.sources.empty()) out += fmt::format("- {}\n", origin_of(script.writer));
    for (const model::Source& source : script.sources) {
        out += "- " + (source.title.empty() ? source.url : source.title);
        if (!source.author.empty()) out += ", " + source.author;
        if (!source.url.empty() && !source.title.empty()) out += "\n  " + source.url;
        if (!source.licence.empty()) out += "\n  Licence: " + source.licence;
        out += "\n";
    }
    if (script.writer == "wikipedia")
        out += "\nThe narration is adapted from Wikipedia; it may be shared under the same licence (CC BY-SA 4.0).\n";
    out += fmt::format("\nVoice: {}\n", voice);
    if (music) out += "Music: generated for this video; no rights of others in it\n";
    out +=
        "Icons: Tabler Icons, MIT licence\nTypeface: Inter, SIL Open Font License\nMade with MSS (Many Sources Say)\n";
    return out;
}

std::string credits_line(const model::Script& script) {
    std::string line;
    for (const model::Source& source : script.sources) {
        line += line.empty() ? "Sources: " : "; ";
        line += source.title.empty() ? source.url : source.title;
    }
    return line;
}

}  // namespace mss::studio
