#pragma once
// Settings: every choice of an installation, read once at the start and handed down by value or const reference.
// option.hpp describes each member; load.hpp fills them. Immutable after loading, so any thread may read.

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "config/secret.hpp"

namespace mss::config {

/// Where a value came from, the weakest first.
enum class Source { fallback, file, environment, flag };

struct Origin {
    Source source = Source::fallback;
    std::string place;  ///< such as "environment", "CELERY_BROKER_URL", "config.toml:3", "--set"; empty: the default
};

struct Settings {
    std::filesystem::path data_dir;
    std::filesystem::path voices_dir;  ///< empty: in data_dir
    std::int64_t cache_limit_mb = 0;
    std::int64_t threads = 0;  ///< 0: as many as there are cores
    std::int64_t speech_processes = 0;
    std::string log_level;

    std::string language;
    std::string llm_url;
    Secret llm_key;
    std::string llm_model;
    std::int64_t llm_timeout = 0;  ///< seconds
    bool wikipedia = true;
    std::string wikipedia_url;
    std::string contact;
    bool allow_private_addresses = true;

    std::string speech_url;
    std::string speech_service;  ///< "openai", "elevenlabs" or empty
    Secret speech_key;
    std::string speech_model;
    std::string speech_voices;        ///< with commas between them
    std::int64_t speech_timeout = 0;  ///< seconds
    std::int64_t speech_budget = 0;   ///< characters a month

    std::string listen;
    std::string public_url;
    bool sign_up = true;
    std::string database_sync;  ///< "full" or "normal"
    std::string database_url;
    std::string redis_url;
    std::string broker_url;
    std::string broker_master_name;
    Secret broker_sentinel_password;
    std::string broker_key_prefix;
    std::string broker_priority_steps;           ///< with commas between them
    std::string broker_separator;                ///< empty: Celery's own
    std::string broker_queue_order;              ///< "round_robin", "priority" or "sorted"
    std::int64_t broker_visibility_timeout = 0;  ///< seconds
    std::string result_url;
    std::string result_key_prefix;
    std::string storage_url;
    Secret secret_key;

    std::map<std::string, Origin, std::less<>> origins;  ///< by option name, for each option
    std::vector<std::string> warnings;                   ///< such as an unknown name with its likely meaning
};

}  // namespace mss::config
