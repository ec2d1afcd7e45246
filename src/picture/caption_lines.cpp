#include "picture/caption_lines.hpp"

#include <algorithm>

#include <pango/pango.h>

#include "base/utf8.hpp"

namespace mss::picture {
namespace {

/// What Pango knows about each place before a code point, and the one after the last.
std::vector<PangoLogAttr> attributes_of(const std::string& text, std::size_t points) {
    std::vector<PangoLogAttr> attributes(points + 1);
    pango_get_log_attrs(text.data(), static_cast<int>(text.size()), -1, pango_language_from_string("en"),
                        attributes.data(), static_cast<int>(attributes.size()));
    return attributes;
}

/// Cuts before each code point for which `is_border` holds.
template <class IsBorder>
std::vector<std::string> cut(const std::u32string& points, IsBorder is_border) {
    std::vector<std::string> pieces(1);
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (i > 0 && is_border(i)) pieces.emplace_back();
        utf8::append(pieces.back(), points[i]);
    }
    return pieces;
}

/// The width of piece `i` with those on its right that are held to it.
double held_width(const std::vector<CaptionPiece>& pieces, std::size_t i) {
    double width = pieces[i].width;
    for (++i; i < pieces.size() && pieces[i].held; ++i)
        width += pieces[i].space_before + pieces[i].width;
    return width;
}

/// The widest pieces held together that fit on a line of `width`; 0 where none are held.
double widest_held(const std::vector<CaptionPiece>& pieces, double width) {
    double widest = 0;
    for (std::size_t i = 0; i + 1 < pieces.size(); ++i) {
        if (pieces[i].held || !pieces[i + 1].held) continue;
        const double together = held_width(pieces, i);
        if (together <= width) widest = std::max(widest, together);
    }
    return widest;
}

std::vector<std::size_t> fill_lines(const std::vector<CaptionPiece>& pieces, double width) {
    std::vector<std::size_t> firsts;
    double used = 0;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        const CaptionPiece& piece = pieces[i];
        const double together = held_width(pieces, i);
        const double needed = together <= width ? together : piece.width;
        if (firsts.empty() || used + piece.space_before + needed > width) {
            firsts.push_back(i);
            used = piece.width;
        } else {
            used += piece.space_before + piece.width;
        }
    }
    return firsts;
}

}  // namespace

std::vector<std::string> break_pieces(std::string_view word) {
    const std::u32string points = utf8::decode(word);
    const std::vector<PangoLogAttr> attributes = attributes_of(utf8::encode(points), points.size());
    return cut(points, [&](std::size_t i) { return attributes[i].is_line_break != 0; });
}

std::vector<std::string> cut_between_clusters(std::string_view text, std::size_t parts) {
    const std::u32string points = utf8::decode(text);
    const std::vector<PangoLogAttr> attributes = attributes_of(utf8::encode(points), points.size());
    const auto is_cluster = [](const PangoLogAttr& place) { return place.is_cursor_position != 0; };
    const auto clusters = static_cast<std::size_t>(std::count_if(attributes.begin(), attributes.end() - 1, is_cluster));
    const std::size_t longest = std::max<std::size_t>(1, (clusters + parts - 1) / std::max<std::size_t>(1, parts));
    std::size_t before = 0;
    return cut(points, [&](std::size_t i) { return is_cluster(attributes[i]) && ++before % longest == 0; });
}

std::vector<std::size_t> break_lines(const std::vector<CaptionPiece>& pieces, double width) {
    std::vector<std::size_t> best = fill_lines(pieces, width);
    // Narrower lines would part what is held together.
    double low = widest_held(pieces, width);
    double high = width;
    for (int step = 0; step < 12; ++step) {
        const double middle = (low + high) / 2;
        std::vector<std::size_t> lines = fill_lines(pieces, middle);
        const bool holds = lines.size() <= best.size();
        (holds ? high : low) = middle;
        if (holds) best = std::move(lines);
    }
    return best;
}

}  // namespace mss::picture
