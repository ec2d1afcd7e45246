#include <algorithm>
#include <optional>
#include <ostream>
#include <ranges>

#include <fmt/format.h>

#include "app/installation.hpp"
#include "app/page_choices.hpp"
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
    std::optional<std::string> page;  ///< what the owner chose in the page instead, for the server
};
BOOST_DESCRIBE_STRUCT(SettingRow, (), (name, value, source, page))

std::vector<SettingRow> rows_of(const config::Settings& settings, const app::PageChoices& choices) {
    std::vector<SettingRow> rows;
    for (const config::Option& option : config::options()) {
        const auto origin = settings.origins.find(option.name);
        const bool is_default = origin == settings.origins.end() || origin->second.place.empty();
        rows.push_back({config::environment_name(option.name), config::shown_value(settings, option),
                        is_default ? "default" : origin->second.place, std::nullopt});
        if (std::ranges::find(choices.names, option.name) != choices.names.end())
            rows.back().page = config::shown_value(choices.in_force, option);
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

void print_page_choices(const std::vector<SettingRow>& rows, Console& console) {
    const auto chosen = [](const SettingRow& row) { return row.page.has_value(); };
    if (std::ranges::none_of(rows, chosen)) return;
    console.out << "\nChosen in the page by the owner; the server goes by these instead:\n";
    for (const SettingRow& row : rows | std::views::filter(chosen))
        console.out << fmt::format("{}  {}\n", row.name, row.page->empty() ? "-" : *row.page);
}

}  // namespace

int run_config_show(const ConfigShowArguments& arguments, const config::Examination& found, Console& console) {
    const auto choices = app::page_choices(found.settings);
    const auto rows = rows_of(found.settings, choices.value_or(app::PageChoices()));
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
        print_page_choices(rows, console);
    }
    print_problems(found, console);
    if (!choices) console.err << "mss: what was chosen in the page is unknown: " << choices.error().message << '\n';
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
