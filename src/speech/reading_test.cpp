#include "speech/reading.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "text/words.hpp"

namespace mss::speech {
namespace {

std::string read_aloud(const std::string& text, const std::string& language = "en") {
    std::string spoken;
    for (const std::string& reading : readings(text::words(text, language), language)) {
        if (reading.empty()) continue;
        if (!spoken.empty()) spoken += ' ';
        spoken += reading;
    }
    return spoken;
}

struct Example {
    const char* written;
    const char* spoken;
};

class EnglishReading : public testing::TestWithParam<Example> {};

TEST_P(EnglishReading, SaysWhatAReaderWouldSay) {
    EXPECT_EQ(read_aloud(GetParam().written), GetParam().spoken);
}

INSTANTIATE_TEST_SUITE_P(
    Examples, EnglishReading,
    testing::Values(
        Example{"Dr. Smith paid $2,500 in 1950.",
                "doctor Smith paid two thousand five hundred dollars in nineteen fifty."},
        Example{"Elm Dr. is near St. Paul.", "Elm drive is near saint Paul."},
        Example{"It cost $25.4 billion, or €3.50 each.",
                "It cost twenty-five point four billion dollars, or three euros and fifty cents each."},
        Example{"It costs $3.50, €3,50 or £1,250.",
                "It costs three dollars and fifty cents, three euros and fifty cents "
                "or one thousand two hundred fifty pounds."},
        Example{"Mail jane.doe-2@example.co.uk, please.",
                "Mail jane dot doe dash two at example dot co dot uk, please."},
        Example{"See (https://example.com/best/?x=1) or www.example.org.",
                "See, example dot com slash best, or www dot example dot org."},
        Example{"The end.It was Node.js in the U.S. e.g. then", "The end.It was Node.js in the U.S for example then"},
        Example{"½ cup, 2½ cups, ¾ full", "one half cup, two and a half cups, three quarters full"},
        Example{"C# and #bees, 5 ± 2 × 3", "C sharp and hashtag bees, five plus or minus two times three"},
        Example{"About $5bn or £1.", "About five billion dollars or one pound."},
        Example{"50% of 10–20 people", "fifty percent of ten to twenty people"},
        Example{"From 1939–1945 and in the 1990s",
                "From nineteen thirty-nine to nineteen forty-five and in the nineteen nineties"},
        Example{"at 3:05 on the 21st", "at three oh five on the twenty-first"},
        Example{"1/2 a mile, 3/4 done", "one half a mile, three quarters done"},
        Example{"5 km at 60 mph and 25°C", "five kilometers at sixty miles per hour and twenty-five degrees Celsius"},
        Example{"1 kg is 2.2 lbs", "one kilogram is two point two pounds"},
        Example{"The AI beat NASA's CEOs in the U.S. today", "The A.I beat nasa's C.E.O's in the U.S today"},
        Example{"World War II under Elizabeth II", "World War two under Elizabeth the second"},
        Example{"GPT-4 and H2O in 4K", "G.P.T four and H two O in four K"},
        Example{"salt & pepper and/or #1", "salt and pepper and or number one"},
        Example{"-5 degrees, ~300 people", "minus five degrees, about three hundred people"},
        Example{"half is .5, or .5 km", "half is point five, or point five kilometers"},
        Example{"on 9/11, open 24/7", "on nine eleven, open twenty-four seven"},
        Example{"on 12.03.2024 and 2024-03-12",
                "on March twelfth, twenty twenty-four and March twelfth, twenty twenty-four"},
        Example{"call 555-123-4567 or (555) 123-4567",
                "call five five five, one two three, four five six seven or, five five five, one two three, four five "
                "six seven"},
        Example{"sin(x) and cos(2t)", "sine of x and cosine of two t"},
        Example{"Rome¹ fell.² In 1969³ it [4] rose[5,6].", "Rome fell. In nineteen sixty-nine it rose."},
        Example{"so 12² and 25³ of x², 9 miles² here, 10⁻⁹ m",
                "so twelve squared and twenty-five cubed of x squared, nine miles squared here, ten to the power of "
                "minus nine meters"},
        Example{"Ca²⁺ and 5 km²", "Ca²⁺ and five square kilometers"},
        Example{"5 min(s), a log(s) and A(n) apple", "five minutes, a logs and An apple"},
        Example{"min(x) and f(s)", "minimum of x and f of s"}, Example{"10-15-20-25", "ten fifteen twenty twenty-five"},
        Example{"call 0171 123 45 67 now", "call zero one seven one, one two three, four five, six seven now"},
        Example{"since 2007 123 people", "since two thousand seven one hundred twenty-three people"},
        Example{"５ km and १२ men", "five kilometers and twelve men"}, Example{"THE BIG SHORT", "the big short"},
        Example{"Rows (about ten) follow", "Rows, about ten, follow"}, Example{"Wait — what…", "Wait, what,"},
        Example{"word—next", "word, next"}, Example{"“Don’t,” she said!", "Don't, she said!"}));

TEST(Reading, NeverPassesOnWhatAnEngineCouldTakeForACommand) {
    for (const std::string text : {"{\\b1}bold{\\b0}", "<speak><break time='9s'/>hi</speak>", "%{x} ${y}", "[[h@'loU]]",
                                   "tab\tbell\x07 end", "a|b*c_d^e~f`g"}) {
        const std::string spoken = read_aloud(text);
        EXPECT_EQ(spoken.find_first_of("{}<>[]\\|*_^~`\"\a\t"), std::string::npos) << spoken;
        EXPECT_FALSE(spoken.empty()) << text;
    }
}

TEST(Reading, GivesEveryWordOneEntryAndSilentOnesNothing) {
    const std::vector<std::string> words{"Yes", "😀", "—", "no", "™"};
    const std::vector<std::string> spoken = readings(words, "en");
    EXPECT_EQ(spoken, (std::vector<std::string>{"Yes,", "", "", "no", ""}));
}

TEST(Reading, SaysAddressesInTheWordsOfTheLanguage) {
    EXPECT_EQ(read_aloud("Mehr auf example.org/biene.", "de"), "Mehr auf example Punkt org Schrägstrich biene.");
    EXPECT_EQ(read_aloud("jane@example.com", "fr"), "jane arobase example point com");
}

TEST(Reading, LeavesNumbersOfOtherLanguagesToTheEngineButMovesTheCurrency) {
    EXPECT_EQ(read_aloud("Es kostet $25,4 im Jahr 2010.", "de"), "Es kostet 25,4 $ im Jahr 2010.");
    EXPECT_EQ(read_aloud("增长25%。", "zh"), "增长 百分之25.");
}

TEST(Reading, WritesNumbersOutForAVoiceThatIsSilentOnDigits) {
    EXPECT_EQ(read_aloud("יש 42 ספרים", "he"), "יש ארבעים ושתיים ספרים");
    EXPECT_EQ(read_aloud("1,000", "he"), "אלף");
    EXPECT_EQ(read_aloud("₪7", "he"), "שבע שקל");
}

TEST(Reading, CountsGermanYearsInHundreds) {
    EXPECT_EQ(read_aloud("Von 1800 bis 1997, in den 1960ern.", "de"),
              "Von achtzehnhundert bis neunzehnhundertsiebenundneunzig, in den neunzehnhundertsechzigern.");
    EXPECT_EQ(read_aloud("1000 und 2024 und 19970 und 1997-2001", "de"), "1000 und 2024 und 19970 und 1997-2001");
}

TEST(Reading, KnowsTheDigitsOfOtherScripts) {
    EXPECT_EQ(read_aloud("٣٫٥ و ١٬٢٠٠", "ar"), "3.5 و 1,200");
    EXPECT_EQ(read_aloud("वर्ष १९६९", "hi"), "वर्ष 1969");
    EXPECT_EQ(read_aloud("سال ۱۹۶۹", "fa"), "سال 1969");
    EXPECT_EQ(read_aloud("٤٢٪", "ar"), "42 بالمئة");
}

TEST(Reading, SaysGermanUnitsByNameAndTakesAmountsForNoYears) {
    EXPECT_EQ(read_aloud("1500km und 1500 km, 20°C, 80 km/h", "de"),
              "1500 Kilometer und 1500 Kilometer, 20 Grad Celsius, 80 Kilometer pro Stunde");
    EXPECT_EQ(read_aloud("1500km", "fr"), "1500 km");
}

TEST(Reading, SaysDatesInFiguresWithTheirMonth) {
    EXPECT_EQ(read_aloud("am 12.03.1997.", "de"), "am zwölften März neunzehnhundertsiebenundneunzig.");
    EXPECT_EQ(read_aloud("le 14/07/1789", "fr"), "le 14 juillet 1789");
    EXPECT_EQ(read_aloud("el 1.5.2020", "es"), "el 1 de mayo de 2020");
    EXPECT_EQ(read_aloud("12.03.2024", "he"), "שתים עשרה במרץ אלפיים עשרים וארבע");
    EXPECT_EQ(read_aloud("12.03.2024", "sv"), "12 3 2024");
    EXPECT_EQ(read_aloud("47.99.2024", "fr"), "47.99.2024");
}

TEST(Reading, ReadsDatesInTheOrderOfTheRegion) {
    EXPECT_EQ(read_aloud("on 12/03/2024", "en-GB"), "on the twelfth of March, twenty twenty-four");
    EXPECT_EQ(read_aloud("the 12/03/2024", "en-AU"), "the twelfth of March, twenty twenty-four");
    EXPECT_EQ(read_aloud("on 12/03/2024", "en-US"), "on December third, twenty twenty-four");
    EXPECT_EQ(read_aloud("op 12-03-2024", "nl"), "op 12 maart 2024");
}

TEST(Reading, InflectsGermanDays) {
    EXPECT_EQ(read_aloud("Der 12.03. war ein Montag, am 12.03. kam er.", "de"),
              "Der zwölfte März war ein Montag, am zwölften März kam er.");
    EXPECT_EQ(read_aloud("Der 1.5.1997 und der 21.07.", "de"),
              "Der erste Mai neunzehnhundertsiebenundneunzig und der einundzwanzigste Juli.");
    EXPECT_EQ(read_aloud("Seit 12.03. gilt es.", "de"), "Seit zwölften März gilt es.");
    EXPECT_EQ(read_aloud("Dem 12.03. folgt der Rest.", "de"), "Dem zwölften März folgt der Rest.");
    EXPECT_EQ(read_aloud("Das war Version 12.3.", "de"), "Das war Version 12.3.");
}

TEST(Reading, SaysTelephoneNumbersWithSpacesDigitByDigit) {
    EXPECT_EQ(read_aloud("Ruf 0171 123 45 67 an, oder +49 30 1234567.", "de"),
              "Ruf 0 1 7 1, 1 2 3, 4 5, 6 7 an, oder + 4 9, 3 0, 1 2 3 4 5 6 7.");
    EXPECT_EQ(read_aloud("030/1234567", "de"), "0 3 0, 1 2 3 4 5 6 7");
    EXPECT_EQ(read_aloud("10 000 Bienen, 0 120 und 1 234 567", "de"), "10 000 Bienen, 0 120 und 1 234 567");
}

TEST(Reading, SaysTelephoneNumbersDigitByDigit) {
    EXPECT_EQ(read_aloud("+49-30-1234567", "de"), "+ 4 9, 3 0, 1 2 3 4 5 6 7");
    EXPECT_EQ(read_aloud("10-20", "de"), "10-20");
    EXPECT_EQ(read_aloud("10-15-20-25", "de"), "10-15-20-25");
}

TEST(Reading, KeepsPowersAndDropsMarksOfNotes) {
    EXPECT_EQ(read_aloud("x² auf 5 km², 10⁶", "de"), "x² auf 5 Quadratkilometer, 10⁶");
    EXPECT_EQ(read_aloud("12² und 25²", "de"), "12² und 25²");
    EXPECT_EQ(read_aloud("Goethe¹ schrieb[2].", "de"), "Goethe schrieb.");
}

TEST(Reading, KeepsAnEndingInBracketsAtItsWord) {
    EXPECT_EQ(read_aloud("the word(s) and name[s] here"), "the words and names here");
    EXPECT_EQ(read_aloud("a function f(x) here"), "a function f of x here");
}

TEST(Reading, CutsEndlessWordsIntoPiecesThatAnEngineCanTake) {
    const std::string spoken = read_aloud(std::string(4'000, 'a'));
    std::size_t longest = 0;
    for (std::size_t at = 0; at < spoken.size();) {
        const std::size_t end = std::min(spoken.find(' ', at), spoken.size());
        longest = std::max(longest, end - at);
        at = end + 1;
    }
    EXPECT_LE(longest, 64U);
    EXPECT_EQ(std::ranges::count(spoken, 'a'), 4'000);
}

TEST(Reading, SurvivesRepeatedSigns) {
    for (const char* unit : {"1-", "$5", "1/", "$", "-", "5.", "1:2", "x²", "a'"}) {
        std::string text;
        while (text.size() < 4'000)
            text += unit;
        readings({text}, "en");  // neither endless nor deep recursion
    }
}

}  // namespace
}  // namespace mss::speech
