#pragma once
// Budget: how many characters an installation has sent to a paid speech service in each calendar month (UTC), and how
// many it may. Kept in one small file that several processes share under a lock; it is on the disk before a request is
// sent, so that no kill and no power failure makes it say less than was sent. Any thread; blocks.

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include <boost/describe.hpp>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace mss::speech_service {

/// The file's content.
struct Spendings {
    std::map<std::string, std::int64_t> months;  ///< "2026-11": characters
};
BOOST_DESCRIBE_STRUCT(Spendings, (), (months))

/// Errors: io (it is not what this program writes; nobody may spend by it).
Result<Spendings> parse_spendings(std::string_view text);

/// Where an installation counts.
std::filesystem::path spendings_file(const std::filesystem::path& data_dir);

class Budget {
public:
    /// `file` and a lock file beside it lie in a folder that is there. `limit`: characters a month. `clock` outlives
    /// it.
    Budget(std::filesystem::path file, std::int64_t limit, const Clock& clock)
        : file_(std::move(file)), limit_(limit), clock_(clock) {}

    /// Counts characters before they are sent; the month that they count in, for give_back(). Errors: forbidden (they
    /// are more than is left; says when it starts anew), io (also where another process holds the lock for too long),
    /// cancelled.
    Result<std::string> take(std::int64_t characters, int cancel_fd = -1) const;

    /// Takes back what a service refused, and so does not bill. Errors: as take().
    Result<void> give_back(const std::string& month, std::int64_t characters) const;

    /// Whether so many are left now, without counting them. Errors: as take().
    Result<void> check(std::int64_t characters) const;

    /// How many were sent in this month. Errors: io.
    Result<std::int64_t> spent() const;

    std::int64_t limit() const { return limit_; }

private:
    Result<Spendings> read() const;
    Result<void> add(const std::string& month, std::int64_t characters, bool limited, int cancel_fd) const;
    Result<void> check_left(std::int64_t spent, std::int64_t characters) const;
    std::string month() const;

    const std::filesystem::path file_;
    const std::int64_t limit_;
    const Clock& clock_;
};

}  // namespace mss::speech_service
