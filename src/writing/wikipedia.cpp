#include "writing/wikipedia.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <set>

#include <boost/describe.hpp>
#include <fmt/format.h>

#include "base/json.hpp"
#include "base/utf8.hpp"
#include "http/url.hpp"
#include "text/clean.hpp"
#include "text/language.hpp"
#include "text/sentences.hpp"
#include "text/terms.hpp"
#include "writing/prose.hpp"
#include "writing/topics.hpp"
#include "writing/wikipedia_editions.hpp"

namespace mss::writing {
namespace {

constexpr std::size_t kCandidates = 10;
constexpr std::size_t kArticlesRead = 3;
constexpr double kFitMin = 0.5;
constexpr std::size_t kExtractBytesMax = 400'000;
constexpr std::string_view kLicence = "CC BY-SA 4.0";
constexpr std::chrono::milliseconds kLagWait{5000};

// The members of formatversion=2 answers that we read.
struct ApiError {
    std::string code;
    std::string info;
};
BOOST_DESCRIBE_STRUCT(ApiError, (), (code, info))

struct FoundPage {
    std::string title;
    std::string snippet;
    std::int64_t pageid = 0;
    std::optional<std::string> redirecttitle;
};
BOOST_DESCRIBE_STRUCT(FoundPage, (), (title, snippet, pageid, redirecttitle))

struct SearchQuery {
    std::vector<FoundPage> search;
};
BOOST_DESCRIBE_STRUCT(SearchQuery, (), (search))

struct SearchAnswer {
    std::optional<ApiError> error;
    SearchQuery query;
};
BOOST_DESCRIBE_STRUCT(SearchAnswer, (), (error, query))

struct PageProperties {
    std::optional<std::string> disambiguation;
};
BOOST_DESCRIBE_STRUCT(PageProperties, (), (disambiguation))

struct ExtractPage {
    std::string title;
    bool missing = false;
    std::string extract;
    std::string fullurl;
    std::string canonicalurl;
    std::int64_t lastrevid = 0;
    PageProperties pageprops;
};
BOOST_DESCRIBE_STRUCT(ExtractPage, (), (title, missing, extract, fullurl, canonicalurl, lastrevid, pageprops))

struct ExtractQuery {
    std::vector<ExtractPage> pages;
};
BOOST_DESCRIBE_STRUCT(ExtractQuery, (), (pages))

struct ExtractAnswer {
    std::optional<ApiError> error;
    ExtractQuery query;
};
BOOST_DESCRIBE_STRUCT(ExtractAnswer, (), (error, query))

std::unexpected<Error> api_failure(const ApiError& error) {
    return fail(Code::unavailable, fmt::format("the encyclopaedia refused the request ({}): {}",
                                               utf8::printable(error.code, 40), utf8::printable(error.info, 200)));
}

// A snippet is HTML: marks around the words found, and entities.
std::string plain(std::string_view html) {
    std::string out;
    bool tag = false;
    for (const char c : html) {
        if (c == '<') tag = true;
        if (!tag) out += c;
        if (c == '>') tag = false;
    }
    constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kEntities{
        {{"&quot;", "\""}, {"&#039;", "'"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&nbsp;", " "}, {"&amp;", "&"}}};
    for (const auto& [entity, letter] : kEntities)
        for (auto at = out.find(entity); at != std::string::npos; at = out.find(entity, at + 1))
            out.replace(at, entity.size(), letter);
    return text::clean_line(out);
}

bool closing_section(std::string_view heading) {
    constexpr auto kHeadings = std::to_array<std::string_view>({"see also",
                                                                "references",
                                                                "external links",
                                                                "further reading",
                                                                "notes",
                                                                "bibliography",
                                                                "sources",
                                                                "footnotes",
                                                                "citations",
                                                                "gallery",
                                                                "siehe auch",
                                                                "einzelnachweise",
                                                                "weblinks",
                                                                "literatur",
                                                                "anmerkungen",
                                                                "voir aussi",
                                                                "notes et références",
                                                                "références",
                                                                "liens externes",
                                                                "bibliographie",
                                                                "véase también",
                                                                "referencias",
                                                                "enlaces externos",
                                                                "bibliografía",
                                                                "note",
                                                                "voci correlate",
                                                                "altri progetti",
                                                                "collegamenti esterni",
                                                                "bibliografia",
                                                                "ver também",
                                                                "referências",
                                                                "ligações externas",
                                                                "zie ook",
                                                                "externe links",
                                                                "bronnen"});
    const std::string lower = text::lower(text::clean_line(heading));
    return std::ranges::find(kHeadings, lower) != kHeadings.end();
}

// The level of a heading such as "== History ==", 0 for other lines.
std::size_t heading_level(std::string_view line) {
    const std::size_t level = std::min(line.find_first_not_of('='), line.size());
    return level >= 2 && line.size() > 2 * level && line.ends_with(std::string(level, '=')) ? level : 0;
}

std::vector<std::string> extract_paragraphs(std::string_view extract) {
    std::vector<std::string> out;
    std::size_t dropped_level = 0;  // of the section that is left out
    while (!extract.empty()) {
        const std::string_view line = extract.substr(0, extract.find('\n'));
        extract.remove_prefix(std::min(line.size() + 1, extract.size()));
        if (const std::size_t level = heading_level(line); level > 0) {
            if (dropped_level == 0 || level <= dropped_level)
                dropped_level = closing_section(line.substr(level, line.size() - 2 * level)) ? level : 0;
            continue;
        }
        std::string paragraph = without_reference_marks(text::clean_line(line));
        if (dropped_level == 0 && paragraph.size() > 40) out.push_back(std::move(paragraph));
    }
    return out;
}

std::set<std::string> term_set(std::string_view text, std::string_view language) {
    const auto list = text::terms(text, language);
    return {list.begin(), list.end()};
}

double coverage(const std::set<std::string>& wanted, const std::set<std::string>& present) {
    if (wanted.empty()) return 0;
    const auto shared = std::ranges::count_if(wanted, [&](const std::string& term) { return present.contains(term); });
    return static_cast<double>(shared) / static_cast<double>(wanted.size());
}

bool asks(std::string_view question) {
    return question.ends_with('?') || question.ends_with("？");
}

// Albums, films and the like carry the words of a question as their name and do not answer it.
bool work_or_name(const SearchHit& hit) {
    constexpr auto kKinds = std::to_array<std::string_view>(
        {"album", "song", "film", "band", "novel", "tv series", "video game", "single", "episode", "company", "surname",
         "given name", "footballer", "disambiguation", "discography", "lied", "roman", "chanson", "canción"});
    const auto bracket = hit.title.find(" (");
    const std::string kind = bracket == std::string::npos ? "" : text::lower(hit.title.substr(bracket));
    const std::string start = text::lower(utf8::truncate(hit.snippet, 160));
    return std::ranges::any_of(kKinds, [&](std::string_view word) {
        return kind.find(word) != std::string::npos ||
               find_phrase(start, fmt::format("is a {}", word)) != std::string::npos ||
               find_phrase(start, fmt::format("studio {}", word)) != std::string::npos ||
               find_phrase(start, fmt::format("{} by", word)) != std::string::npos;
    });
}

std::string subject_of(std::string_view question) {
    std::string subject = text::clean_line(utf8::truncate(question, 300));
    std::erase(subject, '?');  // a wildcard to the search engine
    return subject;
}

}  // namespace

Result<std::vector<SearchHit>> parse_search_answer(std::string_view json) {
    MSS_TRY_ASSIGN(const SearchAnswer answer, json::decode_text<SearchAnswer>(json));
    if (answer.error) return api_failure(*answer.error);
    std::vector<SearchHit> hits;
    for (const FoundPage& page : answer.query.search) {
        SearchHit hit{.title = text::clean_line(utf8::truncate(page.title, 400)),
                      .snippet = plain(utf8::truncate(page.snippet, 3000)),
                      .page_id = page.pageid,
                      .other_name = text::clean_line(utf8::truncate(page.redirecttitle.value_or(""), 400))};
        if (!hit.title.empty() && hit.title.size() <= 300 && page.pageid > 0) hits.push_back(std::move(hit));
    }
    return hits;
}

Result<Article> parse_extract_answer(std::string_view json, std::string_view language) {
    MSS_TRY_ASSIGN(const ExtractAnswer answer, json::decode_text<ExtractAnswer>(json));
    if (answer.error) return api_failure(*answer.error);
    if (answer.query.pages.empty() || answer.query.pages[0].missing)
        return fail(Code::no_material, "the encyclopaedia has no such article");
    const ExtractPage& page = answer.query.pages[0];
    if (page.pageprops.disambiguation)
        return fail(Code::no_material, fmt::format("\"{}\" lists several meanings", utf8::printable(page.title, 80)));
    Article article;
    article.title = text::clean_line(utf8::truncate(page.title, 300));
    article.site = "Wikipedia";
    article.author = "Wikipedia contributors";
    article.language = language;
    article.licence = kLicence;
    const auto url = http::parse_url(page.canonicalurl.empty() ? page.fullurl : page.canonicalurl);
    if (url) {
        // The revision, so that the words can be found again after the article has changed.
        const char joint = url->full.find('?') == std::string::npos ? '?' : '&';
        article.url = page.lastrevid > 0 ? fmt::format("{}{}oldid={}", url->full, joint, page.lastrevid) : url->full;
    }
    article.paragraphs = extract_paragraphs(utf8::truncate(page.extract, kExtractBytesMax));
    if (article.title.empty() || article.paragraphs.empty())
        return fail(Code::no_material, fmt::format("\"{}\" has no text", utf8::printable(page.title, 80)));
    return article;
}

double fit(const SearchHit& hit, std::string_view question, std::string_view language) {
    const auto wanted = term_set(question, language);
    const auto title = term_set(hit.title, language);
    const double in_both = coverage(wanted, term_set(hit.title + " " + hit.snippet, language));
    if (!asks(question)) {
        // A subject wants the article of that name; one that only mentions it is about something else.
        if (coverage(wanted, term_set(hit.title + " " + hit.other_name, language)) == 0) return 0;
        return 0.5 * in_both + 0.3 * coverage(wanted, title) + 0.2 * coverage(title, wanted);
    }
    constexpr auto kReasons = std::to_array<std::string_view>(
        {"because",  "due to",    "cause",       "caused", "causes", "reason", "explain",
         "explains", "explained", "explanation", "effect", "why",    "weil",   "grund",
         "ursache",  "parce que", "raison",      "porque", "razón",  "causa",  "omdat"});
    const std::string snippet = text::lower(hit.snippet);
    const bool reason = std::ranges::any_of(
        kReasons, [&](std::string_view word) { return find_phrase(snippet, word) != std::string::npos; });
    const double penalty = work_or_name(hit) ? 0.6 : 0.0;
    return std::clamp(0.7 * in_both + 0.15 * coverage(title, wanted) + (reason ? 0.15 : 0.0) - penalty, 0.0, 1.0);
}

bool answers(const Article& article, std::string_view question, std::string_view language) {
    const auto wanted = term_set(question, language);
    if (wanted.empty()) return false;
    const double needed = wanted.size() <= 2 ? 1.0 : 0.66;
    const auto title = term_set(article.title, language);
    for (const std::string& paragraph : article.paragraphs) {
        std::set<std::string> window;  // two sentences at a time
        std::set<std::string> before;
        for (const std::string& sentence : text::sentences(paragraph, language)) {
            std::set<std::string> now = term_set(sentence, language);
            window = now;
            window.insert(before.begin(), before.end());
            if (!asks(question)) window.insert(title.begin(), title.end());
            if (coverage(wanted, window) >= needed) return true;
            before = std::move(now);
        }
    }
    return false;
}

Wikipedia::Wikipedia(http::HttpTransport& transport, WikipediaSettings settings, http::Timing timing)
    : transport_(transport), settings_(std::move(settings)), timing_(std::move(timing)) {}

std::string Wikipedia::api() const {
    constexpr std::string_view kPlace = "{language}";
    std::string api = settings_.api_url;
    const auto at = api.find(kPlace);
    if (at == std::string::npos) return api;
    const std::string_view edition = wikipedia_edition(settings_.language);
    return edition.empty() ? std::string() : api.replace(at, kPlace.size(), edition);
}

bool Wikipedia::has_edition() const {
    return !api().empty();
}

std::string Wikipedia::address() const {
    const auto url = http::parse_url(api());
    return url ? url->host + (url->port.empty() ? "" : ":" + url->port) : std::string();
}

Result<std::string> Wikipedia::call(std::vector<std::pair<std::string, std::string>> parameters,
                                    const std::function<bool()>& cancelled) const {
    parameters.insert(parameters.end(), {{"action", "query"},
                                         {"format", "json"},
                                         {"formatversion", "2"},
                                         {"maxlag", std::to_string(settings_.maxlag_s)}});
    if (text::language_tag(settings_.language).empty())
        return fail(Code::invalid, fmt::format("\"{}\" is not a language tag such as \"en\" or \"pt-BR\"",
                                               utf8::printable(settings_.language, 40)));
    const std::string api = this->api();
    if (api.empty())
        return fail(Code::no_material, fmt::format("there is no Wikipedia in the language \"{}\"",
                                                   utf8::printable(settings_.language, 40)));
    http::Request request;
    request.url = api + "?" + http::query(parameters);
    request.allow_private_addresses = true;  // the address is the user's own setting
    request.cancelled = cancelled;
    const std::string contact = settings_.contact_url.empty() ? "" : " (" + settings_.contact_url + ")";
    request.headers = {{"User-Agent", "mss/1" + contact}, {"Accept", "application/json"}};
    for (int attempt = 1;; ++attempt) {
        MSS_TRY_ASSIGN(http::Response response, transport_.fetch(request));
        // A lagging server answers 200 with this header and asks for patience.
        if (response.header("mediawiki-api-error") == "maxlag" && attempt < 3) {
            const auto wait = http::retry_after(response, timing_.wall_clock()).value_or(kLagWait);
            if (!timing_.wait(std::min(wait, 4 * kLagWait), cancelled))
                return fail(Code::cancelled, "the search was stopped");
            continue;
        }
        if (response.status != 200)
            return fail(Code::unavailable,
                        fmt::format("{} answered with HTTP status {}", http::shown(api), response.status));
        return std::move(response.body);
    }
}

Result<std::vector<SearchHit>> Wikipedia::search(std::string_view text, std::size_t count,
                                                 const std::function<bool()>& cancelled) const {
    MSS_TRY_ASSIGN(const std::string body, call({{"list", "search"},
                                                 {"srsearch", subject_of(text)},
                                                 {"srlimit", std::to_string(count)},
                                                 {"srprop", "snippet|redirecttitle"},
                                                 {"srnamespace", "0"}},
                                                cancelled));
    return parse_search_answer(body);
}

Result<Article> Wikipedia::article(const SearchHit& hit, const std::function<bool()>& cancelled) const {
    MSS_TRY_ASSIGN(const std::string body, call({{"prop", "extracts|info|pageprops"},
                                                 {"pageids", std::to_string(hit.page_id)},
                                                 {"explaintext", "1"},
                                                 {"exsectionformat", "wiki"},
                                                 {"inprop", "url"},
                                                 {"ppprop", "disambiguation"},
                                                 {"redirects", "1"}},
                                                cancelled));
    return parse_extract_answer(body, settings_.language);
}

Result<Article> Wikipedia::article_for(std::string_view question, const std::function<bool()>& cancelled) const {
    if (text::terms(question, settings_.language).empty())
        return fail(Code::invalid, "the topic holds no word to search for");
    MSS_TRY_ASSIGN(const auto hits, search(question, kCandidates, cancelled));
    std::vector<std::pair<double, std::size_t>> order;
    for (std::size_t i = 0; i < hits.size(); ++i)
        if (const double value = fit(hits[i], question, settings_.language); value >= kFitMin)
            order.emplace_back(-value, i);
    std::ranges::sort(order);
    for (std::size_t n = 0; n < std::min(order.size(), kArticlesRead); ++n) {
        auto article = this->article(hits[order[n].second], cancelled);
        if (!article && article.error().code == Code::no_material) continue;
        if (!article) return article;
        if (answers(*article, question, settings_.language)) return article;
    }
    return fail(Code::no_material, fmt::format("no article of the encyclopaedia answers \"{}\"",
                                               utf8::printable(subject_of(question), 100)));
}

Result<std::vector<model::Topic>> Wikipedia::topics(std::string_view niche, std::size_t count,
                                                    const std::function<bool()>& cancelled) const {
    MSS_TRY_ASSIGN(const auto hits, search(niche, std::clamp<std::size_t>(count, 1, 50), cancelled));
    std::vector<model::Topic> out;
    for (const SearchHit& hit : hits) {
        if (work_or_name(hit) || out.size() == count) continue;
        out.push_back(topic_from({.title = hit.title,
                                  .summary = hit.snippet,
                                  .niche = std::string(niche),
                                  .source = "wikipedia",
                                  .language = settings_.language}));
    }
    if (out.empty())
        return fail(Code::no_material,
                    fmt::format("nothing was found for \"{}\"", utf8::printable(subject_of(niche), 100)));
    return out;
}

}  // namespace mss::writing
