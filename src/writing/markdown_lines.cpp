#include "writing/markdown_lines.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/ascii.hpp"

namespace mss::writing {
namespace {

constexpr auto npos = std::string_view::npos;
constexpr std::string_view kBlanks = " \t\r";
constexpr std::size_t kIndentMax = 3;  // deeper is no mark any more

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    for (std::size_t at = 0;;) {
        const std::size_t end = text.find('\n', at);
        lines.push_back(text.substr(at, end == npos ? npos : end - at));
        if (end == npos) return lines;
        at = end + 1;
    }
}

std::string_view trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(kBlanks);
    return begin == npos ? std::string_view() : text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

bool made_of(std::string_view text, std::string_view letters) {
    return text.find_first_not_of(letters) == npos;
}

// The letter of a fence, "```python" or "~~~"; 0 elsewhere. "```code``` goes on" is none.
char fence_of(std::string_view line) {
    const std::string_view text = trimmed(line);
    for (const std::string_view fence : {"```", "~~~"})
        if (text.starts_with(fence) && text.find('`', text.find_first_not_of(fence[0])) == npos) return fence[0];
    return 0;
}

// "---", "* * *"
bool rule(std::string_view line) {
    constexpr std::ptrdiff_t kMarksMin = 3;
    const std::string_view text = trimmed(line);
    const char mark = text.empty() ? '\0' : text[0];
    return std::string_view("-*_").contains(mark) && made_of(text, std::string{mark, ' '}) &&
           std::ranges::count(text, mark) >= kMarksMin;
}

bool underline(std::string_view line) {
    constexpr std::size_t kMarksMin = 3;
    const std::string_view text = trimmed(line);
    return text.size() >= kMarksMin && (made_of(text, "=") || made_of(text, "-"));
}

// The line under a table's head: "|---|:--:|".
bool table_rule(std::string_view line) {
    const std::string_view text = trimmed(line);
    return text.contains('|') && text.contains('-') && made_of(text, "|-: \t");
}

bool ends_a_sentence(std::string_view text) {
    return text.ends_with("。") || (!text.empty() && std::string_view(".!?:").contains(text.back()));
}

// "| Bread | 2 euros |" as "Bread, 2 euros."
std::string row_as_sentence(std::string_view line) {
    std::string sentence;
    std::string cell;
    const auto close = [&] {
        const std::string_view words = trimmed(cell);
        if (!words.empty() && !sentence.empty()) sentence += ", ";
        sentence += words;
        cell.clear();
    };
    for (std::size_t i = 0; i < line.size(); ++i) {
        const bool escaped = line[i] == '\\' && i + 1 < line.size() && line[i + 1] == '|';
        if (escaped) ++i;
        if (line[i] == '|' && !escaped)
            close();
        else
            cell += line[i];
    }
    close();
    return sentence.empty() || ends_a_sentence(sentence) ? sentence : sentence + ".";
}

// The bytes of "> " or "> > " at the beginning of a line; 0 where there is none.
std::size_t quotation_length(std::string_view line) {
    std::size_t at = std::min(line.find_first_not_of(' '), line.size());
    if (at > kIndentMax || at >= line.size() || line[at] != '>') return 0;
    std::size_t end = 0;
    while (at < line.size() && line[at] == '>') {
        end = ++at;
        if (at < line.size() && line[at] == ' ') end = ++at;
    }
    // ">:(" and ">=" are no quotations.
    const bool hugged = end < line.size() && line[end - 1] == '>' && std::string_view("=:_<.)-").contains(line[end]);
    return hugged ? 0 : end;
}

// What stands between the brackets of "[^1]" at text[at].
std::optional<std::string_view> note_at(std::string_view text, std::size_t at) {
    constexpr std::size_t kLongest = 40;
    const std::string_view near = text.substr(at, kLongest);
    if (!near.starts_with("[^")) return std::nullopt;
    const std::size_t end = near.find_first_of("] \t", 2);
    if (end == npos || end == 2 || near[end] != ']') return std::nullopt;
    return near.substr(2, end - 2);
}

// The name of the note that a line tells: "[^1]: As of 2020."
std::optional<std::string_view> told_note(std::string_view line) {
    const std::size_t begin = line.find_first_not_of(' ');
    if (begin == npos || begin > kIndentMax) return std::nullopt;
    const auto note = note_at(line, begin);
    return note && line.substr(begin + note->size() + 3).starts_with(':') ? note : std::nullopt;
}

class LineReader {
public:
    explicit LineReader(std::string_view text) : lines_(lines_of(text)) {
        for (std::size_t i = 0; i < lines_.size(); ++i) {
            if (const char fence = fence_of(lines_[i]); fence != 0) (fence == '`' ? last_tick_ : last_tilde_) = i;
            if (const auto note = told_note(lines_[i])) notes_.emplace(*note);
        }
    }

    Unwrapped read() {
        for (std::size_t i = 0; i < lines_.size();)
            i = step(i);
        return std::move(out_);
    }

private:
    // Takes line `i` over, or what is left of it; returns the next one.
    std::size_t step(std::size_t i) {
        const std::string_view line = lines_[i];
        const char fence = fence_of(line);
        if (open_ != 0 && fence != open_) return put(i, line);
        if (fence != 0) {
            const bool closed = i < (fence == '`' ? last_tick_ : last_tilde_);
            open_ = open_ == 0 && closed ? fence : '\0';
            return leave_out(i, fence == '`' ? "```" : "~~~");
        }
        if (told_note(line)) return leave_out_note(i);
        if (underline(line) && heading_before(i)) {
            out_.text.insert(line_begin_, "## ");
            return leave_out(i, trimmed(line).substr(0, 3));
        }
        if (rule(line)) return put(i, {});  // it only parts, as the empty line does
        if (line.contains('|') && i + 1 < lines_.size() && table_rule(lines_[i + 1])) return put_table(i);
        const std::size_t quoted = quotation_length(line);
        if (quoted == 0 || more_than(i, quoted)) return put(i, line);
        note(">");
        return put(i, line.substr(quoted));
    }

    std::size_t put(std::size_t i, std::string_view line) {
        if (i > 0) out_.text += '\n';
        line_begin_ = out_.text.size();
        if (open_ != 0)
            out_.text += line;
        else
            put_without_notes(line);
        return i + 1;
    }

    // An empty line takes its place, so that what stands around it stays apart.
    std::size_t leave_out(std::size_t i, std::string_view mark) {
        note(mark);
        return put(i, {});
    }

    // With the indented lines that go on with it.
    std::size_t leave_out_note(std::size_t i) {
        std::size_t next = leave_out(i, "[^1]:");
        while (next < lines_.size() && (lines_[next].starts_with("  ") || lines_[next].starts_with('\t')) &&
               !trimmed(lines_[next]).empty())
            next = put(next, {});
        return next;
    }

    std::size_t put_table(std::size_t i) {
        note("|");
        const std::size_t rule_line = i + 1;
        if (i > 0) out_.text += '\n';
        for (; i < lines_.size() && (i == rule_line || lines_[i].contains('|')); ++i) {
            if (i == rule_line) continue;
            out_.text += '\n';
            put_without_notes(row_as_sentence(lines_[i]));
            out_.text += '\n';
        }
        line_begin_ = out_.text.size();
        return i;
    }

    void put_without_notes(std::string_view line) {
        for (std::size_t at = 0; at < line.size();) {
            const auto name = note_at(line, at);
            if (!name || !(made_of(*name, "0123456789") || notes_.contains(*name))) {
                out_.text += line[at++];
                continue;
            }
            note("[^1]");
            at += name->size() + 3;
            const bool goes_on = at < line.size() && !std::string_view(" .,;:!?").contains(line[at]);
            if (out_.text.ends_with(' ') && !goes_on) out_.text.pop_back();
        }
    }

    // Whether line `i` underlines a heading: one line that no sentence ends.
    bool heading_before(std::size_t i) const {
        constexpr std::size_t kLongest = 120;
        if (i == 0 || (i > 1 && !trimmed(lines_[i - 2]).empty())) return false;
        const std::string_view heading = trimmed(lines_[i - 1]);
        const bool marked = !heading.empty() && std::string_view("#>-*|").contains(heading[0]);
        return !heading.empty() && heading.size() <= kLongest && !marked && !ends_a_sentence(heading);
    }

    // "> 50 people came"
    bool more_than(std::size_t i, std::size_t end) const {
        const bool number = end < lines_[i].size() && ascii::is_digit(lines_[i][end]);
        const auto quoted = [&](std::size_t at) { return at < lines_.size() && quotation_length(lines_[at]) > 0; };
        return number && !(i > 0 && quoted(i - 1)) && !quoted(i + 1);
    }

    void note(std::string_view mark) {
        if (out_.marks++ == 0) out_.first = mark;
    }

    std::vector<std::string_view> lines_;
    std::set<std::string_view> notes_;  // that the text tells
    std::size_t last_tick_ = 0;         // the last line that is a fence; one that nothing closes opens nothing
    std::size_t last_tilde_ = 0;
    char open_ = 0;  // the fence of the code that is being read
    std::size_t line_begin_ = 0;
    Unwrapped out_;
};

}  // namespace

Unwrapped without_line_marks(std::string_view text) {
    return LineReader(text).read();
}

}  // namespace mss::writing
