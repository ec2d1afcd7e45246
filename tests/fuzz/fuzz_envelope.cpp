// Any line on the control socket between mss and mss-media, read as either side reads it.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/json.hpp"
#include "media_protocol/container.hpp"
#include "media_protocol/envelope.hpp"
#include "media_protocol/picture.hpp"
#include "media_protocol/sound.hpp"
#include "media_protocol/speech.hpp"

namespace {

template <class... Messages>
void decode_as(const mss::json::Value& value) {
    (static_cast<void>(mss::json::decode<Messages>(value)), ...);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace mss;
    namespace protocol = media_protocol;
    const std::string_view line(reinterpret_cast<const char*>(data), size);
    if (const auto request = json::decode_text<protocol::Request>(line, 1U << 20U))
        decode_as<protocol::VoicesRequest, protocol::SpeechRequest, protocol::AlignmentRequest,
                  protocol::RecordingRequest, protocol::FontCheckRequest, protocol::SegmentRequest,
                  protocol::ThumbnailRequest, protocol::MixRequest, protocol::MuxRequest, protocol::ProbeRequest>(
            request->arguments);
    if (const auto reply = json::decode_text<protocol::Reply>(line, 1U << 20U); reply && reply->result)
        decode_as<protocol::VoicesReply, protocol::SpeechReply, protocol::RecordingReply, protocol::FontCheckReply,
                  protocol::SegmentReply, protocol::ThumbnailReply, protocol::MixReply, protocol::ProbeReply>(
            *reply->result);
    return 0;
}
