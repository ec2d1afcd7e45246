// Any bytes as running text of any language: clean UTF-8 comes out, and no letter is lost between sentences and words.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <fuzzer/FuzzedDataProvider.h>
#include <string>

#include "base/ascii.hpp"
#include "base/utf8.hpp"
#include "text/charset.hpp"
#include "text/clean.hpp"
#include "text/language.hpp"
#include "text/sentences.hpp"
#include "text/words.hpp"

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

// What no step may lose; marks that stand alone may go.
std::string letters_of(const std::string& text) {
    std::string letters = text;
    std::erase_if(letters, [](char letter) { return !mss::ascii::is_alphanumeric(letter); });
    return letters;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace mss;
    FuzzedDataProvider input(data, size);
    const std::string language =
        input.PickValueInArray({"", "en", "de", "fr", "zh", "ja", "th", "my", "ar", "hi", "pt-BR", "x-no-such"});
    const std::string encoding = input.ConsumeBool()
                                     ? input.ConsumeRandomLengthString(16)
                                     : std::string(input.PickValueInArray({"windows-1252", "Shift_JIS", "utf-16le",
                                                                           "gb2312", "iso-2022-jp", "utf-7", "big5"}));
    const std::string bytes = input.ConsumeRemainingBytesAsString();
    if (const auto decoded = text::utf8_from(bytes, encoding)) require(utf8::valid(*decoded));

    const std::string clean = text::clean(bytes);
    require(utf8::valid(clean));
    require(text::clean(clean) == clean);
    require(text::clean_line(bytes).find('\n') == std::string::npos);
    std::string in_sentences;
    std::string in_words;
    for (const std::string& sentence : text::sentences(clean, language)) {
        require(!sentence.empty() && utf8::valid(sentence));
        in_sentences += letters_of(sentence);
        for (const std::string& word : text::words(sentence, language)) {
            require(!word.empty() && utf8::valid(word));
            in_words += letters_of(word);
        }
        static_cast<void>(text::spoken_words(sentence, language));
    }
    require(in_sentences == letters_of(clean));
    require(in_words == in_sentences);
    static_cast<void>(text::words(bytes, language));
    static_cast<void>(text::sentences(bytes, language));
    return 0;
}
