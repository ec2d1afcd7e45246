#include "tasks/definition.hpp"

#include <stdexcept>
#include <utility>

namespace mss::tasks {

void Registry::add(Definition definition) {
    if (!is_task_word(definition.name) || !is_task_word(definition.queue))
        throw std::logic_error("no name for a kind of task or its queue: " + definition.name + ", " + definition.queue);
    std::string name = definition.name;
    if (!definitions_.try_emplace(std::move(name), std::move(definition)).second)
        throw std::logic_error("a kind of task is defined twice");
}

const Definition* Registry::find(std::string_view name) const {
    const auto found = definitions_.find(name);
    return found == definitions_.end() ? nullptr : &found->second;
}

std::vector<std::string> Registry::runnable() const {
    std::vector<std::string> names;
    for (const auto& [name, definition] : definitions_)
        if (definition.function) names.push_back(name);
    return names;
}

std::vector<std::string> Registry::names() const {
    std::vector<std::string> names;
    for (const auto& [name, definition] : definitions_)
        names.push_back(name);
    return names;
}

Result<TaskCall> Registry::call(std::string_view name, const json::Value& arguments, std::string owner) const {
    const Definition* definition = find(name);
    if (definition == nullptr)
        return fail(Code::not_found, "there is no task named " + std::string(name.substr(0, 100)));
    if (!definition->refusal.empty()) return fail(Code::unavailable, definition->refusal);
    TaskCall call;
    call.name = definition->name;
    call.arguments = json::print(arguments);
    call.owner = std::move(owner);
    call.queue = definition->queue;
    call.retries_max = definition->retries_max;
    MSS_TRY(validate(call));
    if (definition->check)
        if (const auto checked = definition->check(arguments); !checked)
            return std::unexpected(checked.error().with_context("the arguments of " + definition->name));
    return call;
}

}  // namespace mss::tasks
