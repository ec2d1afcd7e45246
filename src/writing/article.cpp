#include "writing/article.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "base/ascii.hpp"
#include "base/utf8.hpp"
#include "http/url.hpp"
#include "text/clean.hpp"
#include "text/language.hpp"
#include "text/words.hpp"
#include "writing/markup.hpp"
#include "writing/prose.hpp"
#include "writing/tokens.hpp"

namespace mss::writing {
namespace {

constexpr std::size_t kTextBytesMax = 2U << 20U;
constexpr std::size_t kTitleWordsMax = 14;
constexpr std::size_t kLanguageSample = 8000;  // bytes, enough to tell the language by

std::vector<std::string_view> split(std::string_view text, std::string_view border) {
    std::vector<std::string_view> out;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find(border, at), text.size());
        out.push_back(text.substr(at, end - at));
        at = end + border.size();
    }
    return out;
}

// The bytes of a bullet, or of the number `expected` with a full stop, at the beginning of a line; 0: neither.
std::size_t list_marker(std::string_view line, int expected) {
    for (const std::string_view bullet : {"- ", "* ", "• ", "– ", "‣ ", "◦ ", "▪ ", "● ", "■ ", "· ", "✓ ", "✔ ", "→ "})
        if (line.starts_with(bullet)) return bullet.size();
    const std::string number = fmt::format("{}", expected);
    const std::string_view rest = line.starts_with(number) ? line.substr(number.size()) : std::string_view();
    return rest.starts_with(". ") || rest.starts_with(") ") ? number.size() + 2 : 0;
}

// The bytes of "## ", which makes a line a heading.
std::size_t heading_marks(std::string_view line) {
    const std::size_t marks = std::min(line.find_first_not_of('#'), line.size());
    return marks > 0 && marks <= 6 && marks + 1 < line.size() && line[marks] == ' ' ? marks + 1 : 0;
}

// A short line over a long one is no part of its sentence.
bool heading(std::string_view line, std::string_view next) {
    constexpr std::size_t kShort = 40;
    constexpr std::size_t kLong = 60;
    return line.size() < kShort && next.size() >= kLong && std::string_view(".,;:!?").find(line.back()) == line.npos;
}

bool ends_a_sentence(std::string_view line) {
    return line.ends_with('.') || line.ends_with('!') || line.ends_with('?') || line.ends_with("。");
}

// "- flour, and" goes on with the next entry; an English "- vitamin e" does not, for "e" is an Italian joint.
bool ends_with_joint(std::string_view entry, std::string_view language) {
    struct Joints {
        std::string_view language;
        std::string_view words;
    };
    constexpr auto kJoints = std::to_array<Joints>({{"en", "|and|or|"},
                                                    {"de", "|und|oder|"},
                                                    {"fr", "|et|ou|"},
                                                    {"es", "|y|e|o|u|"},
                                                    {"it", "|e|ed|o|"},
                                                    {"pt", "|e|ou|"},
                                                    {"nl", "|en|of|"},
                                                    // Not known: what is a joint in one of them and a name in none.
                                                    {"", "|and|or|und|oder|et|ou|ed|"}});
    const auto* known = std::ranges::find(kJoints, language, &Joints::language);
    const auto space = entry.rfind(' ');
    return known != kJoints.end() && space != std::string_view::npos && listed(known->words, entry.substr(space + 1));
}

// Things listed behind "You need:" as one sentence with it. Where one of them has a comma of its own, semicolons part
// them.
std::string as_sentence(std::string introduction, std::vector<std::string> entries, std::string_view language) {
    for (std::string& entry : entries)
        while (!entry.empty() && std::string_view(",;.").find(entry.back()) != std::string_view::npos)
            entry.pop_back();
    const bool with_marks = std::ranges::any_of(entries, [&](const std::string& entry) {
        // "one carrot, and": that comma is the list's.
        const std::string_view own =
            ends_with_joint(entry, language) ? std::string_view(entry).substr(0, entry.rfind(' ')) : entry;
        return own.substr(0, own.find_last_not_of(", ") + 1).find_first_of(",;") != std::string_view::npos;
    });
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (i > 0 && !ends_with_joint(entries[i - 1], language)) introduction += with_marks ? ";" : ",";
        introduction += " " + entries[i];
    }
    return ends_a_sentence(introduction) ? introduction : introduction + ".";
}

// Reads lines into paragraphs, and entries of a list into one sentence with what introduces them or, where they are
// sentences or nothing does, into a paragraph each.
class ParagraphReader {
public:
    explicit ParagraphReader(std::string language) : language_(std::move(language)) {}

    void entry(std::string_view line, bool numbered) {
        if (numbered != numbered_) close_list();
        numbered_ = numbered;
        entries_.push_back(text::clean_line(line));
    }

    // A line that begins a paragraph, or goes on with the entry or the paragraph before.
    void line(std::string_view line, bool fresh) {
        if (fresh) {
            close_list();
            paragraphs_.push_back(text::clean_line(line));
        } else {
            std::string& open = entries_.empty() ? paragraphs_.back() : entries_.back();
            open += " " + text::clean_line(line);
        }
    }

    // One word between two paragraphs is no sentence to be said. The first heading may be the title.
    void heading(std::string_view line) {
        close_list();
        std::string words = text::clean_line(line.substr(0, line.find_last_not_of("# ") + 1));
        if (words.empty()) return;
        (paragraphs_.empty() || ends_a_sentence(words) ? paragraphs_ : headings_).push_back(std::move(words));
    }

    void take(Article& article) {
        close_list();
        // Of a text that is nothing but headings, they are the words.
        if (paragraphs_.size() < 2) std::ranges::move(std::exchange(headings_, {}), std::back_inserter(paragraphs_));
        article.paragraphs = std::move(paragraphs_);
        article.headings = std::move(headings_);
    }

private:
    void close_list() {
        if (entries_.empty()) return;
        const bool sentences = std::any_of(entries_.begin(), entries_.end() - 1, ends_a_sentence);
        const bool introduced = !paragraphs_.empty() && paragraphs_.back().ends_with(':');
        if (introduced && !sentences)
            paragraphs_.back() = as_sentence(std::move(paragraphs_.back()), std::move(entries_), language_);
        else
            paragraphs_.insert(paragraphs_.end(), entries_.begin(), entries_.end());
        entries_.clear();
    }

    std::string language_;  // empty where it is not known
    std::vector<std::string> paragraphs_;
    std::vector<std::string> headings_;  // that are not said
    std::vector<std::string> entries_;   // of the list that is being read
    bool numbered_ = false;
};

void read_clean_paragraphs(Article& article, const std::string& clean) {
    ParagraphReader reader(text::guess_language(std::string_view(clean).substr(0, kLanguageSample)));
    int expected = 1;  // the number that the next entry of a numbered list has
    // One numbered line may be a date that a line break parted.
    const bool numbered = list_marker(clean, 1) > 0 || clean.find("\n1. ") != std::string::npos ||
                          clean.find("\n1) ") != std::string::npos;
    const bool goes_on = clean.find("\n2. ") != std::string::npos || clean.find("\n2) ") != std::string::npos;
    for (const std::string_view block : split(clean, "\n\n")) {
        bool fresh = true;  // the next line begins a paragraph
        const std::vector<std::string_view> lines = split(block, "\n");
        for (std::size_t i = 0; i < lines.size(); ++i) {
            const std::string_view line = lines[i];
            if (const std::size_t marks = heading_marks(line); marks > 0) {
                reader.heading(line.substr(marks));
                fresh = true;
                continue;
            }
            std::size_t marker = list_marker(line, numbered && goes_on ? expected : -1);
            if (marker == 0 && numbered && goes_on && list_marker(line, 1) > 0) {  // another list
                marker = list_marker(line, 1);
                expected = 1;
            }
            if (marker > 0 && marker < line.size()) {
                expected += ascii::is_digit(line[0]) ? 1 : 0;
                reader.entry(line.substr(marker), ascii::is_digit(line[0]));
                fresh = false;
                continue;
            }
            reader.line(line, fresh);
            fresh = i == 0 && lines.size() > 1 && heading(line, lines[1]);
        }
    }
    reader.take(article);
}

bool title_like(const std::string& line) {
    const bool closed = line.ends_with('.') || line.ends_with('!') || line.ends_with(';') || line.ends_with("。");
    return !closed && text::words(line, "").size() <= kTitleWordsMax && line.size() <= 120;
}

}  // namespace

void read_paragraphs(Article& article, std::string_view text) {
    read_clean_paragraphs(article, text::clean(text));
}

void take_title(Article& article) {
    if (article.paragraphs.size() < 2) return;
    const std::string& first = article.paragraphs.front();
    if (article.title.empty() && title_like(first)) article.title = first;
    if (article.title == first) article.paragraphs.erase(article.paragraphs.begin());
}

Result<Article> article_from_text(std::string_view bytes) {
    if (bytes.size() > kTextBytesMax) return fail(Code::too_large, "the text is larger than 2 MiB");
    if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
    if (!utf8::valid(bytes)) return fail(Code::invalid, "the text is not valid UTF-8");
    Article article;
    Unwrapped plain = without_markup(bytes);
    article.markup = std::move(plain.first);
    read_paragraphs(article, plain.text);
    if (article.paragraphs.empty()) return fail(Code::no_material, "the text is empty");
    take_title(article);
    std::string sample;
    for (const std::string& paragraph : article.paragraphs) {
        if (sample.size() < kLanguageSample) sample += paragraph + "\n";
    }
    article.language = text::guess_language(sample);
    return article;
}

Result<Article> article_from_url(http::HttpTransport& transport, const std::string& url, bool allow_private_addresses,
                                 const std::function<bool()>& cancelled) {
    http::Request request;
    request.url = url;
    request.allow_private_addresses = allow_private_addresses;
    request.cancelled = cancelled;
    request.headers = {{"Accept", "text/html, application/xhtml+xml, text/plain;q=0.5"}};
    MSS_TRY_ASSIGN(const http::Response response, transport.fetch(request));
    if (response.status < 200 || response.status > 299)
        return fail(Code::unavailable,
                    fmt::format("{} answered with HTTP status {}", http::shown(response.url), response.status));
    const std::string type = response.header("content-type").value_or("");
    if (type.starts_with("text/plain")) {
        MSS_TRY_ASSIGN(Article article, article_from_text(response.body));
        article.url = response.url;
        std::ranges::transform(article.paragraphs, article.paragraphs.begin(), without_reference_marks);
        return article;
    }
    if (!type.empty() && type.find("html") == std::string::npos)
        return fail(Code::invalid,
                    fmt::format("{} is not a web page but {}", http::shown(response.url), utf8::printable(type, 60)));
    return article_from_html(response.body, type, response.url);
}

model::Source source_of(const Article& article) {
    const std::string author = article.author.empty() ? article.site : article.author;
    return {.title = article.title, .url = article.url, .author = author, .licence = article.licence};
}

}  // namespace mss::writing
