#include "writing/wikipedia_editions.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "text/language.hpp"

namespace mss::writing {
namespace {

// meta.wikimedia.org/wiki/List_of_Wikipedias, those that are named by a language's own code and are open.
constexpr auto kEditions = std::to_array<std::string_view>({
    "ab",  "ace", "ady", "af",  "als", "alt", "am",  "ami", "an",  "ang", "anp", "ar",  "arc", "ary", "arz", "as",
    "ast", "atj", "av",  "avk", "awa", "ay",  "az",  "azb", "ba",  "ban", "bar", "bcl", "be",  "bg",  "bh",  "bi",
    "bjn", "blk", "bm",  "bn",  "bo",  "bpy", "br",  "bs",  "bug", "bxr", "ca",  "ce",  "ceb", "ch",  "chr", "chy",
    "ckb", "co",  "cr",  "crh", "cs",  "csb", "cu",  "cv",  "cy",  "da",  "dag", "de",  "diq", "dsb", "dty", "dv",
    "dz",  "ee",  "el",  "eml", "en",  "eo",  "es",  "et",  "eu",  "ext", "fa",  "fat", "ff",  "fi",  "fj",  "fo",
    "fon", "fr",  "frp", "frr", "fur", "fy",  "ga",  "gag", "gan", "gcr", "gd",  "gl",  "glk", "gn",  "gom", "gor",
    "got", "gpe", "gu",  "guc", "gur", "guw", "gv",  "ha",  "hak", "haw", "he",  "hi",  "hif", "hr",  "hsb", "ht",
    "hu",  "hy",  "hyw", "ia",  "id",  "ie",  "ig",  "ik",  "ilo", "inh", "io",  "is",  "it",  "iu",  "ja",  "jam",
    "jbo", "jv",  "ka",  "kaa", "kab", "kbd", "kbp", "kcg", "kg",  "ki",  "kk",  "kl",  "km",  "kn",  "ko",  "koi",
    "krc", "ks",  "ksh", "ku",  "kv",  "kw",  "ky",  "la",  "lad", "lb",  "lbe", "lez", "lfn", "lg",  "li",  "lij",
    "lld", "lmo", "ln",  "lo",  "lt",  "ltg", "lv",  "mad", "mai", "mdf", "mg",  "mhr", "mi",  "min", "mk",  "ml",
    "mn",  "mni", "mnw", "mr",  "mrj", "ms",  "mt",  "mwl", "my",  "myv", "mzn", "nah", "nap", "nds", "ne",  "new",
    "nia", "nl",  "nn",  "no",  "nov", "nqo", "nrm", "nso", "nv",  "ny",  "oc",  "olo", "om",  "or",  "os",  "pa",
    "pag", "pam", "pap", "pcd", "pcm", "pdc", "pfl", "pi",  "pl",  "pms", "pnb", "pnt", "ps",  "pt",  "pwn", "qu",
    "rm",  "rmy", "rn",  "ro",  "ru",  "rue", "rw",  "sa",  "sah", "sat", "sc",  "scn", "sco", "sd",  "se",  "sg",
    "sh",  "shi", "shn", "si",  "sk",  "skr", "sl",  "sm",  "smn", "sn",  "so",  "sq",  "sr",  "srn", "ss",  "st",
    "stq", "su",  "sv",  "sw",  "szl", "szy", "ta",  "tay", "tcy", "te",  "tet", "tg",  "th",  "ti",  "tk",  "tl",
    "tly", "tn",  "to",  "tpi", "tr",  "trv", "ts",  "tt",  "tum", "tw",  "ty",  "tyv", "udm", "ug",  "uk",  "ur",
    "uz",  "ve",  "vec", "vep", "vi",  "vls", "vo",  "wa",  "war", "wo",  "wuu", "xal", "xh",  "xmf", "yi",  "yo",
    "za",  "zea", "zh",  "zu",
});

// Languages whose edition has another name than their code.
constexpr auto kRenamed = std::to_array<std::pair<std::string_view, std::string_view>>({{"nb", "no"},
                                                                                        {"cmn", "zh"},
                                                                                        {"yue", "zh-yue"},
                                                                                        {"nan", "zh-min-nan"},
                                                                                        {"lzh", "zh-classical"},
                                                                                        {"sgs", "bat-smg"},
                                                                                        {"vro", "fiu-vro"},
                                                                                        {"rup", "roa-rup"},
                                                                                        {"gsw", "als"},
                                                                                        {"fil", "tl"},
                                                                                        {"iw", "he"},
                                                                                        {"in", "id"},
                                                                                        {"ji", "yi"},
                                                                                        {"arb", "ar"},
                                                                                        {"prs", "fa"}});

}  // namespace

std::string_view wikipedia_edition(std::string_view language) {
    const std::string primary = text::primary_language(language);
    const auto* renamed =
        std::ranges::find(kRenamed, std::string_view(primary), &std::pair<std::string_view, std::string_view>::first);
    if (renamed != kRenamed.end()) return renamed->second;
    const auto* found = std::ranges::find(kEditions, std::string_view(primary));
    return found == kEditions.end() ? std::string_view() : *found;
}

}  // namespace mss::writing
