#pragma once
// ChoiceSource: who decided what the owner may also decide in the page. A plain value; any thread.

namespace mss::studio {

/// Who decided a choice, the weakest first: nobody, a settings file, the environment, the command line, the owner in
/// the page.
enum class ChoiceSource { fallback, file, environment, flag, page };

}  // namespace mss::studio
