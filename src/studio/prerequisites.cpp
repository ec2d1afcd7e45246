#include "studio/prerequisites.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "base/utf8.hpp"
#include "media/scene_plan.hpp"
#include "studio/no_voice.hpp"
#include "studio/paid_voice.hpp"
#include "studio/undrawable.hpp"

namespace mss::studio {
namespace {

using media_protocol::Operation;

Result<media_protocol::FontCheckReply> ask_fonts(media::MediaProcess& process, const model::Script& script) {
    return process.call<media_protocol::FontCheckReply>(
        Operation::font_check, media_protocol::FontCheckRequest{.parts = media::drawn_texts(script)});
}

}  // namespace

bool names_a_voice(std::string_view voice) {
    return !voice.empty() && voice != "auto";
}

Result<media_protocol::Voice> find_voice(media::MediaProcess& process, const speech_service::PaidSpeech* paid,
                                         const std::string& given, const std::string& language) {
    const std::string name = names_a_voice(given) ? given : std::string();
    media_protocol::VoicesReply reply;
    const auto find = [&](const std::string& spoken) -> Result<std::optional<media_protocol::Voice>> {
        MSS_TRY_ASSIGN(reply, list_voices(process, paid, spoken));
        const auto found = std::ranges::find_if(
            reply.voices, [&](const auto& voice) { return name.empty() ? !voice.paid : voice.name == name; });
        return found == reply.voices.end() ? std::nullopt : std::optional(*found);
    };
    MSS_TRY_ASSIGN(const auto speaker, find(language));
    if (speaker) return *speaker;
    if (name.empty()) return std::unexpected(no_voice_for(language, reply.voices));
    MSS_TRY_ASSIGN(const auto other, find({}));
    constexpr std::string_view kWay = "choose another, or none for the best of the language";
    if (other)
        return fail(Code::invalid, fmt::format("the voice \"{}\" speaks {}, and the words are in {}; {}", other->name,
                                               other->language, utf8::printable(language, 40), kWay));
    return fail(Code::invalid,
                fmt::format("there is no voice \"{}\" on this machine; {}", utf8::printable(name, 60), kWay));
}

Result<media_protocol::Voice> stand_in(media::MediaProcess& process, const media_protocol::Voice& voice,
                                       const UnspokenWords& words, std::vector<std::string>& notices) {
    const Error& error = words.error;
    const bool may_be_the_voice = error.code != Code::cancelled && error.code != Code::io;
    if (!may_be_the_voice) return std::unexpected(error);
    const auto ready = process.call<media_protocol::VoiceCheckReply>(Operation::voice_check,
                                                                     media_protocol::VoiceCheckRequest{voice.name});
    // A voice that is ready, and only breaks off, is to blame as well; one that refuses the words is not.
    if (ready && error.code != Code::unavailable) return std::unexpected(error);
    Error why = ready ? error : ready.error();
    why.message = fmt::format("the voice \"{}\" cannot speak: {}", voice.name, why.message);
    if (names_a_voice(words.name) || why.code == Code::cancelled) return std::unexpected(why);
    // What one voice of an engine lacks, most often the others lack as well.
    MSS_TRY_ASSIGN(const auto all, process.call<media_protocol::VoicesReply>(
                                       Operation::voices, media_protocol::VoicesRequest{words.language}));
    auto other = std::ranges::find(all.voices, voice.name, &media_protocol::Voice::name);
    other = std::find_if(other, all.voices.end(), [&](const auto& next) { return next.engine != voice.engine; });
    if (other == all.voices.end()) return std::unexpected(why);
    notices.push_back(fmt::format("{}; \"{}\" speaks instead", why.message, other->name));
    return *other;
}

Result<media_protocol::FontCheckReply> fit_to_fonts(media::MediaProcess& process, model::Script& script,
                                                    std::vector<std::string>& notices) {
    MSS_TRY_ASSIGN(auto reply, ask_fonts(process, script));
    // An answer names some of the missing characters; each round takes out all that it names.
    std::string left_out;
    while (!reply.missing.empty() && leave_out_emoji(script, reply.missing)) {
        left_out += reply.missing;
        MSS_TRY_ASSIGN(reply, ask_fonts(process, script));
    }
    if (!left_out.empty())
        notices.push_back(
            fmt::format("no installed font draws {}, so the video is made without (the package "
                        "fonts-symbola brings one)",
                        left_out));
    if (!reply.missing.empty())
        return fail(Code::invalid,
                    fmt::format("no installed font can draw these characters: {} (the package fonts-noto-cjk brings "
                                "Chinese, Japanese and Korean, fonts-noto-core most others)",
                                reply.missing));
    return reply;
}

}  // namespace mss::studio
