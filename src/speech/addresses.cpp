#include "speech/addresses.hpp"

#include <algorithm>
#include <array>

#include "base/ascii.hpp"

namespace mss::speech {
namespace {

struct SignNames {
    std::string_view language;
    std::string_view dot;
    std::string_view slash;
    std::string_view at;
    std::string_view dash;
    std::string_view underscore;
};
constexpr auto kNames =
    std::to_array<SignNames>({{"en", "dot", "slash", "at", "dash", "underscore"},
                              {"de", "Punkt", "Schrägstrich", "ät", "Strich", "Unterstrich"},
                              {"fr", "point", "barre", "arobase", "tiret", "tiret bas"},
                              {"es", "punto", "barra", "arroba", "guion", "guion bajo"},
                              {"it", "punto", "barra", "chiocciola", "trattino", "trattino basso"},
                              {"pt", "ponto", "barra", "arroba", "hífen", "sublinhado"},
                              {"nl", "punt", "streep", "apenstaartje", "streepje", "liggend streepje"}});

// Endings of names that are no words of a language, so that "end.It" is none.
constexpr auto kDomains = std::to_array<std::string_view>({"com", "org", "net", "edu", "gov", "io", "co", "uk", "de",
                                                           "fr", "es", "nl", "eu", "ch", "info", "app", "dev", "tv"});

bool host_letter(char letter) {
    return ascii::is_alphanumeric(letter) || letter == '-' || letter == '.';
}

// "example.org": letters, digits and hyphens, and a known ending.
bool host(std::string_view text) {
    const auto dot = text.rfind('.');
    return dot != std::string_view::npos && dot >= 2 && std::ranges::all_of(text, host_letter) &&
           text.find("..") == std::string_view::npos && text.front() != '.' &&
           std::ranges::find(kDomains, text.substr(dot + 1)) != kDomains.end();
}

bool mail(std::string_view text) {
    const auto at = text.find('@');
    const std::string_view domain = at == std::string_view::npos ? std::string_view() : text.substr(at + 1);
    return at != std::string_view::npos && at > 0 && domain.find('@') == std::string_view::npos &&
           domain.find('.') != std::string_view::npos && domain.size() > 3 && domain.front() != '.' &&
           std::ranges::all_of(domain, host_letter);
}

std::string read(std::string_view address, const SignNames& names) {
    std::string out;
    const auto say = [&](std::string_view name) {
        if (!out.empty() && !out.ends_with(' ')) out += ' ';
        out.append(name).append(" ");
    };
    for (const char letter : address) {
        switch (letter) {
            case '.': say(names.dot); break;
            case '/': say(names.slash); break;
            case '@': say(names.at); break;
            case '-': say(names.dash); break;
            case '_': say(names.underscore); break;
            default: out += letter;
        }
    }
    while (out.ends_with(' '))
        out.pop_back();
    return out;
}

}  // namespace

std::optional<std::string> spoken_address(std::string_view word, std::string_view language) {
    const auto* names = std::ranges::find(kNames, language, &SignNames::language);
    if (names == kNames.end()) return std::nullopt;
    constexpr std::string_view kOpening = "(\"'<[";
    constexpr std::string_view kClosing = ".,;:!?)\"'>]";
    const std::size_t begin = std::min(word.find_first_not_of(kOpening), word.size());
    std::size_t end = word.size();
    while (end > begin && kClosing.find(word[end - 1]) != std::string_view::npos)
        --end;
    std::string_view address = word.substr(begin, end - begin);
    const bool is_mail = mail(address);
    const auto scheme = address.find("://");
    const bool is_url = scheme != std::string_view::npos && scheme > 0 && scheme < 10;
    if (is_url) address.remove_prefix(scheme + 3);
    address = address.substr(0, address.find_first_of("?#"));
    while (address.ends_with('/'))
        address.remove_suffix(1);
    const bool named = address.starts_with("www.") || host(address.substr(0, address.find('/')));
    if (address.empty() || (!is_mail && !is_url && !named)) return std::nullopt;
    return std::string(word.substr(0, begin)) + read(address, *names) + std::string(word.substr(end));
}

}  // namespace mss::speech
