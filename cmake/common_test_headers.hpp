#pragma once
// What most tests include, parsed once for all of them; see common_headers.hpp.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common_headers.hpp"
