#include "cli/doctor_checks.hpp"

#include <chrono>
#include <system_error>
#include <unistd.h>

#include <fmt/format.h>

#include "base/file.hpp"
#include "cli/console.hpp"
#include "http/url.hpp"
#include "media/media_process.hpp"
#include "media_protocol/picture.hpp"
#include "media_protocol/speech.hpp"

namespace mss::cli {
namespace {

constexpr std::uint64_t kSpaceNeeded = 500'000'000;     // one long video with its stages
constexpr std::uint64_t kSpaceWanted = 5'000'000'000U;  // the stage cache's usual limit, and some videos
constexpr std::string_view kLanguagePlace = "{language}";
constexpr auto kNetworkTimeout = std::chrono::seconds(5);

Check check_voices(media::MediaProcess& process) {
    const auto reply =
        process.call<media_protocol::VoicesReply>(media_protocol::Operation::voices, media_protocol::VoicesRequest{});
    if (!reply) return {Health::fail, "voices", reply.error().message, "run tools/install run; then try again"};
    if (reply->voices.empty())
        return {Health::fail, "voices", "none", "install speech data: apt-get install espeak-ng-data"};
    return {Health::ok, "voices", fmt::format("{} (mss voices lists them)", reply->voices.size()), {}};
}

Check check_fonts(media::MediaProcess& process) {
    const auto reply = process.call<media_protocol::FontCheckReply>(
        media_protocol::Operation::font_check,
        media_protocol::FontCheckRequest{"Aa\xC3\xA9\xC3\x9F 0123456789 \xE2\x80\x9C\xE2\x80\x9D"});
    if (!reply) return {Health::fail, "fonts", reply.error().message, "run tools/install run; then try again"};
    if (!reply->missing.empty())
        return {Health::fail, "fonts", "no font has " + reply->missing,
                "install fonts: apt-get install fonts-inter fonts-dejavu-core"};
    return {Health::ok, "fonts", reply->fonts, {}};
}

// A small GET of a server that the settings name, so private addresses are fine.
Result<http::Response> get(const std::string& url, http::HttpTransport& transport, std::vector<http::Header> headers) {
    http::Request request;
    request.url = url;
    request.headers = std::move(headers);
    request.timeout = kNetworkTimeout;
    request.allow_private_addresses = true;
    return transport.fetch(request);
}

}  // namespace

std::vector<Check> check_media(const std::filesystem::path& program, const observe::Logger& log) {
    if (::access(program.c_str(), X_OK) != 0)
        return {{Health::fail, "media program", program.string() + " is not there",
                 "keep mss and mss-media in one folder; make build makes both"}};
    std::vector<Check> checks{{Health::ok, "media program", program.string(), {}}};
    media::MediaProcessOptions options;
    options.program = program;
    options.log = &log;
    media::MediaProcess process(options);
    checks.push_back(check_voices(process));
    checks.push_back(check_fonts(process));
    return checks;
}

Check check_data_folder(const std::filesystem::path& folder) {
    const std::string advice = "make it writable, or name another with MSS_DATA_DIR";
    if (const auto made = make_directories(folder); !made)
        return {Health::fail, "data folder", made.error().message, advice};
    try {
        const TemporaryDirectory inside(folder);
    } catch (const std::runtime_error&) {
        return {Health::fail, "data folder", folder.string() + " cannot be written to", advice};
    }
    return {Health::ok, "data folder", folder.string(), {}};
}

Check check_space(const std::filesystem::path& folder) {
    std::filesystem::path existing = folder;
    std::error_code error;
    while (existing.has_relative_path() && !std::filesystem::exists(existing, error))
        existing = existing.parent_path();
    const auto space = std::filesystem::space(existing, error);
    if (error) return {Health::warn, "disk space", "unknown: " + error.message(), "see df " + existing.string()};
    return judge_space(existing, space.available);
}

Check judge_space(const std::filesystem::path& folder, std::uint64_t free_bytes) {
    const std::string found =
        fmt::format("{} free at {}", readable_size(static_cast<double>(free_bytes)), folder.string());
    const std::string advice = "make room, or name another disk with MSS_DATA_DIR";
    if (free_bytes < kSpaceNeeded) return {Health::fail, "disk space", found, advice};
    if (free_bytes < kSpaceWanted) return {Health::warn, "disk space", found, advice};
    return {Health::ok, "disk space", found, {}};
}

Check check_model(const config::Settings& settings, http::HttpTransport& transport) {
    if (settings.llm_url.empty())
        return {Health::ok, "language model", "none set; scripts come from your text, an article or Wikipedia", {}};
    std::string url = settings.llm_url;
    while (url.ends_with('/'))
        url.pop_back();
    std::vector<http::Header> headers;
    if (!settings.llm_key.empty())
        headers.push_back({"Authorization", "Bearer " + std::string(settings.llm_key.reveal())});
    const auto response = get(url + "/models", transport, std::move(headers));
    if (!response)
        return {Health::fail, "language model", response.error().message, "start it, or correct MSS_LLM_URL"};
    if (response->status == 401 || response->status == 403)
        return {Health::fail, "language model", "it refuses the key", "correct MSS_LLM_KEY"};
    if (response->status != 200)
        return {Health::warn, "language model",
                fmt::format("{} answers {} to a list of its models", http::shown(settings.llm_url), response->status),
                "check that MSS_LLM_URL ends like its documentation says, often in /v1"};
    return {Health::ok, "language model", http::shown(settings.llm_url), {}};
}

Check check_wikipedia(const config::Settings& settings, http::HttpTransport& transport) {
    if (!settings.wikipedia) return {Health::ok, "Wikipedia", "switched off", {}};
    std::string address = settings.wikipedia_url;
    if (const auto place = address.find(kLanguagePlace); place != std::string::npos)
        address.replace(place, kLanguagePlace.size(), settings.language.substr(0, settings.language.find('-')));
    const auto response = get(address + "?action=query&meta=siteinfo&format=json", transport, {});
    const std::string site = http::shown(address);
    if (!response || response->status >= 400)
        return {Health::warn, "Wikipedia",
                response ? fmt::format("{} answers {}", site, response->status) : response.error().message,
                "topics without a starter need --text, --url or a model until it can be reached"};
    return {Health::ok, "Wikipedia", site, {}};
}

}  // namespace mss::cli
