#include "app/page_choices.hpp"

#include <filesystem>
#include <map>
#include <system_error>
#include <variant>

#include "app/installation.hpp"
#include "base/overload.hpp"
#include "config/option.hpp"
#include "store/setting_rows.hpp"
#include "studio/setting_names.hpp"

namespace mss::app {
namespace {

using Rows = std::map<std::string, std::string, std::less<>>;

Result<Rows> chosen_rows(const config::Settings& settings) {
    std::error_code ignored;
    if (!std::filesystem::exists(database_file(settings), ignored)) return Rows();
    MSS_TRY_ASSIGN(const auto connection, store::Connection::open(database_file(settings), {.read_only = true}));
    // A server that was killed at its first start leaves a file without tables.
    auto tables = connection->prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'setting'");
    MSS_TRY_ASSIGN(const bool set_up, tables.step());
    return set_up ? store::SettingRows(*connection).all() : Rows();
}

}  // namespace

Result<PageChoices> page_choices(const config::Settings& settings) {
    MSS_TRY_ASSIGN(const Rows rows, chosen_rows(settings));
    PageChoices choices{.names = {}, .in_force = settings};
    if (const auto url = rows.find(studio::kModelUrlSetting); url != rows.end() && url->second != settings.llm_url) {
        // The name and the key belong to the model that they were given for.
        choices.in_force.llm_model.clear();
        choices.in_force.llm_key = {};
    }
    // As the page took them, which asks for other forms than a settings file does.
    for (const config::Option& option : config::options()) {
        const auto row = rows.find(option.name);
        if (row == rows.end()) continue;
        std::visit(Overload{
                       [&](std::string config::Settings::* text) { choices.in_force.*text = row->second; },
                       [&](bool config::Settings::* flag) { choices.in_force.*flag = row->second == "on"; },
                       [&](config::Secret config::Settings::* secret) {
                           choices.in_force.*secret = config::Secret(row->second);
                       },
                       [](const auto&) {},
                   },
                   option.member);
        choices.names.emplace_back(option.name);
    }
    return choices;
}

}  // namespace mss::app
