#include "writing/article.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/utf8.hpp"
#include "http/url.hpp"
#include "text/clean.hpp"
#include "text/language.hpp"
#include "text/words.hpp"
#include "writing/prose.hpp"

namespace mss::writing {
namespace {

constexpr std::size_t kTextBytesMax = 2U << 20U;
constexpr std::size_t kTitleWordsMax = 14;

std::vector<std::string> split_paragraphs(const std::string& clean) {
    std::vector<std::string> out;
    for (std::size_t at = 0; at < clean.size();) {
        const std::size_t end = std::min(clean.find("\n\n", at), clean.size());
        out.push_back(text::clean_line(std::string_view(clean).substr(at, end - at)));
        at = end + 2;
    }
    return out;
}

bool title_like(const std::string& line) {
    const bool ends_a_sentence =
        line.ends_with('.') || line.ends_with('!') || line.ends_with(';') || line.ends_with("。");
    return !ends_a_sentence && text::words(line, "").size() <= kTitleWordsMax && line.size() <= 120;
}

}  // namespace

Result<Article> article_from_text(std::string_view bytes) {
    if (bytes.size() > kTextBytesMax) return fail(Code::too_large, "the text is larger than 2 MiB");
    if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
    if (!utf8::valid(bytes)) return fail(Code::invalid, "the text is not valid UTF-8");
    Article article;
    article.paragraphs = split_paragraphs(text::clean(bytes));
    if (article.paragraphs.empty()) return fail(Code::no_material, "the text is empty");
    std::string& first = article.paragraphs.front();
    if (first.starts_with("# ")) first.erase(0, 2);
    if (article.paragraphs.size() > 1 && title_like(first)) {
        article.title = first;
        article.paragraphs.erase(article.paragraphs.begin());
    }
    std::string sample;
    for (std::string& paragraph : article.paragraphs) {
        paragraph = without_reference_marks(paragraph);
        if (sample.size() < 8000) sample += paragraph + "\n";
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
