# nianbao: what one can do here. `make` alone prints this list.

CARGO ?= cargo
SAMPLE = data/sample
WAREHOUSE = data/warehouse

.DEFAULT_GOAL := help
.PHONY: help run test build check bench sample gold dictionary clean tools accuracy

help: ## print this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: build ## read the sample reports into data/warehouse and print the panel of counties
	@$(CARGO) run --quiet -- run --input $(SAMPLE) --warehouse $(WAREHOUSE) --answers

test: tools ## every test; DuckDB, pandas and polars are installed below target/ for one of them
	@$(CARGO) test || { $(explain); }

build: tools ## compile (the first time takes minutes and needs the network for the crates)
	@$(CARGO) build || { $(explain); }

check: tools ## formatting and lints, warnings are errors
	$(CARGO) fmt --check
	$(CARGO) clippy --all-targets -- -D warnings

bench: tools ## what each stage of the chain costs, beside the least that any reader must do
	$(CARGO) bench --profile dev --bench chain

sample: tools ## what is read from every sample against what a careful reader expects
	$(CARGO) test --test gold -- --nocapture samples

gold: tools ## precision and recall by metric and form
	$(CARGO) test --test gold -- --nocapture

dictionary: build ## write docs/dictionary.md from the tables, metrics and forms
	@mkdir -p docs
	@$(CARGO) run --quiet -- dictionary > docs/dictionary.md.new && mv docs/dictionary.md.new docs/dictionary.md

clean: ## remove what was built and the warehouse of `make run`
	$(CARGO) clean
	rm -rf $(WAREHOUSE)

# What cannot be compiled without, and how to get it.
tools:
	@command -v $(CARGO) > /dev/null || { \
	  echo "make: cargo is missing. Install the Rust toolchain, 1.92 or newer: see https://rustup.rs"; exit 1; }
	@command -v cc > /dev/null || command -v gcc > /dev/null || command -v clang > /dev/null || { \
	  echo "make: a C compiler is missing (the zstd crate compiles one library)."; \
	  echo "      Debian and Ubuntu: apt-get install build-essential; Fedora: dnf install gcc; macOS: xcode-select --install"; exit 1; }

# After a failed cargo: if the crates are not there, say that it is the network and not the code.
explain = status=$$?; $(CARGO) metadata --format-version 1 --locked --offline > /dev/null 2>&1 || \
	  echo "make: the crates of Cargo.lock are not on this machine yet. The first build fetches them, which needs the network" \
	       "(or a copy made by 'cargo vendor')."; exit $$status

accuracy: tools ## measure on samples, corpus and corrupted reports, and write the tables into docs/accuracy.md
	@$(CARGO) test --test gold --test mutation -- --nocapture --test-threads 1 > target/accuracy.txt
	@sed '/^<!-- measured -->/,$$d' docs/accuracy.md > target/accuracy.md
	@awk '/<!-- end -->/ { on = 0; print "" } on; /<!-- measured -->/ { on = 1; if (!n++) print "<!-- measured -->" }' target/accuracy.txt >> target/accuracy.md
	@mv target/accuracy.md docs/accuracy.md
