#include "writing/text_writer.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <ranges>

#include <fmt/format.h>

#include "base/utf8.hpp"
#include "text/clean.hpp"
#include "text/language.hpp"
#include "text/stop_words.hpp"
#include "text/terms.hpp"
#include "text/words.hpp"
#include "writing/clauses.hpp"
#include "writing/figures.hpp"
#include "writing/keywords.hpp"
#include "writing/lexicon.hpp"
#include "writing/markup.hpp"
#include "writing/pace.hpp"
#include "writing/prose.hpp"
#include "writing/selection.hpp"
#include "writing/sentence_rank.hpp"
#include "writing/shortening.hpp"
#include "writing/title.hpp"
#include "writing/tokens.hpp"
#include "writing/visual.hpp"

namespace mss::writing {
namespace {

constexpr std::size_t kShortSentence = 13;
constexpr std::ptrdiff_t kFewestSentences = 2;

// What is said, in order, with what a scene needs to know about it.
struct Line {
    std::string text;
    std::size_t words = 0;
    double seconds = 0;  // to speak
    std::size_t paragraph = 0;
    bool continues = false;  // depends on the line before
};

std::vector<Line> ordered_lines(const std::vector<Candidate>& all, const Chosen& chosen,
                                std::optional<std::size_t> hook, bool given, std::string_view language) {
    std::vector<std::size_t> order(chosen.begin(), chosen.end());
    if (hook) {
        std::erase(order, *hook);
        order.insert(order.begin(), *hook);
    }
    std::vector<Line> lines;
    for (std::size_t n = 0; n < order.size(); ++n) {
        const Candidate& candidate = all[order[n]];
        // What "However" answers was told; and a text that somebody gave keeps its words.
        const bool follows = n > 0 ? order[n - 1] + 1 == order[n] : given && order[n] == 0;
        std::string text = follows || given ? candidate.text : without_connective(candidate.text, language);
        lines.push_back(
            {std::move(text), candidate.words, candidate.seconds, candidate.paragraph, candidate.dependent && follows});
    }
    return lines;
}

std::vector<std::string> scene_texts(const std::vector<Line>& lines, std::string_view language) {
    std::vector<std::string> scenes;
    std::size_t words = 0;
    std::size_t sentences = 0;
    const Line* before = nullptr;
    for (const Line& line : lines) {
        const bool same_thought = before != nullptr && line.paragraph == before->paragraph && sentences == 1;
        const bool short_pair = before != nullptr && (before->words <= kShortSentence || line.words <= kShortSentence);
        // A figure or a list that would be shown before it is said gets a picture of its own.
        const auto kind_of = [&](const Line& one) { return plan_visual(one.text, language).kind; };
        const bool shows = before != nullptr && (kind_of(line) != model::SceneKind::automatic ||
                                                 kind_of(*before) == model::SceneKind::quote_card);
        const bool joins = same_thought && words + line.words <= scene_words_max(language) &&
                           (line.continues || short_pair) && !shows && scenes.size() > 1;  // the opening stands alone
        if (joins) {
            scenes.back() += (text::unspaced_script(language) ? "" : " ") + line.text;
            words += line.words;
            ++sentences;
        } else {
            const std::vector<std::string> parts =
                scenes.empty() ? opening_parts(line.text, language) : spoken_parts(line.text, language);
            scenes.insert(scenes.end(), parts.begin(), parts.end());
            words = line.words;
            sentences = parts.size();
        }
        before = &line;
    }
    return scenes;
}

// A long text has more scenes than a script may hold: neighbours share one.
std::vector<std::string> within_limits(std::vector<std::string> scenes, std::string_view language) {
    while (scenes.size() > model::ScriptLimits::kScenesMax) {
        std::vector<std::string> pairs;
        for (std::size_t i = 0; i < scenes.size(); ++i) {
            if (i % 2 == 0)
                pairs.push_back(std::move(scenes[i]));
            else
                pairs.back() += (text::unspaced_script(language) ? "" : " ") + scenes[i];
        }
        scenes = std::move(pairs);
    }
    return scenes;
}

std::string language_of(const Article& article, const WriteOptions& options) {
    if (!options.language.empty()) return options.language;
    if (!article.language.empty()) return article.language;
    const std::string guess = text::guess_language(fmt::format("{}", fmt::join(article.paragraphs, "\n")));
    return guess.empty() ? "en" : guess;
}

// Prose is a quarter to a half stop words. Filler text and keyboard noise are not, and no voice could read them well.
Result<void> check_language(const Article& article, std::string_view language) {
    constexpr std::size_t kWordsToTell = 20;
    constexpr double kProseShare = 0.08;
    std::size_t words = 0;
    std::size_t stop_words = 0;
    for (const std::string& paragraph : article.paragraphs) {
        for (const std::string& word : bare_words(paragraph)) {
            words += word.empty() ? 0 : 1;
            stop_words += text::stop_word(word, language) ? 1 : 0;
        }
    }
    const auto known = text::stop_word_languages();
    const std::string primary = text::primary_language(language);
    if (std::ranges::find(known, primary) == known.end() || words < kWordsToTell ||
        static_cast<double>(stop_words) >= kProseShare * static_cast<double>(words))
        return {};
    return fail(
        Code::no_material,
        fmt::format("the text does not read as prose in the language \"{}\"; if it is in another language, name "
                    "that one",
                    utf8::printable(language, 40)));
}

// Whoever takes up what only the part that was cut told cannot be told either.
void part_from(std::vector<Candidate>& all, std::size_t lead, const std::vector<std::string>& terms_before) {
    const auto has = [](const std::vector<std::string>& terms, const std::string& term) {
        return std::ranges::find(terms, term) != terms.end();
    };
    for (Candidate& other : all) {
        if (std::ranges::find(other.needs, lead) == other.needs.end()) continue;
        if (std::ranges::any_of(other.terms, [&](const std::string& term) {
                return has(terms_before, term) && !has(all[lead].terms, term);
            }))
            other.usable = false;
    }
}

// A reporter's first sentence may fill half of a short video; what only hangs on to it is cut until it does not.
// Returns how many seconds that saved.
double shorten_lead(std::vector<Candidate>& all, double seconds, std::string_view language) {
    constexpr double kLeadShare = 1.0 / 3;
    const auto lead = lead_of(all);
    if (!lead) return 0;
    Candidate& opening = all[*lead];
    const double seconds_before = opening.seconds;
    const std::vector<std::string> terms_before = opening.terms;
    while (opening.seconds > kLeadShare * seconds) {
        std::string rest = without_last_aside(opening.text, language);
        if (rest == opening.text) break;
        opening.text = std::move(rest);
        opening.words = text::spoken_words(opening.text, language);
        opening.seconds = spoken_seconds(opening.text, language) + kScenePause;
        opening.terms = text::terms(opening.text, language);
    }
    const double saved = seconds_before - opening.seconds;
    if (saved > 0) part_from(all, *lead, terms_before);
    return saved;
}

struct Selected {
    std::vector<Candidate> all;
    Chosen chosen;
    double cut_from_lead = 0;  // seconds
};

Selected choose(std::vector<Candidate> candidates, double seconds, bool given, std::string_view language) {
    Selected selected{.all = std::move(candidates), .chosen = {}};
    std::vector<Candidate>& all = selected.all;
    if (given) selected.chosen = whole_text(all, seconds);
    if (!selected.chosen.empty()) return selected;
    selected.cut_from_lead = shorten_lead(all, seconds, language);
    selected.chosen = select_sentences(all, seconds);
    if (given) fill_in_order(all, seconds, selected.chosen);
    // Better too long than nothing.
    if (given && selected.chosen.empty())
        if (const auto first = std::ranges::find_if(all, &Candidate::speakable); first != all.end())
            selected.chosen.insert(static_cast<std::size_t>(first - all.begin()));
    return selected;
}

// Sentences by how they begin: "The council will publish ...", "No ...".
std::string quoted(const std::vector<Candidate>& all, const std::vector<std::size_t>& numbers,
                   std::string_view language) {
    constexpr std::size_t kNamed = 3;
    constexpr std::size_t kBeginning = 6;
    std::string out;
    for (const std::size_t i : numbers | std::views::take(kNamed)) {
        std::vector<std::string> words = text::words(all[i].text, language);
        const bool many = words.size() > kBeginning;
        if (many) words.resize(kBeginning);
        const std::string begin = words.empty() ? all[i].text : joined(words, language);
        const std::string_view shown = utf8::truncate(begin, 60);
        // Half an address would be another one.
        const bool cut = many || shown.size() < begin.size();
        out += fmt::format("{}\"{}{}\"", out.empty() ? "" : ", ", shown, cut ? " ..." : "");
    }
    return numbers.size() > kNamed ? out + " and more" : out;
}

// Which sentences are missed most.
std::string most_missed(const std::vector<Candidate>& all, const Chosen& chosen, std::string_view language) {
    constexpr std::size_t kNamed = 3;
    std::vector<std::size_t> missed;
    for (std::size_t i = 0; i < all.size(); ++i)
        if (all[i].counted && all[i].speakable && !chosen.contains(i)) missed.push_back(i);
    std::ranges::sort(missed, [&](std::size_t a, std::size_t b) {
        return all[a].score != all[b].score ? all[a].score > all[b].score : a < b;
    });
    missed.resize(std::min(missed.size(), kNamed));
    std::ranges::sort(missed);
    const std::string out = quoted(all, missed, language);
    return out.empty() ? out : fmt::format(" Missed most: {}.", out);
}

// With the order in which they are told and the texts of the scenes.
struct Told {
    Selected selected;
    std::vector<Line> lines;
    std::vector<std::string> scenes;
};

double seconds_of_scenes(const std::vector<std::string>& texts, std::string_view language) {
    std::vector<model::Scene> scenes;
    for (const std::string& text : texts)
        scenes.push_back({text, {}});
    return video_seconds(scenes, language);
}

// As much as fits into `seconds`; the borders of scenes add pauses, so that what becomes too long for any video is
// chosen again.
template <class Hook>
Told tell(const std::vector<Candidate>& all, double seconds, bool given, std::string_view language, Hook hook) {
    constexpr int kTries = 5;
    Told told;
    double room = std::min(seconds, kLongestPlanned) - kSilenceAround;
    for (int i = 0; i < kTries; ++i) {
        told.selected = choose(all, room, given, language);
        const Selected& selected = told.selected;
        told.lines = ordered_lines(selected.all, selected.chosen, hook(selected), given, language);
        told.scenes = within_limits(scene_texts(told.lines, language), language);
        const double over = seconds_of_scenes(told.scenes, language) - kLongestPlanned;
        if (over <= 0) break;
        room = std::min(room, seconds_of(selected.all, selected.chosen)) - over;
    }
    return told;
}

double tens_above(double seconds) {
    return std::ceil(seconds / 10) * 10;
}

// How to hear more of a text that takes so many seconds in all.
std::string way_to_more(double whole, double asked, bool all_read) {
    if (all_read && whole + kSilenceAround <= kLongestPlanned)
        return fmt::format("Ask for up to {:.0f} seconds to tell more.", tens_above(whole));
    if (near_length(kLongestVideo, asked)) return "The whole text is longer than a video can be.";
    return fmt::format("Ask for up to {:.0f} seconds to tell more; the whole text is longer than a video can be.",
                       kLongestVideo);
}

// What the maker of the video should know about what it leaves out.
std::vector<std::string> notices_for(const Selected& selected, std::size_t unread, double asked, bool given,
                                     std::string_view language) {
    const std::vector<Candidate>& all = selected.all;
    const Chosen& chosen = selected.chosen;
    const auto read = static_cast<std::size_t>(std::ranges::count_if(all, &Candidate::counted));
    const std::size_t sentences = read + unread;
    const auto told =
        static_cast<std::size_t>(std::ranges::count_if(chosen, [&](std::size_t i) { return all[i].counted; }));
    std::vector<std::size_t> unspeakable;
    for (std::size_t i = 0; i < all.size(); ++i)
        if (all[i].counted && !all[i].speakable) unspeakable.push_back(i);
    const std::size_t mute = unspeakable.size();
    double whole = selected.cut_from_lead;
    for (const Candidate& candidate : all)
        if (candidate.speakable) whole += candidate.seconds;
    const std::size_t left_out = sentences - std::min(sentences, told + mute);
    std::vector<std::string> notices;
    const std::string_view lead = selected.cut_from_lead > 0 ? " The first one is shortened." : "";
    if (left_out > 0 && !given)
        notices.push_back(fmt::format("{} of the article's {} sentences are told.{}", told, sentences, lead));
    if (left_out > 0 && given)
        notices.push_back(
            fmt::format("{} of the text's {} sentences are told; {} did not fit into {:.0f} "
                        "seconds. {}{}{}",
                        told, sentences, mute == 0 ? std::string("the rest") : fmt::format("{} more", left_out), asked,
                        way_to_more(whole, asked, unread == 0), most_missed(all, chosen, language), lead));
    if (unread > 0)
        notices.push_back(fmt::format(
            "Only the first {} sentences were looked at, for the {} is very long; give the part that matters "
            "to choose from another.",
            read, given ? "text" : "article"));
    if (left_out == 0 && selected.cut_from_lead > 0)
        notices.push_back(fmt::format("The first sentence is shortened to fit into {:.0f} seconds.", asked));
    if (mute > 0 && given)
        notices.push_back(fmt::format("No voice can say {}; {} left out.", quoted(all, unspeakable, language),
                                      mute == 1 ? "that is" : "these are"));
    return notices;
}

// Where all that can be told is told, a video is short for want of words.
void add_length_notice(model::Script& script, double asked, bool given) {
    const double seconds = video_seconds(script.scenes, script.language);
    const bool all_there_is = !given || script.notices.empty();
    if (all_there_is && seconds < asked && !near_length(seconds, asked))
        script.notices.push_back(
            fmt::format("The source has material for about {:.0f} of the {:.0f} seconds asked for; the script is "
                        "shorter rather than padded.",
                        seconds, asked));
    else if (std::string notice = length_notice(seconds, asked); !notice.empty())
        script.notices.push_back(std::move(notice));
}

std::unexpected<Error> too_little(const std::string& title, std::string_view found) {
    const std::string name = title.empty() ? "the page" : fmt::format("\"{}\"", utf8::printable(title, 80));
    return fail(Code::no_material, fmt::format("{} has {} that can be told as it stands, and at least {} are needed",
                                               name, found, kFewestSentences));
}

Result<void> check_enough(const std::vector<Candidate>& all, bool given, const std::string& title) {
    const auto found = std::ranges::count_if(all, given ? &Candidate::speakable : &Candidate::usable);
    if (found >= kFewestSentences) return {};
    const std::string count = found == 0 ? "no sentence" : "only one sentence";
    if (given)
        return fail(Code::no_material,
                    fmt::format("the text has {}, and a text needs at least {}; a script is spoken as it is, however "
                                "short",
                                count, kFewestSentences));
    return too_little(title, count);
}

bool has_origin(const model::Source& source) {
    return !source.url.empty() || !source.author.empty() || !source.licence.empty();
}

// With the mark of any script that is read here.
bool ends_as_question(std::string_view text) {
    return text.ends_with('?') || text.ends_with("？") || text.ends_with("؟");
}

std::string fitting(const std::string& text, std::size_t bytes) {
    return std::string(utf8::truncate(text, bytes));
}

}  // namespace

std::string description_for(const std::string& lead, const model::Source& source) {
    std::string out = lead;
    if (source.title.empty() && source.url.empty()) return out;
    out += "\n\nSource: " + (source.title.empty() ? source.url : "\"" + source.title + "\"");
    if (!source.author.empty()) out += " by " + source.author;
    if (!source.url.empty() && !source.title.empty()) out += ", " + source.url;
    if (!source.licence.empty()) out += ", licensed under " + source.licence;
    return out + ".";
}

namespace {

Result<model::Script> write(const Article& article, const WriteOptions& options) {
    if (!(options.duration_s >= 5 && options.duration_s <= kLongestVideo))
        return fail(Code::invalid, fmt::format("the length must be between 5 and {} seconds", kLongestVideo));
    const std::string language = language_of(article, options);
    model::Script script;
    script.title = fitting(text::clean_line(options.title.empty() ? article.title : options.title),
                           model::ScriptLimits::kTitleBytesMax);
    script.language = language;
    script.writer = "text";
    const std::string focus = options.question.empty() ? script.title + " " + article.title : options.question;
    const auto [all, unread] = ranked_sentences(article, language, focus);
    MSS_TRY(check_language(article, language));
    const bool given = given_text(article);
    MSS_TRY(check_enough(all, given, article.title));
    const auto subject_terms = text::terms(article.title.empty() ? script.title : article.title, language);
    // Only English is known well enough to tell whether a sentence may be told before its time.
    const bool reorders = options.may_reorder && text::primary_language(language) == "en";
    const Told told = tell(all, options.duration_s, given, language, [&](const Selected& selected) {
        return reorders ? hook_of(selected.all, selected.chosen, {subject_terms.begin(), subject_terms.end()})
                        : std::nullopt;
    });
    const std::vector<Line>& lines = told.lines;
    if (lines.empty()) return too_little(article.title, "no sentence");
    const bool untitled = script.title.empty();
    if (untitled) script.title = title_for(lines[0].text, language);
    if (script.title.empty()) script.title = first_words(lines[0].text);
    // Who asked a question sees it first, and the answer behind it.
    const std::string& card = ends_as_question(options.question) ? options.question : script.title;
    for (const std::string& text : told.scenes) {
        const bool opening = script.scenes.empty();
        script.scenes.push_back(
            {text, opening ? title_visual(card, text, language) : plan_visual(text, language, script.title)});
    }
    script.notices = notices_for(told.selected, unread, options.duration_s, given, language);
    add_length_notice(script, options.duration_s, given);
    if (std::string notice = markup_notice(article.markup); !notice.empty())
        script.notices.push_back(std::move(notice));
    if (std::string notice = headings_notice(article.headings); !notice.empty())
        script.notices.push_back(std::move(notice));
    if (given && !article.title.empty() && !options.title.empty() && article.title != script.title)
        script.notices.push_back(
            fmt::format("The text's own title is neither shown nor said, since another is given: \"{}\".",
                        utf8::truncate(article.title, 200)));
    if (untitled)
        script.notices.push_back(
            fmt::format("The text has no title, so the video is called \"{}\", after its beginning. A title "
                        "of your own takes its place.",
                        script.title));
    const auto lead = lead_of(told.selected.all);
    const model::Source source = source_of(article);
    // Words without any known origin are the user's own; their title is no source.
    if (has_origin(source)) script.sources.push_back(source);
    script.keywords = keywords_of(article, language, 12);
    script.description = fitting(
        description_for(lead && told.selected.chosen.contains(*lead) ? told.selected.all[*lead].text : lines[0].text,
                        has_origin(source) ? source : model::Source{}),
        4900);
    MSS_TRY(model::validate(script));
    return script;
}

}  // namespace

Result<model::Script> write_from_article(const Article& article, const WriteOptions& options) {
    if (!given_text(article) || !copied_from_encyclopaedia(article.paragraphs)) return write(article, options);
    Article unmarked = article;
    for (std::string& paragraph : unmarked.paragraphs)
        paragraph = without_note_marks(paragraph).text;
    MSS_TRY_ASSIGN(model::Script script, write(unmarked, options));
    script.notices.emplace_back(
        "Reference marks such as \"[1]\" are left out, since the text looks like one of an encyclopaedia; given as a "
        "script, it loses only its markup and keeps them.");
    return script;
}

}  // namespace mss::writing
