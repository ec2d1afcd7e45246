#include "celery/iso_time.hpp"

#include <algorithm>
#include <chrono>
#include <optional>

#include <fmt/format.h>

#include "base/ascii.hpp"
#include "base/utf8.hpp"

namespace mss::celery {
namespace {

using namespace std::chrono;

// Takes fixed forms off the front of a text; once something is missing, all is.
class Scanner {
public:
    explicit Scanner(std::string_view text) : rest_(text) {}

    bool failed() const { return failed_; }
    bool at_end() const { return rest_.empty(); }
    bool next_is(std::string_view letters) const {
        return !rest_.empty() && letters.find(rest_.front()) != std::string_view::npos;
    }
    char take() {
        const char letter = rest_.front();
        rest_.remove_prefix(1);
        return letter;
    }
    bool take_if(std::string_view letters) {
        if (!next_is(letters)) return false;
        take();
        return true;
    }
    void expect(std::string_view letters) { failed_ = !take_if(letters) || failed_; }
    int digits(std::size_t count) {
        if (rest_.size() < count || !ascii::all_digits(rest_.substr(0, count))) {
            failed_ = true;
            return 0;
        }
        int number = 0;
        for (const char digit : rest_.substr(0, count))
            number = number * 10 + (digit - '0');
        rest_.remove_prefix(count);
        return number;
    }
    // One to nine digits behind a decimal mark.
    nanoseconds fraction() {
        std::int64_t value = 0;
        int count = 0;
        for (; count < 9 && next_is("0123456789"); ++count)
            value = value * 10 + (take() - '0');
        failed_ = failed_ || count == 0 || next_is("0123456789");
        for (; count < 9; ++count)
            value *= 10;
        return nanoseconds(value);
    }

private:
    std::string_view rest_;
    bool failed_ = false;
};

seconds scan_offset(Scanner& scanner) {
    if (scanner.at_end() || scanner.take_if("Zz")) return seconds(0);
    if (!scanner.next_is("+-")) return seconds(0);  // something else is left, which the caller sees
    const int sign = scanner.take() == '-' ? -1 : 1;
    seconds offset = hours(scanner.digits(2));
    if (scanner.take_if(":") || scanner.next_is("0123456789")) offset += minutes(scanner.digits(2));
    if (scanner.take_if(":")) offset += seconds(scanner.digits(2));
    return offset * sign;
}

std::optional<Timestamp> scan_time(std::string_view text) {
    Scanner scanner(text);
    const int year_number = scanner.digits(4);
    scanner.expect("-");
    const auto month_number = static_cast<unsigned>(scanner.digits(2));
    scanner.expect("-");
    const year_month_day date(year(year_number), month(month_number), day(static_cast<unsigned>(scanner.digits(2))));
    if (scanner.failed() || !date.ok() || year_number == 0) return std::nullopt;
    if (scanner.at_end()) return Timestamp(sys_days(date));
    scanner.expect("Tt ");
    const int hour = scanner.digits(2);
    scanner.expect(":");
    const int minute = scanner.digits(2);
    const int second = scanner.take_if(":") ? scanner.digits(2) : 0;
    milliseconds fraction{0};
    if (scanner.take_if(".,")) fraction = floor<milliseconds>(scanner.fraction());
    const seconds offset = scan_offset(scanner);
    if (scanner.failed() || !scanner.at_end() || hour > 23 || minute > 59 || second > 59 || abs(offset) >= days(1))
        return std::nullopt;
    return sys_days(date) + hours(hour) + minutes(minute) + seconds(second) - offset + fraction;
}

}  // namespace

Result<IsoTime> parse_iso_time(std::string_view text) {
    const auto at = scan_time(text);
    if (!at) return fail(Code::invalid, fmt::format("{} is no time of ISO 8601", utf8::printable(text, 60)));
    return IsoTime{std::string(text), *at};
}

IsoTime iso_time(Timestamp at) {
    constexpr Timestamp kFirst{sys_days(year(1) / 1 / 1)};
    constexpr Timestamp kLast{sys_days(year(9999) / 12 / 31) + hours(23)};
    at = std::clamp(at, kFirst, kLast);
    const auto midnight = floor<days>(at);
    const year_month_day date(midnight);
    const hh_mm_ss time(at - midnight);
    std::string text = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", static_cast<int>(date.year()),
                                   static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                                   time.hours().count(), time.minutes().count(), time.seconds().count());
    if (time.subseconds().count() != 0) text += fmt::format(".{:03}000", time.subseconds().count());
    return {text + "+00:00", at};
}

}  // namespace mss::celery
