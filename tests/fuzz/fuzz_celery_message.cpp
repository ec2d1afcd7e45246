// Anything that may lie in a list of Redis or come over a channel, read as each thing that Celery puts there. What was
// read is written so that it can be read again, and says the same then.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "celery/canvas.hpp"
#include "celery/control.hpp"
#include "celery/envelope.hpp"
#include "celery/event.hpp"
#include "celery/iso_time.hpp"
#include "celery/keys.hpp"
#include "celery/python_repr.hpp"
#include "celery/result_meta.hpp"
#include "celery/task_message.hpp"
#include "celery/typed_values.hpp"
#include "celery/worker_info.hpp"

namespace {

using namespace mss;
using namespace mss::celery;

void check(bool holds) {
    if (!holds) std::abort();
}

void check_task(const Envelope& envelope) {
    const auto task = read_task(envelope);
    if (!task) return;
    const Envelope written = write_task(*task);
    const auto again = read_task(written);
    check(again.has_value());
    check(write_envelope(write_task(*again)) == write_envelope(written));
    check(python_repr_tuple(task->args).size() <= 4 * kReprCharactersMax);
    static_cast<void>(with_plain_values(task->args));
    for (const auto& called : {after_success(*task, task->args, {}), after_failure(*task, {})})
        if (called)
            for (const TaskMessage& message : called->messages)
                check(read_task(read_envelope(write_envelope(write_task(message))).value()).has_value());
    check(read_task(write_task(retry_of(*task, Timestamp(), Timestamp()))).has_value());
}

void check_control(const Envelope& envelope) {
    const auto request = read_control(envelope);
    if (!request) return;
    static_cast<void>(is_meant(*request, "w1@host1"));
    const std::string reply = write_envelope(control_reply(*request, "w1@host1", unknown_method(request->method), 1));
    check(read_envelope(reply).has_value());
}

void check_envelope(const Envelope& envelope) {
    check_task(envelope);
    check_control(envelope);
    const auto events = read_events(envelope);
    if (!events) return;
    const auto again = read_events(write_events({}, *events));
    check(again.has_value() && again->size() == events->size());
}

void check_result(std::string_view text) {
    const auto meta = read_result(text);
    if (!meta) return;
    const std::string written = write_result(*meta);
    const auto again = read_result(written);
    check(again.has_value() && write_result(*again) == written);
    static_cast<void>(read_exception(meta->result));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    check_result(text);
    static_cast<void>(read_group(text));
    static_cast<void>(read_unacked(text));
    static_cast<void>(parse_iso_time(text));
    static_cast<void>(masked_address(text));
    static_cast<void>(matches_glob("w1@host1", text));
    static_cast<void>(matches_expression("w1@host1", text));
    if (const auto binding = binding_of({}, text)) check(binding_member({}, *binding) == text);
    const auto envelope = read_envelope(text);
    if (envelope) {
        const std::string written = write_envelope(*envelope);
        const auto again = read_envelope(written);
        check(again.has_value() && write_envelope(*again) == written);
        check_envelope(*envelope);
    }
    // Few inputs get through Base64: the same bytes as a body, under headers of a task.
    Envelope made;
    made.body = text;
    made.properties.delivery_tag = "t";
    made.headers = {{"task", "a"}, {"id", "b"}};
    check_envelope(made);
    return 0;
}
