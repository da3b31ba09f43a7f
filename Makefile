# SPDX-License-Identifier: EUPL-1.2
# Builds the generator and the website.  `make help` lists what it can do.

VARIANT ?= release
BUILD   := .build/$(VARIANT)

MAKEFLAGS += --no-builtin-rules

VERSION := 0.1.0

flags-release    := -O2 -g
flags-debug      := -O0 -g3
flags-sanitize   := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
flags-threads    := -O1 -g -fsanitize=thread

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes \
            -Wmissing-prototypes -Wwrite-strings -Wvla -Wformat=2 -Wimplicit-fallthrough \
            -Werror=implicit-function-declaration
PACKAGES := libcmark libgit2 libxml-2.0 yaml-0.1 libutf8proc libxxhash libdeflate libbrotlienc
CFLAGS   += -std=c11 -D_POSIX_C_SOURCE=200809L -D_FILE_OFFSET_BITS=64 -pthread $(WARNINGS) $(flags-$(VARIANT)) \
            -Igenerator -Itests/support $(shell pkg-config --cflags $(PACKAGES) 2>/dev/null)

# The program is optimised as a whole, where the compiler is gcc: 4 % less to do.  Objects are
# whole without that too: the many test programs are linked as they are, in no time.
whole-release := $(if $(findstring Free Software Foundation,$(shell $(CC) --version)),-flto=auto)
flags-objects := $(if $(whole-$(VARIANT)),$(whole-$(VARIANT)) -ffat-lto-objects)
flags-link     = -fno-lto

# Libraries are parts of the program, which starts in 1 millisecond rather than in 7: a push
# starts it twice.  A system that has no such libraries, or others than Debian 12, gets a
# program that finds them as it starts.  LINK=static or LINK=shared asks for one of the two.
libraries-static := -Wl,-Bstatic -lcmark -lgit2 -lhttp_parser -lpcre2-8 -lmbedcrypto -lxml2 -lz -llzma \
                    -lyaml -lutf8proc -lxxhash -ldeflate -lbrotlienc -lbrotlicommon -Wl,-Bdynamic
libraries-shared := $(shell pkg-config --libs $(PACKAGES) 2>/dev/null)

# When Debian mends a library it notes that here, and the program is linked anew.
installed := $(wildcard /var/lib/dpkg/status)

# $(call link,libraries of its own)
linked = $(CC) $(CFLAGS) $(flags-link) $(LDFLAGS) -o $@ $(filter %.o,$^) $(libraries-$(2)) $(LDLIBS) -lm $(1)
link   = $(if $(LINK),$(call linked,$(1),$(LINK)),$(call linked,$(1),static) 2>/dev/null || \
         { echo "  $(@F): libraries stay outside; make LINK=static says why"; $(call linked,$(1),shared); })

SOURCES := $(wildcard generator/*.c generator/*/*.c)
HEADERS := $(wildcard generator/*.h generator/*/*.h)
OBJECTS := $(SOURCES:%.c=$(BUILD)/%.o)
LIBRARY := $(filter-out $(BUILD)/generator/main.o,$(OBJECTS))

UNIT_TESTS  := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/unit/*/test_*.c))
TEST_SHARED := $(addprefix $(BUILD)/tests/support/,json_value.o corpus_stream.o stories.o)
TEST_TOOLS  := $(filter-out $(TEST_SHARED:.o=),$(patsubst %.c,$(BUILD)/%,$(wildcard tests/support/*.c tests/conformance/*.c tests/bench/*.c)))
TEST_OBJECTS := $(UNIT_TESTS:%=%.o) $(TEST_TOOLS:%=%.o) $(TEST_SHARED)

# What Debian 12 packages give: to build, to test, to compare.
BUILD_PACKAGES := gcc make pkg-config git libcmark-dev libgit2-dev libxml2-dev libyaml-dev \
                  libutf8proc-dev libxxhash-dev libdeflate-dev libbrotli-dev liblzma-dev esbuild
TEST_PACKAGES  := libcmocka-dev libxml2-utils chromium fonts-dejavu-core default-jre-headless
BENCH_PACKAGES := hugo time
SEARCH_PACKAGES := chromium time

# ---- For everyone ----

site: build                                       ## build content/ at HEAD into public/
	.build/doorleefd build .

build: .build/packages-build                      ## build the generator, with what it needs
	@$(MAKE) --no-print-directory -j$$(nproc) .build/doorleefd

test: build .build/packages-test                  ## run all tests
	@bash tests/run

.build/doorleefd: .build/release/doorleefd
	@ln -sf release/doorleefd $@

.build/packages-build: Makefile
	@bash tests/support/install-packages $(BUILD_PACKAGES)
	@mkdir -p .build && touch $@

.build/packages-test: Makefile
	@bash tests/support/install-packages $(TEST_PACKAGES)
	@command -v node >/dev/null && command -v npm >/dev/null || bash tests/support/install-packages nodejs npm
	@mkdir -p .build && touch $@

.build/packages-bench: Makefile
	@bash tests/support/install-packages $(BENCH_PACKAGES)
	@mkdir -p .build && touch $@

.build/packages-search: Makefile
	@bash tests/support/install-packages $(SEARCH_PACKAGES)
	@command -v node >/dev/null && command -v npm >/dev/null || bash tests/support/install-packages nodejs npm
	@mkdir -p .build && touch $@

# ---- On a server ----

PREFIX  ?= /usr/local
DESTDIR ?=
programs = $(DESTDIR)$(PREFIX)/bin
shared   = $(DESTDIR)$(PREFIX)/share/doorleefd

# A push may come meanwhile: what is new stands whole beside what is old, and then takes its
# place.  Anybody may read it, whatever the umask.
install: build                                    ## put program and theme below PREFIX (/usr/local); DESTDIR for packages
	install -d -m 755 "$(programs)" "$(shared)"
	rm -rf "$(shared)/themes.new" "$(shared)/themes.old"
	cp -R themes "$(shared)/themes.new"
	chmod -R u=rwX,go=rX "$(shared)/themes.new"
	install -m 755 .build/release/doorleefd "$(programs)/doorleefd.new"
	[ ! -e "$(shared)/themes" ] || mv "$(shared)/themes" "$(shared)/themes.old"
	mv "$(shared)/themes.new" "$(shared)/themes"
	mv -f "$(programs)/doorleefd.new" "$(programs)/doorleefd"
	rm -rf "$(shared)/themes.old"

uninstall:                                        ## remove what install put there
	rm -rf "$(programs)/doorleefd" "$(shared)"

# ---- The generator ----

# `make V=1` shows the whole commands.
say = $(if $(V),,@echo "  $(1) $@";)

$(BUILD)/doorleefd: flags-link = $(whole-$(VARIANT))
$(BUILD)/doorleefd: $(OBJECTS) $(installed)
	$(call say,link)$(call link)

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(call say,cc)$(CC) $(CFLAGS) $(flags-objects) -MMD -MP -c -o $@ $<

$(BUILD)/generator/commands/commands.o: CFLAGS += -DDOORLEEFD_VERSION='"$(VERSION)"'
$(BUILD)/generator/search/reader.o: CFLAGS += -DREADER_FOLDER='"$(BUILD)"'
$(BUILD)/generator/search/reader.o: $(BUILD)/reader.js $(BUILD)/more.js
$(BUILD)/generator/commands/start.o: CFLAGS += -DSTART_FOLDER='"generator/commands/start"'
$(BUILD)/generator/commands/start.o: $(shell find generator/commands/start -type f)

# What readers fetch is what stands in the source, in fewer files and bytes.
$(BUILD)/%.js: generator/search/reader/%.js $(wildcard generator/search/reader/*.js) Makefile
	@mkdir -p $(@D)
	$(call say,shrink)esbuild --bundle --format=esm --minify --target=es2020 --charset=utf8 --log-level=warning \
		--banner:js='// SPDX-License-Identifier: EUPL-1.2' --outfile=$@ $<

-include $(OBJECTS:.o=.d) $(TEST_OBJECTS:.o=.d)

# ---- Tests ----

$(BUILD)/tests/unit/%: $(BUILD)/tests/unit/%.o $(LIBRARY)
	$(call say,link)$(call link,-lcmocka)

$(TEST_TOOLS): %: %.o $(TEST_SHARED) $(LIBRARY)
	$(call say,link)$(call link)

test-tools: $(TEST_TOOLS)                         # what asks no package of its own
test-programs: $(UNIT_TESTS) test-tools           ## build all test programs

unit: $(UNIT_TESTS)                               ## build and run the unit tests
	@bash tests/support/run-programs $(UNIT_TESTS)

conformance: build                                ## run the suites in DATA=DIR: Mustache, CommonMark, GFM, YAML
	@$(MAKE) --no-print-directory -j$$(nproc) test-tools
	@bash tests/conformance/run "$(DATA)"

check-layers:                                     ## who includes whom
	@awk -f tests/checks/layers.awk generator/LAYERS $(SOURCES) $(HEADERS)

check-headers:                                    ## each header compiles by itself
	@for header in $(HEADERS); do \
		echo "#include \"$${header#generator/}\"" | $(CC) $(CFLAGS) -Werror -fsyntax-only -x c - || exit 1; \
	done

format:                                           ## lay out the code as .clang-format says
	clang-format -i $(SOURCES) $(HEADERS) $(wildcard tests/*/*.c tests/*/*/*.c)

# ---- Measuring ----

bench: build                                      ## time and memory of each stage, 1,000 to 100,000 pages
	@$(MAKE) --no-print-directory -j$$(nproc) test-tools
	@bash tests/bench/run

bench-peers: build .build/packages-bench          ## the same pages with Hugo and Pagefind beside it
	@$(MAKE) --no-print-directory -j$$(nproc) test-tools
	@bash tests/bench/peers

bench-push: build .build/packages-bench           ## what a push costs, beside Hugo; SEARCH=1: beside Pagefind too
	@$(MAKE) --no-print-directory -j$$(nproc) test-tools
	@bash tests/bench/push

bench-index: build .build/packages-search         ## the search index alone; SIZES="10000 100000 1000000"
	@$(MAKE) --no-print-directory -j$$(nproc) test-tools
	@bash tests/bench/index

bench-search: build .build/packages-search        ## our search beside Pagefind's; with DATA=DIR on real content too
	@$(MAKE) --no-print-directory -j$$(nproc) test-tools
	@DATA="$(DATA)" bash tests/bench/search

clean:                                            ## remove what was built, but not public/
	rm -rf .build

help:                                             ## this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 24

.PHONY: site build install uninstall test test-tools test-programs unit conformance check-layers check-headers format bench bench-peers bench-push bench-index bench-search clean help
.SECONDARY:
.DEFAULT_GOAL := help
