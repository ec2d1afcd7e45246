#include "studio/prerequisites.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "base/utf8.hpp"
#include "media/scene_plan.hpp"
#include "studio/no_voice.hpp"
#include "studio/undrawable.hpp"

namespace mss::studio {
namespace {

using media_protocol::Operation;

Result<media_protocol::FontCheckReply> ask_fonts(media::MediaProcess& process, const model::Script& script) {
    return process.call<media_protocol::FontCheckReply>(
        Operation::font_check, media_protocol::FontCheckRequest{.parts = media::drawn_texts(script)});
}

}  // namespace

Result<media_protocol::Voice> find_voice(media::MediaProcess& process, const std::string& name,
                                         const std::string& language) {
    const auto find = [&](const std::string& spoken) -> Result<std::optional<media_protocol::Voice>> {
        MSS_TRY_ASSIGN(const auto reply, process.call<media_protocol::VoicesReply>(
                                             Operation::voices, media_protocol::VoicesRequest{spoken}));
        const auto found =
            std::ranges::find_if(reply.voices, [&](const auto& voice) { return name.empty() || voice.name == name; });
        return found == reply.voices.end() ? std::nullopt : std::optional(*found);
    };
    MSS_TRY_ASSIGN(const auto speaker, find(language));
    if (speaker) return *speaker;
    if (name.empty()) return std::unexpected(no_voice_for(language));
    MSS_TRY_ASSIGN(const auto other, find({}));
    constexpr std::string_view kWay = "choose another, or none for the best of the language";
    if (other)
        return fail(Code::invalid, fmt::format("the voice \"{}\" speaks {}, and the words are in {}; {}", other->name,
                                               other->language, utf8::printable(language, 40), kWay));
    return fail(Code::invalid,
                fmt::format("there is no voice \"{}\" on this machine; {}", utf8::printable(name, 60), kWay));
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
