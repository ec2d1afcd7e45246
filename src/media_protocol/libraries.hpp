#pragma once
// What a media child is built on and runs with. Another build of a library may give other bytes for the same
// request, so these names are part of the cache keys of whatever the library makes. Values; any thread.

#include <string>

#include <boost/describe.hpp>

namespace mss::media_protocol {

struct LibrariesRequest {};
BOOST_DESCRIBE_STRUCT(LibrariesRequest, (), ())

struct LibrariesReply {
    std::string codec;    ///< names and builds of what encodes, converts and joins
    std::string picture;  ///< of what draws
    std::string speech;   ///< of what makes narration of a voice
};
BOOST_DESCRIBE_STRUCT(LibrariesReply, (), (codec, picture, speech))

}  // namespace mss::media_protocol
