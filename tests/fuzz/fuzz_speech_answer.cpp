// Any bytes as what speech services answer: OpenAI's sound, ElevenLabs' JSON, a refusal; and as what is kept of them.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "base/utf8.hpp"
#include "speech_service/budget.hpp"
#include "speech_service/eleven_labs.hpp"
#include "speech_service/exchange.hpp"
#include "speech_service/openai.hpp"
#include "speech_service/pins.hpp"

namespace {

void check(const mss::Result<mss::speech_service::Recording>& recording, std::size_t words) {
    if (!recording) return;
    if (recording->bytes.empty() || recording->suffix.empty()) std::abort();
    if (!recording->times.empty() && recording->times.size() != words) std::abort();
    double last = 0;
    for (const auto& time : recording->times) {
        if (!(time.begin >= last && time.end >= time.begin)) std::abort();
        last = time.begin;
    }
    const auto pinned = mss::speech_service::parse_pin(mss::speech_service::pin_text(*recording));
    if (!pinned || pinned->bytes != recording->bytes) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const std::vector<std::string> words{"Hi,", "you", "two!"};
    check(mss::speech_service::parse_elevenlabs_answer(bytes, words), words.size());
    check(mss::speech_service::parse_openai_answer(bytes), 0);
    static_cast<void>(mss::speech_service::parse_pin(bytes));
    static_cast<void>(mss::speech_service::parse_spendings(bytes));
    mss::http::Response response;
    response.body = bytes;
    for (const int status : {401, 422, 429}) {
        response.status = status;
        const auto error =
            mss::speech_service::refusal(response, {"http://127.0.0.1", "s3cr3t-k3y", "m"}, {"Hi", "en", "v"});
        if (!mss::utf8::valid(error.detail) || error.detail.find("s3cr3t-k3y") != std::string::npos) std::abort();
    }
    return 0;
}
