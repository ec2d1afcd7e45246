#pragma once
// What people call the languages that the voices of this machine speak. Pure; any thread; never fails.

#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "media_protocol/speech.hpp"

namespace mss::studio {

struct NamedLanguage {
    std::string id;    ///< BCP 47
    std::string name;  ///< such as "English (Scotland)"
};
BOOST_DESCRIBE_STRUCT(NamedLanguage, (), (id, name))

/// Each language of the voices once, in the order of the names.
std::vector<NamedLanguage> named_languages(const std::vector<media_protocol::Voice>& voices);

}  // namespace mss::studio
