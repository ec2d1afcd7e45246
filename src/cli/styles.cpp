#include <ostream>

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

std::string description_of(media_protocol::Style style) {
    switch (style) {
        case media_protocol::Style::aurora: return "slow veils of colour; fits most topics";
        case media_protocol::Style::bokeh: return "soft drifting lights; warm and quiet";
        case media_protocol::Style::paper: return "light paper and ink; for facts and history";
        case media_protocol::Style::night: return "dark sky and stars; for space, sea and mysteries";
    }
    return {};
}

}  // namespace

int run_styles(const StylesArguments& arguments, Console& console) {
    std::vector<StyleRow> rows;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<media_protocol::Style>>(
        [&](auto style) { rows.push_back({style.name, description_of(style.value)}); });
    if (arguments.json) {
        console.out << json::pretty(json::encode(rows));
    } else {
        for (const StyleRow& row : rows)
            console.out << fmt::format("{:8}  {}\n", row.name, row.description);
    }
    return finish(console);
}

}  // namespace mss::cli
