#include "media/media_process.hpp"

#include <algorithm>
#include <array>

namespace mss::media {
namespace {

using media_protocol::Operation;
using media_protocol::Reply;

Error failure_of(const media_protocol::Failure& failure) {
    constexpr std::array kCodes{Code::invalid, Code::not_found, Code::no_material, Code::too_large, Code::unavailable,
                                Code::timeout, Code::cancelled, Code::gate_failed, Code::io,        Code::internal};
    const auto found = std::ranges::find_if(kCodes, [&](Code code) { return name_of(code) == failure.code; });
    return Error{found == kCodes.end() ? Code::internal : *found, failure.message, failure.detail};
}

}  // namespace

std::filesystem::path media_program_beside(const std::filesystem::path& own_program) {
    const auto folder = own_program.parent_path();
    const auto beside = folder / "mss-media";
    const auto installed = folder.parent_path() / "lib" / "mss" / "mss-media";
    return std::filesystem::exists(beside) || !std::filesystem::exists(installed) ? beside : installed;
}

Result<json::Value> MediaProcess::call_json(Operation operation, json::Value request, const OnProgress& progress) {
    const std::string line = json::print(json::encode(media_protocol::Request{operation, std::move(request)}));
    auto answer = call_once(line, progress);
    const bool crashed = !answer && !child_ && answer.error().code == Code::unavailable;
    return crashed ? call_once(line, progress) : answer;
}

// After a failure of the child itself child_ is empty; after an error that the child reported it lives on.
Result<json::Value> MediaProcess::call_once(const std::string& line, const OnProgress& progress) {
    if (!child_) {
        auto started = ChildProcess::spawn({.program = options_.program,
                                            .arguments = {},
                                            .working_directory = {},
                                            .address_space_bytes = options_.address_space_bytes,
                                            .file_size_bytes = options_.file_size_bytes,
                                            .nice = options_.nice});
        if (!started)
            return fail(Code::unavailable, started.error().message + "; it belongs beside mss: install MSS again",
                        started.error().detail);
        child_ = std::move(*started);
    }
    if (auto sent = child_->send_line(line); !sent) {
        child_.reset();
        return std::unexpected(sent.error());
    }
    while (true) {
        auto received =
            child_->read_line(std::chrono::steady_clock::now() + options_.no_progress_limit, options_.cancel_fd);
        const auto reply =
            received ? json::decode_text<Reply>(*received, 64U << 20U) : Result<Reply>(std::unexpect, received.error());
        if (!reply) {
            child_.reset();
            return received
                       ? fail(Code::internal, "the media process answered with something else", reply.error().message)
                       : std::unexpected(reply.error());
        }
        if (reply->result) return *reply->result;
        if (reply->failure) return std::unexpected(failure_of(*reply->failure));
        if (reply->progress && progress) progress(*reply->progress);
    }
}

}  // namespace mss::media
