#pragma once
// The ways on where nothing honest can be said: those that who asked can go, and that fit what they gave. Pure; any
// thread.

#include <vector>

#include "api/problem.hpp"
#include "store/users.hpp"
#include "studio/video_order.hpp"

namespace mss::api {

/// Three of them. `has_model`: a language model is connected already.
std::vector<Way> ways_on(const studio::VideoOrder& order, store::Role role, bool has_model);

/// Those that need no language model, for when it does not give its words.
std::vector<Way> ways_without_a_model();

}  // namespace mss::api
