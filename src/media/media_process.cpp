#include "media/media_process.hpp"

#include <algorithm>
#include <array>
#include <ctime>

namespace mss::media {
namespace {

using media_protocol::Operation;
using media_protocol::Reply;
using std::chrono::nanoseconds;

// What is known of a failure, and what the child's libraries said on standard error.
std::string detail_of(const std::string& known, const std::string& error_output) {
    return known.empty() || error_output.empty() ? known + error_output : known + "\n" + error_output;
}

Error failure_of(const media_protocol::Failure& failure, const std::string& error_output) {
    constexpr std::array kCodes{Code::invalid, Code::not_found, Code::no_material, Code::too_large, Code::unavailable,
                                Code::timeout, Code::cancelled, Code::gate_failed, Code::io,        Code::internal};
    const auto found = std::ranges::find_if(kCodes, [&](Code code) { return name_of(code) == failure.code; });
    return {found == kCodes.end() ? Code::internal : *found, failure.message, detail_of(failure.detail, error_output)};
}

// Of the child's threads together; nothing once it has ended.
nanoseconds processor_time(const ChildProcess& child) {
    clockid_t clock{};
    timespec time{};
    if (::clock_getcpuclockid(child.pid(), &clock) != 0 || ::clock_gettime(clock, &time) != 0) return {};
    return std::chrono::seconds(time.tv_sec) + nanoseconds(time.tv_nsec);
}

// Whether a silent child is at work. Where others have the processor a sentence may take minutes, and a very long one
// does so anywhere; one that hangs, or that computes without end, is told from those by what it computed.
class Silence {
public:
    Silence(const ChildProcess& child, nanoseconds limit)
        : child_(child), limit_(limit), begun_(processor_time(child)), before_(begun_) {}

    /// After each `limit` of silence.
    bool may_go_on() {
        constexpr int kHardlyAnything = 200;  // of a part
        constexpr int kLimitsOfWork = 4;
        constexpr int kMostLimits = 30;  // one that computes a little now and then is not waited for all day
        const nanoseconds now = processor_time(child_);
        const bool works = now - before_ >= limit_ / kHardlyAnything;
        before_ = now;
        return works && ++waited_ < kMostLimits && now - begun_ < limit_ * kLimitsOfWork;
    }

private:
    const ChildProcess& child_;
    nanoseconds limit_;
    nanoseconds begun_;
    nanoseconds before_;
    int waited_ = 0;
};

}  // namespace

std::filesystem::path media_program_beside(const std::filesystem::path& own_program) {
    const auto folder = own_program.parent_path();
    const auto beside = folder / "mss-media";
    const auto installed = folder.parent_path() / "lib" / "mss" / "mss-media";
    return std::filesystem::exists(beside) || !std::filesystem::exists(installed) ? beside : installed;
}

MediaProcess::MediaProcess(MediaProcess&& other) noexcept
    : options_(std::move(other.options_)),
      child_(std::exchange(other.child_, std::nullopt)),
      child_pid_(other.child_pid_) {}

MediaProcess::~MediaProcess() {
    drop_child("no longer needed");
}

Result<json::Value> MediaProcess::call_json(Operation operation, json::Value request, const OnProgress& progress) {
    const std::string line = json::print(json::encode(media_protocol::Request{operation, std::move(request)}));
    MSS_TRY(start());
    auto answer = exchange(line, progress);
    const bool crashed = !answer && !child_ && answer.error().code == Code::unavailable;
    if (!crashed) return answer;
    if (options_.log != nullptr)
        options_.log->warning("media process crashed, trying again",
                              {{"operation", boost::describe::enum_to_string(operation, "")},
                               {"reason", answer.error().message},
                               {"detail", answer.error().detail}});
    MSS_TRY(start());
    return exchange(line, progress);
}

Result<void> MediaProcess::start() {
    if (child_) return {};
    auto started = ChildProcess::spawn({.program = options_.program,
                                        .arguments = {options_.voices_folder.string()},
                                        .working_directory = {},
                                        .called = "the media process",
                                        .address_space_bytes = options_.address_space_bytes,
                                        .file_size_bytes = options_.file_size_bytes,
                                        .nice = options_.nice,
                                        .hides_keys = true});  // it decodes what strangers made
    if (!started)
        return fail(Code::unavailable, started.error().message + "; it belongs beside mss: install MSS again",
                    started.error().detail);
    child_ = std::move(*started);
    child_pid_ = child_->pid();
    if (options_.log != nullptr) options_.log->debug("media process started", {{"pid", child_pid_}});
    return {};
}

ChildProcess::Time MediaProcess::progress_deadline() const {
    return std::chrono::steady_clock::now() + options_.no_progress_limit;
}

// After a failure of the child itself child_ is empty; after an error that the child reported it lives on.
Result<json::Value> MediaProcess::exchange(const std::string& line, const OnProgress& progress) {
    if (auto sent = child_->send_line(line, progress_deadline(), options_.cancel_fd); !sent)
        return give_up(std::move(sent).error());
    std::optional<Silence> silence;
    while (true) {
        if (!silence) silence.emplace(*child_, options_.no_progress_limit);
        auto received = child_->read_line(progress_deadline(), options_.cancel_fd);
        if (!received && received.error().code == Code::timeout && silence->may_go_on()) continue;
        silence.reset();
        if (!received) return give_up(std::move(received).error());
        const auto reply = json::decode_text<Reply>(*received, 64U << 20U);
        if (!reply) return give_up(nonsense(reply.error()));
        if (reply->result) return *reply->result;
        if (reply->failure) return std::unexpected(failure_of(*reply->failure, child_->error_output()));
        if (reply->progress && progress) progress(*reply->progress);
    }
}

Error MediaProcess::nonsense(const Error& why) {
    return {Code::internal, "the media process answered with something else",
            detail_of(why.message, child_->error_output())};
}

std::unexpected<Error> MediaProcess::give_up(Error error) {
    drop_child(error.message);
    return std::unexpected(std::move(error));
}

void MediaProcess::drop_child(std::string_view reason) {
    if (!child_) return;
    child_.reset();
    if (options_.log != nullptr) options_.log->debug("media process ended", {{"pid", child_pid_}, {"reason", reason}});
}

}  // namespace mss::media
