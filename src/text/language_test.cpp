#include "text/language.hpp"

#include <gtest/gtest.h>

namespace mss::text {
namespace {

TEST(GuessLanguage, TellsEuropeanLanguagesApart) {
    EXPECT_EQ(guess_language("The sky is blue because the air scatters short waves more than long ones."), "en");
    EXPECT_EQ(guess_language("Der Himmel ist blau, weil die Luft kurze Wellen stärker streut als lange."), "de");
    EXPECT_EQ(guess_language("Le ciel est bleu parce que l'air diffuse la lumière dans toutes les directions."), "fr");
    EXPECT_EQ(guess_language("El cielo es azul porque el aire dispersa la luz del sol en todas las direcciones."),
              "es");
    EXPECT_EQ(guess_language("Il cielo è blu perché l'aria diffonde la luce del sole in tutte le direzioni."), "it");
    EXPECT_EQ(guess_language("O céu é azul porque o ar espalha a luz do sol em todas as direções, mas não à noite."),
              "pt");
    EXPECT_EQ(guess_language("De hemel is blauw omdat de lucht het licht van de zon in alle richtingen verstrooit."),
              "nl");
    EXPECT_EQ(guess_language("Himlen är blå eftersom luften sprider det korta ljuset mer än det långa ljuset."), "sv");
    EXPECT_EQ(guess_language("Niebo jest niebieskie, ponieważ powietrze rozprasza światło, które jest krótkie."), "pl");
}

TEST(GuessLanguage, TellsScriptsApart) {
    EXPECT_EQ(guess_language("空はなぜ青いのですか"), "ja");
    EXPECT_EQ(guess_language("天空为什么是蓝色的"), "zh");
    EXPECT_EQ(guess_language("하늘은 왜 파란가"), "ko");
    EXPECT_EQ(guess_language("Почему небо голубое и почему закаты красные?"), "ru");
    EXPECT_EQ(guess_language("Чому небо блакитне і її закати червоні?"), "uk");
    EXPECT_EQ(guess_language("لماذا السماء زرقاء"), "ar");
}

TEST(GuessLanguage, IsEmptyWhenUnsure) {
    EXPECT_EQ(guess_language(""), "");
    EXPECT_EQ(guess_language("12345 !!"), "");
    EXPECT_EQ(guess_language("Photon Scattering Lab"), "");
    EXPECT_EQ(guess_language("xkcd qwrt zxcv plmk hgfd wert"), "");
    EXPECT_EQ(guess_language("\xff\xff"), "");
}

TEST(RightToLeft, FollowsTheMajorityOfLetters) {
    EXPECT_TRUE(right_to_left("שלום 123 ok"));
    EXPECT_TRUE(right_to_left("مرحبا"));
    EXPECT_FALSE(right_to_left("hello"));
    EXPECT_FALSE(right_to_left("123"));
}

TEST(LanguageTag, TakesTagsAndNothingElse) {
    EXPECT_EQ(language_tag("en"), "en");
    EXPECT_EQ(language_tag("PT_BR"), "pt-BR");
    EXPECT_EQ(language_tag("zh-Hant-TW"), "zh-Hant-TW");
    for (const char* wrong : {"", "e", "evil.example/", "en/../x", "en@host", "en wiki", "en-", "en--x", "1234",
                              "de\r\nX", "languages-with-far-too-many-subtags-in-a-row", "d\xC3\xA9"})
        EXPECT_EQ(language_tag(wrong), "") << wrong;
}

TEST(PrimaryLanguage, IsTheFirstSubtagInLowerCase) {
    EXPECT_EQ(primary_language("pt-BR"), "pt");
    EXPECT_EQ(primary_language("EN_us"), "en");
    EXPECT_EQ(primary_language("fil"), "fil");
    EXPECT_EQ(primary_language(""), "");
    EXPECT_EQ(region("en-GB"), "GB");
    EXPECT_EQ(region("sr_Latn_rs"), "RS");
    EXPECT_EQ(region("en"), "");
    EXPECT_EQ(region("en-x-gb"), "");
}

}  // namespace
}  // namespace mss::text
