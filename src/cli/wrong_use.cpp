#include "cli/wrong_use.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>

#include <fmt/format.h>

#include "base/utf8.hpp"
#include "config/option.hpp"

namespace mss::cli {
namespace {

constexpr std::size_t kShownBytes = 60;

// The command that was chosen, or the program itself, and how people write it.
struct Page {
    const CLI::App* app;
    std::string command;
};

Page page_of(const CLI::App& root) {
    Page page{&root, "mss"};
    while (!page.app->get_subcommands().empty()) {
        page.app = page.app->get_subcommands().front();
        page.command += " " + page.app->get_name();
    }
    return page;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& names, std::string_view before) {
    const std::vector<std::string_view> known(names.begin(), names.end());
    const auto likely = config::nearest(word, known);
    return likely.empty() ? std::string() : fmt::format("; did you mean {}{}?", before, likely);
}

std::string unknown_option(std::string_view word, const Page& page) {
    std::vector<std::string> names;
    for (const CLI::Option* option : page.app->get_options())
        for (const std::string& name : option->get_lnames())
            names.push_back("--" + name);
    word = word.substr(0, word.find('='));
    return fmt::format("there is no option {}{}", utf8::printable(word, kShownBytes), did_you_mean(word, names, ""));
}

std::string unknown_command(std::string_view word, const Page& page) {
    const std::string shown = utf8::printable(word, kShownBytes);
    // A whole sentence is a topic whose command was left out.
    if (word.find(' ') != std::string_view::npos)
        return fmt::format("there is no command \"{}\"; a video of it makes: mss create \"{}\"", shown, shown);
    std::vector<std::string> names;
    // Those without a group are not for people, and no help page shows them.
    for (const CLI::App* command :
         page.app->get_subcommands([](const CLI::App* each) { return !each->get_group().empty(); }))
        names.push_back(command->get_name());
    const std::string meant = did_you_mean(word, names, page.command + " ");
    return fmt::format("there is no command \"{}\"{}", shown,
                       meant.empty() ? fmt::format("; there are {}", fmt::join(names, ", ")) : meant);
}

std::string not_expected(const CLI::App& root, const Page& page) {
    const auto words = root.remaining(true);
    const auto option = std::ranges::find_if(words, [](const auto& word) { return word.starts_with("-"); });
    if (option != words.end()) return unknown_option(*option, page);
    const bool has_commands = !page.app->get_subcommands([](const CLI::App*) { return true; }).empty();
    if (has_commands && !words.empty()) return unknown_command(words.front(), page);
    return fmt::format("{} takes no words besides its options, but here are some: {}", page.command,
                       utf8::printable(fmt::format("{}", fmt::join(words, " ")), kShownBytes));
}

// CLI11 begins these messages with the option's name and a colon.
std::string value_missing(std::string_view message, const Page& page) {
    const std::string name(message.substr(0, message.find(':')));
    const CLI::Option* option = page.app->get_option_no_throw(name);
    if (option == nullptr) return std::string(message);
    if (option->count() > 0 && option->get_items_expected_max() == 1 && option->results().size() > 1)
        return fmt::format("{} was given more than once", name);
    return fmt::format("{} needs a value: {} {}", name, name, option->get_type_name());
}

}  // namespace

CLI::Validator whole_number(int least, int most, const std::string& unit) {
    const auto check = [=](const std::string& written) {
        int number = 0;
        const char* const end = written.data() + written.size();
        const auto [stop, error] = std::from_chars(written.data(), end, number);
        if (error == std::errc() && stop == end && number >= least && number <= most) return std::string();
        return fmt::format("\"{}\" is not a whole number of {} from {} to {}", utf8::printable(written, kShownBytes),
                           unit, least, most);
    };
    return {check, ""};
}

CLI::Validator number(double least, double most) {
    const auto check = [=](const std::string& written) {
        double value = 0;
        const char* const end = written.data() + written.size();
        const auto [stop, error] = std::from_chars(written.data(), end, value);
        if (error == std::errc() && stop == end && value >= least && value <= most) return std::string();
        return fmt::format("\"{}\" is not a number from {} to {}", utf8::printable(written, kShownBytes), least, most);
    };
    return {check, ""};
}

CLI::Validator one_of(std::vector<std::string> names, const std::string& kind, const std::string& hint) {
    const auto check = [names = std::move(names), kind, hint](const std::string& written) {
        if (std::ranges::find(names, written) != names.end()) return std::string();
        return fmt::format("there is no {} \"{}\"; there are {}{}", kind, utf8::printable(written, kShownBytes),
                           fmt::join(names, ", "), hint.empty() ? "" : "; " + hint);
    };
    return {check, ""};
}

Error wrong_use(const CLI::ParseError& error, const CLI::App& root) {
    const Page page = page_of(root);
    std::string message = error.what();
    if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr) message = not_expected(root, page);
    if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr) message = value_missing(message, page);
    return {Code::invalid, fmt::format("{} ({} --help explains)", utf8::printable(message, 400), page.command), {}};
}

}  // namespace mss::cli
