#pragma once
// Wikipedia: articles and titles from any MediaWiki site, over its Action API (mediawiki.org/wiki/API:Main_page).
// Shared as its transport is; blocks. Answers are hostile input. Errors: no_material (nothing that answers), invalid
// (settings), unavailable, timeout, cancelled, too_large.

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "http/retry.hpp"
#include "http/transport.hpp"
#include "model/topic.hpp"
#include "writing/article.hpp"

namespace mss::writing {

struct WikipediaSettings {
    std::string api_url = "https://{language}.wikipedia.org/w/api.php";  ///< "{language}" is replaced
    std::string language = "en";
    std::string contact_url;  ///< of whoever runs this program; part of the user agent, as Wikimedia's policy asks
    int maxlag_s = 5;         ///< asks busy servers to refuse us (mediawiki.org/wiki/Manual:Maxlag_parameter)
};

struct SearchHit {
    std::string title;
    std::string snippet;  ///< plain text
    std::int64_t page_id = 0;
    std::string other_name{};  ///< under which the search found it ("Aeroplane" for "Airplane"); mostly empty
};

class Wikipedia {
public:
    Wikipedia(http::HttpTransport& transport, WikipediaSettings settings, http::Timing timing);

    /// The article that answers a question or tells about a subject. Candidates are ranked by the words they share with
    /// it, and the text itself must speak of them: no article is better than a wrong one.
    Result<Article> article_for(std::string_view question, const std::function<bool()>& cancelled = {}) const;

    /// Titles for a niche, as topics; at most `count` (1 to 50).
    Result<std::vector<model::Topic>> topics(std::string_view niche, std::size_t count,
                                             const std::function<bool()>& cancelled = {}) const;

    /// Whether there is one in the language of the settings; where their address holds no "{language}", always.
    bool has_edition() const;
    /// Of the site that is asked, such as "de.wikipedia.org"; empty where there is no edition.
    std::string address() const;

private:
    Result<std::string> call(std::vector<std::pair<std::string, std::string>> parameters,
                             const std::function<bool()>& cancelled) const;
    Result<std::vector<SearchHit>> search(std::string_view text, std::size_t count,
                                          const std::function<bool()>& cancelled) const;
    Result<Article> article(const SearchHit& hit, const std::function<bool()>& cancelled) const;
    std::string api() const;  ///< its address; empty where there is no edition

    http::HttpTransport& transport_;
    const WikipediaSettings settings_;
    const http::Timing timing_;
};

/// The hits of a search answer. Errors: invalid, unavailable (the answer is an error of the API).
Result<std::vector<SearchHit>> parse_search_answer(std::string_view json);

/// The article of an extract answer; `language` and `site` go into it. Errors: invalid, no_material (missing page,
/// disambiguation page, no text).
Result<Article> parse_extract_answer(std::string_view json, std::string_view language);

/// 0 to 1: how well a hit fits a question. Every hit below 0.5 is not worth reading.
double fit(const SearchHit& hit, std::string_view question, std::string_view language);

/// Whether a text speaks about what is asked: the question's terms stand together in one place of it.
bool answers(const Article& article, std::string_view question, std::string_view language);

}  // namespace mss::writing
