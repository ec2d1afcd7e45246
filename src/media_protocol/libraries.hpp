#pragma once
// What a media child is built on and runs with. Another version of a library may give other bytes for the same
// request, so these names are part of the cache keys of whatever the library makes. Values; any thread.

#include <string>

#include <boost/describe.hpp>

namespace mss::media_protocol {

struct LibrariesRequest {};
BOOST_DESCRIBE_STRUCT(LibrariesRequest, (), ())

struct LibrariesReply {
    std::string codec;    ///< names and versions of what encodes, filters and joins
    std::string picture;  ///< of what draws
};
BOOST_DESCRIBE_STRUCT(LibrariesReply, (), (codec, picture))

}  // namespace mss::media_protocol
