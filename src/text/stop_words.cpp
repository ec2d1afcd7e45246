#include "text/stop_words.hpp"

#include <array>
#include <string>
#include <unordered_set>

#include "text/language.hpp"

namespace mss::text {
namespace {

struct List {
    std::string_view language;
    std::string_view words;
};

constexpr auto kLists = std::to_array<List>({
    {"en",
     "a about above after again against all almost also although always am among an and another any are aren't around "
     "as at back be became because become been before being below between both but by came can cannot could did didn't "
     "do does doesn't doing don't down during each either else even ever every few for from further get gets give go "
     "goes got had has have having he hence her here hers herself him himself his how however i if in indeed instead "
     "into is isn't it it's its itself just least less let like likely made make makes many may maybe me might mine "
     "more "
     "most much must my myself near neither never next no nor not now of off often on once one only onto or other "
     "others "
     "our ours ourselves out over own per perhaps quite rather really said same say says see seen several shall she "
     "should since so some something sometimes still such take than that the their theirs them themselves then there "
     "therefore these they this those though through throughout thus to together too toward towards under until up "
     "upon "
     "us use used using very via was wasn't way we well were weren't what whatever when where whether which while who "
     "whole whom whose why will with within without would yet you your yours yourself"},
    {"de",
     "aber alle allem allen aller alles als also am an andere anderen auch auf aus bei beim bereits bin bis bist da "
     "dabei "
     "dadurch daher damit dann das dass davon dazu dem den denn der deren des dessen die dies diese diesem diesen "
     "dieser "
     "dieses doch dort du durch ein eine einem einen einer eines er erst es etwa etwas euch euer für gegen gibt hab "
     "habe "
     "haben hat hatte hatten hier hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im in indem ins ist ja jede "
     "jedem jeden jeder jedes jedoch jetzt kann kein keine keinem keinen keiner können könnte man mehr mein meine mit "
     "muss "
     "müssen nach nicht nichts noch nun nur ob oder ohne schon sehr sein seine seinem seinen seiner seit sich sie sind "
     "so "
     "sogar solche sondern sowie über um und uns unser unter vom von vor war waren warum was weil welche wenn wer "
     "werden "
     "wie wieder wir wird wo wurde wurden zu zum zur zwar zwischen"},
    {"fr",
     "à afin ai ainsi alors après au aucun aussi autre autres aux avait avant avec avoir beaucoup c'est car ce ceci "
     "cela "
     "celle celles celui cependant ces cet cette ceux chaque chez comme comment d'un d'une dans de depuis des deux "
     "donc "
     "dont du elle elles en encore entre est et étaient était étant être eu eux fait fois font ici il ils j'ai je "
     "jusqu "
     "l'on la là le les leur leurs lors lorsque lui ma mais me même mes mon n'est ne ni non nos notre nous on ont ou "
     "où "
     "par parce pas pendant peu peut plus plusieurs pour pourquoi puis qu'il qu'elle qu'un quand que quel quelle "
     "quelles "
     "quels qui quoi sa sans se sera ses si soit son sont sous sur ta tandis te tel telle tes ton tous tout toute "
     "toutes "
     "très trop tu un une vers vos votre vous y"},
    {"es",
     "a al algo algunas algunos ambos ante antes aquel aquella así aún aunque bajo bien cada casi como cómo con contra "
     "cual "
     "cuál cuando cuándo de del desde después donde dónde dos durante e el él ella ellas ellos en entonces entre era "
     "eran "
     "es esa esas ese eso esos esta está estaba están estar estas este esto estos fue fueron ha había han hasta hay la "
     "las "
     "le les lo los luego más me mi mientras mis mucho muchos muy nada ni no nos nosotros nuestra nuestro o otra otras "
     "otro otros para pero poco por porque pues que qué quien quién se sea según ser si sí sido sin sino sobre son su "
     "sus "
     "también tan tanto te tiene tienen toda todas todo todos tras tu tus un una unas uno unos usted y ya yo"},
    {"it",
     "a abbiamo ad agli ai al alcuni alla alle allo altra altre altri altro anche ancora avere aveva c'è che chi ci "
     "ciò "
     "col come con contro così cui da dagli dai dal dalla dalle dallo degli dei del della delle dello dentro di dopo "
     "dove "
     "due durante e è ed era erano essere fa fino fra già gli ha hanno i il in infatti io l'altro la le lei lo loro "
     "lui ma "
     "mai mentre mi mia mio molti molto ne negli nei nel nell nella nelle nello no noi non nostra nostro o ogni oltre "
     "oppure ora per perché però più poi prima proprio può qual quale quali quando quanto quella quelle quelli quello "
     "questa queste questi questo qui quindi se sei senza si sia siamo sono sopra sotto sua sue sugli sui sul sulla "
     "sulle "
     "sullo suo suoi tra tu tutta tutte tutti tutto un un'altra una uno verso vi viene voi"},
    {"pt",
     "a à ainda além algum alguma algumas alguns antes ao aos após aquela aquele aqui as às assim até bem cada com "
     "como "
     "contra da das de dela dele deles depois desde dessa desse desta deste do dois dos durante e é ela elas ele eles "
     "em "
     "enquanto entre era eram essa essas esse esses esta está estão estas este estes eu foi foram há isso isto já la "
     "lhe "
     "lhes lo mais mas me mesmo meu minha muito muitos na não nas nem nenhum nessa nesse nesta neste no nos nós nossa "
     "nosso "
     "num numa o onde os ou outra outras outro outros para pela pelas pelo pelos pode por porém porque portanto pouco "
     "qual "
     "quando que quem são se segundo seja sem sempre ser seu seus sob sobre sua suas também tanto te tem têm teve "
     "tinha "
     "toda todas todo todos tudo um uma umas uns você vocês"},
    {"nl",
     "aan al alle alleen als altijd andere ben bij daar daarna dan dat de der deze die dit doch doen door dus echter "
     "een "
     "eens elk elke en er erg ge geen geweest haar had hadden heb hebben heeft heel hem hen het hier hij hoe hun "
     "iemand "
     "iets ik in is ja je jij jullie kan kon kunnen maar me meer men met mij mijn moet moeten na naar niet niets nog "
     "nu of "
     "om omdat onder ons onze ook op over reeds sinds sommige te tegen tijdens toch toen tot tussen u uit uw van vanaf "
     "veel "
     "via voor waar waarom wanneer want waren was wat we wel werd werden wie wij worden wordt zal ze zeer zelf zich "
     "zij "
     "zijn zo zoals zonder zou zouden"},
    {"sv",
     "alla än är att av blev bli blir då där de dem den denna dess det detta du efter eller en er ett från för ha hade "
     "han "
     "har hans henne hon i inte jag kan kunde man med mellan men mot mycket när någon något och också om på samma "
     "sedan "
     "sig sin sina skulle som så till under upp ur ut var vad vara varit vid vilken vi åt över"},
    {"da",
     "af alle at blev blive bliver da de dem den denne der deres det dette dig du efter eller en er et for fra før ham "
     "han "
     "hans har havde hende hun hvad hvis hvor i ikke ind jeg kan kunne man mange med meget men mod når nu også og om "
     "op os "
     "over på sig sin skal skulle som sådan til ud under var ved vi vil ville være været"},
    {"nb",
     "alle at av ble bli blir da de dem den denne der deres det dette du eller en enn er et etter for fra før ha hadde "
     "han "
     "hans har henne hun hva hvis hvor hvordan i ikke inn jeg kan kunne man mange med men mot mye når nå noe noen og "
     "også "
     "om opp oss over på seg sin skal skulle som så til ut under var ved vi vil ville være vært"},
    {"pl",
     "aby albo ale bardzo bez bo był była było były być choć co czy dla do gdy gdzie go i ich im jak jako jego jej "
     "jest już "
     "każdy kiedy kto która które który lub ma może można na nad nie nim o od oraz po pod ponieważ przed przez przy są "
     "się "
     "swoje tak także tam te tego tej ten to tu tych tylko tym u w we więc wszystko z za że ze"},
    {"cs",
     "a aby ale ani až bez bude by byl byla byli bylo být co což do ho i jak jako je jeho její jejich jen ještě již "
     "jsem "
     "jsou k kde kdy když která které který ma má mezi může na nad ne nebo není o od po pod podle pokud pro proto před "
     "při "
     "s se si své také tak tato tedy ten tento to toho tom tu u už v ve však více z za ze že"},
    {"fi",
     "ei että en he hän hänen ja jo joka jossa jos jotka kanssa kuin kun kuten me mikä minä mitä mukaan mutta myös ne "
     "niin "
     "noin nyt oli olivat olla on ovat sekä sen se siitä sillä sitä tai tämä tämän vain voi"},
    {"ro",
     "a acest aceasta aceste acestea ai al ale am ar are au avea ca care ce cea cei cel cele cu cum când că dar de "
     "decât "
     "din dintre după ea ei el ele este eu fi fost în între la lor lui mai mult nu o pe pentru prin sau se sunt să său "
     "sa "
     "și această toate un una unei unor unui"},
    {"hu",
     "a az azt azonban csak de egy egyik el ennek es és ez ezek ezt fel hanem hogy illetve is itt között ki kell le "
     "lehet "
     "majd már meg mely mert mi mint minden még nagyon ne nem ott pedig s sem szerint több után vagy van volt voltak"},
    {"tr",
     "ama ancak arasında bazı ben bir biri bu bunu böyle çok çünkü da daha de değil diye dolayı en gibi göre hem her "
     "için "
     "ile ise kadar ki kim mi ne neden o olan olarak oldu olduğu olduğunu onun sonra şey şu tarafından ve veya ya "
     "yani"},
    {"ar",
     "في من إلى على عن أن إن أنه أنها التي الذي الذين هذا هذه ذلك "
     "تلك هو هي هم كان كانت قد وقد لا لم لن ما ماذا لماذا كيف متى "
     "أين هل أو ثم بل لكن ولكن كل بعض غير بين ما عند عندما حتى مع "
     "بعد قبل منذ خلال حول نحو أكثر أقل جدا أيضا كما لأن إذا فقط "
     "يكون تكون وهو وهي وفي ومن وعلى وإلى وكان وكانت وما ولا فإن "
     "به بها له لها فيه فيها منه منها عليه عليها أي"},
    {"hi",
     "का के की को में से पर ने है हैं था थे थी हो होता होते होती "
     "हुआ हुई हुए कि और या भी ही तो यह ये वह वे इस इन उस उन इसके "
     "उसके इसकी उसकी जो जिस जिसमें जिनमें जब तब तक क्या क्यों कैसे "
     "कहाँ कौन एक कुछ कई सब सबसे बहुत अब यहाँ वहाँ साथ लिए बाद "
     "पहले द्वारा अपने अपनी अपना नहीं न जाता जाती जाते गया गई गए "
     "कर करता करते करती किया करने रहा रहे रही लेकिन अगर जैसे"},
});

constexpr auto kLanguages = [] {
    std::array<std::string_view, kLists.size()> names;
    for (std::size_t i = 0; i < kLists.size(); ++i)
        names[i] = kLists[i].language;
    return names;
}();

using Set = std::unordered_set<std::string_view>;

Set split(std::string_view list) {
    Set set;
    while (!list.empty()) {
        const std::size_t end = std::min(list.find(' '), list.size());
        set.insert(list.substr(0, end));
        list.remove_prefix(std::min(end + 1, list.size()));
    }
    return set;
}

const Set* set_for(std::string_view language) {
    static const std::array<Set, kLists.size()> kSets = [] {
        std::array<Set, kLists.size()> sets;
        for (std::size_t i = 0; i < kLists.size(); ++i)
            sets[i] = split(kLists[i].words);
        return sets;
    }();
    const std::string primary = primary_language(language);
    for (std::size_t i = 0; i < kLists.size(); ++i)
        if (kLists[i].language == primary) return &kSets[i];
    return nullptr;
}

}  // namespace

std::span<const std::string_view> stop_word_languages() {
    return kLanguages;
}

bool stop_word(std::string_view word, std::string_view language) {
    const Set* set = set_for(language);
    return set != nullptr && set->contains(word);
}

}  // namespace mss::text
