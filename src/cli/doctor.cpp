#include <algorithm>
#include <ostream>

#include <fmt/format.h>

#include "app/app.hpp"
#include "app/outbound.hpp"
#include "app/page_choices.hpp"
#include "cli/broker_checks.hpp"
#include "cli/commands.hpp"
#include "cli/doctor_checks.hpp"
#include "cli/exit_code.hpp"
#include "config/option.hpp"
#include "http/curl_transport.hpp"
#include "http/logging_transport.hpp"
#include "media/media_process.hpp"

namespace mss::cli {
namespace {

void print(const Check& check, Console& console) {
    const char* const word = boost::describe::enum_to_string(check.health, "");
    console.out << fmt::format("{:4}  {:14}  {}\n", word, check.subject, check.found);
    if (!check.advice.empty()) console.out << fmt::format("{:22}-> {}\n", "", check.advice);
    flush(console);
}

// The settings are what `mss create` goes by; a server, where there is one, goes by what its owner chose.
void check_page_choices(const config::Settings& settings, http::HttpTransport& transport, const auto& take) {
    const auto choices = app::page_choices(settings);
    if (!choices) return take({Health::fail, "page", choices.error().message, "start `mss up`, which says more"});
    if (choices->names.empty()) return;
    std::string chosen;
    for (const std::string& name : choices->names) {
        const std::string shown = config::shown_value(choices->in_force, *config::find_option(name));
        chosen += fmt::format("{}{} {}", chosen.empty() ? "" : ", ", config::environment_name(name),
                              shown.empty() ? "none" : shown);
    }
    take({Health::ok, "page", "the server goes by what its owner chose: " + chosen, {}});
    const auto looked_at = [&](Check check, const char* subject) {
        check.subject = subject;
        if (!check.advice.empty()) check.advice = "see Settings in the page, where it can be tested";
        take(check);
    };
    const config::Settings& in_force = choices->in_force;
    const bool other_model =
        in_force.llm_url != settings.llm_url || in_force.llm_key.reveal() != settings.llm_key.reveal();
    if (!in_force.llm_url.empty() && other_model) looked_at(check_model(in_force, transport), "page's model");
    if (in_force.wikipedia && !settings.wikipedia) looked_at(check_wikipedia(in_force, transport), "page's Wikipedia");
}

}  // namespace

int run_doctor(const config::Settings& settings, const observe::Logger& log, Console& console) {
    http::CurlTransport curl(app::user_agent(settings));
    http::LoggingTransport transport(curl, log);

    bool healthy = true;
    const auto take = [&](const Check& check) {
        healthy = healthy && check.health != Health::fail;
        print(check, console);
    };
    std::ranges::for_each(
        check_media(media::media_program_beside(app::running_program()), app::voices_folder(settings), log), take);
    take(check_data_folder(settings.data_dir));
    take(check_space(settings.data_dir));
    std::ranges::for_each(check_broker(settings, SystemClock()), take);
    take(check_model(settings, transport));
    take(check_speech(settings, transport, SystemClock()));
    take(check_wikipedia(settings, transport));
    check_page_choices(settings, transport, take);
    const int done = finish(console);
    return healthy ? done : kUnavailable;
}

}  // namespace mss::cli
