#include "cluster/revoked_tasks.hpp"

#include <algorithm>

namespace mss::cluster {
namespace {

// Each value with its name, as one text.
std::vector<std::string> texts_of(const json::Object& stamps) {
    std::vector<std::string> texts;
    const auto add = [&](std::string_view name, const json::Value& value) {
        std::string text(name);
        text += '\0';
        if (value.is_string())
            text += std::string_view(value.get_string());
        else
            text += json::print(value);
        texts.push_back(std::move(text));
    };
    for (const auto& member : stamps) {
        if (const json::Array* array = member.value().if_array()) {
            for (const json::Value& value : *array)
                add(member.key(), value);
        } else {
            add(member.key(), member.value());
        }
    }
    return texts;
}

}  // namespace

bool RecentTexts::add(std::string_view text, std::chrono::milliseconds now) {
    if (text.empty() || text.size() > kBytesMax) return false;
    drop_old(now);
    const auto [entry, is_new] = since_.try_emplace(std::string(text), now);
    if (!is_new && entry->second == now) return false;
    entry->second = now;
    order_.push_back({std::string(text), now});
    drop_old(now);
    return is_new;
}

void RecentTexts::remove(std::string_view text) {
    if (const auto found = since_.find(text); found != since_.end()) since_.erase(found);
}

std::optional<std::chrono::milliseconds> RecentTexts::since(std::string_view text,
                                                            std::chrono::milliseconds now) const {
    const auto found = since_.find(text);
    if (found == since_.end() || now - found->second >= kKept) return std::nullopt;
    return found->second;
}

std::vector<std::string> RecentTexts::all(std::chrono::milliseconds now) const {
    std::vector<std::string> texts;
    for (const Entry& entry : order_)
        if (is_current(entry) && now - entry.since < kKept) texts.push_back(entry.text);
    return texts;
}

bool RecentTexts::is_current(const Entry& entry) const {
    const auto found = since_.find(entry.text);
    return found != since_.end() && found->second == entry.since;
}

void RecentTexts::drop_old(std::chrono::milliseconds now) {
    // Twice as many places as texts: where the same ones come again and again, the list does not grow with them.
    while (!order_.empty() &&
           (since_.size() > kMost || order_.size() > 2 * kMost || now - order_.front().since >= kKept)) {
        if (is_current(order_.front())) since_.erase(order_.front().text);
        order_.pop_front();
    }
}

bool RevokedTasks::has(std::string_view id) const {
    return ids_.contains(id, clock_.uptime()) || learned_.contains(id, clock_.uptime());
}

bool RevokedTasks::add(std::string_view id) {
    const std::scoped_lock lock(mutex_);
    const bool is_new = !has(id);
    ids_.add(id, clock_.uptime());
    learned_.remove(id);
    return is_new && has(id);
}

bool RevokedTasks::learn(std::string_view id) {
    const std::scoped_lock lock(mutex_);
    return !has(id) && learned_.add(id, clock_.uptime());
}

bool RevokedTasks::contains(std::string_view id) const {
    const std::scoped_lock lock(mutex_);
    return has(id);
}

void RevokedTasks::lift(std::string_view id, Timestamp when) {
    const std::scoped_lock lock(mutex_);
    learned_.remove(id);
    const auto since = ids_.since(id, clock_.uptime());
    if (since && clock_.now() - (clock_.uptime() - *since) < when) ids_.remove(id);
}

std::vector<std::string> RevokedTasks::all() const {
    const std::scoped_lock lock(mutex_);
    std::vector<std::string> ids = ids_.all(clock_.uptime());
    for (std::string& id : learned_.all(clock_.uptime()))
        ids.push_back(std::move(id));
    return ids;
}

void RevokedTasks::add_stamps(const json::Object& stamps) {
    const std::scoped_lock lock(mutex_);
    for (const std::string& text : texts_of(stamps))
        stamps_.add(text, clock_.uptime());
}

bool RevokedTasks::contains_stamps(const json::Object& stamps) const {
    const auto texts = texts_of(stamps);
    const std::scoped_lock lock(mutex_);
    return std::ranges::any_of(texts, [&](const std::string& text) { return stamps_.contains(text, clock_.uptime()); });
}

bool share_stamps(const json::Object& one, const json::Object& other) {
    const auto ours = texts_of(one);
    const auto theirs = texts_of(other);
    return std::ranges::any_of(
        ours, [&](const std::string& text) { return std::ranges::find(theirs, text) != theirs.end(); });
}

}  // namespace mss::cluster
