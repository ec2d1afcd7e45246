#include "studio/paid_voice.hpp"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <system_error>

#include <fmt/format.h>

#include "base/file.hpp"
#include "media_protocol/pronunciations.hpp"
#include "text/words.hpp"

namespace mss::studio {
namespace {

using media_protocol::Operation;
using speech_service::Recording;

Result<json::Value> bring_into_form(media::MediaProcess& process, const Recording& recording,
                                    const media_protocol::SpeechRequest& request) {
    const std::filesystem::path file =
        std::filesystem::path(request.output).replace_filename("recording." + recording.suffix);
    MSS_TRY(write_file(file, recording.bytes));
    auto answer =
        process.call_json(Operation::alignment,
                          json::encode(media_protocol::AlignmentRequest{.text = request.text,
                                                                        .language = request.language,
                                                                        .recording = file,
                                                                        .times = recording.times,
                                                                        .output = request.output,
                                                                        .pronunciations = request.pronunciations,
                                                                        .emphasis = request.emphasis}),
                          {});
    std::error_code ignored;
    std::filesystem::remove(file, ignored);  // it is pinned, and no part of the stage
    return answer;
}

std::string cannot_speak(std::string_view voice) {
    return fmt::format("the paid voice \"{}\" cannot speak", voice);
}

}  // namespace

Result<media_protocol::VoicesReply> list_voices(media::MediaProcess& process, const speech_service::PaidSpeech* paid,
                                                const std::string& language) {
    MSS_TRY_ASSIGN(auto reply, process.call<media_protocol::VoicesReply>(Operation::voices,
                                                                         media_protocol::VoicesRequest{language}));
    if (paid != nullptr) std::ranges::move(paid->voices(language), std::back_inserter(reply.voices));
    return reply;
}

Result<json::Value> say(media::MediaProcess& process, const speech_service::PaidSpeech* paid,
                        const media_protocol::SpeechRequest& request, int cancel_fd) {
    if (paid == nullptr || !paid->offers(request.voice))
        return process.call_json(Operation::speech, json::encode(request), {});
    const media_protocol::SpeechRequest sent = sent_to_service(request);
    auto spoken = paid->speak(sent, cancel_fd);
    if (!spoken) return std::unexpected(unspoken(request.voice, spoken.error()));
    Recording& recording = *spoken;
    if (sent.text != request.text) recording.times.clear();  // they are of other words than captions show
    auto answer = bring_into_form(process, recording, request);
    if (answer) return answer;
    if (answer.error().code != Code::invalid && answer.error().code != Code::too_large) {
        answer.error().detail += fmt::format("\nthe recording is {}", paid->kept_at(sent).string());
        return answer;
    }
    // Kept, it would be found and refused for ever.
    std::string detail = answer.error().detail;
    if (const auto forgotten = paid->forget(sent, recording, cancel_fd); !forgotten)
        detail += fmt::format("\nit is still kept: {}", forgotten.error().message);
    // Nor is it asked again by itself: that costs, and the same question mostly gets the same answer.
    return std::unexpected(unspoken(
        request.voice, Error{Code::bad_answer, "what the speech service sent cannot be used: " + answer.error().message,
                             std::move(detail)}));
}

media_protocol::SpeechRequest sent_to_service(const media_protocol::SpeechRequest& request) {
    media_protocol::SpeechRequest sent = request;
    if (request.pronunciations.empty()) return sent;
    const std::string_view space = text::unspaced_script(request.language) ? "" : " ";
    sent.text.clear();
    for (const std::string& word : media_protocol::read_pronunciations(request.pronunciations, request.language)
                                       .in(text::words(request.text, request.language))) {
        if (!sent.text.empty() && !word.empty()) sent.text += space;
        sent.text += word;
    }
    return sent;
}

Error unspoken(std::string_view voice, const Error& error) {
    if (error.code == Code::cancelled || error.code == Code::io) return error;
    return error.with_context(cannot_speak(voice));
}

bool is_unspoken(std::string_view message, std::string_view voice) {
    return message.starts_with(cannot_speak(voice) + ":");
}

}  // namespace mss::studio
