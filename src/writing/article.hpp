#pragma once
// Article: prose that a script is written from, and how to get it out of a web page or a text file. Pure; any thread;
// web pages are hostile input and never crash, hang or exhaust memory. Errors: invalid, too_large, no_material.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "http/transport.hpp"
#include "model/script.hpp"

namespace mss::writing {

struct Article {
    std::string title;
    std::string author;
    std::string site;
    std::string url;
    std::string language;                 ///< BCP 47; empty when unknown
    std::vector<std::string> paragraphs;  ///< clean prose in reading order; no headings, no markup
    std::vector<std::string> headings;    ///< of a given text, between its paragraphs, which nobody says
    std::string licence;                  ///< such as "CC BY-SA 4.0"; empty where none is claimed
    std::string markup;                   ///< the first that was left out of a plain text; empty: there was none
};

/// The main text of an HTML page: menus, headers, footers, captions, comments, notices about cookies, calls to share or
/// subscribe and reference marks are left out. `content_type` is the HTTP header (may be empty); the encoding is taken
/// from a byte order mark, it, a <meta>, or guessed, in that order. Without a `url` somebody pasted the words, and all
/// of them are meant, lists, quotations, tables and short lines too: only what is hidden, programs and styles are left
/// out. A whole page that was saved is still read as a page.
Result<Article> article_from_html(std::string_view bytes, std::string_view content_type, std::string_view url);

/// Plain text: UTF-8, paragraphs apart by empty lines; a short first line without a full stop is the title. Entries of
/// a list lose their bullet or number; behind "You need:" they become one sentence. Tags and the marks of Markdown,
/// which nobody says, are left out, and entities ("&amp;") become the letters that they mean; nothing else is changed.
Result<Article> article_from_text(std::string_view bytes);

/// The paragraphs and headings of a plain text without markup inside its lines, as article_from_text() reads them.
void read_paragraphs(Article& article, std::string_view text);

/// A first paragraph that reads as a title, or repeats the one that is known, becomes it.
void take_title(Article& article);

/// Fetches a page and reads it. `allow_private_addresses` must be false where strangers choose the URL. Errors also:
/// those of the transport, unavailable for an HTTP error status.
Result<Article> article_from_url(http::HttpTransport& transport, const std::string& url, bool allow_private_addresses,
                                 const std::function<bool()>& cancelled = {});

/// The article as a script's source.
model::Source source_of(const Article& article);

}  // namespace mss::writing
