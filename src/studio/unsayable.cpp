#include "studio/unsayable.hpp"

#include <algorithm>
#include <ranges>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/utf8.hpp"
#include "text/sentences.hpp"
#include "text/word_match.hpp"
#include "text/words.hpp"
#include "writing/tokens.hpp"

namespace mss::studio {
namespace {

constexpr std::size_t kNamedWords = 5;
constexpr std::size_t kPointsShown = 60;

std::string left_out_notice(const media_protocol::Voice& voice, const std::vector<std::string>& words) {
    std::vector<std::string> named;
    for (const std::string& word : words | std::views::take(kNamedWords))
        named.push_back(fmt::format("\"{}\"", utf8::printable(word, kPointsShown)));
    const std::size_t more = words.size() - named.size();
    return fmt::format("the voice \"{}\" reads Latin letters alone, so it leaves out {}{}", voice.name,
                       fmt::join(named, ", "), more == 0 ? "" : fmt::format(" and {} more", more));
}

// The phrases of which the script says how a Latin voice is to say them.
std::vector<text::FoldedWords> told_phrases(const model::Script& script) {
    std::vector<text::FoldedWords> phrases;
    for (const std::string& line : script.pronunciations)
        if (const auto known = model::parse_pronunciation(line); known && text::readable_as_latin(known->said))
            phrases.emplace_back(known->written, script.language);
    return phrases;
}

// What a Latin voice says anyway: words in its letters, and those of which the script says how.
void leave_sayable_out(std::vector<std::string>& words, const std::vector<text::FoldedWords>& told_of) {
    std::set<std::size_t> told;
    const text::FoldedWords sentence(words);
    for (const text::FoldedWords& phrase : told_of)
        for (const text::WordMatch& match : text::find_phrase(sentence, phrase))
            for (std::size_t i = 0; i < match.count; ++i)
                told.insert(match.first + i);
    std::vector<std::string> unsayable;
    for (std::size_t i = 0; i < words.size(); ++i)
        if (!told.contains(i) && !text::readable_as_latin(words[i])) unsayable.push_back(words[i]);
    words = std::move(unsayable);
}

}  // namespace

std::optional<Unsayable> find_unsayable(const model::Script& script, const media_protocol::Voice& voice,
                                        std::vector<std::string>& notices) {
    if (!voice.latin_only) return std::nullopt;
    const std::vector<text::FoldedWords> told_of = told_phrases(script);
    std::vector<std::string> left_out;
    for (std::size_t scene = 0; scene < script.scenes.size(); ++scene) {
        for (const std::string& sentence : text::sentences(script.scenes[scene].text, script.language)) {
            std::vector<std::string> words = text::words(sentence, script.language);
            const std::size_t all = words.size();
            leave_sayable_out(words, told_of);
            if (all > 0 && words.size() == all)
                return Unsayable{
                    scene,
                    fmt::format("the voice \"{}\" reads Latin letters alone and can say nothing of \"{}\" in scene "
                                "{}; write it in Latin letters, or say which language it is in",
                                voice.name, utf8::printable(sentence, kPointsShown), scene + 1)};
            for (const std::string& word : words) {
                std::string bare = writing::without_marks(word);
                if (std::ranges::find(left_out, bare) == left_out.end()) left_out.push_back(std::move(bare));
            }
        }
    }
    if (!left_out.empty()) notices.push_back(left_out_notice(voice, left_out));
    return std::nullopt;
}

Result<void> check_sayable(const model::Script& script, const media_protocol::Voice& voice,
                           std::vector<std::string>& notices) {
    if (auto found = find_unsayable(script, voice, notices)) return fail(Code::invalid, std::move(found->reason));
    return {};
}

}  // namespace mss::studio
