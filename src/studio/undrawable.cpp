#include "studio/undrawable.hpp"

#include <string>

#include "base/utf8.hpp"
#include "text/emoji.hpp"
#include "writing/title.hpp"

namespace mss::studio {

bool leave_out_emoji(model::Script& script, std::string_view missing) {
    const std::u32string points = utf8::decode(missing);
    bool changed = false;
    const auto clean = [&](std::string& text) {
        std::string cleaned = text::without_emoji(text, points);
        changed = changed || cleaned != text;
        text = std::move(cleaned);
    };
    for (model::Scene& scene : script.scenes) {
        clean(scene.text);
        clean(scene.visual.headline);
        clean(scene.visual.number);
        clean(scene.visual.label);
        for (std::string& item : scene.visual.items)
            clean(item);
        std::erase_if(scene.visual.items, [](const std::string& item) { return item.empty(); });
    }
    for (model::Source& source : script.sources) {
        clean(source.title);
        clean(source.author);
    }
    const std::string title = script.title;
    clean(script.title);
    if (script.title != title && !model::speakable(script.title) && !script.scenes.empty())
        script.title = writing::title_for(script.scenes.front().text, script.language);
    return changed;
}

}  // namespace mss::studio
