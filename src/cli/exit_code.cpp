#include "cli/exit_code.hpp"

namespace mss::cli {

int exit_code(Code code) {
    switch (code) {
        case Code::invalid:
        case Code::not_found:
        case Code::too_large:
        case Code::conflict:
        case Code::unauthenticated:
        case Code::forbidden: return kWrongUse;
        case Code::no_material: return kNothingToSay;
        case Code::gate_failed: return kGateFailed;
        case Code::unavailable:
        case Code::bad_answer:
        case Code::timeout:
        case Code::rate_limited:
        case Code::io: return kUnavailable;
        case Code::cancelled: return kInterrupted;
        case Code::internal: return kDefect;
    }
    return kDefect;
}

std::string_view exit_code_help() {
    return "Exit codes:\n"
           "  0    done\n"
           "  1    a defect of MSS\n"
           "  2    wrong use: an option, a setting or a file that was given\n"
           "  3    nothing honest to say about the topic, or a text without words\n"
           "  4    a finished video did not pass a quality gate\n"
           "  5    disk, network or installation\n"
           "  130  interrupted\n";
}

}  // namespace mss::cli
