#pragma once
// Overload: several functions as one, for std::visit with a function for each alternative of a variant. A value.

namespace mss {

template <class... Functions>
struct Overload : Functions... {
    using Functions::operator()...;
};

}  // namespace mss
