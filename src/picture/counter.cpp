#include "picture/counter.hpp"

#include <algorithm>
#include <ranges>
#include <vector>

#include "base/utf8.hpp"
#include "picture/easing.hpp"

namespace mss::picture {

namespace {

constexpr std::size_t kMostDigits = 15;

bool is_digit(char32_t point) {
    return point >= U'0' && point <= U'9';
}

/// Signs that may stand between the digits of one number: , . ' and narrow or plain spaces.
bool is_separator(char32_t point) {
    return point == U',' || point == U'.' || point == U'\'' || point == U'\u2019' || point == U' ' ||
           point == U'\u00A0' || point == U'\u202F' || point == U'\u2009';
}

/// How many of the digits stand after a decimal sign: the last separator is one where it is a comma or a full stop and
/// does not cut off exactly three digits, or where a different separator stands before it.
int count_decimals(const std::u32string& digits) {
    const auto last = std::find_if(digits.rbegin(), digits.rend(), is_separator);
    if (last == digits.rend() || (*last != U'.' && *last != U',')) return 0;
    const auto after = last - digits.rbegin();
    const auto before = std::find_if(last + 1, digits.rend(), is_separator);
    const bool another_before = before != digits.rend() && *before != *last;
    const bool repeated = before != digits.rend() && *before == *last;
    if (repeated || (after == 3 && !another_before)) return 0;
    return static_cast<int>(after);
}

}  // namespace

std::optional<Figure> parse_figure(std::string_view text) {
    const std::u32string points = utf8::decode(text);
    const auto first = std::find_if(points.begin(), points.end(), is_digit);
    if (first == points.end()) return std::nullopt;
    auto end = first;
    while (end != points.end() &&
           (is_digit(*end) || (is_separator(*end) && end + 1 != points.end() && is_digit(end[1]))))
        ++end;
    if (std::any_of(end, points.end(), is_digit)) return std::nullopt;

    Figure figure;
    const std::u32string digits(first, end);
    figure.before = utf8::encode(std::u32string(points.begin(), first));
    figure.digits = utf8::encode(digits);
    figure.after = utf8::encode(std::u32string(end, points.end()));
    figure.decimals = count_decimals(digits);
    std::size_t count = 0;
    for (const char32_t point : digits) {
        if (!is_digit(point)) continue;
        figure.value = figure.value * 10 + (point - U'0');
        if (++count > kMostDigits) return std::nullopt;
    }
    return figure;
}

std::string digits_at(const Figure& figure, std::uint64_t value) {
    const std::u32string pattern = utf8::decode(figure.digits);
    std::u32string reversed;
    int written = 0;
    for (const char32_t point : pattern | std::views::reverse) {
        // A decimal figure keeps its zero before the decimal sign.
        if (value == 0 && written > figure.decimals) break;
        if (!is_digit(point)) {
            reversed += point;
            continue;
        }
        reversed += U'0' + static_cast<char32_t>(value % 10);
        value /= 10;
        ++written;
    }
    while (!reversed.empty() && !is_digit(reversed.back()))
        reversed.pop_back();
    return utf8::encode(std::u32string(reversed.rbegin(), reversed.rend()));
}

Counter::Counter(const SceneKit& kit, const Figure& figure, const TypeStyle& style, double width, double height,
                 const Motion& motion, int counting)
    : figure_(figure), motion_(motion), counting_(counting) {
    TypeStyle whole = style;
    whole.lines = 1;
    // The whole figure decides the size; then each sign is set by itself for the frames in which it counts.
    const SetText all = kit.type.set(figure.before + figure.digits + figure.after, whole, width, height);
    whole.size = whole.smallest = all.size();
    finished_ = all.sprite();
    sprite_offset_ = all.place();
    width_ = all.width();
    height_ = all.height();
    before_ = make_sign(kit, figure.before, whole);
    after_ = make_sign(kit, figure.after, whole);
    for (const char32_t point : U"0123456789" + utf8::decode(figure.digits))
        if (!signs_.contains(point)) signs_[point] = make_sign(kit, utf8::encode(std::u32string(1, point)), whole);
}

Counter::Sign Counter::make_sign(const SceneKit& kit, const std::string& text, const TypeStyle& style) const {
    Sign sign;
    sign.advance = kit.type.advance(text, style);
    // Setting drops outer spaces, so the pen steps over those itself.
    const std::size_t spaces = std::min(text.find_first_not_of(' '), text.size());
    sign.indent = kit.type.advance(text.substr(0, spaces), style);
    sign.sprite = kit.type.set(text.substr(spaces), style, kit.stage.width, kit.stage.height).sprite();
    return sign;
}

std::uint64_t Counter::value_at(int frame) const {
    const double t = progress(frame, motion_.start, counting_);
    if (t >= 1) return figure_.value;
    const auto value = static_cast<double>(figure_.value);
    // Years are counted up from a little before: from nothing they would race by unread.
    const bool year =
        figure_.digits.size() == 4 && figure_.value >= 1000 && figure_.value < 2100 && figure_.after.empty();
    const double from = year ? value - 60 : 0;
    return static_cast<std::uint64_t>(from + (value - from) * ease_out_quint(t) + 0.5);
}

void Counter::draw(int frame, codec::Frame& target, double opacity) const {
    if (frame < motion_.start) return;
    const double t = progress(frame, motion_.start, motion_.length);
    const double shown = opacity * ease_out_cubic(t * 1.6);
    const double lift =
        motion_.offset * (1 - ease_out_quint(t)) + motion_.float_y * sway(frame, motion_.period, motion_.phase);
    const Point at{place_.x + sprite_offset_.x, place_.y + sprite_offset_.y + lift};
    const std::uint64_t value = value_at(frame);
    if (value == figure_.value) {
        finished_.draw(target, at, shown);
        return;
    }
    std::vector<const Sign*> line{&before_};
    for (const char32_t point : utf8::decode(digits_at(figure_, value)))
        line.push_back(&signs_.at(point));
    line.push_back(&after_);
    double used = 0;
    for (const Sign* sign : line)
        used += sign->advance;
    double pen = (width_ - used) / 2;
    for (const Sign* sign : line) {
        sign->sprite.draw(target, {at.x + pen + sign->indent, at.y}, shown);
        pen += sign->advance;
    }
}

}  // namespace mss::picture
