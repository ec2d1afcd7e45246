#include <algorithm>
#include <ostream>

#include <fmt/format.h>

#include "app/app.hpp"
#include "cli/commands.hpp"
#include "cli/doctor_checks.hpp"
#include "cli/exit_code.hpp"
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

}  // namespace

int run_doctor(const config::Settings& settings, const observe::Logger& log, Console& console) {
    http::CurlTransport curl(app::user_agent(settings));
    http::LoggingTransport transport(curl, log);

    bool healthy = true;
    const auto take = [&](const Check& check) {
        healthy = healthy && check.health != Health::fail;
        print(check, console);
    };
    std::ranges::for_each(check_media(media::media_program_beside(app::running_program()), log), take);
    take(check_data_folder(settings.data_dir));
    take(check_space(settings.data_dir));
    take(check_model(settings, transport));
    take(check_wikipedia(settings, transport));
    const int done = finish(console);
    return healthy ? done : kUnavailable;
}

}  // namespace mss::cli
