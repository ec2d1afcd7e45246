#include "api/account_endpoints.hpp"

#include "api/body.hpp"
#include "api/json_answer.hpp"

namespace mss::api {
namespace {

using http_server::Method;

struct Credentials {
    std::string email;
    std::string password;
    std::string code;
};
BOOST_DESCRIBE_STRUCT(Credentials, (), (email, password, code))

json::Object view(const store::User& user) {
    return {{"id", user.id},
            {"email", user.email},
            {"role", store::name_of(user.role)},
            {"created_at", rfc3339(user.created_at)}};
}

Answer signed_in(int status, const studio::SignedIn& signed_in, const Gate& gate) {
    http_server::Response response = json_answer(status, json::Object{{"user", view(signed_in.user)}});
    response.fields.add("Set-Cookie", gate.cookie_for(signed_in.token));
    return response;
}

// Everything that is wrong with what somebody wants to sign up with, not the first alone.
std::vector<WrongMember> wrong_members(const Credentials& credentials) {
    std::vector<WrongMember> wrong;
    if (const auto email = studio::check_email(credentials.email); !email)
        wrong.push_back({"/email", email.error().message});
    if (const auto password = studio::check_new_password(credentials.password, credentials.email); !password)
        wrong.push_back({"/password", password.error().message});
    return wrong;
}

Answer sign_up(studio::Accounts& accounts, const Gate& gate, const Call& call) {
    MSS_TRY_ASSIGN(const Credentials credentials, body_as<Credentials>(call.request));
    if (auto wrong = wrong_members(credentials); !wrong.empty()) return std::unexpected(invalid(std::move(wrong)));
    const auto done =
        accounts.sign_up({credentials.email, credentials.password, credentials.code}, call.request.remote_address);
    if (done) return signed_in(201, *done, gate);
    Problem problem(done.error());
    if (problem.code == "conflict") {
        problem.detail += " Log in instead.";
        problem.errors.push_back({"/email", problem.detail});
    }
    if (problem.code == "forbidden")
        if (const auto state = accounts.start(); state && state->code_needed)
            problem.errors.push_back({"/code", problem.detail});
    return std::unexpected(std::move(problem));
}

Answer log_in(studio::Accounts& accounts, const Gate& gate, const observe::Logger& log, const Call& call) {
    MSS_TRY_ASSIGN(const Credentials credentials, body_as<Credentials>(call.request));
    std::vector<WrongMember> missing;
    if (credentials.email.empty()) missing.push_back({"/email", "Give the e-mail address of the account."});
    if (credentials.password.empty()) missing.push_back({"/password", "Give the password of the account."});
    if (!missing.empty()) return std::unexpected(invalid(std::move(missing)));
    const auto done = accounts.log_in(credentials.email, credentials.password, call.request.remote_address);
    if (done) return signed_in(200, *done, gate);
    // For whoever watches for people who try passwords; which account is no matter of the log.
    log.warning(
        "a log-in was refused",
        {{"address", call.request.remote_address}, {"code", name_of(done.error().code)}, {"request", call.request.id}});
    return std::unexpected(Problem(done.error()));
}

Answer change_password(studio::Accounts& accounts, const Call& call) {
    MSS_TRY_ASSIGN(const json::Value body, json_body(call.request));
    // By hand: the member "new" is a word of C++, which no struct can have.
    const auto* current = body.as_object().if_contains("current");
    if (current == nullptr || !current->is_string())
        return std::unexpected(invalid({{"/current", "Give the current password, as a text."}}));
    const auto* next = body.as_object().if_contains("new");
    if (next == nullptr || !next->is_string())
        return std::unexpected(invalid({{"/new", "Give the new password, as a text."}}));
    if (const auto checked = studio::check_new_password(next->get_string(), call.user.email); !checked)
        return std::unexpected(invalid({{"/new", checked.error().message}}));
    const auto done = accounts.change_password(call.user, current->get_string(), next->get_string(), call.token);
    if (done) return empty_answer();
    Problem problem(done.error());
    if (problem.code == "forbidden") problem = invalid({{"/current", problem.detail}});
    return std::unexpected(std::move(problem));
}

}  // namespace

Endpoints account_endpoints(studio::Accounts& accounts, const Gate& gate, const observe::Logger& log,
                            std::string_view version) {
    Endpoints endpoints;
    endpoints.push_back({Method::get, both("start"), Audience::anybody,
                         [&accounts, version = std::string(version)](const Call&) -> Answer {
                             MSS_TRY_ASSIGN(const studio::StartState state, accounts.start());
                             return json_answer(200,
                                                json::Object{{"has_accounts", state.has_accounts},
                                                             {"sign_up_open", state.sign_up_open},
                                                             {"code_needed", state.code_needed},
                                                             {"password_length_least", studio::kPasswordLettersMin},
                                                             {"version", version}});
                         }});
    endpoints.push_back({Method::post, both("signup"), Audience::anybody,
                         [&accounts, &gate](const Call& call) { return sign_up(accounts, gate, call); }});
    endpoints.push_back({Method::post, both("login"), Audience::anybody,
                         [&accounts, &gate, &log](const Call& call) { return log_in(accounts, gate, log, call); }});
    endpoints.push_back(
        {Method::post, both("logout"), Audience::creator, [&accounts, &gate](const Call& call) -> Answer {
             MSS_TRY(accounts.log_out(call.token));
             http_server::Response response = empty_answer();
             response.fields.add("Set-Cookie", gate.no_cookie());
             response.fields.add("Clear-Site-Data", "\"cache\"");
             return response;
         }});
    endpoints.push_back({Method::get, both("me"), Audience::creator, [](const Call& call) -> Answer {
                             return json_answer(200, json::Object{{"user", view(call.user)}});
                         }});
    endpoints.push_back({Method::post, both("password"), Audience::creator,
                         [&accounts](const Call& call) { return change_password(accounts, call); }});
    return endpoints;
}

}  // namespace mss::api
