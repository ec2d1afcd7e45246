#include "store/setting_rows.hpp"

namespace mss::store {

Result<std::map<std::string, std::string, std::less<>>> SettingRows::all() {
    std::map<std::string, std::string, std::less<>> all;
    Statement statement = connection_.prepare("SELECT name, value FROM setting");
    while (true) {
        MSS_TRY_ASSIGN(const bool more, statement.step());
        if (!more) return all;
        all.emplace(statement.text(0), statement.text(1));
    }
}

Result<void> SettingRows::set(std::string_view name, std::string_view value) {
    Statement statement = connection_.prepare(
        "INSERT INTO setting (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value");
    return statement.bind(name).bind(value).run();
}

Result<void> SettingRows::remove(std::string_view name) {
    return connection_.prepare("DELETE FROM setting WHERE name = ?1").bind(name).run();
}

}  // namespace mss::store
