#include "picture/counter.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/utf8.hpp"
#include "picture/easing.hpp"

namespace mss::picture {

namespace {

constexpr int kCountingFrames = 42;
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

Counter::Counter(const SceneKit& kit, const Figure& figure, const TypeStyle& style, double width, double height,
                 const Motion& motion)
    : figure_(figure), motion_(motion) {
    TypeStyle whole = style;
    whole.tabular = true;
    whole.lines = 1;
    // The whole figure decides the size; then each sign is set by itself and put at the pen's place.
    const std::u32string points = utf8::decode(figure.before + figure.digits + figure.after);
    const SetText all = kit.type.set(utf8::encode(points), whole, width, height);
    whole.size = whole.smallest = all.size();
    const auto set = [&](const std::string& text) { return kit.type.set(text, whole, width, height); };
    for (int digit = 0; digit < 10; ++digit)
        digits_.push_back(set(std::to_string(digit)).sprite());
    sprite_offset_ = all.place();
    height_ = all.height();
    roll_ = all.size() * 0.42;

    const std::u32string digits = utf8::decode(figure.digits);
    const auto digit_count = static_cast<int>(std::ranges::count_if(digits, is_digit));
    double pen = 0;
    const auto advance = [&](const std::string& text) { return kit.type.advance(text, whole); };
    const auto add_sign = [&](const std::string& text, int power_left) {
        // Setting drops outer spaces, so the pen steps over those itself.
        const std::size_t spaces = std::min(text.find_first_not_of(' '), text.size());
        const double indent = advance(text.substr(0, spaces));
        if (spaces < text.size()) slots_.push_back({pen + indent, -1, power_left, set(text.substr(spaces)).sprite()});
        pen += advance(text);
    };
    add_sign(figure.before, -1);
    int power = digit_count;
    for (const char32_t point : digits) {
        if (is_digit(point)) {
            slots_.push_back({pen, --power, -1, {}});
            pen += advance("0");
        } else {
            add_sign(utf8::encode(std::u32string(1, point)), power);
        }
    }
    add_sign(figure.after, -1);
    width_ = pen;
}

double Counter::value_at(int frame) const {
    const auto value = static_cast<double>(figure_.value);
    // Years are counted up from a little before: from nothing they would race by unread.
    const bool year =
        figure_.digits.size() == 4 && figure_.value >= 1000 && figure_.value < 2100 && figure_.after.empty();
    const double from = year ? value - 60 : 0;
    return from + (value - from) * ease_out_quint(progress(frame, motion_.start, kCountingFrames));
}

void Counter::draw_digit(codec::Frame& target, const Slot& slot, double value, double opacity, double lift) const {
    const double unit = std::pow(10.0, slot.power);
    // Like a wheel that turns only while the wheel at its right passes from 9 to 0.
    const double turned = std::floor(value / unit);
    const double rest = value / unit - turned;
    const double roll = slot.power == 0 ? ease_in_out(rest) : ease_in_out((rest * unit - (unit - 1)));
    const bool leading_zero = turned < 1 && slot.power > figure_.decimals;
    const auto digit = [&](double number) { return static_cast<std::size_t>(std::fmod(number, 10.0)); };
    const Point at{place_.x + slot.x + sprite_offset_.x, place_.y + sprite_offset_.y + lift};
    if (!leading_zero) digits_[digit(turned)].draw(target, {at.x, at.y - roll * roll_}, opacity * (1 - roll));
    if (roll > 0) digits_[digit(turned + 1)].draw(target, {at.x, at.y + (1 - roll) * roll_}, opacity * roll);
}

void Counter::draw(int frame, codec::Frame& target, double opacity) const {
    if (frame < motion_.start) return;
    const double t = progress(frame, motion_.start, motion_.length);
    const double shown = opacity * ease_out_cubic(t * 1.6);
    const double lift =
        motion_.offset * (1 - ease_out_quint(t)) + motion_.float_y * sway(frame, motion_.period, motion_.phase);
    // Close enough to the end it is the end: no digit may stop between two values.
    const double exact = value_at(frame);
    const double value = static_cast<double>(figure_.value) - exact < 0.02 ? static_cast<double>(figure_.value) : exact;
    for (const Slot& slot : slots_) {
        if (slot.power >= 0) {
            draw_digit(target, slot, value, shown, lift);
        } else if (slot.power_left < 0 || value >= std::pow(10.0, slot.power_left) ||
                   slot.power_left <= figure_.decimals) {
            slot.sign.draw(target, {place_.x + slot.x + sprite_offset_.x, place_.y + sprite_offset_.y + lift}, shown);
        }
    }
}

}  // namespace mss::picture
