#include "icons/vocabulary.hpp"

#include <algorithm>
#include <stdexcept>

#include "icons/fields.hpp"
#include "icons/word_forms.hpp"
#include "text/stop_words.hpp"
#include "text/terms.hpp"

// NOLINTNEXTLINE(readability-identifier-naming): symbols of the linker
extern "C" const char mss_icon_words_begin[], mss_icon_words_end[], mss_icon_senses_begin[], mss_icon_senses_end[];

namespace mss::icons {
namespace {

/// German writes nouns that belong together as one word; the last of them says what it is.
constexpr std::string_view kCompounding = "de";

[[noreturn]] void fail_damaged(std::string_view line) {
    throw std::runtime_error("the built-in table of icon words is damaged at: " + std::string(line));
}

/// The next line that is no comment; empty at the end.
std::string_view take_line(std::string_view& table) {
    while (!table.empty()) {
        const std::string_view line = take_field(table, '\n');
        if (!line.empty() && !line.starts_with('#')) return line;
    }
    return {};
}

std::vector<std::string_view> fields_of(std::string_view text, char separator) {
    std::vector<std::string_view> fields;
    while (!text.empty())
        fields.push_back(take_field(text, separator));
    return fields;
}

}  // namespace

void Surroundings::add(std::string_view text) {
    for (const std::string& word : words_of(text, language_)) {
        for (std::string& form : forms_of(word, language_))
            forms_.insert(std::move(form));
        forms_.insert(text::stem(word, language_));
    }
}

bool Surroundings::hold(std::string_view word) const {
    return forms_.contains(std::string(word)) || forms_.contains(text::stem(word, language_));
}

Vocabulary::Vocabulary() {
    read_words({mss_icon_words_begin, static_cast<std::size_t>(mss_icon_words_end - mss_icon_words_begin)});
    read_senses({mss_icon_senses_begin, static_cast<std::size_t>(mss_icon_senses_end - mss_icon_senses_begin)});
}

void Vocabulary::read_words(std::string_view table) {
    const std::vector<std::string_view> columns = fields_of(take_line(table), '\t');
    if (columns.size() < 2 || columns.front() != "icons") fail_damaged("the names of the columns");
    for (std::string_view line = take_line(table); !line.empty(); line = take_line(table)) {
        const std::vector<std::string_view> fields = fields_of(line, '\t');
        if (fields.size() > columns.size() || fields.front().empty()) fail_damaged(line);
        for (std::size_t column = 1; column < fields.size(); ++column) {
            Language& language = languages_[columns[column]];
            for (const std::string_view word : fields_of(fields[column], ' '))
                if (!language.try_emplace(word, Senses{{fields.front(), {}}}).second) fail_damaged(word);
        }
    }
}

void Vocabulary::read_senses(std::string_view table) {
    std::map<std::string_view, std::vector<std::string_view>> groups;
    for (std::string_view line = take_line(table); !line.empty(); line = take_line(table)) {
        const std::vector<std::string_view> fields = fields_of(line, '\t');
        if (fields.size() != 4 || !languages_.contains(fields[0])) fail_damaged(line);
        std::vector<std::string_view> supporting;
        for (const std::string_view word : fields_of(fields[3], ' ')) {
            if (!word.starts_with('@')) {
                supporting.push_back(word);
                continue;
            }
            if (!groups.contains(word)) fail_damaged(line);
            std::ranges::copy(groups[word], std::back_inserter(supporting));
        }
        if (supporting.empty()) fail_damaged(line);
        if (fields[1].starts_with('@')) {
            groups[fields[1]] = std::move(supporting);
            continue;
        }
        Senses& senses = languages_[fields[0]][fields[1]];
        if (!senses.empty() && senses.front().supporting.empty()) fail_damaged(line);  // stands in words.tsv as well
        senses.push_back({fields[2], std::move(supporting)});
    }
}

const Vocabulary::Senses* Vocabulary::senses_of(std::string_view word, std::string_view language) const {
    const auto words = languages_.find(language);
    // "Ein" is no plural of an egg.
    if (words == languages_.end() || text::stop_word(text::lower(word), language)) return nullptr;
    const std::vector<std::string> forms = forms_of(word, language);
    for (const std::string& form : forms)
        if (const auto found = words->second.find(form); found != words->second.end()) return &found->second;
    return language == kCompounding ? senses_of_compound(forms, words->second) : nullptr;
}

// "Grundschule" by the table's "-schule"; the longest such ending wins.
const Vocabulary::Senses* Vocabulary::senses_of_compound(const std::vector<std::string>& forms,
                                                         const Language& language) {
    constexpr std::size_t kShortestBefore = 3;
    constexpr std::size_t kLongestWord = 64;  // bytes
    for (const std::string& form : forms) {
        if (form.size() > kLongestWord) continue;
        for (std::size_t at = kShortestBefore; at < form.size(); ++at)
            if (const auto found = language.find("-" + form.substr(at)); found != language.end()) return &found->second;
    }
    return nullptr;
}

std::string_view Vocabulary::icons_of(std::string_view word, std::string_view language,
                                      const Surroundings& around) const {
    const Senses* senses = senses_of(word, language);
    if (senses == nullptr) return {};
    if (senses->front().supporting.empty()) return senses->front().icons;
    // The word does not speak for itself, where a group that serves several words holds it.
    const std::string own_stem = text::stem(word, language);
    const auto support = [&](const Sense& sense) {
        return std::ranges::count_if(sense.supporting, [&](std::string_view other) {
            return text::stem(other, language) != own_stem && around.hold(other);
        });
    };
    const auto best = std::ranges::max_element(*senses, {}, support);
    return support(*best) > 0 ? best->icons : std::string_view();
}

std::string_view Vocabulary::icons_of_first_sense(std::string_view word, std::string_view language) const {
    const Senses* senses = senses_of(word, language);
    return senses == nullptr ? std::string_view() : senses->front().icons;
}

void Vocabulary::for_each(const std::function<void(std::string_view, std::string_view)>& visit) const {
    for (const auto& [code, words] : languages_)
        for (const auto& [word, senses] : words)
            for (const Sense& sense : senses)
                visit(word, sense.icons);
}

}  // namespace mss::icons
