#include <algorithm>
#include <map>
#include <ostream>

#include <fmt/format.h>

#include "app/installation.hpp"
#include "base/json.hpp"
#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "config/option.hpp"

namespace mss::cli {
namespace {

struct SettingRow {
    std::string name;
    std::string value;  ///< as people may see it
    std::string source;
};
BOOST_DESCRIBE_STRUCT(SettingRow, (), (name, value, source))

std::vector<SettingRow> rows_of(const config::Settings& settings) {
    std::vector<SettingRow> rows;
    for (const config::Option& option : config::options()) {
        const auto origin = settings.origins.find(option.name);
        const bool is_default = origin == settings.origins.end() || origin->second.place.empty();
        rows.push_back({config::environment_name(option.name), config::shown_value(settings, option),
                        is_default ? "default" : origin->second.place});
    }
    return rows;
}

// What is wrong, one line each.
void print_problems(const config::Examination& found, Console& console) {
    for (const std::string& error : found.errors)
        console.err << "mss: " << error << '\n';
    for (const std::string& warning : found.settings.warnings)
        console.err << "mss: " << warning << '\n';
}

}  // namespace

int run_config_show(const ConfigShowArguments& arguments, const config::Examination& found, Console& console) {
    const auto rows = rows_of(found.settings);
    if (arguments.json) {
        console.out << json::pretty(json::encode(rows));
    } else {
        std::size_t name_columns = 0;
        std::size_t value_columns = 0;
        for (const SettingRow& row : rows) {
            name_columns = std::max(name_columns, row.name.size());
            value_columns = std::max(value_columns, std::min<std::size_t>(row.value.size(), 40));
        }
        for (const SettingRow& row : rows)
            console.out << fmt::format("{:{}}  {:{}}  {}\n", row.name, name_columns,
                                       row.value.empty() ? "-" : row.value, value_columns, row.source);
    }
    print_problems(found, console);
    const int done = finish(console);
    return found.errors.empty() ? done : kWrongUse;
}

int run_config_check(const config::Examination& found, Console& console) {
    print_problems(found, console);
    const auto supported = app::check_supported(found.settings);
    if (!supported) console.err << "mss: " << supported.error().message << '\n';
    if (!found.errors.empty() || !found.settings.warnings.empty() || !supported) return kWrongUse;
    console.out << "The settings are in order.\n";
    return finish(console);
}

int run_config_example(Console& console) {
    console.out << config::env_example();
    return finish(console);
}

}  // namespace mss::cli
