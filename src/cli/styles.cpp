#include "studio/styles.hpp"

#include <ostream>
#include <vector>

#include <boost/describe.hpp>
#include <fmt/format.h>

#include "base/json.hpp"
#include "cli/commands.hpp"

namespace mss::cli {
namespace {

struct StyleRow {
    std::string name;
    std::string description;
};
BOOST_DESCRIBE_STRUCT(StyleRow, (), (name, description))

}  // namespace

int run_styles(const StylesArguments& arguments, Console& console) {
    if (arguments.json) {
        std::vector<StyleRow> rows;
        for (const auto& style : studio::styles())
            rows.push_back({std::string(style.name), std::string(style.description)});
        console.out << json::pretty(json::encode(rows));
    } else {
        for (const auto& style : studio::styles())
            console.out << fmt::format("{:8}  {}\n", style.name, style.description);
    }
    return finish(console);
}

}  // namespace mss::cli
