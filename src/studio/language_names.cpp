#include "studio/language_names.hpp"

#include <algorithm>
#include <map>
#include <string_view>

namespace mss::studio {
namespace {

constexpr std::string_view kSynthetic = ", synthetic";  // voices that are described by their language alone

// What stands before the first comma that is in no bracket: "English (America)" of "English (America), synthetic".
std::string_view first_part(std::string_view description) {
    int open = 0;
    for (std::size_t i = 0; i < description.size(); ++i) {
        if (description[i] == '(') ++open;
        if (description[i] == ')') --open;
        if (description[i] == ',' && open == 0) return description.substr(0, i);
    }
    return description;
}

}  // namespace

std::vector<NamedLanguage> named_languages(const std::vector<media_protocol::Voice>& voices) {
    std::map<std::string, std::string> names;
    for (const media_protocol::Voice& voice : voices) {
        if (voice.paid) continue;  // it speaks whatever it is given
        std::string& name = names[voice.language];
        const bool by_language = voice.description.ends_with(kSynthetic);
        if (name.empty() || by_language) name = first_part(voice.description);
        if (name.empty()) name = voice.language;
    }
    std::vector<NamedLanguage> languages;
    for (const auto& [id, name] : names)
        languages.push_back({id, name});
    std::ranges::sort(languages, {}, &NamedLanguage::name);
    return languages;
}

}  // namespace mss::studio
