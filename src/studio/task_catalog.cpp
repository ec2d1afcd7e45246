#include "studio/task_catalog.hpp"

#include <string>

#include <fmt/format.h>

namespace mss::studio {
namespace {

struct NoArguments {};
BOOST_DESCRIBE_STRUCT(NoArguments, (), ())

tasks::Definition generate(TaskFunctions& functions) {
    tasks::Definition definition = tasks::define<GenerateVideoArguments>(std::string(kGenerateVideo));
    definition.heavy = true;
    if (!functions.generate_video) return definition;
    if (!functions.accept_call)
        functions.accept_call = [](const json::Value& arguments, const tasks::TaskContext&) {
            return json::decode<GenerateVideoArguments>(arguments);
        };
    definition.function = [work = std::move(functions.generate_video), accept = std::move(functions.accept_call)](
                              const json::Value& value, const tasks::TaskContext& context) -> Result<json::Value> {
        MSS_TRY_ASSIGN(const GenerateVideoArguments arguments, accept(value, context));
        MSS_TRY_ASSIGN(const GeneratedVideo video, work(arguments, context));
        return json::encode(video);
    };
    return definition;
}

tasks::Definition clean_up(std::string_view name, std::function<Result<std::int64_t>()> work) {
    std::function<Result<json::Value>(const NoArguments&, const tasks::TaskContext&)> function;
    if (work)
        function = [work = std::move(work)](const NoArguments&, const tasks::TaskContext&) -> Result<json::Value> {
            MSS_TRY_ASSIGN(const std::int64_t removed, work());
            return json::Value(json::Object{{"removed", removed}});
        };
    tasks::Definition definition = tasks::define<NoArguments>(std::string(name), std::move(function));
    definition.concurrency = 1;
    return definition;
}

tasks::Definition refused(std::string_view name, std::string_view what) {
    tasks::Definition definition = tasks::define<NoArguments>(std::string(name));
    definition.refusal = fmt::format("{} is not a part of this version: {}", name, what);
    definition.function = [refusal = definition.refusal](const json::Value&,
                                                         const tasks::TaskContext&) -> Result<json::Value> {
        return fail(Code::invalid, refusal);
    };
    return definition;
}

}  // namespace

tasks::Registry task_catalog(TaskFunctions functions) {
    tasks::Registry registry;
    registry.add(generate(functions));
    registry.add(clean_up(kCleanUpSessions, std::move(functions.clean_up_sessions)));
    registry.add(clean_up(kCleanUpFiles, std::move(functions.clean_up_files)));
    registry.add(refused("tasks.post_process_video", "videos are finished by tasks.generate_video"));
    registry.add(refused("tasks.publish_to_platform", "download the files and publish them by hand"));
    registry.add(refused("tasks.generate_daily_analytics", "no platform is connected yet"));
    registry.add(refused("tasks.refresh_trends_cache", "topics are looked up when they are asked for"));
    return registry;
}

}  // namespace mss::studio
