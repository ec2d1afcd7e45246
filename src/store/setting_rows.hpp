#pragma once
// Choices that the owner makes in the page, by name, such as the language model's address. They stand above the
// settings file. Takes the connection of the transaction that it is part of. Blocking.

#include <map>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "store/sqlite.hpp"

namespace mss::store {

class SettingRows {
public:
    explicit SettingRows(Connection& connection) : connection_(connection) {}

    Result<std::map<std::string, std::string, std::less<>>> all();
    Result<void> set(std::string_view name, std::string_view value);
    Result<void> remove(std::string_view name);

private:
    Connection& connection_;
};

}  // namespace mss::store
