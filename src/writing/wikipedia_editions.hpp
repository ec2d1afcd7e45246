#pragma once
// The editions of Wikipedia by language. Pure; any thread; never fails.

#include <string_view>

namespace mss::writing {

/// The subdomain of the edition in a language (BCP 47; only the primary subtag counts): "pt" for "pt-BR", "no" for
/// "nb". Empty where there is none, so that no request goes to a host that does not exist.
std::string_view wikipedia_edition(std::string_view language);

}  // namespace mss::writing
