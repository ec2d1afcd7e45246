#include "cli/operator_arguments.hpp"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "base/identifier.hpp"
#include "base/utf8.hpp"
#include "cli/wrong_use.hpp"
#include "tasks/task.hpp"

namespace mss::cli {
namespace {

void add_tasks(CLI::App& root, Slots& slots) {
    CLI::App& task = *root.add_subcommand("task", "Look at tasks, cancel them, try them again");
    task.require_subcommand(0, 1);
    CLI::App& list = *add_command(task, slots, "list", "The newest tasks");
    list.add_option("--state", slots.task.state, "Only those in a state, such as running or dead")
        ->check(one_of(names_of<tasks::State>(), "state"))
        ->type_name("STATE");
    list.add_option("--limit", slots.task.limit, "How many at most, 1 to 1000 (default 50)")
        ->check(whole_number(1, 1000, "tasks"))
        ->type_name("N");
    list.add_flag("--all", slots.task.all, "Also those that clean up once an hour");
    add_json(list, slots.task.json);
    CLI::App& show = *add_command(task, slots, "show", "A task and what happened to it");
    show.add_option("ID", slots.task.id, "Of the task")->required()->type_name("");
    add_json(show, slots.task.json);
    for (const auto& [name, help] : {std::pair{"retry", "Let a task that failed or was cancelled be tried again"},
                                     std::pair{"cancel", "Cancel a task"}})
        add_command(task, slots, name, help)->add_option("ID", slots.task.id, "Of the task")->required()->type_name("");
    task.footer("Examples:\n  mss task list --state dead\n  mss task show 0197...\n  mss task retry 0197...\n");
}

void add_users(CLI::App& root, Slots& slots) {
    CLI::App& user = *root.add_subcommand("user", "Make, list and remove accounts, change passwords and roles");
    user.require_subcommand(0, 1);
    constexpr const char* kRoles =
        "Roles, each of which may do what the ones before it may:\n"
        "  creator   makes videos and sees nobody else's\n"
        "  viewer    sees how full the queues are\n"
        "  operator  pauses and resumes queues\n"
        "  owner     chooses the language model, Wikipedia and who may sign up\n\n";
    const auto is_role = one_of({"owner", "operator", "viewer", "creator"}, "role");
    CLI::App& add = *add_command(user, slots, "add", "Make an account; prints its id");
    add.add_option("EMAIL", slots.user.email, "Of the account")->required()->type_name("");
    add.add_option("--role", slots.user.role,
                   "owner, operator, viewer or creator (default: owner for the first account, then creator)")
        ->check(is_role)
        ->type_name("ROLE");
    add.add_flag("--password-stdin", slots.password_stdin, "Read the password from standard input")->required();
    add_json(add, slots.user.json);
    CLI::App& password = *add_command(user, slots, "password", "Change a password; ends the account's sessions");
    password.add_option("EMAIL", slots.user.email, "Of the account")->required()->type_name("");
    password.add_flag("--password-stdin", slots.password_stdin, "Read the password from standard input")->required();
    add_json(*add_command(user, slots, "list", "Show all accounts"), slots.user.json);
    CLI::App& role = *add_command(user, slots, "role", "Change what an account may do");
    role.add_option("EMAIL", slots.user.email, "Of the account")->required()->type_name("");
    role.add_option("ROLE", slots.user.role, "owner, operator, viewer or creator")
        ->required()
        ->check(is_role)
        ->type_name("");
    CLI::App& remove = *add_command(user, slots, "remove", "Remove an account for good");
    remove.add_option("EMAIL", slots.user.email, "Of the account")->required()->type_name("");
    remove.add_flag("--with-videos", slots.user.with_videos, "And all videos that it made, those in the trash as well");
    user.footer(std::string(kRoles) +
                "Examples:\n"
                "  mss user add ann@example.org --password-stdin < password.txt\n"
                "  mss user role ann@example.org operator\n");

    add.footer(kRoles);
    role.footer(kRoles);
}

void add_queues(CLI::App& root, Slots& slots) {
    CLI::App& queue = *root.add_subcommand("queue", "Look at queues, pause them, resume them");
    queue.require_subcommand(0, 1);
    add_json(*add_command(queue, slots, "list", "How full each queue is, and who works on it"), slots.queue.json);
    for (const auto& [name, help] : {std::pair{"pause", "Begin nothing more of a queue; what runs goes on"},
                                     std::pair{"resume", "Let a queue go on"}})
        add_command(queue, slots, name, help)
            ->add_option("NAME", slots.queue.name, "Of the queue (default: default, where videos wait)")
            ->type_name("");
    queue.footer("Examples:\n  mss queue list\n  mss queue pause\n  mss queue resume\n");
}

void add_inspect(CLI::App& root, Slots& slots) {
    CLI::App& inspect = *add_command(root, slots, "inspect", "Ask all workers of a broker, ours and Celery's");
    inspect.add_option("METHOD", slots.inspect_method, "What to ask: see below")
        ->required()
        ->check(one_of(names_of<InspectMethod>(), "question"))
        ->type_name("");
    add_broker(inspect, slots);
    inspect.add_option("--destination", slots.destination, "Only these workers, as mss inspect ping names them: a,b")
        ->type_name("LIST");
    inspect.add_option("--timeout", slots.inspect.timeout_s, "How long to wait for answers (default 1)")
        ->check(number(0.1, 600))
        ->type_name("SECONDS");
    add_json(inspect, slots.inspect.json);
    inspect.footer(
        "What to ask:\n"
        "  ping        who is there\n"
        "  active      tasks that run\n"
        "  reserved    tasks that were taken and wait for a free place\n"
        "  scheduled   tasks that wait for their time\n"
        "  revoked     ids of tasks that are not to run\n"
        "  registered  kinds of tasks that it can run\n"
        "  stats       its process, its pool, how many tasks it took on\n"
        "  queues      where it takes tasks from\n"
        "  conf        its settings\n\n"
        "It ends as soon as all have answered that heard it. Exit code 5 where nobody answered, or one that was "
        "named.\n\n"
        "Examples:\n  mss inspect ping --broker redis://127.0.0.1:6379/0\n"
        "  mss inspect active --destination celery@host1 --json\n");
}

void add_database(CLI::App& root, Slots& slots) {
    CLI::App& database = *root.add_subcommand("db", "The database");
    database.require_subcommand(0, 1);
    add_command(database, slots, "migrate", "Bring its schema up to date, which the server also does at its start");
    add_command(database, slots, "backup", "Copy it as it stands, while the server runs")
        ->add_option("FILE", slots.database.file, "The copy; an earlier one of that name is replaced")
        ->required()
        ->type_name("");
    database.footer("Examples:\n  mss db migrate\n  mss db backup /backup/mss.db\n");
}

Result<Command> chosen_task(Slots& slots, const CLI::App& command) {
    MSS_TRY_ASSIGN(const std::string part, chosen_part(command, "mss task list, show, retry or cancel"));
    using enum TaskArguments::Action;
    slots.task.action = part == "list" ? list : part == "show" ? show : part == "retry" ? retry : cancel;
    if (slots.task.action != list && !is_uuid(slots.task.id))
        return fail(Code::invalid, fmt::format("\"{}\" is no id of a task; mss task list shows them",
                                               utf8::printable(slots.task.id, 60)));
    return InstallationCommand(slots.task);
}

Result<Command> chosen_queue(Slots& slots, const CLI::App& command) {
    MSS_TRY_ASSIGN(const std::string part, chosen_part(command, "mss queue list, pause or resume"));
    using enum QueueArguments::Action;
    slots.queue.action = part == "list" ? list : part == "pause" ? pause : resume;
    if (!tasks::is_task_word(slots.queue.name))
        return fail(Code::invalid, fmt::format("\"{}\" is no name of a queue; mss queue list shows them",
                                               utf8::printable(slots.queue.name, 60)));
    return InstallationCommand(slots.queue);
}

Result<Command> chosen_user(Slots& slots, const CLI::App& command) {
    MSS_TRY_ASSIGN(const std::string part, chosen_part(command, "mss user add, list, password, role or remove"));
    using enum UserArguments::Action;
    slots.user.action = part == "add"      ? add
                        : part == "list"   ? list
                        : part == "role"   ? role
                        : part == "remove" ? remove
                                           : password;
    return InstallationCommand(slots.user);
}

Result<Command> chosen_database(Slots& slots, const CLI::App& command) {
    MSS_TRY_ASSIGN(const std::string part, chosen_part(command, "mss db migrate or backup"));
    slots.database.action = part == "backup" ? DatabaseArguments::Action::backup : DatabaseArguments::Action::migrate;
    if (part == "backup" && slots.database.file.empty()) return fail(Code::invalid, "the copy needs a name");
    return InstallationCommand(slots.database);
}

Result<Command> chosen_inspect(Slots& slots) {
    slots.inspect.method = named<InspectMethod>(slots.inspect_method);
    if (!slots.broker.empty()) slots.settings.push_back("broker_url=" + slots.broker);
    for (std::string_view left = slots.destination; !left.empty();) {
        const auto length = std::min(left.find(','), left.size());
        if (length == 0) return fail(Code::invalid, "--destination: write the names of workers as a,b");
        slots.inspect.destination.emplace_back(left.substr(0, length));
        left.remove_prefix(std::min(length + 1, left.size()));
    }
    return InstallationCommand(slots.inspect);
}

}  // namespace

void add_operator_commands(CLI::App& root, Slots& slots) {
    add_tasks(root, slots);
    add_queues(root, slots);
    add_inspect(root, slots);
    add_users(root, slots);
    add_database(root, slots);
}

bool is_operator_command(const std::string& name) {
    return name == "task" || name == "queue" || name == "user" || name == "db" || name == "inspect";
}

Result<Command> operator_command(Slots& slots, const CLI::App& command) {
    const std::string& name = command.get_name();
    if (name == "task") return chosen_task(slots, command);
    if (name == "queue") return chosen_queue(slots, command);
    if (name == "inspect") return chosen_inspect(slots);
    return name == "user" ? chosen_user(slots, command) : chosen_database(slots, command);
}

}  // namespace mss::cli
