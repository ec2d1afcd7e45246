#pragma once
// Topic: an idea for a video, as topics lists offer it. Pure values; any thread.

#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace mss::model {

struct Topic {
    std::string title;
    std::string angle;
    std::vector<std::string> keywords;
    std::string yt_title;
    std::string yt_description;
    std::vector<std::string> yt_tags;
    std::vector<std::string> outline;
    std::vector<std::string> visual_cues;
    std::vector<std::string> hook_options;
    std::string source;  ///< "starter", "wikipedia" or "model"
};
BOOST_DESCRIBE_STRUCT(Topic, (),
                      (title, angle, keywords, yt_title, yt_description, yt_tags, outline, visual_cues, hook_options,
                       source))

}  // namespace mss::model
