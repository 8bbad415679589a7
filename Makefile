# SPDX-License-Identifier: Apache-2.0
# Short names for developers; Meson and ninja do the work.
.POSIX:
.PHONY: all check quick fuzz bench asan format install
all:
	./run version
check:
	./check
quick:
	./check --quick
asan:
	test -d build-asan || meson setup build-asan -Db_sanitize=address,undefined -Db_lundef=false
	meson test -C build-asan --no-suite static
fuzz:
	test -d build-fuzz || CC=clang-14 meson setup build-fuzz -Dfuzz=true -Db_sanitize=address,undefined -Db_lundef=false
	ninja -C build-fuzz
bench:
	test -d build-bench || meson setup build-bench -Dbuildtype=release
	meson test -C build-bench --benchmark --verbose
format:
	. tools/sources.sh && clang-format-14 -i $$(c_files)
install:
	./run version
	meson install -C build
