#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "base/file.hpp"
#include "speech/reading.hpp"
#include "text/words.hpp"

namespace mss::speech {
namespace {

struct Row {
    int line;
    std::string written;
    std::string spoken;
};

// Lines of "written<tab>spoken"; those that begin with "# " name what follows.
std::vector<Row> rows_of(std::string_view table) {
    std::vector<Row> rows;
    int line = 0;
    while (!table.empty()) {
        const std::size_t end = std::min(table.find('\n'), table.size());
        const std::string_view text = table.substr(0, end);
        table.remove_prefix(std::min(end + 1, table.size()));
        ++line;
        if (text.starts_with("# ")) continue;
        const std::size_t tab = std::min(text.find('\t'), text.size());
        rows.push_back(
            {line, std::string(text.substr(0, tab)), std::string(text.substr(std::min(tab + 1, text.size())))});
    }
    return rows;
}

TEST(ReadingTable, IsReadAloudAsAPersonWould) {
    const auto table = read_file(MSS_TEST_DATA "/reading/english.tsv", 1U << 20U);
    ASSERT_TRUE(table) << table.error().message;
    const std::vector<Row> rows = rows_of(*table);
    EXPECT_GE(rows.size(), 300U);
    for (const Row& row : rows) {
        const std::vector<std::string> words = text::words(row.written, "en");
        const std::vector<std::string> spoken = readings(words, "en");
        ASSERT_EQ(spoken.size(), words.size());  // each written word keeps a span of its own
        std::string heard;
        for (const std::string& reading : spoken)
            if (!reading.empty()) heard += (heard.empty() ? "" : " ") + reading;
        EXPECT_EQ(heard, row.spoken) << "english.tsv:" << row.line << ": " << row.written;
    }
}

}  // namespace
}  // namespace mss::speech
