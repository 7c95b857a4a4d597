# SPDX-License-Identifier: Apache-2.0
# Every target that a user or CI needs; `make help` lists them.

SADDLE_ENGINE ?= $(CURDIR)/.engine
PREFIX ?= /usr/local
export SADDLE_ENGINE
# The standard library inside the programs: they start in half the time and run without a toolchain.
RELEASE = -c release --static-swift-stdlib

.DEFAULT_GOAL := help
.PHONY: help engine build demo test docs lint install clean score chaos reproduce preset-costs bench-against advice-score healthy-score zoo autopilot-score bench bench-techniques bench-reading bench-evaluation evaluation-table fuzz readme-check fuzz-coverage fuzz-nightly fuzz-count sanitize-threads promises

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

engine: ## Fetch and verify LibTorch, image libraries and Fashion-MNIST into .engine
	@command -v python3 >/dev/null || { echo "set-up: python3 is missing; install it (Debian: apt-get install python3 python3-pip)" >&2; exit 1; }
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 8))' || { echo "set-up: $$(python3 --version) is too old; 3.8 or later is needed" >&2; exit 1; }
	@python3 Scripts/setup.py --folder "$(SADDLE_ENGINE)"

build: engine ## Build .build/release/saddle
	swift build $(RELEASE) --product saddle
	swift build $(RELEASE) --product saddle-engine

demo: build ## Train a small GAN on Fashion-MNIST (minutes) and look at its samples
	.build/release/saddle train fashion-mnist

test: engine ## Run every test and end with one line: N passed, N failed
	@python3 Scripts/test.py

docs: engine ## Make the reference pages of SaddleHealth, SaddleTorch and SaddleGAN into .build/docs
	swift build --target SaddleHealth
	swift build --target SaddleGAN
	@python3 Scripts/docs.py

lint: ## Check formatting, as CI does
	swift format lint --strict --recursive Sources Tests Package.swift

SADDLE_CORPORA ?= ../shared/runs

score: ## Score the health detectors over labeled runs into Documentation/health-score.md
	@test -d "$(SADDLE_CORPORA)" || { echo "score: no corpora in '$(SADDLE_CORPORA)'; set SADDLE_CORPORA to a folder with zoo/ and real/" >&2; exit 1; }
	env -u SADDLE_ENGINE swift build $(RELEASE) --product saddle-score
	env -u SADDLE_ENGINE $$(env -u SADDLE_ENGINE swift build -c release --show-bin-path)/saddle-score "$(SADDLE_CORPORA)" --output Documentation/health-score.md
	env -u SADDLE_ENGINE swift build $(RELEASE) --product saddle
	env -u SADDLE_ENGINE python3 Scripts/score_cases.py "$$(env -u SADDLE_ENGINE swift build -c release --show-bin-path)/saddle"

chaos: build ## Kill, starve and break tiny runs: T1 to T11 at their full counts (goes on where it stopped)
	python3 Scripts/chaos/chaos.py --state .build/chaos.json
	SADDLE_CHAOS_FLIPS=2000 python3 Scripts/test.py --only swift --filter 'CheckpointStoreTests|TrainerTests'

SADDLE_BENCH_PYTHON ?= .venv-bench/bin/python
BENCH_ROUNDS ?= 3

bench: build $(SADDLE_BENCH_PYTHON) ## Time the same GANs in Saddle and in Python PyTorch (fetches PyTorch)
	@echo "2 threads"; python3 Benchmarks/training/run.py --rounds $(BENCH_ROUNDS) --threads 2 --only dcgan-28 --python $(SADDLE_BENCH_PYTHON)
	@echo "1 thread"; python3 Benchmarks/training/run.py --rounds $(BENCH_ROUNDS) --threads 1 --only ring-64,ring-256 --python $(SADDLE_BENCH_PYTHON)

bench-against: build ## Time this Saddle beside an earlier one: AGAINST=OTHER/.build/release/saddle (BENCH_ROUNDS)
	@python3 Benchmarks/training/run.py --against "$(AGAINST)" --rounds $(BENCH_ROUNDS) --threads 2

bench-techniques: build $(SADDLE_BENCH_PYTHON) ## Time a step of every technique beside PyTorch into Documentation/reproduced (BENCH_ROUNDS)
	@$(SADDLE_BENCH_PYTHON) Benchmarks/techniques/check.py
	@python3 Benchmarks/techniques/run.py --rounds $(BENCH_ROUNDS) --python $(SADDLE_BENCH_PYTHON) --output Documentation/reproduced/step-times.md

.venv-bench/bin/python:
	python3 -m venv .venv-bench
	.venv-bench/bin/pip install --quiet torch==2.15.0 numpy

preset-costs: build ## Measure how long every preset trains and write it into Examples
	@python3 Benchmarks/presets/costs.py

TABLES ?=

reproduce: build ## Train the tables of Documentation/reproduced (hours; TABLES=ring-8 for one; goes on where it stopped)
	@python3 Benchmarks/reproduce/reproduce.py $(TABLES)

ADVICE_SEEDS ?= 2

advice-score: build ## Break runs on purpose, follow the first advice, count what it saves (goes on where it stopped)
	@python3 Benchmarks/advice/advice.py --seeds $(ADVICE_SEEDS)

HEALTHY_SEEDS ?= 3

healthy-score: build ## Train presets at width 16, count false alarms at any step (hours; goes on where it stopped)
	swift build $(RELEASE) --product saddle-score
	@python3 Benchmarks/healthy/healthy.py --seeds $(HEALTHY_SEEDS)

ZOO_SEEDS ?= 3
ZOO_RUNS ?= .zoo

zoo: build ## Train failures and healthy twins, label them by their samples into Documentation/zoo.md (hours; goes on where it stopped)
	@python3 Benchmarks/zoo/zoo.py --seeds $(ZOO_SEEDS) --runs "$(ZOO_RUNS)"

autopilot-score: build ## Repair the zoo in ten ways at equal steps, count what each saves and harms (hours; goes on where it stopped)
	@python3 Benchmarks/zoo/experiment.py --seeds $(ZOO_SEEDS) --runs "$(ZOO_RUNS)"

install: build ## Install into PREFIX (default /usr/local)
	@sh Scripts/install.sh "$(PREFIX)" "$(SADDLE_ENGINE)"

bench-reading: ## Time reading by format (AGAINST=BINARY beside another build), event files beside TensorBoard (SADDLE_PYTHON)
	swift build -c release --product event-reading
	@python3 Benchmarks/EventReading/run.py
	swift build $(RELEASE) --product saddle
	@python3 Benchmarks/reading/run.py $(if $(AGAINST),--against $(AGAINST))

bench-evaluation: engine $(if $(SADDLE_PYTHON),,.venv-bench/evaluation) ## Time metrics beside pytorch-fid, prdc and PyTorch (fetches them)
	swift build -c release --product evaluation-benchmark
	@$(or $(SADDLE_PYTHON),.venv-bench/bin/python) Benchmarks/evaluation/run.py

.venv-bench/evaluation: .venv-bench/bin/python
	.venv-bench/bin/pip install --quiet scipy pytorch-fid==0.3.0 prdc==0.2 safetensors pillow efficientnet-lite-pytorch==0.1.0
	touch $@

evaluation-table: build ## Measure Fashion-MNIST, a run and one class into Documentation/reproduced
	python3 Benchmarks/evaluation/table.py

fuzz: ## Feed broken logs to every parser for FUZZ_SECONDS (default 300)
	swift build -c release --product fuzz-runs
	SWIFT_BACKTRACE=enable=no .build/release/fuzz-runs $(or $(FUZZ_SECONDS),300) < /dev/null

# What is read with the engine is counted where the engine is.
FUZZ_COUNTED = fuzz-runs $(if $(wildcard $(SADDLE_ENGINE)/torch),fuzz-data fuzz-engine)

fuzz-count: ## Read a million inputs of each text format, ten million of each binary one (goes on where it stopped)
	@mkdir -p .build
	$(foreach program,$(FUZZ_COUNTED),\
	$(if $(wildcard $(SADDLE_ENGINE)/torch),,env -u SADDLE_ENGINE) swift build -c release --product $(program) && \
	SWIFT_BACKTRACE=enable=no .build/release/$(program) --format all --state .build/fuzz-counts.json \
	--revision "$$(git rev-parse --short HEAD)" < /dev/null && ) true

sanitize-threads: ## Run the tests of watching under the thread sanitizer
	@Scripts/sanitize_threads.sh

readme-check: build ## Run every command of README.md, made small, and check what it does
	@python3 Scripts/readme_check.py

# What the fuzzer's drivers need of the Swift toolchain: libFuzzer's coverage and the address sanitizer.
fuzz-coverage: ## Fuzz every parser guided by coverage, with sanitizers, FUZZ_SECONDS each (default 60)
	@sh Tests/fuzz-coverage/run.sh $(or $(FUZZ_SECONDS),60)

fuzz-nightly: ## Fuzz every parser guided by coverage, with sanitizers, for 15 minutes in all (after the build)
	@FUZZ_TOTAL=900 sh Tests/fuzz-coverage/run.sh

promises: ## Write Documentation/promises.md (after: Scripts/promises.py --record FILE...)
	@python3 Scripts/promises.py

clean: ## Remove build products (the engine stays)
	rm -rf .build
