#pragma once
// The names of the rows in which what the owner chose in the page is kept. Constants.

#include <string_view>

namespace mss::studio {

inline constexpr std::string_view kSignUpSetting = "sign_up";       ///< "on" or "off"
inline constexpr std::string_view kWikipediaSetting = "wikipedia";  ///< "on" or "off"
inline constexpr std::string_view kModelUrlSetting = "llm_url";     ///< empty: none is to be used
inline constexpr std::string_view kModelKeySetting = "llm_key";
inline constexpr std::string_view kModelNameSetting = "llm_model";
inline constexpr std::string_view kFirstCodeSetting = "first_account_code";

}  // namespace mss::studio
