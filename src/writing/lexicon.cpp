#include "writing/lexicon.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include "base/ascii.hpp"
#include "base/utf8.hpp"
#include "text/language.hpp"
#include "text/stop_words.hpp"
#include "text/terms.hpp"
#include "text/words.hpp"
#include "writing/prose.hpp"
#include "writing/tokens.hpp"

namespace mss::writing {
namespace {

struct Words {
    std::string_view language;
    std::string_view list;  // separated by '|', with one at each end
};

constexpr auto kBackWords = std::to_array<Words>({
    {"en",
     "|he|she|it|they|this|these|that|those|such|his|her|its|their|him|them|here|another|neither|either|others|"
     "similarly|"
     "likewise|instead|otherwise|then|so|hence|thus|therefore|consequently|accordingly|conversely|also|the former|"
     "the latter|the other|the others|one such|for this|for these|because of this|in this|as such|doing so|in doing so|"
     "in other words|the same|later|afterwards|afterward|that is|even so|unlike this|at that|at this|by then|until "
     "then|"
     "since then|"},
    {"de",
     "|er|sie|es|dies|diese|dieser|dieses|diesem|diesen|sein|seine|seinen|seinem|ihr|ihre|ihren|ihrem|ihnen|ihm|ihn|"
     "dadurch|damit|daher|deshalb|deswegen|dort|hier|hierbei|dabei|dazu|davon|dagegen|solche|solch|jene|letztere|auch|"
     "so|"
     "denn|dann|außerdem|jedoch|allerdings|"},
    {"fr",
     "|il|elle|ils|elles|ce|cet|cette|ces|cela|ceci|celui|celle|ceux|celles|son|sa|ses|leur|leurs|lui|ainsi|donc|c'est|"
     "c'était|"},
    {"es", "|él|ella|ellos|ellas|este|esta|estos|estas|ese|esa|esos|esas|esto|eso|su|sus|así|también|dicho|dicha|"},
    {"it",
     "|lui|lei|loro|esso|essa|essi|esse|questo|questa|questi|queste|quello|quella|ciò|suo|sua|suoi|sue|così|tale|"
     "tali|"},
    {"pt",
     "|ele|ela|eles|elas|este|esta|estes|estas|esse|essa|esses|essas|isso|isto|seu|sua|seus|suas|assim|também|tal|"},
    {"nl", "|hij|zij|ze|dit|deze|dat|die|zijn|haar|hun|hen|hierdoor|daardoor|daarom|zo|ook|daarnaast|"},
});

constexpr auto kConnectives = std::to_array<Words>({
    {"en",
     "|however|moreover|furthermore|in addition|additionally|for example|for instance|therefore|thus|consequently|"
     "as a result|meanwhile|nevertheless|nonetheless|in fact|indeed|of course|in contrast|by contrast|on the other "
     "hand|"
     "also|finally|hence|accordingly|besides|importantly|notably|interestingly|in turn|in particular|in general|"},
    {"fr", "|cependant|toutefois|en outre|de plus|par exemple|en effet|par conséquent|enfin|néanmoins|"},
    {"es", "|sin embargo|además|por ejemplo|por lo tanto|en cambio|no obstante|asimismo|"},
    {"it", "|tuttavia|inoltre|per esempio|ad esempio|infatti|quindi|pertanto|"},
    {"pt", "|no entanto|além disso|por exemplo|portanto|contudo|entretanto|"},
});

constexpr auto kFrequentVerbs = std::to_array<Words>({
    {"fr",
     "|mesure|mesurent|pèse|pèsent|coûte|coûtent|coûté|vit|vivent|dépend|dépendent|compte|comptent|abrite|abritent|"
     "produit|produisent|devient|deviennent|permet|permettent|atteint|atteignent|reçoit|possède|possèdent|travaillent|"
     "trouve|trouvent|dit|disent|contient|contiennent|environ|parcourt|parcourent|traverse|traversent|faites|sera|"
     "changera|coûtera|permettra|ouvrira|durera|accueillera|deviendra|restera|"},
    {"es",
     "|mide|miden|pesa|pesan|cuesta|cuestan|costó|vive|viven|depende|dependen|produce|producen|permite|permiten|"
     "alcanza|alcanzan|recibe|contiene|contienen|trabajan|llega|llegan|hace|hacen|puede|viene|vienen|abrió|advierte|"
     "advierten|dijo|dice|dijeron|explicó|afirmó|anunció|puedes|pueden|podemos|"},
    {"it",
     "|misura|misurano|pesa|pesano|costa|costò|vive|vivono|dipende|dipendono|produce|producono|permette|raggiunge|"
     "raggiungono|riceve|contiene|contengono|lavorano|circa|disse|dice|detto|"},
    {"pt",
     "|mede|medem|pesa|pesam|custa|custou|vive|vivem|depende|dependem|produz|produzem|permite|permitem|atinge|atingem|"
     "recebe|contém|trabalham|chega|chegam|disse|diz|disseram|"},
    {"nl",
     "|meet|weegt|wegen|kost|kosten|kostte|woont|wonen|leeft|leven|beschermt|beschermen|hangt|hangen|produceert|"
     "produceren|bereikt|bereiken|ontvangt|bevat|bevatten|werken|werkt|ongeveer|"},
});

// Endings of verbs that no noun has, or hardly one: "coûteront", "llegaron". Not "era" ("caméra"), "arão" ("camarão").
constexpr auto kVerbEndings = std::to_array<Words>({
    {"fr", "|eront|iront|èrent|aient|erait|issent|"},
    {"es", "|aron|ieron|aban|irán|ará|ieran|"},
    {"it", "|arono|erono|irono|ranno|avano|evano|ivano|erebbe|"},
    {"pt", "|aram|eram|iram|avam|irão|ará|"},
});

// Inside an English sentence these point at an earlier one as well.
constexpr auto kBackPhrases = std::to_array<std::string_view>(
    {"this",          "these",       "the former",      "the latter",      "as mentioned",
     "the following", "as follows",  "described above", "shown above",     "mentioned above",
     "seen above",    "given above", "shown below",     "described below", "see below",
     "that case",     "that way",    "that point",      "that moment",     "other ways"});

constexpr auto kFixedPhrases = std::to_array<std::string_view>(
    {"this day", "these days", "this century", "this year", "this planet", "this world"});

constexpr std::string_view kBreakers =
    "|is|are|was|were|be|been|being|has|have|had|do|does|did|can|could|will|would|may|might|must|shall|should|make|"
    "makes|"
    "made|making|take|takes|took|taken|give|gives|gave|given|get|gets|got|go|goes|went|gone|come|comes|came|become|"
    "becomes|became|find|finds|found|know|known|knew|see|sees|saw|seen|use|used|uses|using|call|called|calls|name|"
    "named|"
    "know|say|says|said|show|shows|showed|shown|help|helps|helped|keep|keeps|kept|hold|holds|held|bring|brings|brought|"
    "begin|begins|began|begun|start|starts|started|turn|turns|turned|lead|leads|led|move|moves|moved|live|lives|lived|"
    "grow|grows|grew|grown|form|forms|formed|cause|causes|caused|allow|allows|allowed|let|lets|include|includes|"
    "included|offer|offers|offered|lasts|lasted|"
    "including|contain|contains|contained|consist|consists|produce|produces|produced|reach|reaches|reached|remain|"
    "remains|remained|stay|stays|stayed|appear|appears|appeared|occur|occurs|occurred|happen|happens|happened|build|"
    "builds|built|write|writes|wrote|written|discover|discovers|discovered|describe|describes|described|develop|"
    "develops|"
    "developed|create|creates|created|carry|carries|carried|cover|covers|covered|change|changes|changed|need|needs|"
    "needed|work|works|worked|run|runs|ran|fall|falls|fell|fallen|rise|rises|rose|send|sends|sent|spread|spreads|meet|"
    "meets|met|lose|loses|lost|win|wins|won|break|breaks|broke|broken|stand|stands|stood|hit|hits|pass|passes|passed|"
    "mean|means|meant|seem|seems|seemed|think|thought|believe|believed|estimate|estimated|measure|measured|release|"
    "releases|released|absorb|absorbs|absorbed|scatter|scatters|scattered|travel|travels|travelled|traveled|enter|"
    "enters|"
    "entered|leave|leaves|left|store|stores|stored|protect|protects|depend|depends|vary|varies|varied|range|ranges|"
    "increase|increases|increased|decrease|decreases|decreased|reduce|reduces|reduced|consider|considered|regarded|"
    "located|situated|based|able|likely|possible|usually|often|mainly|mostly|typically|generally|especially|"
    "particularly|nearly|almost|roughly|approximately|currently|originally|eventually|finally|directly|strongly|highly|"
    "relatively|largely|primarily|partly|entirely|together|apart|away|back|later|earlier|ago|today|soon|still|already|"
    "allowing|causing|leading|giving|taking|forming|producing|creating|according|due|"
    "different|various|certain|several|other|whose|following|eat|eats|ate|feed|feeds|swim|swims|fly|flies|flew|hunt|"
    "hunts|pump|pumps|pumped|deliver|delivers|dropped|drop|drops|invented|invent|sell|sold|buy|bought|pay|paid|"
    "tire|tires|tired|look|looks|looked|cross|crosses|crossed|squeeze|squeezes|speak|speaks|spoke|escape|escapes|feel|"
    "feels|felt|recover|recovers|recovered|hear|hears|heard|push|pushes|pull|pulls|fill|fills|filled|drink|drank|burn|"
    "burns|burned|try|tries|tried|want|wants|ask|asks|learn|learned|teach|taught|play|plays|played|follow|follows|"
    "followed|add|adds|added|join|joins|joined|banned|dying|explain|explains|explained|notice|noticed|react|reacts|"
    "twist|live|lay|lays|laid|serve|serves|connect|connects|connected|provide|provides|provided|support|supports|"
    "require|requires|required|receive|receives|received|extend|extends|extended|hatch|weigh|weighs|weighed|spans|"
    "january|february|march|april|may|june|july|august|september|october|november|december|monday|tuesday|wednesday|"
    "thursday|friday|saturday|sunday|so-called|first|second|third|last|next|"
    "expected|expect|expects|agreed|agree|agrees|compared|counting|smells|smell|stir|pour|bake|throw|mix|"
    "chose|choose|chooses|caught|drew|drove|fought|rode|sang|sank|shook|slept|stole|struck|swam|threw|understood|woke|"
    "wore|tore|spent|dug|froze|swept|sought|sprang|swung|"
    "withdrew|divided|listened|chosen|eaten|costs|plans|slow|slows|slowed|fed|wake|announced|announce|announces|"
    "behind|beyond|beneath|above|below|inside|outside|along|across|around|among|within|without|against|towards|toward|"
    "upon|near|despite|except|via|per|"
    "result|results|wider|larger|smaller|greater|higher|lower|fewer|longer|shorter|faster|slower|enough|less|"
    "arrived|returned|opened|closed|ended|served|ordered|designed|destroyed|killed|died|born|";

template <std::size_t Count>
std::string_view list_for(const std::array<Words, Count>& table, std::string_view language) {
    const auto found = std::ranges::find(table, text::primary_language(language), &Words::language);
    return found == table.end() ? std::string_view() : found->list;
}

// "They were not consoled by that": behind a preposition "that" points back, but "larger than that of" does not.
bool that_behind_preposition(const std::vector<std::string>& words) {
    constexpr std::string_view kPrepositions = "|by|of|to|for|with|after|from|about|like|since|until|before|than|at|";
    for (std::size_t i = 1; i < words.size(); ++i)
        if (words[i] == "that" && listed(kPrepositions, words[i - 1]) &&
            (i + 1 == words.size() || words[i + 1] != "of"))
            return true;
    return false;
}

// "Pour it off": the first word is an order, so that no noun has been named yet.
bool order_with_pronoun(const std::vector<std::string>& words) {
    return words.size() > 1 && listed("|it|them|", words[1]) && !text::stop_word(words[0], "en");
}

// German "Das kostet viel": a verb behind "das" leaves it without its noun; adjectives end otherwise there.
bool das_with_verb(const std::vector<std::string>& words) {
    return words.size() > 1 && words[0] == "das" &&
           (words[1].ends_with('t') || listed("|war|kann|soll|muss|darf|half|gab|kam|ging|ließ|", words[1]));
}

// "It is thought that ..." and its like name no thing at all.
bool impersonal(const std::vector<std::string>& words) {
    if (words.size() < 5 || words[0] != "it" || (words[1] != "is" && words[1] != "was" && words[1] != "has"))
        return false;
    const auto end = words.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(words.size(), 7));
    return std::find(words.begin() + 2, end, "that") != end;
}

// Where the main clause begins: behind "In 1847," and "When the rain stops,".
std::size_t main_clause(const std::vector<std::string>& written, const std::vector<std::string>& bare) {
    constexpr std::string_view kOpeners =
        "|in|on|at|by|during|after|before|when|while|since|because|although|though|if|as|until|from|with|like|unlike|"
        "despite|for|over|under|through|within|without|among|between|throughout|upon|once|";
    if (bare.empty() || !listed(kOpeners, bare[0])) return 0;
    for (std::size_t i = 0; i < written.size() && i < 9; ++i)
        if (written[i].ends_with(',')) return i + 1;
    return 0;
}

// A first word may be a name or only a noun with its capital; a plural cannot be the "he" of what follows.
bool name_at(const std::vector<std::string>& written, const std::vector<std::string>& bare, std::size_t i) {
    if (text::stop_word(bare[i], "en") || !capital(written[i])) return false;
    return i > 0 || !bare[i].ends_with('s');
}

bool pronoun_without_noun(std::string_view sentence) {
    const std::vector<std::string> written = text::words(sentence, "en");
    const std::vector<std::string> bare = bare_words(sentence);
    if (written.size() != bare.size()) return false;
    const std::size_t start = main_clause(written, bare);
    bool name_seen = false;
    bool noun_seen = false;
    for (std::size_t i = 0; i < bare.size(); ++i) {
        name_seen = name_seen || name_at(written, bare, i);
        if (!name_seen && listed("|he|she|him|his|her|hers|", bare[i])) {
            // "When he came back, Fleming ...": the name may follow as the subject.
            return i >= start || start >= bare.size() || !name_at(written, bare, start);
        }
        if (i < start) continue;
        if (!noun_seen && listed("|it|its|they|them|their|", bare[i])) return true;
        noun_seen = noun_seen || !text::stop_word(bare[i], "en");
    }
    return false;
}

}  // namespace

bool refers_back(std::string_view sentence, std::string_view language) {
    const std::string_view list = list_for(kBackWords, language);
    const std::vector<std::string> words = bare_words(sentence);
    if (list.empty() || words.empty()) return false;
    const bool english = text::primary_language(language) == "en";
    if (english && impersonal(words)) return false;
    if (english && words[0] == "those" && words.size() > 1 && listed("|who|of|that|with|", words[1])) return false;
    std::string opening;
    for (std::size_t i = 0; i < words.size() && i < 3; ++i) {
        opening += (i == 0 ? "" : " ") + words[i];
        if (listed(list, opening)) return true;
    }
    if (!english) return text::primary_language(language) == "de" && das_with_verb(words);
    const std::string lower = text::lower(sentence);
    const auto present = [&](std::string_view phrase) { return find_phrase(lower, phrase) != std::string::npos; };
    if (std::ranges::any_of(kBackPhrases, present) && std::ranges::none_of(kFixedPhrases, present)) return true;
    return that_behind_preposition(words) || order_with_pronoun(words) || pronoun_without_noun(sentence);
}

std::string without_connective(std::string_view sentence, std::string_view language) {
    const std::string_view list = list_for(kConnectives, language);
    const auto comma = sentence.find(',');
    if (!list.empty() && comma != std::string_view::npos && comma + 2 < sentence.size() &&
        listed(list, text::lower(sentence.substr(0, comma))))
        return capitalised(sentence.substr(comma + 2));
    if (text::primary_language(language) == "en")
        for (const std::string_view opener : {"But ", "And ", "Yet "})
            if (sentence.starts_with(opener)) return capitalised(sentence.substr(opener.size()));
    return std::string(sentence);
}

bool headline_breaker(std::string_view word) {
    return listed(kBreakers, word) ||
           (word.size() > 4 && word.ends_with("ly") && word != "family" && word != "butterfly");
}

bool frequent_verb(std::string_view word, std::string_view language, bool name) {
    constexpr std::size_t kStem = 2;  // bytes before the ending
    if (listed(list_for(kFrequentVerbs, language), word)) return true;
    if (name) return false;
    std::string_view endings = list_for(kVerbEndings, language);
    for (std::size_t end = endings.find('|', 1); end != endings.npos; end = endings.find('|', 1)) {
        const std::string_view ending = endings.substr(1, end - 1);
        if (word.size() > ending.size() + kStem && word.ends_with(ending)) return true;
        endings.remove_prefix(end);
    }
    return false;
}

}  // namespace mss::writing
