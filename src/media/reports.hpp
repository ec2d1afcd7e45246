#pragma once
// What a run tells about itself: which gates a file passed and which stages were done or reused. Values; any thread.

#include <string>

#include <boost/describe.hpp>

namespace mss::media {

struct GateReport {
    std::string name;  ///< such as "vertical.loudness"
    bool passed = false;
    std::string measured;  ///< such as "-14.1 LUFS"
    std::string wanted;
};
BOOST_DESCRIBE_STRUCT(GateReport, (), (name, passed, measured, wanted))

struct StageReport {
    std::string name;     ///< such as "vertical.segment-3"
    bool reused = false;  ///< found finished from an earlier run
    double seconds = 0;
};
BOOST_DESCRIBE_STRUCT(StageReport, (), (name, reused, seconds))

}  // namespace mss::media
