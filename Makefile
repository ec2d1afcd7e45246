# Everything that people and machines do with this repository. `make` alone lists it.
# Nothing here asks a question; tools/install adds missing packages (as root, or through sudo).

TOPIC ?= Why do octopuses have three hearts?
ARGS ?=
FILTER ?=
FUZZ_SECONDS ?= 60
KILLS ?= 30
RUNS ?= 3
SEEDS ?= 10000
SEED ?=
PREFIX ?= /usr/local
export TOPIC ARGS

# $(call configure,PRESET OPTIONS): quiet unless it fails.
configure = mkdir -p build && { cmake --preset $(1) >build/configure.log 2>&1 || { cat build/configure.log; exit 1; }; }

.DEFAULT_GOAL := help
.PHONY: help build run install install-library uninstall test long fmt tidy asan tsan fuzz sim chaos chaos-studio \
	chaos-cluster bench clean

help: ## show this list
	@echo "make GOAL, where GOAL is one of:"
	@sed -n 's/^\([a-z -]*\):.*## \(.*\)/  \1|\2/p' Makefile | awk -F"|" '{ printf "%-14s %s\n", $$1, $$2 }'

# Only packages and the copies outside this folder need root's rights: what is built belongs to whom the folder belongs,
# or the next `make` of theirs could not write there. So `make build` gives up root's rights, after it has handed over
# what other goals built with them.
OWNER := $(shell [ "$$(id -u)" = 0 ] && name=$$(stat -c %U .) && [ "$$name" != root ] && id -un "$$name" 2>/dev/null)
# $(call as_owner,COMMAND without single quotes)
as_owner = $(if $(OWNER),su '$(OWNER)' -s /bin/sh -c '$(1)',$(1))

build: ## compile; the program is build/release/mss
	@tools/install build
	@$(if $(OWNER),[ ! -e build ] || chown -hR '$(OWNER)' build)
	@$(call as_owner,$(call configure,release))
	@echo "Building build/release/mss (the first time some 5 minutes on two cores)"
	@$(call as_owner,cmake --build build/release --target mss)

run: build ## start the studio and make a first video: make run [TOPIC="..."] [ARGS="--concurrency 2"]
	@tools/install run
	@tools/run

install: build ## put mss where the shell finds it: sudo make install [PREFIX=/usr/local]
	@tools/install run
	@cmake --install build/release --prefix '$(PREFIX)' >/dev/null
	@rm -f build/release/install_manifest*.txt
	@echo "Installed: $(PREFIX)/bin/mss (make uninstall PREFIX=$(PREFIX) removes it)"

install-library: ## put the task engine there, for C++ of yours: sudo make install-library [PREFIX=...]
	@tools/install build
	@$(if $(OWNER),[ ! -e build ] || chown -hR '$(OWNER)' build)
	@$(call as_owner,$(call configure,release))
	@echo "Building the library of the task engine (a minute or two where nothing was built yet)"
	@$(call as_owner,cmake --build build/release --target mss_library)
	@cmake --install build/release --component library --prefix '$(PREFIX)' >/dev/null
	@rm -f build/release/install_manifest*.txt
	@echo "Installed below $(PREFIX): find_package(mss_tasks) gives mss::tasks (docs/celery.md shows a program)"

uninstall: ## take away what these two put there: sudo make uninstall [PREFIX=/usr/local]
	@rm -rf '$(DESTDIR)$(PREFIX)/bin/mss' '$(DESTDIR)$(PREFIX)/lib/mss' '$(DESTDIR)$(PREFIX)/share/doc/mss' \
		'$(DESTDIR)$(PREFIX)/include/mss_tasks' '$(DESTDIR)$(PREFIX)/share/doc/mss_tasks' \
		'$(DESTDIR)$(PREFIX)/lib/cmake/mss_tasks' '$(DESTDIR)$(PREFIX)'/lib/libmss_*.a

test: ## build and run every test: make test [FILTER=regular-expression]
	@tools/install build run test
	@$(call configure,release -DMSS_TESTS=ON)
	@cmake --build build/release
	@tools/run_tests.py build/release --style --filter '$(FILTER)'

long: ## run the tests that take long: services that hang, voices that cannot speak, kills of these
	@tools/install build run test
	@$(call configure,release -DMSS_TESTS=ON)
	@cmake --build build/release
	@tools/run_tests.py build/release --long --filter '$(FILTER)'

fmt: ## format all C++ files in place
	@tools/install develop
	@clang-format-19 -i $$(tools/tidy.py --list-cxx)

tidy: ## formatting, house rules, each header alone, static analysis
	@tools/install build run test develop
	@clang-format-19 --dry-run --Werror $$(tools/tidy.py --list-cxx)
	@tools/tidy.py
	@$(call configure,dev)
	@tools/check_headers.py build/dev
	@run-clang-tidy-19 -quiet -p build/dev '/(src|tests|bench)/.*\.cpp$$'

SYMBOLIZER = external_symbolizer_path=/usr/lib/llvm-19/bin/llvm-symbolizer
asan tsan: export ASAN_OPTIONS = $(SYMBOLIZER)
asan tsan: export UBSAN_OPTIONS = $(SYMBOLIZER):print_stacktrace=1
asan tsan: export LSAN_OPTIONS = suppressions=$(CURDIR)/tools/sanitizers/leaks.txt
asan tsan: export TSAN_OPTIONS = $(SYMBOLIZER):halt_on_error=1:suppressions=$(CURDIR)/tools/sanitizers/races.txt
asan tsan: ## the whole suite under AddressSanitizer and UBSan; under ThreadSanitizer
	@tools/install build run test develop
	@$(call configure,$@)
	@cmake --build build/$@
	@tools/run_tests.py build/$@ --filter '$(FILTER)'

fuzz: ## run each fuzz target for FUZZ_SECONDS (60)
	@tools/install build run test develop
	@$(call configure,fuzz)
	@cmake --build build/fuzz
	@tools/fuzz build/fuzz $(FUZZ_SECONDS)

sim: ## simulate clusters whose parts fail, from seeds: make sim [SEEDS=10000] [SEED=one of them]
	@tools/install build run test
	@$(call configure,release -DMSS_TESTS=ON)
	@cmake --build build/release --target mss_simulation_test
	@tools/simulate build/release/mss_simulation_test --seeds $(SEEDS) $(if $(SEED),--seed $(SEED))

chaos: chaos-studio chaos-cluster ## break everything: make chaos [KILLS=30] [RUNS=3]

chaos-studio: ## its first half: kill -9 of mss create, of the studio and of their children, at random instants
	@tools/install build run test
	@$(call configure,release -DMSS_TESTS=ON)
	@cmake --build build/release --target mss mss-media
	@cd tests/e2e && MSS_BINARY_DIR=$(CURDIR)/build/release MSS_KILLS=$(KILLS) PYTHONDONTWRITEBYTECODE=1 \
		python3 -m unittest -v test_interruptions test_kills test_killed_speech

chaos-cluster: ## its second half: what may befall workers on Redis; the report is build/chaos.md
	@tools/install build run test
	@$(call configure,release -DMSS_TESTS=ON)
	@cmake --build build/release --target mss mss-media mss_fleet_worker mss_moved_clock
	@cd tests/e2e && MSS_BINARY_DIR=$(CURDIR)/build/release MSS_CHAOS_RUNS=$(RUNS) PYTHONDONTWRITEBYTECODE=1 \
		python3 chaos_cluster.py $(CURDIR)/build/chaos.md

bench: ## measure the hot paths
	@tools/install build run test develop
	@$(call configure,release -DMSS_BENCH=ON)
	@cmake --build build/release
	@tools/bench build/release

clean: ## remove build/; your videos and the data folder of mss stay
	@rm -rf build
