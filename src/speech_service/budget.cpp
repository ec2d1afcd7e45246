#include "speech_service/budget.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <fcntl.h>
#include <system_error>

#include <fmt/format.h>

#include "base/fd.hpp"
#include "base/file.hpp"
#include "base/file_lock.hpp"
#include "base/json.hpp"

namespace mss::speech_service {
namespace {

constexpr std::size_t kFileBytesMax = 64U << 10U;
constexpr std::size_t kMonthsKept = 36;

std::chrono::year_month month_of(Timestamp time) {
    const std::chrono::year_month_day day(std::chrono::floor<std::chrono::days>(time));
    return day.year() / day.month();
}

std::string begin_of_next(Timestamp time) {
    constexpr std::array kNames{"January", "February", "March",     "April",   "May",      "June",
                                "July",    "August",   "September", "October", "November", "December"};
    const std::chrono::year_month next = month_of(time) + std::chrono::months(1);
    return fmt::format("1 {} {}", kNames.at(static_cast<unsigned>(next.month()) - 1), static_cast<int>(next.year()));
}

}  // namespace

Result<Spendings> parse_spendings(std::string_view text) {
    auto spendings = json::decode_text<Spendings>(text, kFileBytesMax);
    const bool sensible = spendings && std::ranges::all_of(spendings->months, [](const auto& month) {
                              return month.second >= 0 && month.second <= (std::int64_t{1} << 52);
                          });
    if (!sensible)
        return fail(Code::io, "what was spent on speech cannot be read", spendings ? "" : spendings.error().message);
    return spendings;
}

std::filesystem::path spendings_file(const std::filesystem::path& data_dir) {
    return data_dir / "speech-spent.json";
}

std::string Budget::month() const {
    const std::chrono::year_month now = month_of(clock_.now());
    return fmt::format("{:04}-{:02}", static_cast<int>(now.year()), static_cast<unsigned>(now.month()));
}

Result<Spendings> Budget::read() const {
    const auto text = read_file(file_, kFileBytesMax);
    if (!text && text.error().code == Code::not_found) return Spendings();
    if (!text) return std::unexpected(text.error());
    auto spendings = parse_spendings(*text);
    if (!spendings) spendings.error().message += fmt::format(": mend or remove {}, which counts it", file_.string());
    return spendings;
}

Result<void> Budget::check_left(std::int64_t spent, std::int64_t characters) const {
    if (characters <= limit_ - spent) return {};
    if (limit_ == 0) return fail(Code::forbidden, "MSS_SPEECH_BUDGET is 0: nothing may be sent to a paid voice");
    return fail(Code::forbidden,
                fmt::format("paid voices may be sent {} characters a month (MSS_SPEECH_BUDGET), {} were sent, and {} "
                            "more are needed: the next month starts on {} (UTC); until then a limit of {} would do",
                            limit_, spent, characters, begin_of_next(clock_.now()), spent + characters));
}

Result<void> Budget::add(const std::string& month, std::int64_t characters, bool limited, int cancel_fd) const {
    const std::filesystem::path lock = file_.string() + ".lock";
    const UniqueFd file(::open(lock.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
    if (!file)
        return fail(Code::io,
                    fmt::format("cannot write {}: {}", lock.string(), std::generic_category().message(errno)));
    auto locked = wait_for_lock(file, LockKind::exclusive, {.cancel_fd = cancel_fd}, lock);
    // It is no service that lets us wait.
    if (!locked && locked.error().code == Code::timeout) locked.error().code = Code::io;
    MSS_TRY(locked);
    MSS_TRY_ASSIGN(Spendings spendings, read());
    std::int64_t& sent = spendings.months[month];
    if (limited) MSS_TRY(check_left(sent, characters));
    sent = std::max<std::int64_t>(sent + characters, 0);
    while (spendings.months.size() > kMonthsKept)
        spendings.months.erase(spendings.months.begin());
    return write_file(file_, json::pretty(json::encode(spendings)));
}

Result<std::string> Budget::take(std::int64_t characters, int cancel_fd) const {
    std::string now = month();
    MSS_TRY(add(now, characters, true, cancel_fd));
    return now;
}

Result<void> Budget::give_back(const std::string& month, std::int64_t characters) const {
    return add(month, -characters, false, -1);
}

Result<std::int64_t> Budget::spent() const {
    MSS_TRY_ASSIGN(const Spendings spendings, read());
    const auto found = spendings.months.find(month());
    return found == spendings.months.end() ? 0 : found->second;
}

Result<void> Budget::check(std::int64_t characters) const {
    MSS_TRY_ASSIGN(const std::int64_t sent, spent());
    return check_left(sent, characters);
}

}  // namespace mss::speech_service
