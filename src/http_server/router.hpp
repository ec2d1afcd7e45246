#pragma once
// Router: which handler answers a method and a path. Patterns are literal segments, {name} for one segment that is not
// empty, and at the end {name*} for all the rest, which may be empty. Where several match, the one that is literal for
// longer wins; a slash at the end makes another path. A path that is known under other methods is answered with 405 and
// Allow; HEAD is answered as GET, OPTIONS with Allow. Built once; then any thread.

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "http_server/message.hpp"

namespace mss::http_server {

using Handler = std::function<Response(const Request&)>;

/// How an answer of the server's own looks (404, 405, 400, 413, 431, 503, ...). `request` holds what could be read of
/// it, and its id. `detail` is for people.
using ErrorPage = std::function<Response(int status, const std::string& detail, const Request& request)>;

struct Route {
    Method method = Method::get;
    std::string pattern;
    Handler handler;
};

class Router {
public:
    explicit Router(ErrorPage error_page) : error_page_(std::move(error_page)) {}

    /// Throws std::logic_error where the method and pattern are taken.
    void add(Route route);
    /// What a handler throws becomes a 500 through the error page.
    Response answer(Request& request) const;

private:
    enum class Kind { literal, name, rest };
    struct Segment {
        Kind kind = Kind::literal;
        std::string text;  ///< the literal, or the name
    };
    struct Entry {
        std::size_t route = 0;
        std::vector<Segment> segments;
    };
    using Parts = std::vector<std::string_view>;

    static std::vector<Segment> segments_of(std::string_view pattern);
    static bool matches(const std::vector<Segment>& segments, const Parts& parts);
    static bool is_closer(const std::vector<Segment>& one, const std::vector<Segment>& other);
    void take_parameters(const Entry& entry, Request& request, const Parts& parts) const;
    Response answer_for_server() const;
    Response call(const Entry& entry, Request& request, const Parts& parts) const;

    ErrorPage error_page_;
    std::vector<Route> routes_;
    std::vector<Entry> entries_;
};

}  // namespace mss::http_server
