#include "studio/words.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <ranges>
#include <set>

#include <fmt/format.h>

#include "base/utf8.hpp"
#include "http/retry.hpp"
#include "text/clean.hpp"
#include "text/language.hpp"
#include "text/terms.hpp"
#include "text/words.hpp"
#include "writing/article.hpp"
#include "writing/given_script.hpp"
#include "writing/pace.hpp"
#include "writing/text_writer.hpp"
#include "writing/topics.hpp"

namespace mss::studio {
namespace {

constexpr int kTopicsMax = 20;
constexpr int kTopicsUsual = 5;  // for a niche
constexpr std::string_view kWholeStarterSet = "all";

bool english(std::string_view language) {
    return text::primary_language(language) == "en";
}

// A saved page that is given as a text: it begins with a tag.
bool looks_like_html(std::string_view bytes) {
    const auto first = bytes.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
    return first != std::string_view::npos && bytes[first] == '<' && bytes.find("</") != std::string_view::npos;
}

// Why there are no words: for people, and what the log shall have of it.
struct Reason {
    std::string message;
    std::string detail{};
};

Error nothing_to_say(std::string_view topic, const Reason& reason, std::string_view ways) {
    return Error{
        Code::no_material,
        fmt::format("nothing honest to say about \"{}\": {}.{}", utf8::printable(topic, 80), reason.message, ways),
        reason.detail};
}

// As commands and settings; a page has its own.
constexpr std::string_view kWaysForATopic =
    " Three ways on: paste a text (--text FILE), give an article (--url URL), or connect a language model "
    "(MSS_LLM_URL)";
constexpr std::string_view kWaysForANiche = " mss topics without a niche lists all there are";

// How an error names a command or a setting that stands behind it.
std::string_view hint(std::string_view words, bool at_terminal) {
    return at_terminal ? words : std::string_view();
}

// A model or an encyclopaedia that is out of reach says nothing about the topic.
bool out_of_reach(const Error& error) {
    return error.code == Code::unavailable || error.code == Code::timeout;
}

// Whether it said itself when to ask again, and that is soon: a script that is at hand does not wait for hours.
bool says_when(const Error& error) {
    constexpr std::chrono::minutes kSoon{2};
    return error.retry_after_told && error.retry_after && *error.retry_after <= kSoon;
}

// What the model answers within the time that there is for it. Whoever waits in front of a page has other ways on, so
// that a model which is only slow is given up like one that is out of reach.
template <class Ask>
auto within(std::optional<std::chrono::milliseconds> patience, const std::function<bool()>& cancelled, Ask ask)
    -> decltype(ask(writing::Waiting{})) {
    constexpr std::chrono::milliseconds kRounding{20};  // the network may count the last of them away
    if (!patience) return ask({.cancelled = cancelled, .until = {}});
    const auto end = std::chrono::steady_clock::now() + *patience;
    auto answer = ask({.cancelled = cancelled, .until = end});
    const bool out_of_time = std::chrono::steady_clock::now() + kRounding >= end;
    if (answer || answer.error().code != Code::timeout || !out_of_time) return answer;
    return std::unexpected(Error{Code::timeout,
                                 fmt::format("the language model takes longer than {:.0f} seconds to answer",
                                             std::chrono::duration<double>(*patience).count()),
                                 answer.error().detail});
}

// Where it can be mended, beside what is wrong. Only of errors of a model that was asked: what is wrong with the order
// itself is no matter of the settings. The page knows who reads it, and tells the owner something else than others.
Error model_trouble(Error error, bool at_terminal) {
    if (!at_terminal || (!out_of_reach(error) && error.code != Code::invalid)) return error;
    error.message += " (MSS_LLM_URL, MSS_LLM_MODEL and MSS_LLM_KEY say which model is asked)";
    return error;
}

// A key that is refused is no mistake of who orders a video in a studio of somebody else: it may do once somebody has
// mended it, which takes a while.
Error as_trouble_of_the_studio(Error error, bool at_terminal) {
    constexpr std::chrono::minutes kUntilMended{2};
    if (at_terminal || error.code != Code::invalid) return error;
    error.code = Code::unavailable;
    error.retry_after = kUntilMended;
    return error;
}

// Whether what is at hand may stand in for what a model did not give. At a terminal, whoever set it up wrongly is to
// hear of that; in a studio it is the matter of somebody else, and a notice tells it.
bool may_be_replaced(const Error& error, bool at_terminal) {
    return out_of_reach(error) || (!at_terminal && error.code == Code::invalid);
}

// A network that failed says nothing about the topic: the same command may do better later. How it failed is for the
// log, and at a terminal one may see which address was asked.
Reason why_not_asked(const Error& error, const std::string& address) {
    const std::string name = address.empty() ? "Wikipedia" : fmt::format("Wikipedia ({})", address);
    std::string detail = error.message + (error.detail.empty() ? "" : ": " + error.detail);
    if (out_of_reach(error))
        return {name + " could not be reached, so try again when the network works", std::move(detail)};
    return {name + " gave no answer that can be used, so try again later", std::move(detail)};
}

// What no voice can say within a video is refused before anything is made of it.
Result<void> check_length(const model::Script& script) {
    const double seconds = writing::video_seconds(script);
    if (seconds <= writing::kSurelyTooLong) return {};
    return fail(Code::too_large, fmt::format("the words take about {:.0f} seconds to say, and a video has at most "
                                             "{:.0f}: leave some out, or make several videos of them",
                                             seconds, writing::kLongestVideo));
}

// Whatever an encyclopaedia answers badly, the topic stays unanswered: that is not the user's mistake.
bool unusable_answer(Code code) {
    return code != Code::no_material && code != Code::cancelled;
}

}  // namespace

Result<model::Script> Words::script_for(const WordsRequest& request) const {
    if (request.script_file) {
        MSS_TRY_ASSIGN(model::Script script,
                       writing::script_from_file(*request.script_file, request.language, request.topic));
        MSS_TRY(check_length(script));
        return script;
    }
    const writing::WriteOptions options{.duration_s = static_cast<double>(request.duration_s),
                                        .language = request.language,
                                        .title = text::clean_line(request.topic),
                                        .question = {}};
    if (request.text) {
        MSS_TRY_ASSIGN(const writing::Article article, looks_like_html(*request.text)
                                                           ? writing::article_from_html(*request.text, "text/html", "")
                                                           : writing::article_from_text(*request.text));
        return writing::write_from_article(article, options);
    }
    if (!request.url.empty()) {
        MSS_TRY_ASSIGN(const writing::Article article,
                       writing::article_from_url(tools_.transport, request.url, tools_.allow_private_addresses,
                                                 request.cancelled));
        return writing::write_from_article(article, options);
    }
    return from_topic(request);
}

Result<model::Script> Words::from_topic(const WordsRequest& request) const {
    const std::string topic = text::clean_line(request.topic);
    const std::string language = request.language.empty() ? tools_.default_language : request.language;
    if (text::terms(topic, language).empty() && text::spoken_words(topic, language) == 0)
        return fail(Code::invalid, "the topic has no word in it");
    const writing::Starter* starter = english(language) ? tools_.starters.find(topic) : nullptr;
    if (tools_.model != nullptr) {
        auto written = from_model(topic, request, language, starter != nullptr);
        if (written) return written;
        // A script that is at hand is better than none; without one, the model may answer a later try, and one that
        // says when is waited for.
        const bool at_hand = starter != nullptr && may_be_replaced(written.error(), tools_.at_terminal);
        const bool later = at_hand && request.may_wait && says_when(written.error());
        if (!at_hand || later) return std::unexpected(as_trouble_of_the_studio(written.error(), tools_.at_terminal));
        if (request.replaced) request.replaced(written.error());
        model::Script script = writing::script(*starter, request.duration_s);
        const std::string notice =
            fmt::format("This is the starter script of the topic, since {}", written.error().message);
        script.notices.emplace_back(utf8::truncate(notice, model::ScriptLimits::kTitleBytesMax));
        return script;
    }
    if (starter != nullptr) return writing::script(*starter, request.duration_s);
    return from_wikipedia(request, language);
}

// Who has another script at hand waits no longer for the model's than for its topics, unless nobody is waiting.
Result<model::Script> Words::from_model(const std::string& topic, const WordsRequest& request,
                                        const std::string& language, bool has_starter) const {
    auto patience = request.model_patience;
    if (patience && has_starter) patience = std::min(*patience, tools_.topics_patience.value_or(*patience));
    const writing::WriteOptions options{
        .duration_s = static_cast<double>(request.duration_s), .language = language, .title = {}, .question = {}};
    auto script = within(patience, request.cancelled, [&](const writing::Waiting& waiting) {
        return tools_.model->write_script(topic, options, waiting);
    });
    if (!script) return std::unexpected(model_trouble(script.error(), tools_.at_terminal));
    return script;
}

writing::Wikipedia Words::wikipedia_in(const std::string& language) const {
    writing::WikipediaSettings settings = *tools_.wikipedia;
    settings.language = text::primary_language(language);
    return {tools_.transport, std::move(settings), http::real_timing()};
}

std::string Words::wikipedia_address(const std::string& language) const {
    return tools_.at_terminal ? wikipedia_in(language).address() : std::string();
}

Result<model::Script> Words::from_wikipedia(const WordsRequest& request, const std::string& language) const {
    const std::string topic = text::clean_line(request.topic);
    const bool terminal = tools_.at_terminal;
    const std::string no_starter =
        english(language) || tools_.starters.find(topic) == nullptr
            ? fmt::format("no starter script{} answers it", hint(" (mss topics lists them)", terminal))
            : fmt::format("its starter script is in English only{}",
                          hint(" (--language en makes that video)", terminal));
    const auto nothing = [&](std::string reason, std::string detail = {}) {
        return std::unexpected(nothing_to_say(topic, {std::move(reason), std::move(detail)},
                                              terminal ? kWaysForATopic : std::string_view()));
    };
    if (!tools_.wikipedia)
        return nothing(
            fmt::format("{}, and Wikipedia is turned off{}", no_starter, hint(" (MSS_WIKIPEDIA)", terminal)));
    const writing::Wikipedia wikipedia = wikipedia_in(language);
    if (!wikipedia.has_edition())
        return nothing(fmt::format("{}, and there is no Wikipedia in the language \"{}\"", no_starter,
                                   utf8::printable(language, 40)));
    if (text::terms(topic, language).empty())
        return nothing(
            fmt::format("{}, and an encyclopaedia can only be asked for a topic with a word that names its "
                        "subject, such as a thing, a person or a place",
                        no_starter));
    auto article = wikipedia.article_for(topic, request.cancelled);
    if (!article && unusable_answer(article.error().code)) {
        const Reason reason = why_not_asked(article.error(), wikipedia_address(language));
        return nothing(fmt::format("{}, and {}", no_starter, reason.message), reason.detail);
    }
    if (!article && article.error().code == Code::no_material)
        return nothing(fmt::format("{}, nor does an article of Wikipedia", no_starter));
    if (!article) return std::unexpected(article.error());
    auto script = writing::write_from_article(*article, {.duration_s = static_cast<double>(request.duration_s),
                                                         .language = language,
                                                         .title = {},
                                                         .question = topic,
                                                         .may_reorder = true});
    if (!script && script.error().code == Code::no_material)
        return nothing("Wikipedia's article says too little", script.error().message);
    if (script) script->writer = "wikipedia";
    return script;
}

Result<TopicsReport> Words::topics(const std::string& niche, std::optional<int> count,
                                   const std::function<bool()>& cancelled) const {
    if (count && (*count < 1 || *count > kTopicsMax))
        return fail(Code::invalid, fmt::format("{} topics cannot be asked for; 1 to {} can", *count, kTopicsMax));
    if (topics_at_hand(niche))
        return starter_topics(count ? static_cast<std::size_t>(*count) : tools_.starters.all().size());
    const auto wanted = static_cast<std::size_t>(count.value_or(kTopicsUsual));
    TopicsReport report;
    std::optional<Error> no_model;
    if (tools_.model != nullptr) {
        auto suggested = within(tools_.topics_patience, cancelled, [&](const writing::Waiting& waiting) {
            return tools_.model->suggest_topics(niche, wanted, tools_.default_language, waiting);
        });
        if (suggested) {
            report.topics = std::move(*suggested);
            return report;
        }
        no_model = model_trouble(suggested.error(), tools_.at_terminal);
        if (!may_be_replaced(*no_model, tools_.at_terminal)) return std::unexpected(*no_model);
        report.notices.push_back(fmt::format("These come from elsewhere, since {}", no_model->message));
    }
    std::set<std::string> titles;
    const auto add = [&](model::Topic topic) {
        if (report.topics.size() < wanted && titles.insert(text::lower(topic.title)).second)
            report.topics.push_back(std::move(topic));
    };
    if (english(tools_.default_language))
        for (const writing::Starter* starter : tools_.starters.for_niche(niche, wanted))
            add(writing::topic(*starter));
    Reason reason{
        fmt::format("Wikipedia, which may know more, is turned off{}", hint(" (MSS_WIKIPEDIA)", tools_.at_terminal))};
    if (report.topics.size() < wanted && tools_.wikipedia) {
        const std::string& language = tools_.default_language;
        auto found = wikipedia_in(language).topics(niche, wanted, cancelled);
        if (!found && found.error().code == Code::cancelled) return std::unexpected(found.error());
        if (found) std::ranges::for_each(*found, add);
        const bool no_more = found || found.error().code == Code::no_material;
        reason = no_more ? Reason{"there is no more that a video could honestly be made of"}
                         : why_not_asked(found.error(), wikipedia_address(language));
    }
    if (report.topics.empty() && no_model)
        return std::unexpected(as_trouble_of_the_studio(*no_model, tools_.at_terminal));
    if (report.topics.empty())
        return std::unexpected(nothing_to_say(
            niche, {fmt::format("no starter script belongs to it, and {}", reason.message), reason.detail},
            hint(kWaysForANiche, tools_.at_terminal)));
    if (report.topics.size() < wanted)
        report.notices.push_back(
            fmt::format("{} of the {} asked for: {}", report.topics.size(), wanted, reason.message));
    return report;
}

bool Words::topics_at_hand(std::string_view niche) {
    return niche.empty() || text::lower(text::clean_line(niche)) == kWholeStarterSet;
}

TopicsReport Words::starter_topics(std::size_t most) const {
    TopicsReport report;
    std::map<std::string_view, std::vector<const writing::Starter*>> niches;
    for (const writing::Starter& starter : tools_.starters.all())
        niches[starter.niches.front()].push_back(&starter);
    for (const auto& [niche, starters] : niches) {
        const std::size_t taken = std::min(starters.size(), most - report.topics.size());
        if (taken == 0) break;
        report.groups.push_back({std::string(niche), taken});
        for (const writing::Starter* starter : starters | std::views::take(taken))
            report.topics.push_back(writing::topic(*starter));
    }
    if (!english(tools_.default_language)) report.notices.push_back("The starter scripts are in English only.");
    return report;
}

}  // namespace mss::studio
