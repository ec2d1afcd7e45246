#include "studio/styles.hpp"

#include <array>

namespace mss::studio {
namespace {

constexpr std::array kStyles{
    StyleChoice{"aurora", "Aurora", "slow veils of colour; fits most topics"},
    StyleChoice{"bokeh", "Bokeh", "soft drifting lights; warm and quiet"},
    StyleChoice{"paper", "Paper", "light paper and ink; for facts and history"},
    StyleChoice{"night", "Night", "dark sky and stars; for space, sea and mysteries"},
};

}  // namespace

std::span<const StyleChoice> styles() {
    return kStyles;
}

}  // namespace mss::studio
