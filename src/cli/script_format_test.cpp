// docs/script-format.md says what the program does: every member with its type and limit, every kind, and its examples.

#include <filesystem>
#include <string>
#include <type_traits>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file.hpp"
#include "base/json.hpp"
#include "model/script.hpp"
#include "writing/given_script.hpp"

namespace mss::cli {
namespace {

using testing::HasSubstr;

std::string format_page() {
    const auto root = std::filesystem::path(__FILE__).parent_path().parent_path().parent_path();
    return read_file(root / "docs/script-format.md", 1U << 20U).value_or("");
}

template <class T>
std::string type_name() {
    if constexpr (std::is_same_v<T, int>) return "whole number";
    if constexpr (std::is_same_v<T, double>) return "number";
    if constexpr (std::is_same_v<T, std::string> || std::is_enum_v<T>) return "text";
    if constexpr (std::is_same_v<T, std::vector<std::string>>) return "list of texts";
    if constexpr (json::detail::IsVector<T>::value) return "list of objects";
    return "object";
}

template <class T>
void expect_rows_for(const std::string& page) {
    boost::mp11::mp_for_each<json::detail::Members<T>>([&](auto member) {
        using Type = std::remove_reference_t<decltype(std::declval<T&>().*member.pointer)>;
        EXPECT_THAT(page, HasSubstr(fmt::format("| `{}` | {} |", member.name, type_name<Type>())));
    });
}

TEST(ScriptFormat, DescribesEveryMemberAndItsType) {
    const std::string page = format_page();
    expect_rows_for<model::Script>(page);
    expect_rows_for<model::Scene>(page);
    expect_rows_for<model::Visual>(page);
    expect_rows_for<model::Source>(page);
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<model::SceneKind>>(
        [&](auto kind) { EXPECT_THAT(page, HasSubstr(fmt::format("\n| `{}` |", kind.name))); });
}

TEST(ScriptFormat, StatesTheLimitsThatAreChecked) {
    using model::ScriptLimits;
    const std::string page = format_page();
    EXPECT_THAT(page, HasSubstr(fmt::format("1 to {} |", ScriptLimits::kScenesMax)));
    EXPECT_THAT(page, HasSubstr(fmt::format("{} bytes of words in all", ScriptLimits::kScriptBytesMax)));
    EXPECT_THAT(page, HasSubstr(fmt::format("| `text` | text | needed | {} bytes |", ScriptLimits::kSceneBytesMax)));
    EXPECT_THAT(
        page, HasSubstr(fmt::format("| `title` | text | the first words | {} bytes |", ScriptLimits::kTitleBytesMax)));
    EXPECT_THAT(page, HasSubstr(fmt::format("| `items` | list of texts | empty | {}, each {} bytes |",
                                            ScriptLimits::kItemsMax, ScriptLimits::kTitleBytesMax)));
}

TEST(ScriptFormat, ShowsExamplesThatMakeScripts) {
    const std::string page = format_page();
    int examples = 0;
    for (std::size_t begin = 0; (begin = page.find("```json\n", begin)) != std::string::npos; ++examples) {
        begin += 8;
        const auto end = page.find("```", begin);
        ASSERT_NE(end, std::string::npos);
        const auto script = writing::script_from_file(page.substr(begin, end - begin));
        EXPECT_TRUE(script) << script.error().message;
        begin = end;
    }
    EXPECT_EQ(examples, 2);
}

}  // namespace
}  // namespace mss::cli
