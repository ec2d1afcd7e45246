#include "cli/doctor_checks.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <system_error>
#include <unistd.h>

#include <fmt/format.h>

#include "base/file.hpp"
#include "base/utf8.hpp"
#include "cli/console.hpp"
#include "http/url.hpp"
#include "media/media_process.hpp"
#include "media_protocol/speech.hpp"
#include "speech_service/paid_speech.hpp"
#include "text/language.hpp"

namespace mss::cli {
namespace {

constexpr std::uint64_t kSpaceNeeded = 500'000'000;     // one long video with its stages
constexpr std::uint64_t kSpaceWanted = 5'000'000'000U;  // the stage cache's usual limit, and some videos
constexpr std::string_view kBestFont = "Inter ";        // Inter, or its cut for large letters, Inter Display
constexpr std::string_view kLanguagePlace = "{language}";
constexpr std::string_view kNaturalEngine = "kokoro";
constexpr auto kNetworkTimeout = std::chrono::seconds(5);

// With what a child that crashed said last, which most often names the cause.
std::string cause(const Error& error) {
    constexpr std::size_t kShownBytes = 200;
    std::string_view said = error.detail;
    while (said.ends_with('\n'))
        said.remove_suffix(1);
    if (said.empty()) return error.message;
    said.remove_prefix(said.rfind('\n') + 1);
    return fmt::format("{}; it said last: {}", error.message, utf8::printable(said, kShownBytes));
}

Check check_voices(media::MediaProcess& process) {
    const auto reply =
        process.call<media_protocol::VoicesReply>(media_protocol::Operation::voices, media_protocol::VoicesRequest{});
    if (!reply) return {Health::fail, "voices", cause(reply.error()), "run tools/install run; then try again"};
    if (reply->voices.empty())
        return {Health::fail, "voices", "none", "install speech data: apt-get install espeak-ng-data"};
    const std::string found = fmt::format("{} (mss voices lists them)", reply->voices.size());
    if (!reply->troubles.empty())
        return {Health::warn, "voices", found + "; " + utf8::printable(reply->troubles.front(), 200),
                "mend that folder, or remove it"};
    const auto natural = std::ranges::find(reply->voices, kNaturalEngine, &media_protocol::Voice::engine);
    if (natural == reply->voices.end())
        return {Health::ok, "voices", found + "; no natural one (mss voices install kokoro fetches one)", {}};
    const auto ready = process.call<media_protocol::VoiceCheckReply>(media_protocol::Operation::voice_check,
                                                                     media_protocol::VoiceCheckRequest{natural->name});
    if (!ready)
        return {Health::warn, "voices",
                fmt::format("{}; {} cannot speak: {}", found, natural->name, cause(ready.error())),
                "videos are spoken by another voice meanwhile; mss voices remove kokoro, then install it again"};
    return {Health::ok, "voices", fmt::format("{}; {} speaks English", found, natural->name), {}};
}

// Letters that a script may hold, and what brings them where they are missing. Words with a letter that no font has are
// refused before anything is drawn, so only what every video needs is a failure.
struct Letters {
    std::string_view subject;
    std::string_view sample;
    std::string_view packages;
    std::string_view what;  ///< said behind the font's name
    std::string_view consequence = "scripts that hold such are refused";
};
constexpr Letters kLetters[] = {
    {"emoji", "\U0001F419\u2728", "fonts-symbola", "in one colour", "such are left out of videos"},
    {"Chinese etc.", "\u5929\u7A7A\u3042\u30AB\uD55C", "fonts-noto-cjk", "Chinese, Japanese, Korean"},
    {"Arabic", "\u0633\u0645\u0627\u0621", "fonts-noto-core", ""},
    {"Hebrew", "\u05E9\u05DC\u05D5\u05DD", "fonts-noto-core", ""},
    {"Devanagari", "\u0928\u092E\u0938\u094D\u0924\u0947", "fonts-noto-core", "Hindi, Nepali, Marathi"},
};

Result<media_protocol::FontCheckReply> ask_fonts(media::MediaProcess& process, std::string_view sample) {
    return process.call<media_protocol::FontCheckReply>(media_protocol::Operation::font_check,
                                                        media_protocol::FontCheckRequest{std::string(sample)});
}

// Above all the Latin letters, whose font is named in every answer; then the others.
std::vector<Check> check_fonts(media::MediaProcess& process) {
    const auto latin = ask_fonts(process, "Aa\u00E9\u00DF 0123456789 \u201C\u201D");
    if (!latin) return {{Health::fail, "font", cause(latin.error()), "run tools/install run; then try again"}};
    std::vector<Check> checks{judge_main_font(*latin)};
    const auto first = ask_fonts(process, "");
    for (const Letters& letters : kLetters) {
        const auto reply = ask_fonts(process, letters.sample);
        Check check;
        if (first && reply)
            check = judge_letters(*reply, first->fonts, std::string(letters.packages), letters.consequence);
        else
            check = {Health::warn, {}, cause(first ? reply.error() : first.error()), "reinstall the fonts for these"};
        check.subject = letters.subject;
        if (check.health == Health::ok && !letters.what.empty()) check.found += fmt::format(" ({})", letters.what);
        checks.push_back(std::move(check));
    }
    return checks;
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

std::vector<Check> check_media(const std::filesystem::path& program, const std::filesystem::path& voices_folder,
                               const observe::Logger& log) {
    if (::access(program.c_str(), X_OK) != 0)
        return {{Health::fail, "media program", program.string() + " is not there",
                 "keep mss and mss-media in one folder; make build makes both"}};
    std::vector<Check> checks{{Health::ok, "media program", program.string(), {}}};
    media::MediaProcessOptions options;
    options.program = program;
    options.voices_folder = voices_folder;
    options.log = &log;
    media::MediaProcess process(options);
    checks.push_back(check_voices(process));
    std::ranges::move(check_fonts(process), std::back_inserter(checks));
    return checks;
}

Check judge_main_font(const media_protocol::FontCheckReply& reply) {
    if (!reply.missing.empty())
        return {Health::fail, "font", "no font has " + reply.missing,
                "no video can be made without; apt-get install fonts-inter fonts-dejavu-core"};
    if (!reply.fonts.starts_with(kBestFont))
        return {Health::warn, "font", reply.fonts, "videos look best in Inter: apt-get install fonts-inter"};
    return {Health::ok, "font", reply.fonts, {}};
}

Check judge_letters(const media_protocol::FontCheckReply& reply, std::string_view first, const std::string& packages,
                    std::string_view consequence) {
    if (!reply.missing.empty())
        return {Health::warn,
                {},
                "no font has " + reply.missing,
                fmt::format("{} until you apt-get install {}", consequence, packages)};
    // Every answer names the first font, too, whether it has the letters or not.
    std::string used;
    for (std::string_view rest = reply.fonts; !rest.empty();) {
        const auto length = std::min(rest.find("; "), rest.size());
        if (rest.substr(0, length) != first) used += (used.empty() ? "" : "; ") + std::string(rest.substr(0, length));
        rest.remove_prefix(std::min(length + 2, rest.size()));
    }
    return {Health::ok, {}, used.empty() ? std::string(first) : used, {}};
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

Check check_speech(const config::Settings& settings, http::HttpTransport& transport, const Clock& clock) {
    constexpr const char* kSubject = "paid voices";
    if (settings.speech_url.empty()) return {Health::ok, kSubject, "none set; the voices of this machine speak", {}};
    const auto voices = speech_service::offered_voices(settings.speech_voices);
    if (!voices) return {Health::fail, kSubject, voices.error().message, "correct MSS_SPEECH_VOICES"};
    if (voices->empty())
        return {Health::warn, kSubject, "MSS_SPEECH_VOICES names none", "name those that are to be offered"};
    const auto kind = speech_service::kind_of(settings.speech_service, settings.speech_url);
    const auto response = transport.fetch(speech_service::free_question(
        kind, {.base_url = settings.speech_url, .key = std::string(settings.speech_key.reveal()), .model = {}}));
    const std::string site = http::shown(settings.speech_url);
    if (!response) return {Health::fail, kSubject, response.error().message, "start it, or correct MSS_SPEECH_URL"};
    // A key of ElevenLabs may be made for speech alone, and then learns of no models.
    const bool speech_alone = response->body.contains("missing_permissions");
    if ((response->status == 401 || response->status == 403) && !speech_alone)
        return {Health::fail, kSubject, site + " refuses the key", "correct MSS_SPEECH_KEY"};
    const auto spent =
        speech_service::Budget(speech_service::spendings_file(settings.data_dir), settings.speech_budget, clock)
            .spent();
    if (!spent) return {Health::fail, kSubject, spent.error().message, "nothing is sent to it until then"};
    const std::string found = fmt::format("{} at {}; {} of {} characters of this month are sent", voices->size(), site,
                                          *spent, settings.speech_budget);
    if (response->status >= 500)
        return {Health::warn, kSubject, fmt::format("{} answers {}", site, response->status), "see whether it is well"};
    if (*spent >= settings.speech_budget)
        return {Health::warn, kSubject, found, "raise MSS_SPEECH_BUDGET, or wait for the next month"};
    return {Health::ok, kSubject, found, {}};
}

Check check_wikipedia(const config::Settings& settings, http::HttpTransport& transport) {
    if (!settings.wikipedia) return {Health::ok, "Wikipedia", "switched off", {}};
    std::string address = settings.wikipedia_url;
    if (const auto place = address.find(kLanguagePlace); place != std::string::npos)
        address.replace(place, kLanguagePlace.size(), text::primary_language(settings.language));
    const auto response = get(address + "?action=query&meta=siteinfo&format=json", transport, {});
    const std::string site = http::shown(address);
    if (!response || response->status >= 400)
        return {Health::warn, "Wikipedia",
                response ? fmt::format("{} answers {}", site, response->status) : response.error().message,
                "topics without a starter need --text, --url or a model until it can be reached; where that is meant, "
                "set MSS_WIKIPEDIA=off"};
    return {Health::ok, "Wikipedia", site, {}};
}

}  // namespace mss::cli
