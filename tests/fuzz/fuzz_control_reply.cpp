// Anything that may lie in a list of answers of remote control, read by who asked, and shown as `mss inspect` shows it:
// nothing steers the terminal, and each worker begins a line of its own.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "base/utf8.hpp"
#include "celery/control.hpp"
#include "celery/wire_json.hpp"
#include "cli/inspect_view.hpp"
#include "task_client/control_client.hpp"

namespace {

using namespace mss;

void check(bool holds) {
    if (!holds) std::abort();
}

void check_views(const std::vector<task_client::Answer>& answers) {
    using enum cli::InspectMethod;
    for (const auto method : {ping, active, scheduled, reserved, revoked, registered, stats, queues, conf}) {
        const std::string text = cli::inspect_text(method, answers, Timestamp());
        check(utf8::valid(text));
        for (const char byte : text)
            check(byte == '\n' || static_cast<unsigned char>(byte) >= ' ');
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (const auto answers = task_client::read_answers(text, "t")) check_views(*answers);
    // Few inputs get through Base64 and know the ticket: the same bytes as an answer.
    if (auto value = celery::parse_wire(text)) {
        celery::ControlRequest request;
        request.ticket = "t";
        const std::string written =
            celery::write_envelope(celery::control_reply(request, "w1@host1", std::move(*value), 1));
        const auto answers = task_client::read_answers(written, "t");
        check(answers && answers->size() == 1);
        check_views(*answers);
    }
    return 0;
}
