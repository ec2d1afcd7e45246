#include "http_server/router.hpp"

#include <algorithm>
#include <stdexcept>

namespace mss::http_server {
namespace {

// What stands between the slashes, from the first on: "/a/b" is a, b; "/" is one empty part.
std::vector<std::string_view> split(std::string_view path) {
    std::vector<std::string_view> parts;
    path.remove_prefix(std::min<std::size_t>(1, path.size()));
    while (true) {
        const auto slash = path.find('/');
        parts.push_back(path.substr(0, slash));
        if (slash == std::string_view::npos) return parts;
        path.remove_prefix(slash + 1);
    }
}

// The methods that a path takes, for Allow.
std::string allowed(std::vector<Method> methods) {
    if (std::ranges::find(methods, Method::get) != methods.end()) methods.push_back(Method::head);
    methods.push_back(Method::options);
    std::ranges::sort(methods);
    methods.erase(std::ranges::unique(methods).begin(), methods.end());
    std::string list;
    for (const Method method : methods) {
        if (!list.empty()) list += ", ";
        list += name_of(method);
    }
    return list;
}

}  // namespace

std::vector<Router::Segment> Router::segments_of(std::string_view pattern) {
    std::vector<Segment> segments;
    for (const std::string_view part : split(pattern)) {
        if (!part.starts_with('{') || !part.ends_with('}')) {
            segments.push_back({Kind::literal, std::string(part)});
            continue;
        }
        const std::string_view name = part.substr(1, part.size() - 2);
        if (name.ends_with('*'))
            segments.push_back({Kind::rest, std::string(name.substr(0, name.size() - 1))});
        else
            segments.push_back({Kind::name, std::string(name)});
    }
    return segments;
}

void Router::add(Route route) {
    if (!route.pattern.starts_with('/')) throw std::logic_error("a route's pattern begins with a slash");
    Entry entry{.route = routes_.size(), .segments = segments_of(route.pattern)};
    for (const Entry& known : entries_) {
        const bool same = std::ranges::equal(known.segments, entry.segments, [](const Segment& a, const Segment& b) {
            return a.kind == b.kind && (a.kind != Kind::literal || a.text == b.text);
        });
        if (same && routes_[known.route].method == route.method)
            throw std::logic_error("two routes for " + std::string(name_of(route.method)) + " " + route.pattern);
    }
    routes_.push_back(std::move(route));
    entries_.push_back(std::move(entry));
}

bool Router::matches(const std::vector<Segment>& segments, const Parts& parts) {
    for (std::size_t i = 0; i < segments.size(); ++i) {
        if (segments[i].kind == Kind::rest) return true;
        if (i == parts.size()) return false;
        if (segments[i].kind == Kind::name ? parts[i].empty() : parts[i] != segments[i].text) return false;
    }
    return segments.size() == parts.size();
}

bool Router::is_closer(const std::vector<Segment>& one, const std::vector<Segment>& other) {
    return std::ranges::lexicographical_compare(one, other, {}, &Segment::kind, &Segment::kind);
}

void Router::take_parameters(const Entry& entry, Request& request, const Parts& parts) const {
    request.parameters.clear();
    for (std::size_t i = 0; i < entry.segments.size(); ++i) {
        const Segment& segment = entry.segments[i];
        if (segment.kind == Kind::name) request.parameters[segment.text] = parts[i];
        if (segment.kind != Kind::rest) continue;
        const std::string_view path = request.path;
        const auto begin = i < parts.size() ? static_cast<std::size_t>(parts[i].data() - path.data()) : path.size();
        request.parameters[segment.text] = path.substr(begin);
    }
}

Response Router::call(const Entry& entry, Request& request, const Parts& parts) const {
    try {
        take_parameters(entry, request, parts);
        return routes_[entry.route].handler(request);
    } catch (...) {
        // What it says may name files or secrets, so the client does not get it.
        return error_page_(500, "The request failed by a defect of the server.", request);
    }
}

// OPTIONS of "*" asks about the server, not about one of its paths (RFC 9110, 9.3.7).
Response Router::answer_for_server() const {
    std::vector<Method> methods;
    methods.reserve(routes_.size());
    for (const Route& route : routes_)
        methods.push_back(route.method);
    Response response{.status = 204, .fields = {}, .body = {}};
    response.fields.set("Allow", allowed(std::move(methods)));
    return response;
}

Response Router::answer(Request& request) const {
    if (request.path == "*") return answer_for_server();
    const Parts parts = split(request.path);
    const Method wanted = request.method == Method::head ? Method::get : request.method;
    const Entry* best = nullptr;
    const Entry* closest = nullptr;  // with any method
    std::vector<Method> methods;
    for (const Entry& entry : entries_) {
        if (!matches(entry.segments, parts)) continue;
        if (closest == nullptr || is_closer(entry.segments, closest->segments)) {
            closest = &entry;
            methods.clear();
            best = nullptr;
        } else if (is_closer(closest->segments, entry.segments)) {
            continue;
        }
        methods.push_back(routes_[entry.route].method);
        if (routes_[entry.route].method == wanted) best = &entry;
    }
    if (best != nullptr) return call(*best, request, parts);
    if (closest == nullptr) return error_page_(404, "There is nothing at this address.", request);
    Response response;
    if (request.method == Method::options)
        response.status = 204;
    else
        response = error_page_(405, "The address does not take this method.", request);
    response.fields.set("Allow", allowed(std::move(methods)));
    return response;
}

}  // namespace mss::http_server
