#include "cluster/other_workers.hpp"

#include <algorithm>
#include <iterator>

#include "base/utf8.hpp"

namespace mss::cluster {
namespace {

void add_name(std::set<std::string>& names, std::string_view name) {
    if (name.empty() || name.size() > OtherWorkers::kNameBytesMax || names.size() >= OtherWorkers::kNamesMost) return;
    names.insert(utf8::printable(name, OtherWorkers::kNameBytesMax));
}

}  // namespace

OtherWorkers::Told* OtherWorkers::of(std::string_view worker) {
    const std::string name = utf8::printable(worker, kNameBytesMax);
    if (const auto known = told_.find(name); known != told_.end()) return &known->second;
    return told_.size() < kMost ? &told_[name] : nullptr;
}

void OtherWorkers::take_queues(const json::Value& answers) {
    if (!answers.is_object()) return;
    for (const auto& member : answers.get_object()) {
        const json::Array* queues = member.value().if_array();
        Told* told = queues == nullptr ? nullptr : of(member.key());
        if (told == nullptr) continue;
        for (const json::Value& queue : *queues) {
            const json::Object* object = queue.if_object();
            const json::Value* name = object == nullptr ? nullptr : object->if_contains("name");
            if (name != nullptr && name->is_string()) add_name(told->queues, name->get_string());
        }
    }
}

void OtherWorkers::take_kinds(const json::Value& answers) {
    if (!answers.is_object()) return;
    for (const auto& member : answers.get_object()) {
        const json::Array* kinds = member.value().if_array();
        Told* told = kinds == nullptr ? nullptr : of(member.key());
        if (told == nullptr) continue;
        told->of_kinds = true;
        for (const json::Value& kind : *kinds) {
            if (!kind.is_string()) continue;
            const std::string_view text = kind.get_string();
            add_name(told->kinds, text.substr(0, text.find(" [")));  // "demo.add [rate_limit=10/s]"
        }
    }
}

OtherWorkers::Differences OtherWorkers::compare(std::string_view own_name,
                                                const std::vector<celery::RegisteredTask>& kinds,
                                                const std::vector<celery::QueueInfo>& queues) const {
    std::set<std::string> ours;
    for (const celery::RegisteredTask& kind : kinds)
        ours.insert(kind.name);
    Differences found;
    for (const auto& [name, told] : told_) {
        const bool shares = std::ranges::any_of(
            queues, [&](const celery::QueueInfo& queue) { return told.queues.contains(queue.name); });
        if (name == own_name || !told.of_kinds || !shares) continue;
        if (told.kinds != ours) found.workers.insert(name);
        std::ranges::set_difference(told.kinds, ours, std::inserter(found.only_theirs, found.only_theirs.end()));
        std::ranges::set_difference(ours, told.kinds, std::inserter(found.only_ours, found.only_ours.end()));
    }
    return found;
}

}  // namespace mss::cluster
