#include "studio/styles.hpp"

#include <string>
#include <vector>

#include <boost/describe.hpp>
#include <boost/mp11/algorithm.hpp>
#include <gtest/gtest.h>

#include "media_protocol/picture.hpp"

namespace mss::studio {
namespace {

TEST(Styles, AreThoseThatCanBeDrawn) {
    std::vector<std::string> drawn;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<media_protocol::Style>>(
        [&](auto style) { drawn.emplace_back(style.name); });
    std::vector<std::string> told;
    for (const StyleChoice& style : styles())
        told.emplace_back(style.name);
    EXPECT_EQ(told, drawn);
}

}  // namespace
}  // namespace mss::studio
