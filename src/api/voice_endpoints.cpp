#include "api/voice_endpoints.hpp"

#include <chrono>
#include <memory>
#include <mutex>

#include <fmt/format.h>

#include "api/body.hpp"
#include "base/utf8.hpp"
#include "text/language.hpp"

namespace mss::api {
namespace {

using http_server::FileBody;
using http_server::Method;
using http_server::Response;

constexpr std::size_t kNameBytesMax = 100;

// One sample is made at a time, so that nobody who tries all voices keeps the machine from its videos. Those that were
// made before are found in the cache, and take no longer than a look.
class SampleMaker {
public:
    explicit SampleMaker(const studio::Videos& videos) : videos_(videos) {}

    Answer sample(const std::string& voice, const std::string& language) {
        const std::unique_lock lock(mutex_, kPatience);
        if (!lock) {
            Problem problem(503, "busy", "Other samples are being made just now. Try again in a moment.");
            problem.retry_after_s = 5;
            return std::unexpected(std::move(problem));
        }
        const auto made = videos_.sample({.voice = voice, .language = language, .text = {}});
        if (!made && made.error().code == Code::invalid)
            return std::unexpected(Problem(404, "not_found", made.error().message));
        if (!made) return std::unexpected(Problem(made.error()));
        Response response;
        response.fields.add("Content-Type", "audio/mp4");
        response.fields.add("Cache-Control", "private, no-cache");
        response.body = FileBody{made->file, fmt::format("\"{}\"", made->file.parent_path().filename().string())};
        return response;
    }

private:
    static constexpr std::chrono::seconds kPatience{20};

    const studio::Videos& videos_;
    std::timed_mutex mutex_;
};

}  // namespace

Endpoints voice_endpoints(const studio::Videos& videos) {
    Endpoints endpoints;
    endpoints.push_back({Method::get, both("voices/{name}/sample"), Audience::creator,
                         [maker = std::make_shared<SampleMaker>(videos)](const Call& call) -> Answer {
                             const std::string& name = call.part("name");
                             const std::string language(call.request.parameter("language").value_or(""));
                             if (!language.empty() && text::language_tag(language).empty())
                                 return std::unexpected(
                                     invalid({{"/language", "A language is a tag such as en, de or pt-BR."}}));
                             if (name.size() > kNameBytesMax || !utf8::valid(name))
                                 return std::unexpected(Problem(404, "not_found", "There is no such voice."));
                             return maker->sample(name, language);
                         }});
    return endpoints;
}

}  // namespace mss::api
