// Feeds arbitrary texts to the readers of Celery's messages and results. What is read and written again reads the same.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "celery/envelope.hpp"
#include "celery/result_meta.hpp"
#include "celery/task_message.hpp"
#include "celery/typed_values.hpp"

namespace {

using namespace mss;

void require(bool holds) {
    if (!holds) std::abort();
}

void read_message(std::string_view text) {
    const auto envelope = celery::read_envelope(text);
    if (!envelope) return;
    const std::string written = celery::write_envelope(*envelope);
    const auto again = celery::read_envelope(written);
    require(again && again->body == envelope->body && celery::write_envelope(*again) == written);
    const auto task = celery::read_task(*envelope);
    if (!task) return;
    const std::string sent = celery::write_envelope(celery::write_task(*task));
    const auto received = celery::read_envelope(sent);
    require(received.has_value());
    const auto copy = celery::read_task(*received);
    require(copy && celery::write_envelope(celery::write_task(*copy)) == sent);
    static_cast<void>(celery::with_plain_values(task->args));
}

void read_result(std::string_view text) {
    const auto meta = celery::read_result(text);
    if (!meta) return;
    const std::string written = celery::write_result(*meta);
    const auto again = celery::read_result(written);
    require(again && celery::write_result(*again) == written);
    static_cast<void>(celery::read_exception(meta->result));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(bytes), size);
    read_message(text);
    read_result(text);
    static_cast<void>(celery::read_group(text));
    return 0;
}
